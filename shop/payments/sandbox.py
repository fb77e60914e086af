"""A provider that takes no money: each outcome that a real one can have, by name.  Off in production."""

from django.utils.translation import gettext_lazy as _

from shop.models import Payment

from .providers import Outcome

Status = Payment.Status
OUTCOMES = ("paid", "declined", "requires_action", "pending_then_paid", "paid_twice", "timeout")


class Sandbox:
    """Answers as the payment's parameter ``outcome`` says; without one, the payment succeeds."""

    code = "sandbox"
    name = _("Test card (no money is taken)")
    waits_for_payment = True
    first_status = Status.PENDING

    def start(self, payment: Payment) -> Outcome:
        outcome = payment.parameters.get("outcome") or "paid"
        reference = f"sandbox-{payment.public_id}"
        if outcome == "declined":
            return Outcome(status=Status.DECLINED, reference=reference)
        if outcome == "requires_action":
            action = {"type": "confirm", "url": f"/payments/sandbox/{payment.public_id}/"}
            return Outcome(status=Status.REQUIRES_ACTION, reference=reference, next_action=action)
        if outcome == "timeout":
            raise TimeoutError("the sandbox does not answer")
        paid = (f"{reference}-captured", Status.PAID, payment.amount)
        if outcome == "pending_then_paid":
            return Outcome(status=Status.PENDING, reference=reference, messages=[paid])
        if outcome == "paid_twice":
            return Outcome(status=Status.PAID, captured=payment.amount, reference=reference, messages=[paid, paid])
        return Outcome(status=Status.PAID, captured=payment.amount, reference=reference)

    def ask(self, payment: Payment) -> Outcome:
        """What happened behind our back: late money has arrived, what timed out has been collected."""
        if payment.parameters.get("outcome") in ("timeout", "pending_then_paid"):
            return Outcome(status=Status.PAID, captured=payment.amount, reference=payment.provider_reference)
        return Outcome(status=payment.status, captured=payment.captured, reference=payment.provider_reference)

    def refund(self, payment: Payment) -> Outcome:
        return Outcome(status=Status.REFUNDED, captured=payment.captured, reference=payment.provider_reference)
