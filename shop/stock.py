"""Stock: what is on the shelf, what is promised, and the ledger that explains both.

Each decision is one conditional UPDATE whose row count is the answer; CHECK constraints stand behind it.  Levels are
always taken in SKU order: two carts with the same goods would otherwise wait for each other for ever.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from shop.errors import AlreadyRecorded, OutOfStock, StockBelowZero, UnknownSku
from shop.models import Cart, Order, Reservation, StockLevel, StockMovement, Variant
from shop.retry import retried

Kind = StockMovement.Kind
State = Reservation.State


def available(variant_ids: Iterable[int], *, cart: Cart | None = None) -> dict[int, int]:
    """How many pieces of each variant can be promised now; expired holds, and the cart's own, count as free."""
    variant_ids = list(variant_ids)
    counts_as_free = Q(expires_at__lte=timezone.now())
    if cart is not None:
        counts_as_free |= Q(cart=cart.pk)
    holds = Reservation.objects.filter(counts_as_free, variant=OuterRef("variant"), state=State.HELD)
    # In one statement: between two of them a hold can be given back, and would be counted in neither.
    freed = Subquery(holds.order_by().values("variant").annotate(pieces=Sum("quantity")).values("pieces"))
    levels = StockLevel.objects.filter(variant_id__in=variant_ids).annotate(freed=Coalesce(freed, 0))
    return dict.fromkeys(variant_ids, 0) | {level.variant_id: level.available + level.freed for level in levels}


@retried
@transaction.atomic
def receive(*, quantities: Mapping[str, int], reference: str, reason: str = "", actor: Any = None) -> None:
    """Put goods on the shelf.  The same reference twice changes nothing and raises AlreadyRecorded."""
    variants = _variants(quantities)
    _one_at_a_time(variants.values())
    _refuse_repeat(Kind.RECEIVED, reference, variants.values())
    for sku in sorted(quantities):
        _move(variants[sku], Kind.RECEIVED, quantities[sku], quantities[sku], reference, reason, actor=actor)
        _change_level(variants[sku], on_hand=quantities[sku])
    _tell_catalog(variants.values())


@retried
@transaction.atomic
def correct(*, sku: str, change: int, reason: str, actor: Any = None, reference: str | None = None) -> None:
    """Add or take away pieces that a count found or missed, as a movement.

    Raises StockBelowZero if pieces that shoppers were promised would be gone.
    """
    variant = _variants({sku: 1})[sku]
    _one_at_a_time([variant])
    reference = reference or f"correction:{uuid.uuid4()}"
    _refuse_repeat(Kind.CORRECTED, reference, [variant])
    _free(_expired([variant]).get(variant.pk, []))
    if change < 0 and not StockLevel.objects.filter(variant=variant, on_hand__gte=F("reserved") - change).update(
        on_hand=F("on_hand") + change
    ):
        raise StockBelowZero(sku, available([variant.pk])[variant.pk])
    if change > 0:
        _change_level(variant, on_hand=change)
    _move(variant, Kind.CORRECTED, change, change, reference, reason, actor=actor)
    _tell_catalog([variant])


@retried
@transaction.atomic
def hold(*, cart: Cart, quantities: Mapping[str, int], until: datetime) -> None:
    """Set a cart's goods aside until an instant, all or nothing; replaces what it held before.

    Raises OutOfStock for the first SKU, in SKU order, that has too little; the cart's earlier hold then stays.
    """
    _lock(cart)
    variants = _variants(quantities)
    expired = _expired(variants.values())
    before = {r.variant.sku: r for r in _holds(cart)}
    touched = []
    for sku in sorted(set(quantities) | set(before)):
        wanted = quantities.get(sku, 0)
        held = before.get(sku)
        if held and held.quantity == wanted and _extend(held, until):
            continue
        variant = variants.get(sku) or before[sku].variant
        reserved = held.quantity if held and _end(held, State.RELEASED) else 0
        if wanted != reserved:
            _free(expired.get(variant.pk, []), but_of=cart)
            _take(variant, wanted - reserved)
            touched.append(variant)
        if wanted:
            Reservation.objects.create(variant=variant, quantity=wanted, state=State.HELD, cart=cart, expires_at=until)
    _tell_catalog(touched)


