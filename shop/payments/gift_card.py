"""Gift cards as a way to pay: spent while the order is placed, given back to the card that paid."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop import gift_cards
from shop.models import GiftCard, Order, Payment

from .words import InvalidSignature, Message, Outcome, RefundOutcome


class GiftCards:
    """Everything happens in our own ledger, so there is nobody to ask."""

    code = "gift_card"
    name = _("Gift card")
    waits_for_payment = False
    first_status = Payment.Status.PAID
    captures_at_once = True
    decline_ends_order = False
    is_by_hand = False

    @property
    def lifetime(self) -> timedelta:
        return settings.SHOP["PAYMENT_LIFETIME"]

    def start(self, payment: Payment) -> Outcome:
        return self.ask(payment)

    def ask(self, payment: Payment) -> Outcome:
        return Outcome(status=payment.status, captured=payment.captured)

    def capture(self, payment: Payment, amount: int) -> Outcome:
        return self.ask(payment)

    def cancel(self, payment: Payment) -> Outcome:
        return self.ask(payment)

    def refund(self, payment: Payment, amount: int, reference: str) -> RefundOutcome:
        if payment.gift_card_id is None:
            return RefundOutcome(state="failed", problem="this payment names no gift card")
        gift_cards.give_back(card_id=payment.gift_card_id, amount=amount, order=payment.order, reference=reference)
        return RefundOutcome(state="done", reference=reference)

    def ask_refund(self, payment: Payment, reference: str) -> RefundOutcome:
        return RefundOutcome(state="done", reference=reference)

    def message(self, body: bytes, headers: Mapping[str, str], *, address: str = "") -> Message:
        raise InvalidSignature("gift cards send no messages")


@transaction.atomic
def charge(order: Order, card: GiftCard, amount: int) -> Payment:
    """Pay so much of an order with a card, at once.  Raises GiftCardEmpty."""
    paid = Payment.objects.create(
        order=order,
        method="gift_card",
        status=Payment.Status.PAID,
        amount=amount,
        captured=amount,
        currency=order.currency,
        gift_card=card,
        provider_reference=card.public_id,
    )
    gift_cards.spend(card_id=card.pk, amount=amount, order=order, reference=paid.public_id)
    return paid
