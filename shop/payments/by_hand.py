"""Ways to pay where people see the money, not machines: on receipt, and by bank transfer."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shop import money
from shop.models import Payment

from .words import InvalidSignature, Message, Outcome, RefundOutcome

Status = Payment.Status


class ByHand:
    """What both have in common: nobody can be asked, and whoever pays money back says so in the admin."""

    captures_at_once = True
    decline_ends_order = False
    is_by_hand = True

    @property
    def lifetime(self) -> timedelta:
        return settings.SHOP["PAYMENT_LIFETIME"]

    def ask(self, payment: Payment) -> Outcome:
        return Outcome(status=payment.status, captured=payment.captured)

    def capture(self, payment: Payment, amount: int) -> Outcome:
        return self.ask(payment)

    def cancel(self, payment: Payment) -> Outcome:
        if payment.captured:
            return self.ask(payment)
        return Outcome(status=Status.CANCELLED)

    def refund(self, payment: Payment, amount: int, reference: str) -> RefundOutcome:
        return RefundOutcome(state="pending", reference=reference)

    def ask_refund(self, payment: Payment, reference: str) -> RefundOutcome:
        return RefundOutcome(state="pending", reference=reference)

    def message(self, body: bytes, headers: Mapping[str, str], *, address: str = "") -> Message:
        raise InvalidSignature("nobody sends messages about these payments")


class OnReceipt(ByHand):
    """Cash or card when the goods are handed over."""

    code = "on_receipt"
    name = _("On receipt, in cash or by card")
    waits_for_payment = False
    first_status = Status.ON_RECEIPT

    def start(self, payment: Payment) -> Outcome:
        return Outcome(status=Status.ON_RECEIPT)


class BankTransfer(ByHand):
    """The order waits until its money is on the store's account; staff write down what has come."""

    code = "bank_transfer"
    name = _("Bank transfer")
    waits_for_payment = True
    first_status = Status.PENDING

    @property
    def lifetime(self) -> timedelta:
        return settings.SHOP["TRANSFER_LIFETIME"]

    def start(self, payment: Payment) -> Outcome:
        return Outcome(status=Status.REQUIRES_ACTION, next_action=self.instructions(payment))

    @staticmethod
    def instructions(payment: Payment) -> dict[str, Any]:
        """Where the money goes, and under which number it is found."""
        return {
            "type": "bank_transfer",
            "url": f"/payments/bank_transfer/{payment.public_id}/",
            "reference": payment.order.number,
            "amount": money.present(payment.amount, payment.currency, payment.order.language),
            "account": dict(settings.BANK_ACCOUNT),
        }