@retried
@transaction.atomic
def release_hold(*, cart: Cart) -> None:
    """Give back what a cart holds; repeating it changes nothing."""
    given_back = [reservation.variant for reservation in _holds(cart) if _give_back(reservation)]
    _tell_catalog(given_back)


@transaction.atomic
def trim_hold(*, cart: Cart, quantities: Mapping[str, int]) -> None:
    """Give back what a cart holds beyond these quantities, at once; never takes more.  Call it with the cart locked."""
    touched = []
    for held in _holds(cart):
        kept = min(held.quantity, quantities.get(held.variant.sku, 0))
        until = held.expires_at
        if kept == held.quantity or not _end(held, State.RELEASED):
            continue
        _take(held.variant, kept - held.quantity)
        if kept:
            Reservation.objects.create(
                variant=held.variant, quantity=kept, state=State.HELD, cart=cart, expires_at=until
            )
        touched.append(held.variant)
    _tell_catalog(touched)


def allocate(*, order: Order, cart: Cart | None, quantities: Mapping[str, int], actor: Any = None) -> None:
    """Turn a cart's hold into an order's allocation, all or nothing; what was not held is taken now.

    Call it inside the transaction that writes the order.  Raises OutOfStock as ``hold`` does.
    """
    variants = _variants(quantities)
    held = {r.variant.sku: r for r in _holds(cart)} if cart else {}
    expired = _expired(variants.values())
    touched = []
    for sku in sorted(set(quantities) | set(held)):
        wanted = quantities.get(sku, 0)
        reserved = held[sku].quantity if sku in held and _end(held[sku], State.RELEASED) else 0
        variant = variants.get(sku) or held[sku].variant
        if wanted != reserved:
            _free(expired.get(variant.pk, []))
            _take(variant, wanted - reserved)
            touched.append(variant)
        if wanted:
            Reservation.objects.create(variant=variant, quantity=wanted, state=State.ALLOCATED, order=order)
            _move(variant, Kind.ALLOCATED, -wanted, 0, order.public_id, order=order, actor=actor)
    _tell_catalog(touched)


@transaction.atomic
def release_order(*, order: Order, actor: Any = None) -> None:
    """Give an order's goods back to the shop, once; repeating it changes nothing."""
    given_back = []
    for reservation in _allocations(order):
        if _give_back(reservation):
            _move(
                reservation.variant,
                Kind.RELEASED,
                reservation.quantity,
                0,
                order.public_id,
                order=order,
                actor=actor,
            )
            given_back.append(reservation.variant)
    _tell_catalog(given_back)


@transaction.atomic
def ship(*, order: Order, actor: Any = None) -> None:
    """Take an order's goods from the shelf, once; what can be promised stays as it was."""
    for reservation in _allocations(order):
        if _end(reservation, State.SHIPPED):
            StockLevel.objects.filter(variant=reservation.variant).update(
                on_hand=F("on_hand") - reservation.quantity, reserved=F("reserved") - reservation.quantity
            )
            _move(
                reservation.variant,
                Kind.SHIPPED,
                0,
                -reservation.quantity,
                order.public_id,
                order=order,
                actor=actor,
            )


@transaction.atomic
def take_back(*, order: Order, actor: Any = None) -> None:
    """Put an order's shipped goods back on the shelf, once."""
    shipped = order.reservations.filter(state=State.SHIPPED).select_related("variant").order_by("variant__sku")
    for reservation in shipped:
        quantity = reservation.quantity
        _move(reservation.variant, Kind.RETURNED, quantity, quantity, order.public_id, order=order, actor=actor)
        _change_level(reservation.variant, on_hand=quantity)
    _tell_catalog([reservation.variant for reservation in shipped])


@retried
@transaction.atomic
def expire_holds() -> int:
    """Give back every hold whose time is over; how many there were.  Nothing depends on how often this runs."""
    over = Reservation.objects.filter(state=State.HELD, expires_at__lte=timezone.now())
    over = over.select_related("variant").order_by("variant__sku", "pk")
    given_back = [row.variant for row in over if _give_back(row)]
    _tell_catalog(given_back)
    return len(given_back)


