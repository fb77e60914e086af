"""YooKassa, through its official SDK: the shopper pays on its page, and comes back (docs/adr/0012).

Its notifications are not signed.  They are believed in nothing but that something happened: they must come from its
networks, and what they are about is fetched from its API.
"""

import ipaddress
import logging
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson
import requests
import yookassa
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from requests.adapters import HTTPAdapter
from yookassa.client import ApiClient
from yookassa.domain.common import RequestObject, SecurityHelper

from shop import money
from shop.models import Payment

from .by_machine import ByMachine
from .words import InvalidSignature, Message, Outcome, RefundOutcome, Unreachable

logger = logging.getLogger(__name__)

Status = Payment.Status
TIMEOUT = (2, 18)  # seconds to connect and to read
STATES = {
    "pending": Status.REQUIRES_ACTION,
    "waiting_for_capture": Status.AUTHORISED,
    "succeeded": Status.PAID,
    "canceled": Status.DECLINED,
}
REFUND_STATES = {"succeeded": "done", "canceled": "failed"}


class Refused(Exception):
    """YooKassa has understood the question, and says no."""


class YooKassa(ByMachine):
    """Our payment is one of theirs; its id there is our ``provider_reference``."""

    code = "yookassa"
    name = _("Card, SBP or wallet (YooKassa)")

    def start(self, payment: Payment) -> Outcome:
        asked = {
            "amount": _amount(payment.amount, payment.currency),
            "capture": self.captures_at_once,
            "confirmation": {
                "type": "redirect",
                "return_url": f"{settings.SITE_URL}/payments/yookassa/return/{payment.public_id}/",
            },
            "description": payment.order.number,
            "metadata": {"payment": payment.public_id, "order": payment.order.number},
        }
        try:
            return outcome_of(_asked(Payments.create, asked, payment.public_id))
        except Refused as error:
            logger.error("YooKassa refuses a payment: %s", error)
            return Outcome(status=Status.DECLINED, problem=str(error))

    def ask(self, payment: Payment) -> Outcome:
        if not payment.provider_reference:
            # Whether YooKassa has heard of it or not: the same key makes no second one.
            return self.start(payment)
        return outcome_of(_called(Payments.find_one, payment.provider_reference))

    def capture(self, payment: Payment, amount: int) -> Outcome:
        asked = {"amount": _amount(amount, payment.currency)}
        try:
            key = f"{payment.public_id}-capture-{amount}"
            return outcome_of(_asked(Payments.capture, payment.provider_reference, asked, key))
        except Refused:
            # Captured before, or called off: what is true now counts.
            return self.ask(payment)

    def cancel(self, payment: Payment) -> Outcome:
        if not payment.provider_reference:
            return Outcome(status=Status.CANCELLED)
        try:
            key = f"{payment.public_id}-cancel"
            return outcome_of(_asked(Payments.cancel, payment.provider_reference, key))
        except Refused:
            # Too late, or too early: what nobody has paid yet ends by itself within the hour.
            return self.ask(payment)

    def refund(self, payment: Payment, amount: int, reference: str) -> RefundOutcome:
        asked = {"payment_id": payment.provider_reference, "amount": _amount(amount, payment.currency)}
        try:
            return refund_outcome_of(_asked(Refunds.create, asked, reference))
        except Refused as error:
            return RefundOutcome(state="failed", problem=str(error))

    def ask_refund(self, payment: Payment, reference: str) -> RefundOutcome:
        return refund_outcome_of(_called(Refunds.find_one, reference))

    def message(self, body: bytes, headers: Mapping[str, str], *, address: str = "") -> Message:
        if not is_theirs(address):
            raise InvalidSignature(f"{address} is no address of YooKassa")
        try:
            told = orjson.loads(body)
            event, reference = str(told["event"]), str(told["object"]["id"])
        except (orjson.JSONDecodeError, KeyError, TypeError):
            raise InvalidSignature("not a notification of YooKassa") from None
        try:
            return _message(event, reference)
        except Refused:
            raise InvalidSignature("about nothing of this shop") from None


def is_theirs(address: str) -> bool:
    """Whether a network address is one of those that notifications come from."""
    try:
        sender = ipaddress.ip_address(address)
    except ValueError:
        return False
    networks = settings.YOOKASSA_NETWORKS or SecurityHelper.YOOKASSA_NETWORKS
    return any(sender in ipaddress.ip_network(network) for network in networks)


def outcome_of(told: Mapping[str, Any]) -> Outcome:
    """What a payment of theirs says."""
    status, end = STATES.get(told["status"], Status.PENDING), told.get("cancellation_details") or {}
    if end.get("party") == "merchant":
        status = Status.CANCELLED
    amount = _minor(told["amount"])
    page = (told.get("confirmation") or {}).get("confirmation_url")
    is_waiting = status == Status.REQUIRES_ACTION and page
    return Outcome(
        status=status,
        authorised=amount if status == Status.AUTHORISED else 0,
        captured=amount if status == Status.PAID else 0,
        refunded=_minor(told["refunded_amount"]) if told.get("refunded_amount") else 0,
        currency=told["amount"]["currency"],
        reference=told["id"],
        next_action={"type": "redirect", "url": page} if is_waiting else None,
        problem=end.get("reason", ""),
    )


