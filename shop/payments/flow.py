"""How a payment runs: ask the provider outside any transaction, record its answer inside one, once."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from shop import orders
from shop.changes import log
from shop.errors import NotFound, PaymentMethodUnavailable
from shop.models import Order, Payment, PaymentMessage
from shop.retry import retried

from .providers import Outcome, provider

logger = logging.getLogger(__name__)

Status = Payment.Status
# Later words of a provider never take a payment back to an earlier state.
RANK = {
    Status.PENDING: 0,
    Status.REQUIRES_ACTION: 1,
    Status.ON_RECEIPT: 1,
    Status.DECLINED: 2,
    Status.CANCELLED: 2,
    Status.PAID: 3,
    Status.REFUNDED: 4,
}
# A payment that is still pending after that is asked about.
STUCK_AFTER = timedelta(minutes=2)
# A provider that does not answer, or is switched off, is asked again by the next run.
UNREACHABLE = (TimeoutError, ConnectionError, PaymentMethodUnavailable)


def start(order: Order) -> None:
    """Begin to collect an order's money.  A provider that does not answer leaves it pending, for ``settle`` to ask."""
    payment = order.payments.filter(status=Status.PENDING).order_by("-id").first()
    if payment is None:
        return
    try:
        outcome = provider(payment.method).start(payment)
    except (TimeoutError, ConnectionError):
        logger.warning("The provider %s did not answer about %s", payment.method, payment.public_id)
        return
    record(payment, outcome)
    for message_id, status, captured in outcome.messages:
        receive(payment, message_id, Outcome(status=status, captured=captured, reference=outcome.reference))


@retried
@transaction.atomic
def record(payment: Payment, outcome: Outcome) -> None:
    """Write down what a provider says; the same or an older word changes nothing."""
    # The order before its payment, as cancelling does: neither then waits for the other for ever.
    order = Order.objects.select_for_update().get(pk=payment.order_id)
    fresh = Payment.objects.select_for_update().get(pk=payment.pk)
    if RANK[Status(outcome.status)] < RANK[Status(fresh.status)]:
        return
    if outcome.status == Status.PAID and outcome.captured != fresh.amount:
        logger.error("%s: %s of %s minor units arrived", fresh.public_id, outcome.captured, fresh.amount)
        return
    fresh.status = outcome.status
    fresh.captured = max(fresh.captured, outcome.captured)
    fresh.provider_reference = outcome.reference or fresh.provider_reference
    fresh.next_action = outcome.next_action
    fresh.save()
    if fresh.status == Status.PAID:
        orders.mark_paid(order)
    elif fresh.status == Status.DECLINED and order.status == Order.Status.AWAITING_PAYMENT:
        orders.move(order, Order.Status.CANCELLED, note="payment declined")
    payment.refresh_from_db()


@retried
@transaction.atomic
def receive(payment: Payment, message_id: str, outcome: Outcome) -> None:
    """Take a provider's message, once by its id."""
    content = {"status": outcome.status, "captured": outcome.captured}
    _, is_new = PaymentMessage.objects.get_or_create(
        provider=payment.method, message_id=message_id, defaults={"payment": payment, "content": content}
    )
    if is_new:
        record(payment, outcome)


def confirm(payment_id: str, *, approved: bool) -> Payment:
    """The shopper has answered the sandbox's question.  Raises NotFound if it did not ask one."""
    payment = Payment.objects.filter(public_id=payment_id, method="sandbox", status=Status.REQUIRES_ACTION).first()
    if payment is None:
        raise NotFound
    status, captured = (Status.PAID, payment.amount) if approved else (Status.DECLINED, 0)
    record(payment, Outcome(status=status, captured=captured, reference=payment.provider_reference))
    return payment


def settle() -> int:
    """Ask about payments that have been pending for too long, and give back what cancelled orders have paid.

    How many payments have been settled.
    """
    stuck = Payment.objects.filter(status=Status.PENDING, created_at__lte=timezone.now() - STUCK_AFTER)
    settled = 0
    for payment in stuck:
        try:
            outcome = provider(payment.method).ask(payment)
        except UNREACHABLE:
            continue
        if outcome.status != Status.PENDING:
            record(payment, outcome)
            settled += 1
    owed = Payment.objects.filter(order__status=Order.Status.CANCELLED, status=Status.PAID, refunded__lt=F("captured"))
    for payment in owed:
        try:
            outcome = provider(payment.method).refund(payment)
        except UNREACHABLE:
            logger.warning("The provider %s did not take back %s", payment.method, payment.public_id)
            continue
        if outcome.status == Status.REFUNDED:
            _record_refund(payment)
            settled += 1
    return settled


@retried
@transaction.atomic
def _record_refund(payment: Payment) -> None:
    """All of the money has gone back; repeating it changes nothing."""
    paid = Payment.objects.filter(pk=payment.pk, status=Status.PAID)
    if paid.update(status=Status.REFUNDED, refunded=F("captured")):
        log.append(
            type="order",
            object_id=payment.order.public_id,
            kind="refunded",
            data={"number": payment.order.number},
            is_public=False,
        )
