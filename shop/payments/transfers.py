"""Money on its way back: each part of a refund is sent once, however often and by whomever it is tried."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from shop import orders, own_words
from shop.errors import PaymentMethodUnavailable, PaymentNotOpen
from shop.models import Order, Payment, Refund, RefundTransfer
from shop.order_document import SURPLUS
from shop.retry import retried

from .providers import provider
from .words import RefundOutcome

logger = logging.getLogger(__name__)

State = RefundTransfer.State
ELSEWHERE = "elsewhere:"


def surplus(order: Order) -> int:
    """How much more has come than the order asked for, minor units; below zero if something is still to be paid.

    What an edit gave back was asked for once, and what came twice and went back counts for nothing.
    """
    captured = order.payments.aggregate(sum=Sum("captured", default=0))["sum"]
    sums = order.refunds.aggregate(
        by_edits=Sum("amount", filter=Q(edit__isnull=False), default=0),
        twice=Sum("amount", filter=Q(reference__startswith=SURPLUS), default=0),
    )
    return captured - sums["twice"] - order.total - sums["by_edits"]


@transaction.atomic
def give_back(payment: Payment, amount: int, *, reason: str) -> Refund | None:
    """Decide that money nothing is owed for goes back; ``carry_out`` sends it.  Once for a payment."""
    return _decide(payment, amount, reason=reason, reference=f"{SURPLUS}{payment.public_id}", state=State.PENDING)


@transaction.atomic
def returned_elsewhere(payment: Payment, returned: int) -> Refund | None:
    """Somebody sent money back at the provider itself: write down what our own refunds do not explain."""
    amount = min(returned, payment.captured) - payment.refunded
    if amount <= 0:
        return None
    logger.error("%s: %s minor units were returned at the provider", payment.public_id, amount)
    reference = f"{ELSEWHERE}{payment.public_id}:{returned}"
    return _decide(payment, amount, reason=own_words.RETURNED_ELSEWHERE, reference=reference, state=State.DONE)


def _decide(payment: Payment, amount: int, *, reason: str, reference: str, state: str) -> Refund | None:
    """A refund of one payment, counted in it at once; None if that much is not there."""
    if Refund.objects.filter(reference=reference).exists():
        return None
    there = Payment.objects.filter(pk=payment.pk, captured__gte=F("refunded") + amount)
    if not there.update(refunded=F("refunded") + amount):
        return None
    refund = Refund.objects.create(
        order=payment.order, amount=amount, other_amount=amount, reason=reason, reference=reference
    )
    finished_at = timezone.now() if state == State.DONE else None
    RefundTransfer.objects.create(refund=refund, payment=payment, amount=amount, state=state, finished_at=finished_at)
    _close_if_all_is_back(payment.pk)
    order = payment.order
    data = {"amount": amount, "refund": refund.public_id}
    orders.record(order, Order.objects.get(pk=order.pk).status, kind="refunded", data=data, note=reason)
    return refund


def carry_out(refund: Refund) -> None:
    """Send each part of a refund that is still on its way; call it after the commit.  Repeating it sends nothing twice.

    A provider that does not answer leaves its part on its way, for ``settle`` to try again.
    """
    for transfer in refund.transfers.filter(state=State.PENDING).select_related("payment__order", "refund"):
        send(transfer)


def send(transfer: RefundTransfer) -> bool:
    """Send one part, or ask what became of it; whether its fate is known now."""
    payment = transfer.payment
    try:
        way = provider(payment.method)
        if transfer.provider_reference:
            outcome = way.ask_refund(payment, transfer.provider_reference)
        else:
            outcome = way.refund(payment, transfer.amount, key_of(transfer))
    except (TimeoutError, ConnectionError, PaymentMethodUnavailable):
        logger.warning("The provider %s did not take back %s", payment.method, payment.public_id)
        return False
    finish(transfer, outcome)
    return outcome.state != State.PENDING


def key_of(transfer: RefundTransfer) -> str:
    """What the provider knows the transfer by; one that failed and is begun anew is another one."""
    return f"{transfer.refund.public_id}-{transfer.pk}-{transfer.created_at:%Y%m%d%H%M%S%f}"


@retried
@transaction.atomic
def finish(transfer: RefundTransfer, outcome: RefundOutcome) -> None:
    """Write down what became of a transfer; what is finished stays as it is, unless its bank sends it back later."""
    orders.locked(Order(pk=transfer.payment.order_id))
    may_end = Q(state=State.PENDING)
    if outcome.state == State.FAILED and outcome.reference:
        may_end |= Q(state=State.DONE, provider_reference=outcome.reference[:120])
    waiting = RefundTransfer.objects.filter(may_end, pk=transfer.pk)
    if outcome.state == State.PENDING:
        waiting.filter(provider_reference="").update(provider_reference=outcome.reference[:120])
        return
    known = {"provider_reference": outcome.reference[:120]} if outcome.reference else {}
    now = timezone.now()
    if not waiting.update(state=outcome.state, problem=outcome.problem[:300], finished_at=now, **known):
        return
    if outcome.state == State.FAILED:
        logger.error("%s: %s did not go back: %s", transfer.payment, transfer.amount, outcome.problem)
        same = Payment.objects.filter(pk=transfer.payment_id)
        same.update(refunded=F("refunded") - transfer.amount)
        same.filter(status=Payment.Status.REFUNDED).update(status=Payment.Status.PAID)
    _close_if_all_is_back(transfer.payment_id)


def _close_if_all_is_back(payment_id: int) -> None:
    """A payment is refunded when nothing of it is left here, and none of it is still on its way."""
    whole = Payment.objects.filter(pk=payment_id, status=Payment.Status.PAID, captured__gt=0, refunded=F("captured"))
    whole.exclude(transfers__state=State.PENDING).update(status=Payment.Status.REFUNDED, next_action=None)


@retried
@transaction.atomic
def paid_out(transfer: RefundTransfer, *, reference: str, actor: Any) -> None:
    """Staff have paid this part out by hand.  Raises PaymentNotOpen if its provider does that itself."""
    if not provider(transfer.payment.method).is_by_hand:
        raise PaymentNotOpen
    finish(transfer, RefundOutcome(state=State.DONE, reference=reference))
    text = own_words.PAID_OUT % {"refund": transfer.refund.public_id, "reference": reference}
    orders.note(transfer.payment.order, text=text, actor=actor)


@retried
@transaction.atomic
def try_again(transfer: RefundTransfer) -> None:
    """Begin a failed transfer anew; ``carry_out`` sends it.  Raises PaymentNotOpen if its money has gone elsewhere."""
    orders.locked(Order(pk=transfer.payment.order_id))
    failed = RefundTransfer.objects.filter(pk=transfer.pk, state=State.FAILED)
    there = Payment.objects.filter(pk=transfer.payment_id, captured__gte=F("refunded") + transfer.amount)
    if not there.exists() or not failed.update(
        state=State.PENDING, provider_reference="", problem="", finished_at=None, created_at=timezone.now()
    ):
        raise PaymentNotOpen
    there.update(refunded=F("refunded") + transfer.amount)
