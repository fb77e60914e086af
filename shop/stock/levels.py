"""How many pieces can be promised now: what lies on the shelves, what is set aside, what may be sold unseen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from shop.models import Backorder, Cart, Reservation, StockLevel, Variant, Warehouse
from shop.stock.pieces import Piece

Kind = Backorder.Kind
FIRST = {"name_en": "Main warehouse", "name_ru": "Основной склад"}


@dataclass(frozen=True, kw_only=True)
class Availability:
    """What can be bought of a variant now; ``kind`` and ``expected_on`` speak of the pieces beyond ``on_shelf``."""

    available: int
    on_shelf: int
    kind: str = ""
    expected_on: date | None = None


def first_warehouse() -> Warehouse:
    """Where goods lie unless somebody says otherwise: the preferred warehouse, made if there is none."""
    first = Warehouse.objects.filter(is_active=True).order_by("-ships_parcels", "position", "code").first()
    return first or Warehouse.objects.get_or_create(code="main", defaults=FIRST)[0]


def available(
    variant_ids: Iterable[int],
    *,
    cart: Cart | None = None,
    warehouse: Warehouse | None = None,
    is_sent: bool = False,
) -> dict[int, int]:
    """How many pieces of each variant can be promised now; expired holds, and the cart's own, count as free.

    With a warehouse only what lies there counts; ``is_sent`` leaves out shelves that no parcel is sent from.
    """
    found = availability(variant_ids, cart=cart, warehouse=warehouse, is_sent=is_sent)
    return {variant_id: one.available for variant_id, one in found.items()}


def availability(
    variant_ids: Iterable[int],
    *,
    cart: Cart | None = None,
    warehouse: Warehouse | None = None,
    is_sent: bool = False,
) -> dict[int, Availability]:
    """The same with what is behind the number; a bundle has as many as the scarcest of its parts allows."""
    variant_ids = list(variant_ids)
    units: dict[int, dict[int, _Unit]] = {variant_id: {} for variant_id in variant_ids}
    for row in _rows(variant_ids, cart):
        unit = units[row["pk"]].setdefault(row["unit"], _Unit(row))
        is_here = row["is_used"] and (row["ships_parcels"] or not is_sent)
        if warehouse is not None:
            is_here = row["place"] == warehouse.pk
        if row["place"] is not None and is_here:
            unit.shelves[row["place"]] = row["shelf"] + (row["freed"] or 0)
    return {variant_id: _together(list(parts.values()), warehouse) for variant_id, parts in units.items()}


class _Unit:
    """One part (or the variant itself) with its shelves."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.each: int = row["parts__quantity"] or 1
        self.shelves: dict[int, int] = {}
        is_offered = row["to_come_is_offered"]
        self.to_come: int = max(row["to_come"] + (row["to_come_freed"] or 0), 0) if is_offered else 0
        self.kind: str = row["to_come_kind"] or "" if is_offered else ""
        self.expected_on: date | None = row["to_come_on"] if is_offered else None

    @property
    def on_shelf(self) -> int:
        return sum(self.shelves.values()) // self.each


