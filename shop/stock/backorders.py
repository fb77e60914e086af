"""Pre-orders and back-orders: what was promised out of a delivery to come gets its pieces when they are there."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F

from shop.models import Backorder, Reservation, StockLevel, StockMovement
from shop.retry import retried
from shop.stock import after
from shop.stock.levels import Shelves
from shop.stock.movements import Kind, entry
from shop.stock.pieces import Piece
from shop.stock.promises import State, as_read, unpromise
from shop.stock.receipts import one_at_a_time


@retried
@transaction.atomic
def sell_unseen(
    *, sku: str, kind: str, cap: int, available_on: date | None = None, is_active: bool = True
) -> Backorder:
    """Let so many pieces of a variant be sold before they are there; what was promised stays promised.

    A cap below what was promised already sells nothing more.
    """
    (piece,) = one_at_a_time([sku])
    words = {"kind": kind, "cap": cap, "available_on": available_on, "is_active": is_active}
    row, _ = Backorder.objects.update_or_create(variant_id=piece.pk, defaults=words)
    after.came_free([piece])
    return row


def fill(pieces: Sequence[Piece]) -> None:
    """Give free pieces to those who were promised some: orders before carts, the oldest first."""
    rows = list(
        Reservation.objects.filter(
            variant__in=[piece.pk for piece in pieces], warehouse=None, state__in=Reservation.LIVE
        )
        .select_related("variant", "order")
        # “allocated” comes before “held”.
        .order_by("variant__sku", "state", "pk")
    )
    if not rows:
        return
    shelves = Shelves({Piece.of(row.variant) for row in rows})
    for row in rows:
        piece = Piece.of(row.variant)
        for level in shelves.preferred(piece, None):
            quantity = min(row.quantity, level.available)
            if quantity > 0 and _move(row, level, quantity):
                level.reserved += quantity
                row.quantity -= quantity
            if not row.quantity:
                break


@retried
@transaction.atomic
def fill_all() -> int:
    """The same for everything that is waited for; how many promises there were.  For what a crash has left undone."""
    due = Reservation.objects.filter(
        warehouse=None, state__in=Reservation.LIVE, variant__levels__on_hand__gt=F("variant__levels__reserved")
    )
    pieces = _distinct(Piece.of(row.variant) for row in due.select_related("variant"))
    after.came_free(pieces)
    return len(pieces)


def _distinct(pieces: Iterable[Piece]) -> list[Piece]:
    return sorted(set(pieces), key=lambda piece: piece.sku)


def _move(row: Reservation, level: StockLevel, quantity: int) -> bool:
    """Promise the pieces on the shelf instead of those to come; false if the promise has ended meanwhile."""
    live = as_read(row)
    of_same_owner = Reservation.objects.filter(
        variant=row.variant_id, warehouse=level.warehouse_id, state=row.state, order=row.order_id, cart=row.cart_id
    )
    there = of_same_owner.exclude(order=None, cart=None).first()
    is_whole = quantity == row.quantity
    if is_whole and there is None:
        if not live.update(warehouse=level.warehouse_id):
            return False
    elif not (live.delete()[0] if is_whole else live.update(quantity=F("quantity") - quantity)):
        return False
    elif there is not None:
        Reservation.objects.filter(pk=there.pk).update(quantity=F("quantity") + quantity)
    else:
        Reservation.objects.create(
            variant_id=row.variant_id,
            warehouse_id=level.warehouse_id,
            quantity=quantity,
            state=row.state,
            cart_id=row.cart_id,
            order_id=row.order_id,
            expires_at=row.expires_at,
            created_at=row.created_at,
        )
    unpromise(row.variant_id, None, quantity)
    StockLevel.objects.filter(pk=level.pk).update(reserved=F("reserved") + quantity)
    if row.state == State.ALLOCATED:
        # A promise may grow again after a part of it was kept: nothing about it names this part.
        piece, reference = Piece.of(row.variant), f"filled:{uuid.uuid4()}"
        StockMovement.objects.bulk_create(
            [
                entry(piece, None, Kind.MOVED, quantity, 0, reference, order=row.order),
                entry(piece, level.warehouse_id, Kind.MOVED, -quantity, 0, reference, order=row.order),
            ]
        )
    return True
