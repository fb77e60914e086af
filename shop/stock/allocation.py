"""Allocation: what an order has been promised, until it leaves the house or goes back to the shop."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from shop.models import Cart, Order, Reservation, StockMovement, Warehouse
from shop.stock import after, movements
from shop.stock.holds import holds_of
from shop.stock.levels import lock
from shop.stock.movements import Kind
from shop.stock.pieces import Goods, Piece, needs
from shop.stock.promises import State, Taken, as_read, change, end, unpromise


@transaction.atomic
def allocate(
    *,
    order: Order,
    cart: Cart | None,
    quantities: Mapping[str, int],
    warehouse: Warehouse | None = None,
    reference: str | None = None,
    actor: Any = None,
    goods: Goods | None = None,
) -> None:
    """Turn a cart's hold into an order's allocation, all or nothing; what was not held is taken now.

    Call it inside the transaction that writes the order.  With a warehouse everything comes from there.  Without a
    cart it adds to what the order has; ``reference`` then tells one addition from another.  ``goods`` spares a query
    to whoever has looked these quantities up.  Raises OutOfStock as ``hold`` does.
    """

    def convert(row: Reservation) -> bool:
        return as_read(row).update(state=State.ALLOCATED, order=order, expires_at=None) == 1

    held = holds_of(cart) if cart else []
    result = change(
        needed=goods.needs if goods else needs(quantities), held=held, warehouse=warehouse, keep=convert, cart=cart
    )
    before = result.kept if cart else allocations_of(order)
    rows = {(row.variant_id, row.warehouse_id): row for row in before}
    new = []
    for piece, warehouse_id, quantity in result.taken:
        row = rows.get((piece.pk, warehouse_id))
        if row is None or not _grow(row, quantity):
            new.append(
                Reservation(
                    variant_id=piece.pk,
                    warehouse_id=warehouse_id,
                    quantity=quantity,
                    state=State.ALLOCATED,
                    order=order,
                )
            )
    Reservation.objects.bulk_create(new)
    taken = [Taken(Piece.of(row.variant), row.warehouse_id, row.quantity) for row in result.kept] + result.taken
    # A cart becomes an order once; what is added later needs a name of its own.
    reference = reference or (order.public_id if cart else _next_reference(order, Kind.ALLOCATED))
    _write(Kind.ALLOCATED, taken, -1, reference, order, actor)
    after.serve_those_who_wait(result.freed)
    after.changed(result.touched)


@transaction.atomic
def release_order(
    *, order: Order, actor: Any = None, quantities: Mapping[str, int] | None = None, reference: str | None = None
) -> None:
    """Give an order's goods, or so many pieces of each part, back to the shop; repeating it changes nothing.

    ``reference`` names a part that is given back; without one, everything that is left goes.
    """
    if reference and StockMovement.objects.filter(kind=Kind.RELEASED, reference=reference, order=order).exists():
        return
    lock(order.reservations.filter(state=State.ALLOCATED).values("variant"))
    given_back: list[Taken] = []
    wanted = None if quantities is None else Counter(quantities)
    while _give_back(order, wanted, given_back):
        # A delivery came meanwhile and moved what nothing could be locked for: it is read once more.
        continue
    if given_back:
        _write(Kind.RELEASED, given_back, 1, reference or _next_reference(order, Kind.RELEASED), order, actor)
        after.came_free([taken.piece for taken in given_back])


def _grow(row: Reservation, quantity: int) -> bool:
    """Promise more in the same place; false if the delivery that the row waited for has come meanwhile."""
    same = Reservation.objects.filter(pk=row.pk, state=State.ALLOCATED, warehouse=row.warehouse_id)
    return same.update(quantity=F("quantity") + quantity) == 1


def _give_back(order: Order, wanted: Counter[str] | None, given_back: list[Taken]) -> bool:
    """Give back what is wanted, and note it in both; whether a row was no longer what was read."""
    # What is still to come is given back before what lies on a shelf.
    rows = sorted(allocations_of(order), key=lambda row: (row.variant.sku, row.warehouse_id is not None))
    has_moved = False
    for row, quantity in spread(rows, wanted):
        if not shrink(row, quantity, State.RELEASED):
            has_moved = True
            continue
        unpromise(row.variant_id, row.warehouse_id, quantity)
        given_back.append(Taken(Piece.of(row.variant), row.warehouse_id, quantity))
        if wanted is not None:
            wanted[row.variant.sku] -= quantity
    return has_moved


def allocations_of(order: Order) -> list[Reservation]:
    """What an order has been promised and not yet got, what lies on a shelf first."""
    rows = order.reservations.filter(state=State.ALLOCATED).select_related("variant", "warehouse")

    def preference(row: Reservation) -> tuple[str, bool, int, int]:
        place = row.warehouse
        return (row.variant.sku, place is None, place.position if place else 0, row.pk)

    return sorted(rows, key=preference)


def spread(rows: Iterable[Reservation], quantities: Mapping[str, int] | None) -> Iterator[tuple[Reservation, int]]:
    """So many pieces of each part taken from these rows in their order; everything if nothing is said."""
    left = None if quantities is None else dict(quantities)
    for row in rows:
        part = row.quantity if left is None else min(row.quantity, left.get(row.variant.sku, 0))
        if left is not None:
            left[row.variant.sku] = left.get(row.variant.sku, 0) - part
        if part:
            yield row, part


def shrink(row: Reservation, quantity: int, state: str) -> bool:
    """End a promise, or so much of it; false if it is no longer what was read."""
    if quantity == row.quantity:
        return end(row, state)
    if not as_read(row).update(quantity=row.quantity - quantity):
        return False
    Reservation.objects.create(
        variant_id=row.variant_id,
        warehouse_id=row.warehouse_id,
        quantity=quantity,
        state=state,
        order_id=row.order_id,
        created_at=row.created_at,
    )
    return True


def _next_reference(order: Order, kind: str) -> str:
    """What the first entry of a kind is called is the order; later ones are numbered."""
    count = order.movements.filter(kind=kind).count()
    return f"{order.public_id}:{count}" if count else order.public_id


def _write(kind: str, taken: Iterable[Taken], sign: int, reference: str, order: Order, actor: Any) -> None:
    """One entry for each part and place."""
    sums: Counter[tuple[Piece, int | None]] = Counter()
    for piece, warehouse_id, quantity in taken:
        sums[piece, warehouse_id] += quantity
    StockMovement.objects.bulk_create(
        movements.entry(piece, warehouse_id, kind, sign * quantity, 0, reference, order=order, actor=actor)
        for (piece, warehouse_id), quantity in sums.items()
    )
