"""Stripe, through its official SDK: PaymentIntents for apps, Stripe's own page for browsers (docs/adr/0012).

Card data goes from the shopper to Stripe and never comes here.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import orjson
import stripe
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.models import Payment

from .by_machine import ByMachine
from .stripe_words import id_of, message_of, outcome_of, refund_outcome_of, verify
from .words import InvalidSignature, Message, Outcome, RefundOutcome, Unreachable

logger = logging.getLogger(__name__)

Status = Payment.Status
CONNECTING, READING = 2, 18  # seconds
# Stripe keeps a page of its own open for half an hour at the least and for a day at the most.
SHORTEST_PAGE, LONGEST_PAGE = timedelta(minutes=31), timedelta(hours=23)
REFUSALS = (stripe.InvalidRequestError, stripe.CardError)


class Stripe(ByMachine):
    """Our payment is one PaymentIntent at a time; its id there is our ``provider_reference``.

    A browser that is sent to Stripe's page pays a Checkout Session instead, whose intent comes into being there.
    """

    code = "stripe"
    name = _("Bank card (Stripe)")

    def start(self, payment: Payment) -> Outcome:
        try:
            intent = _asked(
                client().v1.payment_intents.create,
                {
                    "amount": payment.amount,
                    "currency": payment.currency.lower(),
                    "capture_method": self._capture_method,
                    "metadata": _metadata(payment),
                },
                options={"idempotency_key": payment.public_id},
            )
        except REFUSALS as error:
            return _refused(error)
        outcome = outcome_of(intent)
        if outcome.status != Status.REQUIRES_ACTION:
            return outcome
        url = f"{settings.SITE_URL}/payments/stripe/{payment.public_id}/"
        action = {"type": "stripe", "url": url, "client_secret": intent.get("client_secret")}
        return replace(outcome, next_action=action)

    def page(self, payment: Payment) -> str:
        """The address of Stripe's own page for this payment; an empty string if there is nothing to pay there.

        The intent of the payment is called off then, so that nobody pays both.
        """
        session = self._session(payment)
        if session.get("status") != "open":
            return ""
        if payment.provider_reference.startswith("pi_"):
            intent = payment.provider_reference
            # From now on it is the page that is paid; the intent ends without ending the payment.
            Payment.objects.filter(pk=payment.pk, provider_reference=intent).update(provider_reference=session["id"])
            if self._call_off(payment, intent).status != Status.CANCELLED:
                Payment.objects.filter(pk=payment.pk).update(provider_reference=intent)
                _called(client().v1.checkout.sessions.expire, session["id"])
                return ""
        return session["url"]

    def ask(self, payment: Payment) -> Outcome:
        known = payment.provider_reference
        if not known:
            # Whether Stripe has heard of it or not: the same key makes no second one.
            return self.start(payment)
        if known.startswith("cs_"):
            return self._ask_session(known)
        return self._ask_intent(known)

    def capture(self, payment: Payment, amount: int) -> Outcome:
        intent = self._intent_of(payment)
        try:
            captured = _asked(
                client().v1.payment_intents.capture,
                intent,
                {"amount_to_capture": amount},
                options={"idempotency_key": f"{payment.public_id}-capture-{amount}"},
            )
        except REFUSALS:
            # Captured before, or called off: what is true now counts.
            return self._ask_intent(intent)
        return outcome_of(captured)

    def cancel(self, payment: Payment) -> Outcome:
        known = payment.provider_reference or self.start(payment).reference
        if not known:
            return Outcome(status=Status.CANCELLED)
        if not known.startswith("cs_"):
            return self._call_off(payment, known)
        session = _called(client().v1.checkout.sessions.retrieve, known)
        if intent := id_of(session.get("payment_intent")):
            return self._call_off(payment, intent)
        if session.get("status") == "open":
            _called(client().v1.checkout.sessions.expire, known)
        return Outcome(status=Status.CANCELLED, reference=known)

    def refund(self, payment: Payment, amount: int, reference: str) -> RefundOutcome:
        try:
            refund = _asked(
                client().v1.refunds.create,
                {
                    "payment_intent": self._intent_of(payment),
                    "amount": amount,
                    "metadata": _metadata(payment) | {"transfer": reference},
                },
                options={"idempotency_key": reference},
            )
        except REFUSALS as error:
            return RefundOutcome(state="failed", problem=_words(error))
        return refund_outcome_of(refund)

    def ask_refund(self, payment: Payment, reference: str) -> RefundOutcome:
        return refund_outcome_of(_called(client().v1.refunds.retrieve, reference))

    def message(self, body: bytes, headers: Mapping[str, str], *, address: str = "") -> Message:
        verify(body, headers.get("Stripe-Signature", ""))
        try:
            return message_of(orjson.loads(body))
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            raise InvalidSignature("not an event of Stripe") from None

    @property
    def _capture_method(self) -> str:
        return "automatic" if self.captures_at_once else "manual"

    def _session(self, payment: Payment) -> Mapping[str, Any]:
        if payment.provider_reference.startswith("cs_"):
            return _called(client().v1.checkout.sessions.retrieve, payment.provider_reference)
        back = f"{settings.SITE_URL}/payments/stripe/return/{payment.public_id}/"
        now = timezone.now()
        until = min(max(payment.order.payment_due_at or now, now + SHORTEST_PAGE), now + LONGEST_PAGE)
        return _called(
            client().v1.checkout.sessions.create,
            {
                "mode": "payment",
                "line_items": [
                    {
                        "quantity": 1,
                        "price_data": {
                            "currency": payment.currency.lower(),
                            "unit_amount": payment.amount,
                            "product_data": {"name": payment.order.number},
                        },
                    }
                ],
                "client_reference_id": payment.public_id,
                "metadata": _metadata(payment),
                "payment_intent_data": {"capture_method": self._capture_method, "metadata": _metadata(payment)},
                "success_url": back,
                "cancel_url": back,
                "expires_at": int(until.timestamp()),
            },
            # Another page for each intent that it takes the place of.
            options={"idempotency_key": f"{payment.public_id}-page-{payment.provider_reference}"},
        )

    def _ask_session(self, reference: str) -> Outcome:
        expand = {"expand": ["payment_intent.latest_charge"]}
        session = _called(client().v1.checkout.sessions.retrieve, reference, expand)
        intent = session.get("payment_intent")
        if intent:
            return outcome_of(intent) if isinstance(intent, Mapping) else self._ask_intent(intent)
        status = Status.DECLINED if session.get("status") == "expired" else Status.REQUIRES_ACTION
        return Outcome(status=status, reference=reference)

    @staticmethod
    def _ask_intent(reference: str) -> Outcome:
        return outcome_of(_called(client().v1.payment_intents.retrieve, reference, {"expand": ["latest_charge"]}))

    def _call_off(self, payment: Payment, intent: str) -> Outcome:
        try:
            options = {"idempotency_key": f"{payment.public_id}-cancel-{intent}"}
            return outcome_of(_asked(client().v1.payment_intents.cancel, intent, options=options))
        except REFUSALS:
            # Too late, or called off before.
            return self._ask_intent(intent)

    @staticmethod
    def _intent_of(payment: Payment) -> str:
        known = payment.provider_reference
        if known.startswith("cs_"):
            return id_of(_called(client().v1.checkout.sessions.retrieve, known).get("payment_intent"))
        return known


def client() -> stripe.StripeClient:
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


@lru_cache(maxsize=4)
def _client(key: str, base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": base},
        http_client=stripe.RequestsClient(timeout=(CONNECTING, READING)),
        # The clock tries again what failed; nobody waits for it here.
        max_network_retries=0,
    )


def _metadata(payment: Payment) -> dict[str, str]:
    return {"payment": payment.public_id, "order": payment.order.number}


def _refused(error: stripe.StripeError) -> Outcome:
    logger.error("Stripe refuses a payment: %s", _words(error))
    return Outcome(status=Status.DECLINED, problem=_words(error))


def _words(error: stripe.StripeError) -> str:
    return (error.code or error.user_message or type(error).__name__)[:300]


def _called(method: Callable[..., Any], *args: Any, **kwargs: Any) -> Mapping[str, Any]:
    """The answer as plain values.  Raises Unreachable if there is none that helps."""
    try:
        return _asked(method, *args, **kwargs)
    except REFUSALS as error:
        logger.error("Stripe does not do what it was asked: %s", _words(error))
        raise Unreachable(f"Stripe: {_words(error)}") from error


def _asked(method: Callable[..., Any], *args: Any, **kwargs: Any) -> Mapping[str, Any]:
    """The same for questions that may be answered with no: raises one of REFUSALS then."""
    try:
        return method(*args, **kwargs).to_dict()
    except REFUSALS:
        raise
    except stripe.StripeError as error:
        raise Unreachable(f"Stripe: {type(error).__name__}") from error