def refund_outcome_of(told: Mapping[str, Any]) -> RefundOutcome:
    """What a refund of theirs says."""
    reason = (told.get("cancellation_details") or {}).get("reason", "")
    return RefundOutcome(state=REFUND_STATES.get(told["status"], "pending"), reference=told["id"], problem=reason)


def _message(event: str, reference: str) -> Message:
    """What is true of the thing that a notification names; what else it says is not looked at."""
    refund = None
    if event.startswith("refund."):
        found = _asked(Refunds.find_one, reference)
        refund, about = refund_outcome_of(found), _asked(Payments.find_one, found["payment_id"])
        state = refund.state
    elif event.startswith("payment."):
        about = _asked(Payments.find_one, reference)
        state = about["status"]
    else:
        return Message(id=f"{event}:{reference}", kind=event)
    known: dict[str, Any] = {
        # The same event with other news is another message.
        "id": f"{event}:{reference}:{state}",
        "kind": event,
        "payment": (about.get("metadata") or {}).get("payment", ""),
        "reference": about["id"],
    }
    recipient = str((about.get("recipient") or {}).get("account_id", settings.YOOKASSA_SHOP_ID))
    if recipient != settings.YOOKASSA_SHOP_ID:
        return Message(**known, problem=f"{event} of another account")
    if bool(about.get("test")) != settings.YOOKASSA_SECRET_KEY.startswith("test_"):
        return Message(**known, problem=f"{event} of {'test' if about.get('test') else 'real'} money")
    return Message(**known, outcome=outcome_of(about), refund=refund)


def _amount(amount: int, currency: str) -> dict[str, str]:
    exponent = money.exponent(currency)
    return {"value": f"{Decimal(amount).scaleb(-exponent):.{exponent}f}", "currency": currency}


def _minor(told: Mapping[str, str]) -> int:
    return int(Decimal(told["value"]).scaleb(money.exponent(told["currency"])))


class Client(ApiClient):
    """The SDK's own client, with limits on its patience, and errors that tell "no" from "no answer"."""

    def __init__(self) -> None:
        yookassa.Configuration.configure(
            settings.YOOKASSA_SHOP_ID, settings.YOOKASSA_SECRET_KEY, api_url=settings.YOOKASSA_API_BASE
        )
        super().__init__()

    def get_session(self) -> requests.Session:
        session = requests.Session()
        session.max_redirects = 0
        for scheme in ("https://", "http://"):
            session.mount(scheme, _Impatient())
        return session

    def request(
        self,
        method: str = "",
        path: str = "",
        query_params: Any = None,
        headers: Any = None,
        body: Any = None,
    ) -> Any:
        if isinstance(body, RequestObject):
            body.validate()
            body = dict(body)
        try:
            answer = self.execute(body, method, path, query_params, self.prepare_request_headers(headers))
        except requests.HTTPError as error:
            answer = error.response
        except requests.RequestException as error:
            raise Unreachable(f"YooKassa: {type(error).__name__}") from error
        if answer.status_code in (400, 404):
            raise Refused(_words(answer))
        if answer.status_code != 200:
            raise Unreachable(f"YooKassa: status {answer.status_code}")
        return _read(answer)


class _Impatient(HTTPAdapter):
    def send(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().send(*args, **{**kwargs, "timeout": TIMEOUT})


class Payments(yookassa.Payment):
    def __init__(self) -> None:
        self.client = Client()


class Refunds(yookassa.Refund):
    def __init__(self) -> None:
        self.client = Client()


def _asked(method: Callable[..., Any], *args: Any) -> dict[str, Any]:
    """The answer as plain values.  Raises Refused, or Unreachable if there is none that can be read."""
    try:
        return dict(method(*args))
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as error:
        raise Unreachable("YooKassa: an answer that cannot be read") from error


def _called(method: Callable[..., Any], *args: Any) -> dict[str, Any]:
    """The same for questions that are never answered with no while all is well."""
    try:
        return _asked(method, *args)
    except Refused as error:
        logger.error("YooKassa does not do what it was asked: %s", error)
        raise Unreachable(f"YooKassa: {error}") from error


def _read(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError as error:
        raise Unreachable("YooKassa: an answer that cannot be read") from error


def _words(answer: requests.Response) -> str:
    """What it has against the question, without anything of the question itself."""
    try:
        told = answer.json()
    except ValueError:
        return f"status {answer.status_code}"
    return " ".join(str(told.get(name, "")) for name in ("code", "parameter")).strip() or f"status {answer.status_code}"
