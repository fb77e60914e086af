"""How the store speaks with providers: outside transactions, not for ever, with the keys that it was given."""

import time

import pytest
import requests
from django.db import connection

from shop import books, orders, payments
from shop.models import Order, Payment
from shop.payments import sandbox, stripe, yookassa
from technomart.checks import payments_are_set_up
from tests.factories import make_product
from tests.shop.ordering import fill_cart, make_courier, place
from tests.site.test_settings import start_production

Status, Paid = Order.Status, Payment.Status


@pytest.mark.parametrize(
    ("method", "missing"),
    [
        ("stripe", "STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET"),
        ("yookassa", "YOOKASSA_SHOP_ID, YOOKASSA_SECRET_KEY"),
        ("bank_transfer", "BANK_ACCOUNT"),
    ],
)
def test_production_offers_no_way_of_payment_without_its_keys(method, missing):
    keys = ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "YOOKASSA_SHOP_ID", "YOOKASSA_SECRET_KEY", "BANK_ACCOUNT")
    none = dict.fromkeys(keys, "")

    code, told = start_production(PAYMENT_PROVIDERS=f"on_receipt,{method}", **none)

    assert code == 1
    assert told.splitlines()[-1].endswith(f"Payments by {method} need these variables: {missing}")
    whole = dict.fromkeys(missing.split(", "), "name=value")
    assert start_production(PAYMENT_PROVIDERS=f"on_receipt,{method}", **whole) == (0, "")


def test_production_refuses_a_way_of_payment_that_is_not_there():
    code, told = start_production(PAYMENT_PROVIDERS="on_receipt,strip")

    assert code == 1
    assert told.splitlines()[-1].endswith("PAYMENT_PROVIDERS names what is not there: strip")


def test_elsewhere_a_missing_key_is_told_at_the_start(settings):
    settings.PAYMENT_PROVIDERS, settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = ["stripe"], "sk_test_1", []

    assert [one.msg for one in payments_are_set_up(None)] == [
        "Payments by stripe are on, but STRIPE_WEBHOOK_SECRET is not set."
    ]


@pytest.mark.django_db
def test_a_slow_provider_is_not_waited_for(order_of, stripe_bank, yookassa_bank, settings, monkeypatch):
    settings.PAYMENT_PROVIDERS = ["stripe", "yookassa"]
    monkeypatch.setattr(stripe, "READING", 0.5)
    monkeypatch.setattr(yookassa, "TIMEOUT", (2, 0.5))
    stripe._client.cache_clear()
    stripe_bank.fault(delay=20)
    yookassa_bank.faults.append({"delay": 20})

    begun = time.monotonic()
    placed = [order_of("stripe"), order_of("yookassa")]

    assert time.monotonic() - begun < 20
    assert {one.payments.get().status for one in placed} == {Paid.PENDING}
    stripe._client.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_no_provider_is_called_inside_a_transaction(transactional_db, monkeypatch):
    make_courier()
    make_product(sku="PH-1", stock_count=5, is_presented=True)
    inside = []
    for name in ("start", "ask", "capture", "cancel", "refund"):
        method = getattr(sandbox.Sandbox, name)

        def watched(self, *args, method=method):
            inside.append((method.__name__, connection.in_atomic_block))
            return method(self, *args)

        monkeypatch.setattr(sandbox.Sandbox, name, watched)

    order = place(fill_cart("PH-1"), method="sandbox", outcome="pending_then_paid")
    payments.ask(order.payments.get())
    orders.cancel(order)
    other = place(fill_cart("PH-1"), method="sandbox", outcome="timeout", key="key-2")
    payments.record(other.payments.get(), payments.Outcome(status=Paid.AUTHORISED, authorised=other.total))
    payments.capture(other.payments.get())
    third = place(fill_cart("PH-1"), method="sandbox", outcome="requires_action", key="key-3")
    orders.cancel(third)
    payments.settle()

    assert {name for name, _ in inside} == {"start", "ask", "capture", "cancel", "refund"}
    assert not any(is_inside for _, is_inside in inside)
    assert books.violations() == []


@pytest.mark.django_db(transaction=True)
def test_stripes_own_message_finds_its_way_over_the_network(transactional_db, live_server, stripe_bank):
    """The whole way once: the stand-in signs and delivers, the store listens on a real socket."""
    make_courier()
    make_product(sku="PH-1", stock_count=5, is_presented=True)
    address = f"{live_server.url}/payments/stripe/webhook/"
    webhook = {"url": address, "secret": "whsec_the_older_one"}
    requests.post(f"{stripe_bank.base}/_config/webhooks/ours", json=webhook, timeout=5).raise_for_status()
    order = place(fill_cart("PH-1"), method="stripe")

    stripe_bank.pay(order.payments.get())

    for _ in range(100):
        order.refresh_from_db()
        if order.status == Status.CONFIRMED:
            break
        time.sleep(0.1)
    assert (order.status, order.payments.get().status) == (Status.CONFIRMED, Paid.PAID)
    assert books.violations() == []
