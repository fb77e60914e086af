"""Shops and stand-ins of providers for the tests of payments."""

import hashlib
import hmac
import json
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import stripe
from django.utils import timezone

from shop.models import Order, Payment
from tests.factories import make_product
from tests.payments import yookassa_server
from tests.shop.ordering import fill_cart, make_courier, place

ROOT = Path(__file__).parents[2]
PRICE = 7_499_000
SECRET = "whsec_the_newer_one"


@pytest.fixture
def phone(db):
    make_courier()
    return make_product(sku="PH-1", price=PRICE, stock_count=5, is_presented=True)


@pytest.fixture
def order_of(phone):
    """Place an order of one telephone by a way of payment."""
    numbers = iter(range(1, 1000))

    def order(method: str = "sandbox", **more: Any) -> Order:
        return place(fill_cart("PH-1"), method=method, key=f"key-{next(numbers)}", **more)

    return order


@pytest.fixture(scope="session")
def stripe_process():
    """Stripe's stand-in, a process on a free port; the same for all tests, whose objects do not meet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "tests.payments.stripe_server", str(port)], cwd=ROOT)
    base = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            requests.get(f"{base}/_test/calls", timeout=1)
            break
        except requests.ConnectionError:
            assert process.poll() is None, "the stand-in of Stripe has ended"
            time.sleep(0.05)
    yield base
    process.terminate()
    process.wait(timeout=10)


class StripeBank:
    """What the shopper, Stripe's dashboard and its messages do, at the stand-in."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.client = stripe.StripeClient("sk_test_1", base_addresses={"api": base})

    def fault(self, **fault: Any) -> None:
        requests.post(f"{self.base}/_test/faults", json=fault, timeout=5).raise_for_status()

    def calls(self) -> list[str]:
        return requests.get(f"{self.base}/_test/calls", timeout=5).json()

    def intent(self, payment: Payment) -> dict[str, Any]:
        payment.refresh_from_db()
        return self.client.v1.payment_intents.retrieve(payment.provider_reference).to_dict()

    def pay(self, payment: Payment, card: str = "pm_card_visa") -> None:
        """Type a card into an app that has the client secret; a declined one gives an error there."""
        payment.refresh_from_db()
        intents = self.client.v1.payment_intents
        intents.update(payment.provider_reference, {"payment_method": card})
        try:
            intents.confirm(payment.provider_reference)
        except stripe.CardError:
            assert card != "pm_card_visa"

    def strong_card(self) -> str:
        """A card whose bank asks its owner."""
        number = {"number": "4000002500003155", "exp_month": 12, "exp_year": 2030, "cvc": "123"}
        return self.client.v1.payment_methods.create({"type": "card", "card": number}).id

    def authenticate(self, payment: Payment, *, success: bool) -> None:
        intent = self.intent(payment)
        asked = {"key": "pk_test_1", "client_secret": intent["client_secret"], "success": str(success).lower()}
        address = f"{self.base}/v1/payment_intents/{intent['id']}/_authenticate"
        requests.post(address, data=asked, timeout=5).raise_for_status()

    def charges(self, payment: Payment) -> int:
        """How often money was taken for this payment."""
        intents = self.client.v1.payment_intents.list({"limit": 100}).to_dict()["data"]
        mine = [one for one in intents if one["metadata"].get("payment") == payment.public_id]
        return sum(one["status"] == "succeeded" for one in mine)


@pytest.fixture
def stripe_bank(stripe_process, settings, db):
    settings.PAYMENT_PROVIDERS = ["on_receipt", "sandbox", "stripe"]
    settings.STRIPE_SECRET_KEY = "sk_test_1"
    settings.STRIPE_WEBHOOK_SECRET = [SECRET, "whsec_the_older_one"]
    settings.STRIPE_API_BASE = stripe_process
    return StripeBank(stripe_process)


def stripe_event(kind: str, about: dict[str, Any], *, event_id: str = "", **more: Any) -> bytes:
    """An event as Stripe describes it."""
    event = {
        "id": event_id or f"evt_{kind}_{about['id']}",
        "object": "event",
        "api_version": stripe.api_version,
        "created": int(time.time()),
        "livemode": False,
        "type": kind,
        "data": {"object": about},
    }
    return json.dumps(event | more).encode()


def stripe_signature(body: bytes, *, secret: str = SECRET, at: float | None = None) -> str:
    instant = int(time.time() if at is None else at)
    signed = hmac.new(secret.encode(), b"%d." % instant + body, hashlib.sha256).hexdigest()
    return f"t={instant},v1={signed}"


@pytest.fixture
def deliver(client):
    """Bring a message to the store as the network would; the answer's status."""

    def bring(method: str, body: bytes, **headers: str) -> int:
        answer = client.post(
            f"/payments/{method}/webhook/", data=body, content_type="application/json", headers=headers
        )
        return answer.status_code

    return bring


@pytest.fixture
def tell_stripe(deliver):
    """Deliver an event of Stripe's about an object, signed now."""

    def tell(kind: str, about: dict[str, Any], **more: Any) -> int:
        body = stripe_event(kind, about, **more)
        return deliver("stripe", body, **{"Stripe-Signature": stripe_signature(body)})

    return tell


@pytest.fixture(scope="session")
def yookassa_process():
    server, bank = yookassa_server.serve()
    yield SimpleNamespace(bank=bank, base=f"http://127.0.0.1:{server.server_port}/v3")
    server.shutdown()
    server.server_close()


@pytest.fixture
def yookassa_bank(yookassa_process, settings, db):
    settings.PAYMENT_PROVIDERS = ["on_receipt", "sandbox", "yookassa"]
    settings.YOOKASSA_SHOP_ID, settings.YOOKASSA_SECRET_KEY = yookassa_server.SHOP, yookassa_server.KEY
    settings.YOOKASSA_API_BASE = yookassa_process.base
    settings.YOOKASSA_NETWORKS = ["127.0.0.0/8"]
    bank = yookassa_process.bank
    bank.faults.clear()
    bank.refunds_become = "succeeded"
    return bank


@pytest.fixture
def tell_yookassa(deliver):
    """Deliver a notification of YooKassa's about an object as it was then."""

    def tell(event: str, about: dict[str, Any]) -> int:
        return deliver("yookassa", json.dumps({"type": "notification", "event": event, "object": about}).encode())

    return tell


@pytest.fixture
def later():
    """Let so much time pass that open payments are asked about, and the time to pay is over if that is said."""

    def pass_time(*, is_expired: bool = False) -> None:
        past = timezone.now() - timedelta(hours=1)
        Payment.objects.update(created_at=past, asked_at=None)
        if is_expired:
            Order.objects.filter(payment_due_at__isnull=False).update(payment_due_at=past)

    return pass_time
