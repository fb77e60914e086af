"""Orders after they were placed: one table of transitions, one function that moves, one way to look."""

import hashlib
import hmac
from collections.abc import Collection
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from shop import own_words, stock
from shop.changes import log
from shop.errors import IllegalTransition, NotFound
from shop.models import Order, OrderEvent, Payment, PickupPoint, Warehouse
from shop.order_document import CANCELLABLE_BY_SHOPPER, in_words, instant, represent
from shop.retry import retried

__all__ = [
    "ALLOWED",
    "CANCELLABLE_BY_SHOPPER",
    "DERIVED",
    "cancel",
    "due",
    "find",
    "hashed",
    "in_words",
    "instant",
    "locked",
    "mark_paid",
    "move",
    "note",
    "record",
    "represent",
    "revive",
    "step",
]

Status = Order.Status

ALLOWED: dict[str, tuple[Status, ...]] = {
    Status.AWAITING_PAYMENT: (Status.CONFIRMED, Status.CANCELLED),
    Status.CONFIRMED: (Status.PACKED, Status.CANCELLED),
    Status.PACKED: (Status.READY, Status.PARTLY_SHIPPED, Status.SHIPPED, Status.CANCELLED),
    Status.READY: (Status.PARTLY_SHIPPED, Status.COMPLETED, Status.CANCELLED),
    Status.PARTLY_SHIPPED: (Status.SHIPPED, Status.COMPLETED),
    Status.SHIPPED: (Status.COMPLETED, Status.RETURNED),
    Status.COMPLETED: (Status.RETURNED,),
    Status.CANCELLED: (),
    Status.RETURNED: (),
}
# Follows from the parcels alone; nobody takes this step by itself.
DERIVED = (Status.PARTLY_SHIPPED,)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(order_id: str, *, customer: Any = None, token: str | None = None) -> Order:
    """An order for its customer, or for whoever has its token.  Raises NotFound for everybody else."""
    order = Order.objects.filter(public_id=order_id).first()
    if order is None:
        raise NotFound
    is_owner = customer is not None and order.customer_id is not None and order.customer_id == customer.pk
    is_bearer = bool(token) and bool(order.token_hash) and hmac.compare_digest(hashed(token or ""), order.token_hash)
    if not (is_owner or is_bearer):
        raise NotFound
    return order


def locked(order: Order) -> Order:
    """The order as it is now, and nobody else's until the transaction ends.

    What others write about it meanwhile without changing it, such as a delivery that fills what it was promised, does
    not wait: they hold shelves that whoever holds the order asks for next.
    """
    return Order.objects.select_for_update(no_key=True).get(pk=order.pk)


@retried
@transaction.atomic
def move(
    order: Order,
    to: str,
    *,
    actor: Any = None,
    note: str = "",
    only_from: Collection[str] | None = None,
    data: dict[str, Any] | None = None,
) -> Order:
    """Take an order one step on, with what belongs to that step, and write its timeline.

    Raises IllegalTransition if its present status has no such step, or is none of ``only_from``: what the caller has
    read may be old.  A step already taken is refused the same way.  Handing over ships all that is left.
    """
    from shop import shipments

    fresh = locked(order)
    is_allowed = to in ALLOWED[fresh.status] and to not in DERIVED
    if not is_allowed or (only_from is not None and fresh.status not in only_from):
        raise IllegalTransition(str(Status(fresh.status).label), str(Status(to).label))
    if to == Status.SHIPPED:
        shipments.ship(order=fresh, reference=f"{fresh.public_id}:rest", actor=actor, note=note)
    elif to == Status.COMPLETED:
        shipments.complete(order=fresh, actor=actor, note=note)
    elif to == Status.RETURNED:
        shipments.take_all_back(order=fresh, actor=actor)
        step(fresh, to, actor=actor, note=note)
    else:
        step(fresh, to, actor=actor, note=note, data=data)
    order.refresh_from_db()
    return order


def step(
    order: Order,
    to: str,
    *,
    actor: Any = None,
    note: str = "",
    kind: str = "status_changed",
    data: dict[str, Any] | None = None,
) -> None:
    """Write a status and its entry.  Call it with the order locked, for a step that is known to be right."""
    from shop import collection

    # On SQLite the row lock is the database's; the condition in the UPDATE is what decides on both.
    if not Order.objects.filter(pk=order.pk, status=order.status).update(status=to):
        raise IllegalTransition(str(Status(order.status).label), str(Status(to).label))
    order.status = to
    record(order, to, actor=actor, note=note, kind=kind, data=data)
    if to == Status.COMPLETED:
        collection.collect(order)
    elif to == Status.RETURNED:
        _ask_for_nothing(order)
    elif to == Status.CANCELLED:
        _give_everything_back(order, actor=actor, note=note)


def record(
    order: Order,
    status: str,
    *,
    actor: Any = None,
    note: str = "",
    kind: str = "status_changed",
    data: dict[str, Any] | None = None,
) -> None:
    """Write the timeline and tell whoever follows the order."""
    OrderEvent.objects.create(order=order, status=status, kind=kind, data=data or {}, actor=actor, note=note)
    log.append(
        type="order",
        object_id=order.public_id,
        kind=kind,
        data={"status": status, "number": order.number, **(data or {})},
        is_public=False,
    )


