"""Promises: pieces taken from free stock for a cart or an order, and given back.

Each decision is one conditional UPDATE whose row count is the answer; CHECK constraints stand behind it.  Levels are
always locked in SKU order: two carts with the same goods would otherwise wait for each other for ever.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.utils import timezone

from shop.errors import OutOfStock
from shop.models import Backorder, Cart, Reservation, StockLevel, Warehouse
from shop.stock.levels import Shelves, available
from shop.stock.pieces import Need, Piece

State = Reservation.State


class Taken(NamedTuple):
    """Pieces promised in one place; without a warehouse they are still to come."""

    piece: Piece
    warehouse_id: int | None
    quantity: int


@dataclass
class Change:
    """What became of a cart's holds: rows that serve on, pieces taken anew, given back, and touched in any way."""

    kept: list[Reservation] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    touched: list[Piece] = field(default_factory=list)
    freed: list[Piece] = field(default_factory=list)


def change(
    *,
    needed: Mapping[str, Need],
    held: Iterable[Reservation],
    warehouse: Warehouse | None,
    keep: Callable[[Reservation], bool],
    cart: Cart | None,
) -> Change:
    """Bring promises to what is needed now: rows that fit are kept, all else is given back and taken anew.

    Raises OutOfStock for the first part, in SKU order, that has too little.
    """
    rows_of: dict[str, list[Reservation]] = {}
    for row in held:
        rows_of.setdefault(row.variant.sku, []).append(row)
    result, missing, given_back = Change(), {}, []
    for sku in sorted({*needed, *rows_of}):
        rows = rows_of.get(sku, [])
        wanted = needed[sku].quantity if sku in needed else 0
        if sum(row.quantity for row in rows) == wanted and all(_fits(row, warehouse) for row in rows):
            kept = [row for row in rows if keep(row)]
            result.kept += kept
            if wanted == sum(row.quantity for row in kept):
                continue
            wanted -= sum(row.quantity for row in kept)
        else:
            given_back += rows
        piece = needed[sku].piece if sku in needed else Piece.of(rows[0].variant)
        missing[sku] = (piece, wanted)
    if missing:
        _take_all(missing, given_back, needed, warehouse, cart, result)
    return result


def _take_all(
    missing: Mapping[str, tuple[Piece, int]],
    given_back: Iterable[Reservation],
    needed: Mapping[str, Need],
    warehouse: Warehouse | None,
    cart: Cart | None,
    result: Change,
) -> None:
    shelves = Shelves(piece for piece, _ in missing.values())
    for row in given_back:
        if give_back(row):
            shelves.changed(Piece.of(row.variant), row.warehouse_id, -row.quantity)
            result.freed.append(Piece.of(row.variant))
    # Nobody is refused for the sake of a cart that was left behind.
    expired = expired_holds([piece for piece, _ in missing.values()])
    left_behind = [row for row in expired if (cart is None or row.cart_id != cart.pk) and give_back(row)]
    if left_behind:
        from shop.stock.after import serve_those_who_wait

        serve_those_who_wait([Piece.of(row.variant) for row in left_behind])
        shelves.read()
    for sku, (piece, wanted) in missing.items():
        if wanted:
            result.taken += take(shelves, piece, wanted, warehouse, sold=needed[sku].sold)
        result.touched.append(piece)


def take(shelves: Shelves, piece: Piece, quantity: int, warehouse: Warehouse | None, *, sold: Piece) -> list[Taken]:
    """Promise pieces: from the first place that has them all, else from several, else out of a delivery to come."""
    places = shelves.preferred(piece, warehouse)
    whole = next((level for level in places if level.available >= quantity), None)
    planned, rest = [], quantity
    for level in [whole] if whole else places:
        part = min(rest, level.available)
        if part > 0:
            planned.append((level.warehouse_id, part))
            rest -= part
    if rest and warehouse is None:
        # First, because the shelves are locked and certain, and this is what may be refused.
        planned.insert(0, (None, rest))
        rest = 0
    if rest or not all(_promise(piece, place, part) for place, part in planned):
        raise OutOfStock(sold.sku, max(available([sold.pk], warehouse=warehouse, is_sent=True)[sold.pk], 0))
    for place, part in planned:
        shelves.changed(piece, place, part)
    return [Taken(piece, place, part) for place, part in planned]


def _promise(piece: Piece, warehouse_id: int | None, quantity: int) -> bool:
    """One statement decides and changes."""
    if warehouse_id is None:
        open_ = Backorder.objects.filter(variant=piece.pk, is_active=True, cap__gte=F("promised") + quantity)
        return open_.update(promised=F("promised") + quantity) == 1
    free_enough = StockLevel.objects.filter(
        variant=piece.pk, warehouse=warehouse_id, on_hand__gte=F("reserved") + quantity
    )
    return free_enough.update(reserved=F("reserved") + quantity) == 1


def unpromise(variant_id: int, warehouse_id: int | None, quantity: int) -> None:
    """Count these pieces as free again."""
    if warehouse_id is None:
        Backorder.objects.filter(variant=variant_id).update(promised=F("promised") - quantity)
    else:
        level = StockLevel.objects.filter(variant=variant_id, warehouse=warehouse_id)
        level.update(reserved=F("reserved") - quantity)


def give_back(row: Reservation) -> bool:
    """End a promise and free its pieces; false if somebody else has ended it already."""
    if not end(row, State.RELEASED):
        return False
    unpromise(row.variant_id, row.warehouse_id, row.quantity)
    return True


def end(row: Reservation, state: str) -> bool:
    """Expiry, cancellation and placing an order race through this one statement; one of them wins."""
    return as_read(row).update(state=state, expires_at=None) == 1


def as_read(row: Reservation) -> QuerySet[Reservation]:
    """The row, if it is still what was read: neither ended nor moved nor cut down."""
    return Reservation.objects.filter(pk=row.pk, state=row.state, quantity=row.quantity, warehouse=row.warehouse_id)


def expired_holds(pieces: Iterable[Piece]) -> list[Reservation]:
    """Carts' holds whose time is over.  What was held for the waiting list goes to the next in the queue instead."""
    rows = Reservation.objects.filter(
        variant__in=[piece.pk for piece in pieces],
        state=State.HELD,
        expires_at__lte=timezone.now(),
        request=None,
    )
    # In one order for all: two shoppers may free the same holds.
    return list(rows.select_related("variant").order_by("variant__sku", "warehouse", "pk"))


def _fits(row: Reservation, warehouse: Warehouse | None) -> bool:
    """Whether the pieces lie where this buyer gets his from."""
    if warehouse is not None:
        return row.warehouse_id == warehouse.pk
    return row.warehouse is None or (row.warehouse.ships_parcels and row.warehouse.is_active)