def _together(units: list[_Unit], warehouse: Warehouse | None) -> Availability:
    if not units:
        return Availability(available=0, on_shelf=0)
    on_shelf = min(unit.on_shelf for unit in units)
    if warehouse is not None:
        return Availability(available=on_shelf, on_shelf=on_shelf)
    whole = min((sum(unit.shelves.values()) + unit.to_come) // unit.each for unit in units)
    if whole <= on_shelf:
        return Availability(available=whole, on_shelf=on_shelf)
    # The parts that keep a bundle waiting; the last of them to come decides.
    awaited = [unit for unit in units if unit.on_shelf == on_shelf]
    dates = [unit.expected_on for unit in awaited if unit.expected_on]
    kinds = {unit.kind for unit in awaited}
    return Availability(
        available=whole,
        on_shelf=on_shelf,
        kind=Kind.PREORDER if Kind.PREORDER in kinds else Kind.BACKORDER,
        expected_on=max(dates, default=None),
    )


def _either(own: str, of_part: str) -> Case:
    """Of a bundle what its part has, of everything else its own."""
    return Case(When(parts__isnull=True, then=F(own)), default=F(of_part))


def _rows(variant_ids: list[int], cart: Cart | None) -> QuerySet[Any, dict[str, Any]]:
    """One row for each variant, part and warehouse.

    In one statement: between two of them a hold can be given back, and would be counted in neither.
    """
    own_and_expired = Q(expires_at__lte=timezone.now(), request=None)
    if cart is not None:
        own_and_expired |= Q(cart=cart.pk)
    holds = Reservation.objects.filter(own_and_expired, variant=OuterRef("unit"), state=Reservation.State.HELD)

    def pieces(rows: QuerySet[Reservation]) -> Subquery:
        return Subquery(rows.order_by().values("variant").annotate(pieces=Sum("quantity")).values("pieces"))

    return (
        Variant.objects.filter(pk__in=variant_ids)
        .annotate(
            unit=Coalesce("parts__part", "pk"),
            place=_either("levels__warehouse", "parts__part__levels__warehouse"),
            is_used=_either("levels__warehouse__is_active", "parts__part__levels__warehouse__is_active"),
            ships_parcels=_either("levels__warehouse__ships_parcels", "parts__part__levels__warehouse__ships_parcels"),
            shelf=_either("levels__on_hand", "parts__part__levels__on_hand")
            - _either("levels__reserved", "parts__part__levels__reserved"),
            freed=pieces(holds.filter(warehouse=OuterRef("place"))),
            to_come=_either("backorder__cap", "parts__part__backorder__cap")
            - _either("backorder__promised", "parts__part__backorder__promised"),
            to_come_is_offered=_either("backorder__is_active", "parts__part__backorder__is_active"),
            to_come_kind=_either("backorder__kind", "parts__part__backorder__kind"),
            to_come_on=_either("backorder__available_on", "parts__part__backorder__available_on"),
            to_come_freed=pieces(holds.filter(warehouse=None)),
        )
        .order_by()
        .values(
            "pk", "unit", "parts__quantity", "place", "is_used", "ships_parcels", "shelf", "freed",
            "to_come", "to_come_is_offered", "to_come_kind", "to_come_on", "to_come_freed",
        )
    )  # fmt: skip


def lock(variants: Any) -> None:
    """Lock the levels of these variants (ids, or a query of them) in one order for all, until the transaction ends.

    Whoever is going to change promises of several levels does this first, and reads the promises afterwards.
    """
    rows = StockLevel.objects.filter(variant__in=variants).select_for_update(of=("self",), no_key=True)
    list(rows.order_by("variant__sku", "warehouse").values_list("pk"))


class Shelves:
    """The levels of some pieces, locked in one order for all until the transaction ends."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pks = [piece.pk for piece in pieces]
        self.read()

    def read(self) -> None:
        rows = StockLevel.objects.filter(variant__in=self._pks).select_related("warehouse")
        self._levels: dict[int, list[StockLevel]] = {pk: [] for pk in self._pks}
        for level in rows.select_for_update(of=("self",), no_key=True).order_by("variant__sku", "warehouse"):
            self._levels[level.variant_id].append(level)

    def preferred(self, piece: Piece, warehouse: Warehouse | None) -> list[StockLevel]:
        """Where the piece may be taken from, the best place first."""
        levels = self._levels[piece.pk]
        if warehouse is not None:
            return [level for level in levels if level.warehouse_id == warehouse.pk]
        places = [level for level in levels if level.warehouse.ships_parcels and level.warehouse.is_active]
        return sorted(places, key=lambda level: (level.warehouse.position, level.warehouse.code))

    def changed(self, piece: Piece, warehouse_id: int | None, reserved: int) -> None:
        """Keep the rows in memory as the database now has them."""
        for level in self._levels[piece.pk]:
            if level.warehouse_id == warehouse_id:
                level.reserved += reserved