def note(order: Order, *, text: str, actor: Any) -> OrderEvent:
    """What staff tell each other about an order; its customer neither sees it nor hears of it."""
    return OrderEvent.objects.create(
        order=order, status=order.status, kind="note", note=text, is_internal=True, actor=actor
    )


def cancel(order: Order, *, actor: Any = None, note: str = "") -> Order:
    """Cancel for the buyer: goods go back to the shop.  Raises IllegalTransition once it is packed."""
    return move(
        order,
        Status.CANCELLED,
        actor=actor,
        note=note,
        only_from=CANCELLABLE_BY_SHOPPER,
        data={"by": "customer"},
    )


def due(order: Order) -> int:
    """What is still to be paid, minor units; what an edit gave back was never owed, what came twice pays nothing."""
    from shop.payments import surplus

    return max(-surplus(order), 0)


@transaction.atomic
def mark_paid(order: Order) -> None:
    """Take note once all of the money is here; repeating it, or coming too early, changes nothing."""
    if due(order):
        return
    if not Order.objects.filter(pk=order.pk, paid_at__isnull=True).update(paid_at=timezone.now(), payment_due_at=None):
        return
    order.refresh_from_db()
    if order.status != Status.AWAITING_PAYMENT:
        record(order, order.status, kind="paid")
        return
    move(order, Status.CONFIRMED)
    log.append(
        type="order",
        object_id=order.public_id,
        kind="paid",
        data={"number": order.number},
        is_public=False,
    )


@retried
@transaction.atomic
def revive(order: Order) -> Order:
    """Bring back an order that the shop cancelled by itself, once its money has come after all.

    Gift cards pay again what the cancellation has given back to them.  Raises OutOfStock, PromotionUsedUp or
    GiftCardEmpty if something is no longer to be had, and IllegalTransition if a person cancelled it or the money is
    not all here; nothing is changed then.
    """
    from shop import payments, shipments
    from shop.promotions import redemptions

    fresh = locked(order)
    # The step itself: what was given back after it has an entry too.
    last = fresh.events.filter(status=Status.CANCELLED, kind="status_changed").order_by("-pk").first()
    is_by_a_person = last is not None and (last.actor_id is not None or last.data.get("by") == "customer")
    here = fresh.payments.aggregate(sum=Sum(F("captured") - F("refunded"), default=0))["sum"]
    by_cards = payments.given_back(fresh) if here < fresh.total else None
    is_all_here = here >= fresh.total or (by_cards is not None and here + by_cards.amount == fresh.total)
    if fresh.status != Status.CANCELLED or is_by_a_person or not is_all_here:
        raise IllegalTransition(str(Status(fresh.status).label), str(Status.CONFIRMED.label))
    # What was agreed, from where it is handed out: a bundle may consist of other parts by now.
    quantities = shipments.parts_of({line: line.quantity for line in fresh.lines.all()})
    stock.allocate(order=fresh, cart=None, quantities=quantities, warehouse=_shelf(fresh))
    redemptions.redeem_again(order=fresh)
    if by_cards is not None:
        payments.charge_again(fresh, by_cards)
    step(fresh, Status.CONFIRMED, kind="status_changed", data={"revived": True})
    Order.objects.filter(pk=fresh.pk).update(paid_at=fresh.paid_at or timezone.now(), payment_due_at=None)
    # Its shopper was told that it is cancelled.
    data = {"number": fresh.number, "amount": fresh.total}
    log.append(type="order", object_id=fresh.public_id, kind="paid", data=data, is_public=False)
    order.refresh_from_db()
    return order


def _shelf(order: Order) -> Warehouse | None:
    """The shelf of the pick-up point that hands the order out, if it has one."""
    code = (order.delivery or {}).get("pickup_point")
    point = PickupPoint.objects.filter(code=code).select_related("warehouse").first() if code else None
    return point.warehouse if point else None


def _give_everything_back(order: Order, *, actor: Any, note: str) -> None:
    """What a cancelled order had: its money, its goods, its promotions.  The money moves after the commit."""
    from shop import payments, refunds
    from shop.promotions import redemptions

    # What waits for the shopper ends here.  What waits for the provider is asked about: it may have the money.
    _ask_for_nothing(order)
    # An order that was revived can be cancelled once more.
    times = order.events.filter(status=Status.CANCELLED, kind="status_changed").count()
    reference = f"{order.public_id}:cancelled:{times}"
    refund = refunds.refund_rest(
        order=order, reason=note or own_words.ORDER_CANCELLED, reference=reference, actor=actor
    )
    if refund is not None:
        transaction.on_commit(partial(payments.carry_out, refund), robust=True)
    stock.release_order(order=order, actor=actor)
    redemptions.give_back(order=order)


def _ask_for_nothing(order: Order) -> None:
    """Nobody pays for what stays here, or is here again; what is reserved for it is set free after the commit."""
    from shop import payments

    waiting = order.payments.filter(status__in=[Payment.Status.REQUIRES_ACTION, Payment.Status.ON_RECEIPT])
    waiting.update(status=Payment.Status.CANCELLED, next_action=None)
    for payment in order.payments.filter(status=Payment.Status.AUTHORISED):
        transaction.on_commit(partial(payments.cancel, payment), robust=True)
