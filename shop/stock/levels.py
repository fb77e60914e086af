"""How many pieces can be promised now: what lies on the shelves, what is set aside, what may be sold unseen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from shop.models import Backorder, Cart, StockLevel, Warehouse
from shop.stock.pieces import Piece

Kind = Backorder.Kind
FIRST = {"name_en": "Main warehouse", "name_ru": "Основной склад"}


@dataclass(frozen=True, kw_only=True)
class Availability:
    """How many pieces of a variant one order can have now; ``kind`` and ``expected_on`` are of those beyond the shelf.

    An order is either sent or handed out at one counter, so a shop that only serves its own adds nothing to parcels:
    ``sendable`` of the pieces, ``sendable_on_shelf`` of those on a shelf, can be sent.
    """

    available: int
    on_shelf: int
    sendable: int
    sendable_on_shelf: int
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
    found = availability(variant_ids, cart=cart, warehouse=warehouse)
    return {variant_id: one.sendable if is_sent else one.available for variant_id, one in found.items()}


def availability(
    variant_ids: Iterable[int],
    *,
    cart: Cart | None = None,
    warehouse: Warehouse | None = None,
) -> dict[int, Availability]:
    """The same with what is behind the number; a bundle has as many as the scarcest of its parts allows."""
    variant_ids = list(variant_ids)
    units: dict[int, dict[int, _Unit]] = {variant_id: {} for variant_id in variant_ids}
    for row in _rows(variant_ids, cart):
        unit = units[row.variant].setdefault(row.unit, _Unit(row))
        is_here = row.is_used if warehouse is None else row.place == warehouse.pk
        if row.place is not None and is_here:
            shelves = unit.shelves if row.ships_parcels else unit.counters
            shelves[row.place] = row.shelf + (row.freed or 0)
    return {
        variant_id: _together(list(parts.values()), with_unseen=warehouse is None)
        for variant_id, parts in units.items()
    }


class _Row(NamedTuple):
    """What one place has of a variant, or of a part of it; as the columns of ``_READ``."""

    variant: int
    unit: int
    each: int | None
    place: int | None
    is_used: bool
    ships_parcels: bool
    shelf: int
    freed: int | None
    to_come: int | None
    to_come_is_offered: bool
    to_come_kind: str
    to_come_on: date | str | None
    to_come_freed: int | None


class _Unit:
    """One part (or the variant itself) with its shelves."""

    def __init__(self, row: _Row) -> None:
        self.each: int = row.each or 1
        # What lies where parcels are sent from, and in shops that only serve their own counter.
        self.shelves: dict[int, int] = {}
        self.counters: dict[int, int] = {}
        is_offered = row.to_come_is_offered
        self.to_come: int = max((row.to_come or 0) + (row.to_come_freed or 0), 0) if is_offered else 0
        self.kind: str = row.to_come_kind if is_offered else ""
        # SQLite keeps dates as text.
        on = date.fromisoformat(row.to_come_on) if isinstance(row.to_come_on, str) else row.to_come_on
        self.expected_on: date | None = on if is_offered else None

    @property
    def on_shelf(self) -> int:
        return sum(self.shelves.values()) // self.each


def _together(units: list[_Unit], *, with_unseen: bool) -> Availability:
    if not units:
        return Availability(available=0, on_shelf=0, sendable=0, sendable_on_shelf=0)
    on_shelf = min(unit.on_shelf for unit in units)
    whole = on_shelf
    if with_unseen:
        whole = min((sum(unit.shelves.values()) + unit.to_come) // unit.each for unit in units)
    counters = {place for unit in units for place in unit.counters}
    at_counter = max((min(unit.counters.get(place, 0) // unit.each for unit in units) for place in counters), default=0)
    found = Availability(
        available=max(whole, at_counter),
        on_shelf=max(on_shelf, at_counter),
        sendable=whole,
        sendable_on_shelf=on_shelf,
    )
    if whole <= on_shelf:
        return found
    # The parts that keep a bundle waiting; the last of them to come decides.
    awaited = [unit for unit in units if unit.on_shelf == on_shelf]
    dates = [unit.expected_on for unit in awaited if unit.expected_on]
    kinds = {unit.kind for unit in awaited}
    return replace(
        found,
        kind=Kind.PREORDER if Kind.PREORDER in kinds else Kind.BACKORDER,
        expected_on=max(dates, default=None),
    )


# One row for each variant, part and place.  As SQL, because every cart asks several times, and composing the statement
# anew each time costs ten times what it answers.
_READ = """
SELECT variant.id, COALESCE(part.part_id, variant.id), part.quantity,
       level.warehouse_id, warehouse.is_active, warehouse.ships_parcels, level.on_hand - level.reserved,
       (SELECT SUM(held.quantity) FROM shop_reservation held
         WHERE held.variant_id = COALESCE(part.part_id, variant.id) AND held.warehouse_id = level.warehouse_id
           AND held.state = 'held' AND (held.cart_id = %s OR (held.expires_at <= %s AND held.request_id IS NULL))),
       unseen.cap - unseen.promised, unseen.is_active, unseen.kind, unseen.available_on,
       (SELECT SUM(held.quantity) FROM shop_reservation held
         WHERE held.variant_id = COALESCE(part.part_id, variant.id) AND held.warehouse_id IS NULL
           AND held.state = 'held' AND (held.cart_id = %s OR (held.expires_at <= %s AND held.request_id IS NULL)))
  FROM shop_variant variant
  LEFT JOIN shop_bundlepart part ON part.bundle_id = variant.id
  LEFT JOIN shop_stocklevel level ON level.variant_id = COALESCE(part.part_id, variant.id)
  LEFT JOIN shop_warehouse warehouse ON warehouse.id = level.warehouse_id
  LEFT JOIN shop_backorder unseen ON unseen.variant_id = COALESCE(part.part_id, variant.id)
 WHERE variant.id IN ({ids})
"""


def _rows(variant_ids: list[int], cart: Cart | None) -> Iterator[_Row]:
    """In one statement: between two of them a hold can be given back, and would be counted in neither."""
    if not variant_ids:
        return
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    # No hold is of cart 0.
    whose = cart.pk if cart is not None else 0
    statement = _READ.format(ids=", ".join(["%s"] * len(variant_ids)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [whose, now, whose, now, *variant_ids])
        yield from map(_Row._make, cursor.fetchall())


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
