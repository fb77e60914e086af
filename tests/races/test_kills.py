"""`kill -9` in the middle of checkouts loses no order that was answered, and doubles none."""

import threading
import time

import pytest

from shop import books
from shop.models import DeliveryMethod, Order
from tests.factories import make_product
from tests.races.store import Shopper, Store

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = 10
CHECKOUTS = 200
SHOPPERS = 8
# A claim whose process died may be taken over after a minute; the last shoppers wait for that.
WAITS_AT_MOST = 150


def test_no_answered_order_is_lost_and_none_is_double():
    DeliveryMethod.objects.create(code="courier", kind="courier", name_en="Courier", name_ru="Курьер")
    make_product(sku="PH-1", stock_count=5_000, is_presented=True)
    store, is_over = Store(), threading.Event()
    store.start()
    shoppers = [Shopper(store, "PH-1", is_over) for _ in range(SHOPPERS)]
    try:
        for shopper in shoppers:
            shopper.start()
        while store.kills < KILLS:
            wait_for(shoppers, CHECKOUTS * (store.kills + 1) // (KILLS + 1))
            store.kill()
            store.start()
        wait_for(shoppers, CHECKOUTS)
        is_over.set()
        for shopper in shoppers:
            shopper.join(WAITS_AT_MOST)
    finally:
        store.stop()

    assert [shopper.error for shopper in shoppers] == [None] * SHOPPERS
    assert [shopper.refused for shopper in shoppers] == [[]] * SHOPPERS
    answered = dict(pair for shopper in shoppers for pair in shopper.answered)
    assert len(answered) >= CHECKOUTS
    there = dict(Order.objects.values_list("cart__public_id", "public_id"))
    assert {cart: there.get(cart) for cart in answered} == answered
    assert len(there) == len(set(there.values()))
    assert books.violations() == []


def wait_for(shoppers, count):
    """Until so many orders have been answered."""
    deadline = time.monotonic() + WAITS_AT_MOST
    while sum(len(shopper.answered) for shopper in shoppers) < count:
        assert time.monotonic() < deadline, "the store stopped selling"
        assert not any(shopper.error for shopper in shoppers)
        time.sleep(0.02)
