"""Holds: a cart's goods set aside for a while, so that nobody loses them between the address and the payment."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shop.models import Cart, Reservation, Warehouse
from shop.retry import retried
from shop.stock import after
from shop.stock.levels import lock
from shop.stock.pieces import Piece, needs
from shop.stock.promises import State, as_read, change, end, give_back, unpromise


@retried
@transaction.atomic
def hold(*, cart: Cart, quantities: Mapping[str, int], until: datetime, warehouse: Warehouse | None = None) -> None:
    """Set a cart's goods aside until an instant, all or nothing; replaces what it held before.

    Call it with the cart locked: only one request at a time changes what a cart holds.  Raises OutOfStock for the first
    SKU, in SKU order, that has too little; the cart's earlier hold then stays.
    """

    def extend(row: Reservation) -> bool:
        return Reservation.objects.filter(pk=row.pk, state=State.HELD).update(expires_at=until) == 1

    result = change(needed=needs(quantities), held=holds_of(cart), warehouse=warehouse, keep=extend, cart=cart)
    kept = {(row.variant_id, row.warehouse_id): row for row in result.kept}
    new = []
    for piece, warehouse_id, quantity in result.taken:
        if row := kept.get((piece.pk, warehouse_id)):
            Reservation.objects.filter(pk=row.pk).update(quantity=row.quantity + quantity)
        else:
            new.append(
                Reservation(
                    variant_id=piece.pk,
                    warehouse_id=warehouse_id,
                    quantity=quantity,
                    state=State.HELD,
                    cart=cart,
                    expires_at=until,
                )
            )
    Reservation.objects.bulk_create(new)
    after.serve_those_who_wait(result.freed)
    after.changed(result.touched)


@retried
@transaction.atomic
def release_hold(*, cart: Cart) -> None:
    """Give back what a cart holds; repeating it changes nothing."""
    lock(cart.reservations.filter(state=State.HELD).values("variant"))
    after.came_free([Piece.of(row.variant) for row in holds_of(cart) if give_back(row)])


@transaction.atomic
def trim_hold(*, cart: Cart, quantities: Mapping[str, int]) -> None:
    """Give back what a cart holds beyond these quantities, at once; never takes more.  Call it with the cart locked."""
    held = holds_of(cart)
    if not held:
        return
    lock([row.variant_id for row in held])
    allowed = {sku: need.quantity for sku, need in needs(quantities).items()}
    touched = []
    for row in held:
        kept = min(row.quantity, allowed.get(row.variant.sku, 0))
        allowed[row.variant.sku] = allowed.get(row.variant.sku, 0) - kept
        if kept == row.quantity:
            continue
        is_ours = as_read(row).update(quantity=kept) if kept else end(row, State.RELEASED)
        if is_ours:
            unpromise(row.variant_id, row.warehouse_id, row.quantity - kept)
            touched.append(Piece.of(row.variant))
    after.came_free(touched)


@retried
@transaction.atomic
def expire_holds() -> int:
    """Give back every hold whose time is over; how many there were.  Nothing depends on how often this runs."""
    from shop import waiting

    over = Reservation.objects.filter(state=State.HELD, expires_at__lte=timezone.now())
    if not over.exists():
        return 0
    lock(over.values("variant"))
    over = over.select_related("variant").order_by("variant__sku", "warehouse", "pk")
    given_back = [row for row in over if give_back(row)]
    waiting.expire([row.request_id for row in given_back if row.request_id])
    after.came_free([Piece.of(row.variant) for row in given_back])
    return len(given_back)


def holds_of(cart: Cart) -> list[Reservation]:
    rows = cart.reservations.filter(state=State.HELD).select_related("variant", "warehouse")
    # What lies on a shelf is kept longer than what is still to come.
    return sorted(rows, key=lambda row: (row.variant.sku, row.warehouse_id is None, row.warehouse_id or 0))
