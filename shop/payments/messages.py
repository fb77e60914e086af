"""Messages of providers: stored once by their id, applied once, in any order, whenever they come."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from shop.models import Payment, PaymentMessage, RefundTransfer
from shop.retry import retried

from . import flow, transfers
from .providers import provider
from .words import Message

logger = logging.getLogger(__name__)

State = PaymentMessage.State
# Providers repeat what they could not deliver for three days; a payment that is unknown then stays unknown.
WAITS = timedelta(days=3)


def receive(code: str, body: bytes, headers: Mapping[str, str], *, address: str = "") -> PaymentMessage:
    """Take a message as it came over the network.  Raises InvalidSignature, and PaymentMethodUnavailable.

    Providers whose messages prove nothing are asked here, before the transaction.
    """
    return store(code, provider(code).message(body, headers, address=address))


@retried
@transaction.atomic
def store(code: str, message: Message) -> PaymentMessage:
    """Keep a message and do what it says, in one transaction; the same message again changes nothing."""
    row, is_new = PaymentMessage.objects.get_or_create(
        provider=code,
        message_id=message.id[:120],
        defaults={"state": State.WAITING, "content": message.content()},
    )
    if is_new or row.state == State.WAITING:
        _apply(row, message)
    return row


def _apply(row: PaymentMessage, message: Message) -> None:
    row.problem = message.problem
    if message.problem:
        logger.error("A message of %s is refused: %s", row.provider, message.problem)
    row.payment = _payment_of(row.provider, message)
    row.state = _effect(row, message)
    if row.payment is not None and message.problem:
        Payment.objects.filter(pk=row.payment.pk).update(problem=message.problem[:300])
    row.problem = row.problem[:300]
    row.save(update_fields=["payment", "state", "problem"])


def _effect(row: PaymentMessage, message: Message) -> str:
    if message.problem:
        return State.REFUSED
    if message.outcome is None and message.refund is None:
        return State.APPLIED
    if row.payment is None:
        return State.WAITING
    if message.outcome is not None:
        row.problem = flow.record(row.payment, message.outcome)
    if row.problem:
        return State.REFUSED
    is_known = _apply_refund(row.payment, message)
    return State.APPLIED if is_known or message.outcome is not None else State.WAITING


def _payment_of(code: str, message: Message) -> Payment | None:
    """By our own id if it is told: another order's reference in a message of this payment changes nothing there."""
    payments = Payment.objects.filter(method=code)
    if message.payment:
        return payments.filter(public_id=message.payment).first()
    return payments.filter(provider_reference=message.reference).first() if message.reference else None


def _apply_refund(payment: Payment, message: Message) -> bool:
    """Whether the transfer is known; one whose answer we have not recorded yet is told of again, or asked about."""
    if message.refund is None:
        return False
    known = RefundTransfer.objects.filter(payment=payment, provider_reference=message.refund.reference)
    transfer = known.select_related("payment", "refund").first()
    if transfer is not None:
        transfers.finish(transfer, message.refund)
    return transfer is not None


def retry_waiting() -> int:
    """Try again what came before the payment it is about; give up what is unknown for too long."""
    now, done = timezone.now(), 0
    waiting = PaymentMessage.objects.filter(state=State.WAITING)
    for row in waiting.filter(received_at__gt=now - WAITS).order_by("pk"):
        done += _try(row)
    waiting.filter(received_at__lte=now - WAITS).update(state=State.REFUSED, problem="about no payment of ours")
    return done


@retried
@transaction.atomic
def _try(row: PaymentMessage) -> bool:
    fresh = PaymentMessage.objects.select_for_update().get(pk=row.pk)
    if fresh.state == State.WAITING:
        _apply(fresh, Message.stored(fresh.content))
    return fresh.state != State.WAITING
