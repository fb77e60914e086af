"""What a way of payment has to be able to do, and those that the store offers."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shop.errors import PaymentMethodUnavailable
from shop.models import Payment


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a provider says about a payment; ``captured`` in minor units."""

    status: str
    captured: int = 0
    reference: str = ""
    next_action: dict[str, Any] | None = None
    # Messages that the provider sends later or again: (message id, status, captured).
    messages: list[tuple[str, str, int]] = field(default_factory=list)


class Provider(Protocol):
    """A way to pay."""

    code: str
    name: Any
    # Whether an order waits until the money is here.
    waits_for_payment: bool
    # What a payment is before the provider has been asked.
    first_status: str

    def start(self, payment: Payment) -> Outcome:
        """Ask the provider to collect; called outside any transaction, and safe to repeat for one payment."""
        ...

    def ask(self, payment: Payment) -> Outcome:
        """What the provider knows about a payment."""
        ...

    def refund(self, payment: Payment) -> Outcome:
        """Give all of the money back; called outside any transaction, and safe to repeat for one payment."""
        ...


class OnReceipt:
    """Cash or card when the goods are handed over."""

    code = "on_receipt"
    name = _("On receipt, in cash or by card")
    waits_for_payment = False
    first_status = Payment.Status.ON_RECEIPT

    def start(self, payment: Payment) -> Outcome:
        return Outcome(status=Payment.Status.ON_RECEIPT)

    def ask(self, payment: Payment) -> Outcome:
        return Outcome(status=payment.status, captured=payment.captured)

    def refund(self, payment: Payment) -> Outcome:
        return Outcome(status=Payment.Status.REFUNDED, captured=payment.captured)


def _all() -> dict[str, Provider]:
    from .sandbox import Sandbox

    return {one.code: one for one in (OnReceipt(), Sandbox())}


def methods() -> list[Provider]:
    """The ways of payment that are switched on, in the order of the settings."""
    known = _all()
    codes = [code for code in settings.PAYMENT_PROVIDERS if code in known]
    return [known[code] for code in codes if code != "sandbox" or settings.SHOP["SANDBOX_PAYMENTS"]]


def provider(code: str) -> Provider:
    """The way of payment of that name.  Raises PaymentMethodUnavailable if it is not on offer."""
    for one in methods():
        if one.code == code:
            return one
    raise PaymentMethodUnavailable
