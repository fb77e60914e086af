"""Plain HTTP against the API: what it sends is JSON, what it gets is looked at as bytes, headers and JSON."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from shop import prepared
from shop.api import limits
from shop.models import DeliveryMethod, PickupPoint
from tests.factories import make_product, make_user

CONTACT = {"name": "Anna Petrova", "email": "anna@example.com", "phone": "+79175550123"}
PICKUP = {"option": "pickup", "pickup_point": "kazan-1"}


class Caller(Client):
    """Somebody who calls the API: JSON in, and a token in each request if he is signed in."""

    token: dict[str, str] = {}

    def send(self, method: str, address: str, body: Any = None, *, raw: bytes | None = None, **headers: str) -> Any:
        """Names of headers with underscores: ``If_Match='"…"'``."""
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content_type = named.pop("Content-Type", "application/json")
        address = address.removeprefix("http://testserver")
        address = address if address.startswith("/") else f"/api/v1/{address}"
        return self.generic(method, address, content, content_type=content_type, headers={**self.token, **named})

    def get_json(self, address: str, **headers: str) -> Any:
        answer = self.send("GET", address, **headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def signed_in(self, user: Any) -> "Caller":
        """The same person with the token of an app."""
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.token = {"X-Session-Token": session.session_key}
        return self

    # A shopper's way, step by step

    def open_cart(self) -> dict[str, Any]:
        answer = self.send("POST", "carts/", {})
        assert answer.status_code == 201, answer.content
        return answer.json()

    def add(self, cart: str, sku: str, quantity: int = 1) -> Any:
        answer = self.send("POST", f"carts/{cart}/lines/", {"sku": sku, "quantity": quantity})
        assert answer.status_code == 201, answer.content
        return answer

    def etag(self, address: str) -> str:
        return self.send("GET", address)["ETag"]

    def ready_cart(self, sku: str, quantity: int = 1) -> dict[str, Any]:
        """A cart that can be ordered."""
        cart = self.open_cart()["id"]
        tag = self.add(cart, sku, quantity)["ETag"]
        answer = self.send("PATCH", f"carts/{cart}/", {"contact": CONTACT, "delivery": PICKUP}, If_Match=tag)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def order(self, cart: dict[str, Any], *, key: str = "key-1", method: str = "on_receipt", **changes: Any) -> Any:
        body = {"cart": cart["id"], "payment": {"method": method}, "expected_total": cart["total"]["amount"], **changes}
        return self.send("POST", "orders/", body, Idempotency_Key=key)


@pytest.fixture
def api(db) -> Caller:
    """A caller whom nobody knows; a failure of the server is an answer to look at, not an exception."""
    return Caller(raise_request_exception=False)


@pytest.fixture
def customer(db) -> Any:
    return make_user(email="anna@example.com", name="Anna")


@pytest.fixture
def app(db, customer) -> Caller:
    """The app of a customer who is signed in."""
    return Caller(raise_request_exception=False).signed_in(customer)


@pytest.fixture
def stranger(db) -> Caller:
    """The app of another customer."""
    return Caller(raise_request_exception=False).signed_in(make_user())


@pytest.fixture
def phone(db) -> Any:
    """A product with one variant, PH-1, for 74 990 ₽, ten in stock."""
    return make_product(slug="phone", sku="PH-1", price=7_499_000, stock_count=10, is_presented=True)


@pytest.fixture
def pickup(db) -> PickupPoint:
    DeliveryMethod.objects.create(code="pickup", kind="pickup", name_en="Pick-up", name_ru="Самовывоз")
    DeliveryMethod.objects.create(
        code="courier", kind="courier", name_en="Courier", name_ru="Курьер", price=39_000, position=1
    )
    return PickupPoint.objects.create(
        code="kazan-1",
        name_en="Bauman",
        name_ru="Баумана",
        city_en="Kazan",
        city_ru="Казань",
        address_en="1 Bauman St",
        address_ru="ул. Баумана, 1",
        postcode="420111",
    )


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Begin without prepared answers and without counted requests."""
    prepared.store.clear()
    limits._own.clear()
