"""What providers have in common that answer for themselves: nothing is sold before they have or reserve its money."""

from datetime import timedelta

from django.conf import settings

from shop.models import Payment


class ByMachine:
    """A declined try ends no order: the shopper has the time of the payment for another one."""

    waits_for_payment = True
    first_status = Payment.Status.PENDING
    decline_ends_order = False
    is_by_hand = False

    @property
    def captures_at_once(self) -> bool:
        return settings.SHOP["CAPTURE_AT_ONCE"]

    @property
    def lifetime(self) -> timedelta:
        return settings.SHOP["PAYMENT_LIFETIME"]
