"""Edits: what is changed in an order before all of it has left, and how the difference is settled."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone

from shop import orders, payments, refunds, shipments, stock
from shop.edit_plan import EDITABLE, Plan, is_editable, plan
from shop.errors import AlreadyRecorded, PriceChanged
from shop.models import Order, OrderEdit, OrderLine, Payment, Reservation, Warehouse
from shop.order_document import BY_EDIT
from shop.promotions import redemptions
from shop.retry import retried

__all__ = ["Plan", "edit", "is_editable", "is_money_sure", "plan", "settle_left"]

Status, PaymentStatus = Order.Status, Payment.Status
# What a provider may still take for the order as it was, and what is sure to come.
BEGUN = (PaymentStatus.PENDING, PaymentStatus.REQUIRES_ACTION)
PROMISED = (PaymentStatus.ON_RECEIPT, PaymentStatus.AUTHORISED)
# Until then the request that made an edit is still at it.
LEFT_AFTER = timedelta(minutes=2)


def edit(
    *,
    order: Order,
    quantities: Mapping[str, int],
    reason: str,
    reference: str,
    actor: Any = None,
    expected_difference: int | None = None,
) -> OrderEdit:
    """Change the quantities of a placed order; goods, sums and money follow.

    The same reference again changes nothing.  What is owed more is asked for by a further payment, or on receipt; what
    is owed less goes back.  Nothing left at all cancels the order; of one that has left in part, only what has not left
    can be taken out.  Raises what ``plan`` raises, OutOfStock, and
    PriceChanged if the difference is not the one that was shown; nothing is changed then.
    """
    made = _edit(
        order=order,
        quantities=quantities,
        reason=reason,
        reference=reference,
        actor=actor,
        expected_difference=expected_difference,
    )
    _settle(made)
    order.refresh_from_db()
    return made


@retried
@transaction.atomic
def _edit(
    *,
    order: Order,
    quantities: Mapping[str, int],
    reason: str,
    reference: str,
    actor: Any,
    expected_difference: int | None,
) -> OrderEdit:
    fresh = orders.locked(order)
    if (made := OrderEdit.objects.filter(reference=reference).first()) is not None:
        if made.order_id != fresh.pk:
            raise AlreadyRecorded
        return made
    before = _told(fresh.lines.all())
    planned = plan(order=fresh, quantities=quantities)
    if expected_difference is not None and expected_difference != planned.difference:
        raise PriceChanged
    made = OrderEdit(order=fresh, before=before, reason=reason, reference=reference, actor=actor)
    if planned.is_empty:
        made.difference = -fresh.total
        made.save()
        orders.step(fresh, Status.CANCELLED, actor=actor, note=reason)
        return made
    made.after, made.difference = _told(planned.lines), planned.difference
    made.save()
    _write(planned)
    _give_back(made, actor)
    _move_goods(planned, made, actor)
    redemptions.give_less(order=fresh, amounts=planned.less_given)
    data = {"edit": made.pk, "difference": made.difference, "before": made.before, "after": made.after}
    # With the rest taken out, what has left may be all of it.
    shipments.follow(fresh, kind="edited", data=data, actor=actor, note=reason)
    return made


def _settle(made: OrderEdit) -> None:
    """Ask for what is owed more and send what goes back; outside any transaction, and safe to repeat."""
    order = made.order
    order.refresh_from_db()
    if made.refund is not None:
        payments.carry_out(made.refund)
    if order.status == Status.CANCELLED:
        return
    # What was begun asks for the money of the order as it was.
    begun = list(order.payments.filter(status__in=BEGUN))
    if sum(payment.amount for payment in begun) != _not_sure(order):
        for payment in begun:
            payments.cancel(payment)
    if _ask_for_more(made):
        payments.start(order)


def settle_left() -> int:
    """Ask for what an edit made owed and a crash kept from being asked for; how many there were."""
    later = OrderEdit.objects.filter(order=OuterRef("order"), pk__gt=OuterRef("pk"))
    last = OrderEdit.objects.filter(~Exists(later), difference__gt=0, payment=None)
    left = last.filter(created_at__lte=timezone.now() - LEFT_AFTER, order__status__in=EDITABLE)
    owing = [made for made in left.select_related("order") if payments.owed(made.order)]
    for made in owing:
        _settle(made)
    return len(owing)


def is_money_sure(order: Order) -> bool:
    """Whether all of it is here, reserved, or handed over with the goods."""
    return not _not_sure(order)


def _not_sure(order: Order) -> int:
    promised = order.payments.filter(status__in=PROMISED).aggregate(sum=Sum("amount", default=0))["sum"]
    return max(orders.due(order) - promised, 0)


@retried
@transaction.atomic
def _ask_for_more(made: OrderEdit) -> bool:
    """A further payment for what nothing is on its way for; whether there is one to begin."""
    order = orders.locked(made.order)
    missing = payments.owed(order)
    if not missing:
        orders.mark_paid(order)
        return False
    payment = payments.begin(order, missing, _method(order), {})
    OrderEdit.objects.filter(pk=made.pk).update(payment=payment)
    made.refresh_from_db()
    Order.objects.filter(pk=order.pk).update(paid_at=None)
    data = {"amount": missing, "payment": payment.public_id}
    orders.record(order, order.status, kind="payment_due", data=data)
    return True


def _method(order: Order) -> str:
    """How the customer paid last, or, if only with gift cards, the first way that is on offer."""
    last = order.payments.filter(gift_card__isnull=True).order_by("-pk").first()
    on_offer = [way.code for way in payments.methods()]
    return last.method if last is not None and last.method in on_offer else on_offer[0]


def _told(lines: Collection[OrderLine]) -> list[dict[str, Any]]:
    return [
        {"sku": line.sku, "name": line.name, "quantity": line.quantity, "unit_price": line.unit_price}
        for line in lines
        if line.quantity
    ]


def _write(planned: Plan) -> None:
    for line, _ in planned.changes:
        line.save()
    Order.objects.filter(pk=planned.order.pk).update(**planned.sums)
    planned.order.refresh_from_db()


def _give_back(made: OrderEdit, actor: Any) -> None:
    """What the order costs less: first what was not taken yet is asked for no more, the rest is refunded."""
    order = made.order
    rest = _too_much(order)
    waiting = order.payments.select_for_update().filter(status__in=PROMISED, captured=0)
    for payment in waiting.order_by("-pk"):
        # More is asked for by the same payment only where it is handed over in person.
        change = max(-rest, 0) if payment.status == PaymentStatus.ON_RECEIPT else 0
        change -= min(max(rest, 0), payment.amount)
        if change:
            Payment.objects.filter(pk=payment.pk).update(amount=payment.amount + change)
            rest += change
    if rest > 0:
        made.refund = refunds.refund(
            order=order, lines={}, other_amount=rest, reason=made.reason, reference=f"{BY_EDIT}{made.pk}", actor=actor
        )
        made.save(update_fields=["refund"])


def _too_much(order: Order) -> int:
    """How much more is here, reserved or to come on receipt than the order costs; below 0: how much is missing."""
    secured = sum(
        payment.captured or payment.amount
        for payment in order.payments.all()
        if payment.captured or payment.status in PROMISED
    )
    return secured - order.total - sum(one.amount for one in refunds.never_owed(order))


def _move_goods(planned: Plan, made: OrderEdit, actor: Any) -> None:
    """What is no longer wanted is free for others before more is taken."""
    fewer = {line: -change for line, change in planned.changes if change < 0}
    more = {line: change for line, change in planned.changes if change > 0}
    reference = f"edit:{made.pk}"
    # Where the goods lie says so only while some of them do.
    shelf = _shelf(made.order)
    if fewer:
        stock.release_order(order=made.order, quantities=shipments.parts_of(fewer), reference=reference, actor=actor)
    if more:
        stock.allocate(
            order=made.order,
            cart=None,
            quantities=shipments.parts_of(more),
            warehouse=shelf,
            reference=reference,
            actor=actor,
        )


def _shelf(order: Order) -> Warehouse | None:
    """The shop that hands the order out from its own shelf, if one does."""
    if (order.delivery or {}).get("kind") != "pickup":
        return None
    rows = order.reservations.filter(state=Reservation.State.ALLOCATED).select_related("warehouse")
    places = {row.warehouse for row in rows}
    place = places.pop() if len(places) == 1 else None
    return place if place is not None and not place.ships_parcels else None
