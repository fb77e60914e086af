"""A provider that takes no money: each outcome that a real one can have, by name.  Off in production.

It is the fault injector too: what tests put into a payment's ``faults`` spoils calls and messages as networks and
banks do.  Nobody outside the process can set them.  What the sandbox's bank knows follows from the payment's
parameters alone, so that a process that dies in the middle forgets nothing of it.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from shop.models import Payment

from .words import InvalidSignature, Message, Outcome, RefundOutcome, Unreachable

Status = Payment.Status
OUTCOMES = ("paid", "declined", "requires_action", "pending_then_paid", "paid_twice", "timeout")
SIGNATURE = "Sandbox-Signature"
TOLERANCE = 300  # seconds


class Crash(BaseException):
    """As if the process had died at this place: nothing may catch it."""


class Sandbox:
    """Answers as the payment's parameter ``outcome`` says; without one, the payment succeeds."""

    code = "sandbox"
    name = _("Test card (no money is taken)")
    waits_for_payment = True
    first_status = Status.PENDING
    captures_at_once = True
    decline_ends_order = True
    is_by_hand = False

    @property
    def lifetime(self) -> timedelta:
        return settings.SHOP["PAYMENT_LIFETIME"]

    def start(self, payment: Payment) -> Outcome:
        faults = _faults(payment)
        if faults.get("crash") == "before_call":
            raise Crash
        answer = self._answer(payment, payment.parameters.get("outcome") or "paid")
        if faults.get("crash") == "after_call":
            raise Crash
        return replace(answer, messages=_spoilt(answer.messages, faults))

    def ask(self, payment: Payment) -> Outcome:
        """What happened behind our back: late money has arrived, what timed out has been collected."""
        if _faults(payment).get("silent"):
            raise Unreachable("the sandbox does not answer")
        outcome = payment.parameters.get("outcome") or "paid"
        if outcome == "declined":
            return Outcome(status=Status.DECLINED, reference=_reference(payment))
        if outcome == "requires_action" and payment.status == Status.PENDING:
            return self._answer(payment, outcome)
        if outcome == "requires_action" or payment.status in (Status.CANCELLED, Status.DECLINED, Status.PAID):
            return Outcome(status=payment.status, captured=payment.captured, reference=payment.provider_reference)
        return self._money(payment)

    def capture(self, payment: Payment, amount: int) -> Outcome:
        return Outcome(status=Status.PAID, captured=amount, reference=_reference(payment))

    def cancel(self, payment: Payment) -> Outcome:
        outcome = payment.parameters.get("outcome") or "paid"
        is_collected = payment.captured or (
            outcome in ("timeout", "pending_then_paid") and not _faults(payment).get("authorise_only")
        )
        if is_collected:
            return Outcome(status=Status.PAID, captured=payment.amount, reference=_reference(payment))
        return Outcome(status=Status.CANCELLED, reference=_reference(payment))

    def refund(self, payment: Payment, amount: int, reference: str) -> RefundOutcome:
        state = _faults(payment).get("refund", "done")
        if state == "timeout":
            raise TimeoutError("the sandbox does not answer")
        problem = "the sandbox was told to refuse" if state == "failed" else ""
        return RefundOutcome(state=state, reference=f"sandbox-{reference}", problem=problem)

    def ask_refund(self, payment: Payment, reference: str) -> RefundOutcome:
        return RefundOutcome(state=_faults(payment).get("refund_later", "done"), reference=reference)

    def message(self, body: bytes, headers: Mapping[str, str], *, address: str = "") -> Message:
        _verify(body, headers.get(SIGNATURE, ""))
        try:
            return Message.stored(orjson.loads(body))
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            raise InvalidSignature("not a message of the sandbox") from None

    def _answer(self, payment: Payment, outcome: str) -> Outcome:
        reference = _reference(payment)
        if outcome == "declined":
            return Outcome(status=Status.DECLINED, reference=reference)
        if outcome == "requires_action":
            action = {"type": "confirm", "url": f"/payments/sandbox/{payment.public_id}/"}
            return Outcome(status=Status.REQUIRES_ACTION, reference=reference, next_action=action)
        if outcome == "timeout":
            raise TimeoutError("the sandbox does not answer")
        money = self._money(payment)
        told = told_of(payment, "captured" if money.captured else "authorised", money)
        if outcome == "pending_then_paid":
            return Outcome(status=Status.PENDING, reference=reference, messages=[told])
        return replace(money, messages=[told, told] if outcome == "paid_twice" else [])

    @staticmethod
    def _money(payment: Payment) -> Outcome:
        faults = _faults(payment)
        amount = payment.amount + faults.get("amount", 0)
        money = {"currency": faults.get("currency", ""), "reference": _reference(payment)}
        if faults.get("authorise_only"):
            return Outcome(status=Status.AUTHORISED, authorised=amount, **money)
        return Outcome(status=Status.PAID, captured=amount, **money)


def told_of(payment: Payment, kind: str, outcome: Outcome) -> Message:
    """The message about one step of a payment; the same step is the same message."""
    reference = _reference(payment)
    bare = replace(outcome, messages=[])
    return Message(id=f"{reference}-{kind}", kind=kind, payment=payment.public_id, reference=reference, outcome=bare)


def sent(message: Message, *, at: float | None = None) -> tuple[bytes, dict[str, str]]:
    """A message as it would come over the network: body and headers."""
    body = orjson.dumps(message.content())
    instant = str(int(time.time() if at is None else at))
    return body, {SIGNATURE: f"t={instant},v1={_signature(instant, body)}"}


def _reference(payment: Payment) -> str:
    return f"sandbox-{payment.public_id}"


def _faults(payment: Payment) -> dict[str, Any]:
    return payment.parameters.get("faults") or {}


def _spoilt(messages: list[Message], faults: Mapping[str, Any]) -> list[Message]:
    """Messages as a bad network hands them over: lost, late, several times, the last first."""
    if faults.get("drop") or faults.get("delay"):
        return []
    messages = messages * faults.get("duplicate", 1)
    return messages[::-1] if faults.get("reorder") else messages


def _signature(instant: str, body: bytes) -> str:
    return salted_hmac("shop.payments.sandbox", instant.encode() + b"." + body, algorithm="sha256").hexdigest()


def _verify(body: bytes, header: str) -> None:
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    instant, signature = parts.get("t", ""), parts.get("v1", "")
    if not instant.isascii() or not instant.isdecimal() or len(instant) > 12:
        raise InvalidSignature("no time")
    if not constant_time_compare(_signature(instant, body), signature):
        raise InvalidSignature("another signature")
    if abs(time.time() - int(instant)) > TOLERANCE:
        raise InvalidSignature("too old, or from the future")
