"""Stock never lies: whoever comes at once, exactly what is there is sold, on both databases."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client

from shop import books, carts, stock
from shop.models import DeliveryMethod, Order, StockLevel, StockMovement
from tests.changes.processes import database_url
from tests.factories import make_product
from tests.races.buyers import ADDRESS, CONTACT, at_once, buy

pytestmark = pytest.mark.django_db(transaction=True)

BUYERS = "import django; django.setup(); from tests.races import buyers; buyers.main()"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def courier(transactional_db):
    return DeliveryMethod.objects.create(code="courier", kind="courier", name_en="Courier", name_ru="Курьер")


def level_of(sku):
    level = StockLevel.objects.get(variant__sku=sku)
    return level.on_hand, level.reserved


def test_forty_threads_for_ten_pieces_sell_ten():
    make_product(sku="PH-1", stock_count=10, is_presented=True)

    results = at_once([lambda n=n: buy(["PH-1"], key=f"buyer:{n}") for n in range(40)])

    assert results == {"sold": 10, "out_of_stock": 30}
    assert Order.objects.count() == 10
    assert level_of("PH-1") == (10, 10)
    assert StockMovement.objects.filter(kind="allocated").count() == 10
    assert books.violations() == []


def test_four_processes_for_ten_pieces_sell_ten():
    make_product(sku="PH-1", stock_count=10, is_presented=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.changes.live_settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": "",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }

    processes = [
        subprocess.Popen(
            [sys.executable, "-c", BUYERS, f"process-{number}", "10", "PH-1"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    results = Counter()
    for process in processes:
        printed, _ = process.communicate(timeout=180)
        for line in printed.splitlines():
            count, result = line.split(" ", 1)
            results[result] += int(count)

    assert results == {"sold": 10, "out_of_stock": 30}
    assert level_of("PH-1") == (10, 10)
    assert books.violations() == []


def test_carts_in_opposite_order_never_wait_for_each_other():
    make_product(sku="PH-1", stock_count=20, is_presented=True)
    make_product(sku="PH-2", stock_count=20, is_presented=True)

    results = at_once([lambda n=n: buy(["PH-1", "PH-2"][:: 1 if n % 2 else -1], key=f"buyer:{n}") for n in range(20)])

    assert results == {"sold": 20}
    assert (level_of("PH-1"), level_of("PH-2")) == ((20, 20), (20, 20))
    assert books.violations() == []


def test_twenty_writers_meet_no_locked_database():
    """On SQLite as on PostgreSQL; each writer has a product of its own, so that only the database is contended."""
    for number in range(20):
        make_product(sku=f"PH-{number}", stock_count=5, is_presented=True)

    results = at_once([
        lambda n=n: [buy([f"PH-{n}"], key=f"{n}:{turn}") for turn in range(3)].count("sold") for n in range(20)
    ])  # fmt: skip

    assert results == {3: 20}
    assert books.violations() == []


def test_fifty_repeats_of_one_key_make_one_order():
    make_product(sku="PH-1", stock_count=50, is_presented=True)
    cart = carts.open_cart(language="en")
    carts.add(cart=cart, sku="PH-1")
    carts.set_contact(cart=cart, **CONTACT)
    carts.set_delivery(cart=cart, option="courier", address=ADDRESS)
    total = carts.priced(cart).quote.total
    body = {"cart": cart.public_id, "payment": {"method": "on_receipt"}, "expected_total": total}

    def send():
        answer = Client().post(
            "/api/v1/orders/", body, content_type="application/json", headers={"Idempotency-Key": "the-same-key"}
        )
        return answer.status_code, answer.json().get("id")

    results = at_once([send] * 50)
    repeated = send()

    order = Order.objects.get()
    assert {status for status, _ in results} <= {201, 409}
    assert {order_id for status, order_id in results if status == 201} == {order.public_id}
    assert repeated == (201, order.public_id)
    assert level_of("PH-1") == (50, 1)
    assert books.violations() == []


def test_one_cart_completed_in_twenty_requests_is_one_order():
    make_product(sku="PH-1", stock_count=50, is_presented=True)
    cart = carts.open_cart(language="en")
    carts.add(cart=cart, sku="PH-1")
    carts.set_contact(cart=cart, **CONTACT)
    carts.set_delivery(cart=cart, option="courier", address=ADDRESS)
    total = carts.priced(cart).quote.total

    def place(number):
        from shop import checkout
        from shop.errors import CartNotOpen

        try:
            checkout.place_order(cart=cart, method="on_receipt", expected_total=total, placed_by=f"request:{number}")
        except CartNotOpen:
            return "cart_not_open"
        return "placed"

    results = at_once([lambda n=n: place(n) for n in range(20)])

    assert results == {"placed": 1, "cart_not_open": 19}
    assert Order.objects.count() == 1
    assert books.violations() == []


def test_corrections_during_sales_lose_nothing():
    product = make_product(sku="PH-1", stock_count=10, is_presented=True)

    def correct():
        stock.correct(sku="PH-1", change=1, reason="found")
        return "corrected"

    results = at_once([lambda n=n: buy(["PH-1"], key=f"buyer:{n}") for n in range(10)] + [correct] * 10)

    assert results == {"sold": 10, "corrected": 10}
    assert level_of("PH-1") == (20, 10)
    assert stock.available([product.variants.get().pk]) == {product.variants.get().pk: 10}
    assert books.violations() == []


def test_holds_expire_once_whoever_looks():
    from datetime import timedelta

    from django.utils import timezone

    product = make_product(sku="PH-1", stock_count=3, is_presented=True)
    cart = carts.open_cart(language="en")
    carts.add(cart=cart, sku="PH-1", quantity=3)
    stock.hold(cart=cart, quantities={"PH-1": 3}, until=timezone.now() - timedelta(seconds=1))

    results = at_once([stock.expire_holds] * 4 + [lambda n=n: buy(["PH-1"], key=f"buyer:{n}") for n in range(3)])

    assert results["sold"] == 3
    assert level_of("PH-1") == (3, 3)
    assert stock.available([product.variants.get().pk]) == {product.variants.get().pk: 0}
    assert books.violations() == []
