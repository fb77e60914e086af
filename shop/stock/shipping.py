"""Goods that leave the house for an order, and come back from it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from shop.errors import NotOnShelf
from shop.models import Order, StockLevel, StockMovement, Warehouse
from shop.stock import after, movements
from shop.stock.allocation import allocations_of, shrink, spread
from shop.stock.levels import first_warehouse, lock
from shop.stock.movements import Kind
from shop.stock.pieces import Piece
from shop.stock.promises import State
from shop.stock.receipts import one_at_a_time, put_on_shelf


@transaction.atomic
def ship(
    *,
    order: Order,
    reference: str,
    quantities: Mapping[str, int] | None = None,
    warehouse: Warehouse | None = None,
    actor: Any = None,
) -> None:
    """Take an order's goods, or so many pieces of each part, from the shelf; what can be promised stays as it was.

    With a warehouse only what lies there.  The same reference twice changes nothing.  Raises NotOnShelf if a piece is
    only promised out of a delivery to come, or not to this order.
    """
    if StockMovement.objects.filter(kind=Kind.SHIPPED, reference=reference, order=order).exists():
        return
    lock(order.reservations.filter(state=State.ALLOCATED).values("variant"))
    rows = allocations_of(order)
    here = [
        row for row in rows if row.warehouse_id is not None and (warehouse is None or row.warehouse_id == warehouse.pk)
    ]
    wanted: Mapping[str, int] = quantities if quantities is not None else _pieces(rows)
    there = _pieces(here)
    for sku in sorted(wanted):
        if there.get(sku, 0) < wanted[sku]:
            raise NotOnShelf(sku, there.get(sku, 0))
    entries = []
    for row, quantity in spread(here, wanted):
        if not shrink(row, quantity, State.SHIPPED):
            raise NotOnShelf(row.variant.sku, 0)
        level = StockLevel.objects.filter(variant=row.variant_id, warehouse=row.warehouse_id)
        level.update(on_hand=F("on_hand") - quantity, reserved=F("reserved") - quantity)
        piece = Piece.of(row.variant)
        entries.append(
            movements.entry(piece, row.warehouse_id, Kind.SHIPPED, 0, -quantity, reference, order=order, actor=actor)
        )
    StockMovement.objects.bulk_create(entries)


def _pieces(rows: list[Any]) -> dict[str, int]:
    pieces: dict[str, int] = {}
    for row in rows:
        pieces[row.variant.sku] = pieces.get(row.variant.sku, 0) + row.quantity
    return pieces


@transaction.atomic
def take_back(
    *,
    order: Order,
    reference: str,
    quantities: Mapping[str, int],
    actor: Any = None,
    warehouse: Warehouse | None = None,
) -> None:
    """Put so many pieces of each part back on a shelf; the same reference twice changes nothing."""
    pieces = one_at_a_time(quantities)
    if StockMovement.objects.filter(kind=Kind.RETURNED, reference=reference, order=order).exists():
        return
    place = warehouse or first_warehouse()
    for piece in pieces:
        quantity = quantities[piece.sku]
        put_on_shelf(piece, place.pk, quantity)
        movements.entry(piece, place.pk, Kind.RETURNED, quantity, quantity, reference, order=order, actor=actor).save(
            force_insert=True
        )
    after.came_free(pieces)
