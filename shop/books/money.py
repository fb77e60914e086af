"""The books of money: payments, and what providers said of them."""

from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from shop.models import Order, Payment, PaymentMessage

Status = Payment.Status
HAVE_MONEY = (Status.PAID, Status.REFUNDED)


def _payments_agree() -> Iterator[str]:
    """A payment that is paid was received as a whole, any other not at all; one that is refunded has gone back."""
    for payment in Payment.objects.filter(status__in=HAVE_MONEY).exclude(captured=F("amount")):
        yield f"payment {payment.public_id}: captured {payment.captured} of {payment.amount}"
    for payment in Payment.objects.exclude(status__in=HAVE_MONEY).filter(captured__gt=0):
        yield f"payment {payment.public_id}: {payment.status}, and {payment.captured} were captured"
    for payment in Payment.objects.filter(status=Status.REFUNDED).exclude(refunded=F("captured")):
        yield f"payment {payment.public_id}: refunded {payment.refunded} of {payment.captured}"
    reserved = Payment.objects.filter(Q(status=Status.AUTHORISED) | Q(authorised__gt=0))
    for payment in reserved.filter(authorised__lt=F("amount")):
        yield f"payment {payment.public_id}: {payment.authorised} of {payment.amount} are reserved"
    for payment in Payment.objects.exclude(currency=F("order__currency")):
        yield f"payment {payment.public_id}: in {payment.currency}, its order is not"
    for public_id in Payment.objects.exclude(Q(gift_card=None) ^ Q(method="gift_card")).values_list(
        "public_id", flat=True
    ):
        yield f"payment {public_id}: paid by a gift card without one, or the other way round"


def _nothing_is_counted_twice() -> Iterator[str]:
    """One payment at a provider is one payment here, in one order; a gift card pays as often as it holds something."""
    others = ["on_receipt", "bank_transfer", "gift_card"]
    told = Payment.objects.exclude(provider_reference="").exclude(method__in=others)
    doubled = told.values("method", "provider_reference").annotate(count=Count("pk")).filter(count__gt=1)
    for row in doubled:
        yield f"{row['method']} {row['provider_reference']}: {row['count']} payments"


def _messages_had_their_effect() -> Iterator[str]:
    """What a provider said and we took to be true is what the payment says."""
    applied = PaymentMessage.objects.filter(state=PaymentMessage.State.APPLIED, content__outcome__status=Status.PAID)
    for message in applied.exclude(payment__status__in=HAVE_MONEY).select_related("payment"):
        yield f"message {message.message_id}: says paid, {message.payment} does not"


def _goods_leave_for_money() -> Iterator[str]:
    """An order that goes on without being paid has its money reserved, or is paid on receipt; edits aside."""
    covered = Q(payments__status__in=(Status.AUTHORISED, Status.ON_RECEIPT, *HAVE_MONEY))
    going_on = Order.objects.filter(paid_at=None, edits=None).exclude(
        status__in=[Order.Status.AWAITING_PAYMENT, Order.Status.CANCELLED, Order.Status.RETURNED]
    )
    for order in going_on.annotate(expected=Coalesce(Sum("payments__amount", filter=covered), 0)):
        if order.expected < order.total:
            yield f"order {order.number}: {order.status}, and only {order.expected} of {order.total} are to come"


CHECKS = (
    _payments_agree,
    _nothing_is_counted_twice,
    _messages_had_their_effect,
    _goods_leave_for_money,
)
