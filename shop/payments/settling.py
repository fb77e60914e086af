"""What the clock does for payments: ask about what hangs, take what is reserved, send back what is owed to nobody."""

import logging
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from shop import own_words
from shop.errors import PaymentNotOpen
from shop.models import Order, Payment, RefundTransfer

from . import flow, messages, transfers
from .flow import UNREACHABLE
from .providers import methods, provider

logger = logging.getLogger(__name__)

Status = Payment.Status
# A payment that is still open after that is asked about, and again after each such time.
STUCK_AFTER = timedelta(minutes=2)
# Goods that leave the house are paid with what was reserved for them.
LEAVING = (Order.Status.PARTLY_SHIPPED, Order.Status.SHIPPED, Order.Status.COMPLETED)


def settle() -> int:
    """Bring every payment on that needs nobody's hand; how many steps that were.  Safe twice and in parallel."""
    return (
        messages.retry_waiting()
        + _ask_stuck()
        + _close_cancelled()
        + _capture_shipped()
        + _return_owed()
        + _send_back()
    )


def _ask_stuck() -> int:
    """The provider's word about what it has not told us."""
    before = timezone.now() - STUCK_AFTER
    codes = [way.code for way in methods() if not way.is_by_hand]
    # After a decline the shopper may have tried again on the provider's page.
    declined = Q(status=Status.DECLINED, order__status=Order.Status.AWAITING_PAYMENT)
    unsure = Payment.objects.filter(Q(status__in=[Status.PENDING, Status.REQUIRES_ACTION]) | declined)
    settled = 0
    for payment in unsure.filter(
        Q(asked_at__isnull=True) | Q(asked_at__lte=before), method__in=codes, created_at__lte=before
    ):
        was = payment.status
        if flow.ask(payment).status not in (was, Status.PENDING):
            settled += 1
    return settled


def _close_cancelled() -> int:
    """What nobody waits for any more is called off at the provider; it may have the money already."""
    later = Payment.objects.filter(order=OuterRef("order"), pk__gt=OuterRef("pk"), gift_card=None)
    is_over = Q(order__status__in=[Order.Status.CANCELLED, Order.Status.RETURNED])
    begun = Q(is_over, status__in=[Status.PENDING, Status.REQUIRES_ACTION, Status.AUTHORISED])
    # An edit has left nothing to take of what is reserved.
    begun |= Q(status=Status.AUTHORISED, amount=0)
    declined = Q(is_over | Q(Exists(later)), status=Status.DECLINED) & ~Q(provider_reference="")
    given_up = Q(status=Status.CANCELLED) & ~Q(provider_reference="")
    not_asked = Q(asked_at__isnull=True) | Q(asked_at__lte=timezone.now() - STUCK_AFTER)
    closed = 0
    for payment in Payment.objects.filter(not_asked, begun | declined | given_up, closed_at__isnull=True):
        was = payment.status
        closed += flow.cancel(payment).status != was
    return closed


def _capture_shipped() -> int:
    captured = 0
    for payment in Payment.objects.filter(status=Status.AUTHORISED, order__status__in=LEAVING):
        try:
            flow.capture(payment)
        except PaymentNotOpen:
            continue
        except UNREACHABLE:
            logger.warning("The provider %s did not take %s", payment.method, payment.public_id)
            continue
        captured += payment.status == Status.PAID
    return captured


def _return_owed() -> int:
    """What cancelled orders have paid and nobody has decided about."""
    owed: QuerySet[Payment] = Payment.objects.filter(
        order__status=Order.Status.CANCELLED, status=Status.PAID, refunded__lt=F("captured")
    ).exclude(transfers__state=RefundTransfer.State.FAILED)
    given = 0
    for payment in owed.select_related("order"):
        refund = transfers.give_back(payment, payment.captured - payment.refunded, reason=own_words.ORDER_CANCELLED)
        given += refund is not None
    return given


def _send_back() -> int:
    """Parts of refunds that are still on their way; by hand they wait for a hand."""
    pending = RefundTransfer.objects.filter(state=RefundTransfer.State.PENDING)
    sent = 0
    for transfer in pending.select_related("payment__order", "refund").order_by("pk"):
        try:
            waits_for_hand = provider(transfer.payment.method).is_by_hand
        except UNREACHABLE:
            continue
        if not waits_for_hand:
            sent += transfers.send(transfer)
    return sent
