"""The books of money: what payments say of themselves."""

from collections.abc import Iterator

from django.db.models import F

from shop.models import Payment


def _payments_agree() -> Iterator[str]:
    """A payment that is paid was received as a whole."""
    paid = Payment.objects.filter(status__in=[Payment.Status.PAID, Payment.Status.REFUNDED])
    for payment in paid.exclude(captured=F("amount")):
        yield f"payment {payment.public_id}: captured {payment.captured} of {payment.amount}"


CHECKS = (_payments_agree,)
