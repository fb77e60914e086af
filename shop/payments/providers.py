"""What a way of payment has to be able to do, and those that the store offers."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from shop.errors import PaymentMethodUnavailable
from shop.models import Payment

from .words import Message, Outcome, RefundOutcome

# A gift card is spent while the order is placed; it is never chosen as the way to pay.
GIFT_CARD = "gift_card"


class Provider(Protocol):
    """A way to pay.  All of its methods run outside any transaction and are safe to repeat for one payment."""

    code: str
    name: Any
    # Whether an order waits until the money is here.
    waits_for_payment: bool
    # What a payment is before the provider has been asked.
    first_status: str
    # Whether the money is taken when the shopper pays; otherwise it is reserved, and taken when the goods leave.
    captures_at_once: bool
    # Whether a decline is the end of the order; otherwise the shopper may try again while there is time.
    decline_ends_order: bool
    # Whether people of the store say what has come in and gone out, because no machine does.
    is_by_hand: bool

    @property
    def lifetime(self) -> timedelta:
        """How long an order waits for money that comes this way."""
        ...

    def start(self, payment: Payment) -> Outcome:
        """Ask the provider to collect.  Raises Unreachable or TimeoutError if nobody knows what came of it."""
        ...

    def ask(self, payment: Payment) -> Outcome:
        """What the provider knows about a payment, begun or not."""
        ...

    def capture(self, payment: Payment, amount: int) -> Outcome:
        """Take so much of what is reserved; the rest is set free."""
        ...

    def cancel(self, payment: Payment) -> Outcome:
        """See that no money comes; if it has come already, the outcome says so."""
        ...

    def refund(self, payment: Payment, amount: int, reference: str) -> RefundOutcome:
        """Give money back, once for a reference."""
        ...

    def ask_refund(self, payment: Payment, reference: str) -> RefundOutcome:
        """What became of a refund, by the provider's own reference."""
        ...

    def message(self, body: bytes, headers: Mapping[str, str], *, address: str = "") -> Message:
        """A message as it came, from that network address.  Raises InvalidSignature if the provider did not send it."""
        ...


# Loaded when they are needed: a store without Stripe does not carry its SDK.
CLASSES = {
    "on_receipt": "by_hand.OnReceipt",
    "bank_transfer": "by_hand.BankTransfer",
    GIFT_CARD: "gift_card.GiftCards",
    "sandbox": "sandbox.Sandbox",
    "stripe": "stripe.Stripe",
    "yookassa": "yookassa.YooKassa",
}


@cache
def known(code: str) -> Provider:
    """The way of payment of that name, on offer or not.  Raises PaymentMethodUnavailable if there is none."""
    if code not in CLASSES:
        raise PaymentMethodUnavailable
    one: Provider = import_string(f"{__package__}.{CLASSES[code]}")()
    return one


def methods() -> list[Provider]:
    """The ways of payment that are switched on, in the order of the settings."""
    codes = [code for code in settings.PAYMENT_PROVIDERS if code in CLASSES and code != GIFT_CARD]
    return [known(code) for code in codes if code != "sandbox" or settings.SHOP["SANDBOX_PAYMENTS"]]


def provider(code: str) -> Provider:
    """The way of payment of that name.  Raises PaymentMethodUnavailable if it is not on offer."""
    if code == GIFT_CARD:
        return known(code)
    for one in methods():
        if one.code == code:
            return one
    raise PaymentMethodUnavailable
