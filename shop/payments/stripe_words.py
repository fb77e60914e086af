"""What Stripe's objects and events say, in the words of all providers; nothing is asked here."""

import time
from collections.abc import Mapping
from typing import Any

import stripe
from django.conf import settings

from shop.models import Payment

from .words import InvalidSignature, Message, Outcome, RefundOutcome

Status = Payment.Status
TOLERANCE = 300  # seconds
STATES = {
    "requires_payment_method": Status.REQUIRES_ACTION,
    "requires_confirmation": Status.REQUIRES_ACTION,
    "requires_action": Status.REQUIRES_ACTION,
    "processing": Status.PENDING,
    "requires_capture": Status.AUTHORISED,
    "succeeded": Status.PAID,
    "canceled": Status.CANCELLED,
}
REFUND_STATES = {"succeeded": "done", "failed": "failed", "canceled": "failed"}


def verify(body: bytes, header: str) -> None:
    """Raises InvalidSignature unless one of our secrets signed these very bytes a short while ago."""
    for secret in settings.STRIPE_WEBHOOK_SECRET:
        try:
            stripe.WebhookSignature.verify_header(body, header, secret, tolerance=TOLERANCE)
        except (stripe.SignatureVerificationError, ValueError):
            continue
        # The SDK refuses what is too old, and takes what comes from the future.
        if _signed_at(header) <= time.time() + TOLERANCE:
            return
    raise InvalidSignature("no secret of ours signed this now")


def _signed_at(header: str) -> int:
    return int(next(part[2:] for part in header.split(",") if part.startswith("t=")))


def outcome_of(intent: Mapping[str, Any]) -> Outcome:
    """What a PaymentIntent says."""
    status = STATES.get(intent["status"], Status.PENDING)
    error = intent.get("last_payment_error")
    if intent["status"] == "requires_payment_method" and error:
        status = Status.DECLINED
    amount = intent["amount"]
    charge = intent.get("latest_charge")
    return Outcome(
        status=status,
        authorised=intent.get("amount_capturable", amount) if status == Status.AUTHORISED else 0,
        captured=intent.get("amount_received", amount) if status == Status.PAID else 0,
        refunded=_returned(charge) if status == Status.PAID and isinstance(charge, Mapping) else 0,
        currency=intent["currency"],
        reference=intent["id"],
        problem=(error or {}).get("code") or "",
    )


def refund_outcome_of(refund: Mapping[str, Any]) -> RefundOutcome:
    """What a Refund says."""
    state = REFUND_STATES.get(refund.get("status") or "", "pending")
    return RefundOutcome(state=state, reference=refund["id"], problem=refund.get("failure_reason") or "")


def _returned(charge: Mapping[str, Any]) -> int:
    """What went back of a charge; what was reserved and never taken is counted there too, and is no refund."""
    never_taken = charge["amount"] - charge.get("amount_captured", charge["amount"])
    return max(charge.get("amount_refunded", 0) - never_taken, 0)


def message_of(event: Mapping[str, Any]) -> Message:
    """An event whose signature was right."""
    kind, about = event["type"], event["data"]["object"]
    known: dict[str, Any] = {
        "id": event["id"],
        "kind": kind,
        "payment": (about.get("metadata") or {}).get("payment", ""),
    }
    if event.get("account"):
        return Message(**known, problem=f"{kind} of another account")
    if event.get("livemode", False) != settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_")):
        return Message(**known, problem=f"{kind} of {'real' if event.get('livemode') else 'test'} money")
    if about["object"] == "payment_intent":
        return Message(**known, reference=about["id"], outcome=outcome_of(about))
    if about["object"] == "charge" and kind == "charge.refunded":
        return _about_charge(known, about)
    if about["object"] == "refund":
        return Message(**known, reference=id_of(about.get("payment_intent")), refund=refund_outcome_of(about))
    if about["object"] == "checkout.session":
        return _about_session(known, kind, about)
    return Message(**known)


def _about_charge(known: dict[str, Any], charge: Mapping[str, Any]) -> Message:
    """The money came and (a part of) it went back, whichever of both we have heard of."""
    intent = id_of(charge.get("payment_intent"))
    outcome = Outcome(
        status=Status.PAID,
        captured=charge.get("amount_captured", charge["amount"]),
        refunded=_returned(charge),
        currency=charge["currency"],
        reference=intent,
    )
    return Message(**known, reference=intent, outcome=outcome)


def _about_session(known: dict[str, Any], kind: str, session: Mapping[str, Any]) -> Message:
    """Of a page that was paid its intent tells; one that was left until it closed asks for another try."""
    outcome = Outcome(status=Status.DECLINED, reference=session["id"]) if kind.endswith(".expired") else None
    return Message(**known, reference=session["id"], outcome=outcome)


def id_of(one: Any) -> str:
    """An id, whether it came alone or with the whole object."""
    return (one.get("id") if isinstance(one, Mapping) else one) or ""