def _variants(quantities: Mapping[str, int]) -> dict[str, Variant]:
    found = {variant.sku: variant for variant in Variant.objects.filter(sku__in=list(quantities))}
    for sku in sorted(quantities):
        if sku not in found:
            raise UnknownSku(sku)
    return found


def _one_at_a_time(variants: Iterable[Variant]) -> None:
    """Who books the same note at the same time sees it booked; buyers are not kept waiting."""
    ids = [variant.pk for variant in variants]
    list(Variant.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("sku").values_list("pk"))


def _lock(cart: Cart) -> None:
    """Only one request at a time changes what a cart holds."""
    Cart.objects.select_for_update().get(pk=cart.pk)


def _holds(cart: Cart) -> list[Reservation]:
    return list(cart.reservations.filter(state=State.HELD).select_related("variant").order_by("variant__sku"))


def _allocations(order: Order) -> list[Reservation]:
    return list(order.reservations.filter(state=State.ALLOCATED).select_related("variant").order_by("variant__sku"))


def _expired(variants: Iterable[Variant]) -> dict[int, list[Reservation]]:
    """Holds of these variants whose time is over; each level gives its own back when its turn comes."""
    rows = Reservation.objects.filter(variant__in=list(variants), state=State.HELD, expires_at__lte=timezone.now())
    by_variant: dict[int, list[Reservation]] = {}
    # In one order for all: two shoppers may free the same holds.
    for row in rows.order_by("pk"):
        by_variant.setdefault(row.variant_id, []).append(row)
    return by_variant


def _free(reservations: Iterable[Reservation], *, but_of: Cart | None = None) -> None:
    """Nobody is refused for the sake of a cart that was left behind."""
    for reservation in reservations:
        if but_of is None or reservation.cart_id != but_of.pk:
            _give_back(reservation)


def _take(variant: Variant, quantity: int) -> None:
    """Promise more pieces (or fewer, if negative): one statement decides and changes."""
    free_enough = StockLevel.objects.filter(variant=variant, on_hand__gte=F("reserved") + quantity)
    if not free_enough.update(reserved=F("reserved") + quantity):
        raise OutOfStock(variant.sku, available([variant.pk])[variant.pk])


def _give_back(reservation: Reservation) -> bool:
    """End a promise and free its pieces; false if somebody else has ended it already."""
    if not _end(reservation, State.RELEASED):
        return False
    StockLevel.objects.filter(variant_id=reservation.variant_id).update(reserved=F("reserved") - reservation.quantity)
    return True


def _extend(hold_: Reservation, until: datetime) -> bool:
    return Reservation.objects.filter(pk=hold_.pk, state=State.HELD).update(expires_at=until) == 1


def _end(reservation: Reservation, state: str) -> bool:
    """Expiry, cancellation and placing an order race through this one statement; one of them wins."""
    live = Reservation.objects.filter(pk=reservation.pk, state=reservation.state)
    return live.update(state=state, expires_at=None) == 1


def _change_level(variant: Variant, *, on_hand: int) -> None:
    if not StockLevel.objects.filter(variant=variant).update(on_hand=F("on_hand") + on_hand):
        StockLevel.objects.create(variant=variant, on_hand=on_hand)


def _refuse_repeat(kind: str, reference: str, variants: Iterable[Variant]) -> None:
    if StockMovement.objects.filter(kind=kind, reference=reference, variant__in=list(variants)).exists():
        raise AlreadyRecorded


def _move(
    variant: Variant,
    kind: str,
    quantity: int,
    on_hand_change: int,
    reference: str,
    reason: str = "",
    *,
    order: Order | None = None,
    actor: Any = None,
) -> None:
    StockMovement.objects.create(
        variant=variant,
        kind=kind,
        quantity=quantity,
        on_hand_change=on_hand_change,
        reference=reference,
        reason=reason,
        order=order,
        actor=actor,
    )


def _tell_catalog(variants: Iterable[Variant]) -> None:
    from shop import catalog

    product_ids = {variant.product_id for variant in variants}
    if product_ids:
        catalog.refresh_stock(product_ids)


def sums_of_movements() -> dict[int, int]:
    """What the ledger says is on the shelf, for each variant."""
    return dict(StockMovement.objects.values_list("variant").annotate(total=Sum("on_hand_change")))
