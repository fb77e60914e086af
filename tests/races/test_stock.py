"""Several places, bundles, promises and the waiting list: still exactly what there is, on both databases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import books, carts, stock, waiting
from shop.errors import Refusal
from shop.models import Backorder, DeliveryMethod, Order, Reservation, StockLevel, StockRequest, Variant
from tests.factories import make_backorder, make_bundle, make_product, make_warehouse
from tests.races.buyers import at_once, buy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def courier(transactional_db):
    return DeliveryMethod.objects.create(code="courier", kind="courier", name_en="Courier", name_ru="Курьер")


def buyers(count, *skus):
    return [lambda n=n: buy(list(skus), key=f"{skus}:{n}") for n in range(count)]


def promised(sku):
    rows = Reservation.objects.filter(variant__sku=sku, state="allocated")
    return sum(rows.values_list("quantity", flat=True))


def test_the_last_pieces_of_two_places_go_to_as_many_of_twenty():
    make_product(sku="PH-1", stock_count=0, is_presented=True)
    for code in ("main", "north"):
        stock.receive(quantities={"PH-1": 1}, reference=f"note:{code}", warehouse=make_warehouse(code=code))

    results = at_once(buyers(20, "PH-1"))

    assert results == {"sold": 2, "out_of_stock": 18}
    assert list(StockLevel.objects.values_list("on_hand", "reserved")) == [(1, 1), (1, 1)]
    assert books.violations() == []


def test_a_bundle_and_its_part_never_sell_the_same_piece():
    """Six cases serve six sets, six single cases, or any mixture of them."""
    make_product(sku="PHONE", stock_count=20, is_presented=True)
    make_product(sku="CASE", stock_count=6, is_presented=True)
    make_bundle(sku="SET", parts={"PHONE": 1, "CASE": 1}, is_presented=True)

    results = at_once(buyers(10, "SET") + buyers(10, "CASE"))

    assert results == {"sold": 6, "out_of_stock": 14}
    assert promised("CASE") == 6
    assert books.violations() == []


def test_the_cap_of_a_pre_order_is_kept_to_the_piece():
    make_product(sku="PH-1", stock_count=2, is_presented=True)
    make_backorder(sku="PH-1", cap=5)

    results = at_once(buyers(20, "PH-1"))

    assert results == {"sold": 7, "out_of_stock": 13}
    assert Backorder.objects.get().promised == 5
    assert books.violations() == []


def test_a_delivery_while_others_buy_serves_every_promise_and_loses_nothing():
    make_product(sku="PH-1", stock_count=0, is_presented=True)
    make_backorder(sku="PH-1", cap=10)
    assert at_once(buyers(5, "PH-1")) == {"sold": 5}

    def arrive(number):
        stock.receive(quantities={"PH-1": 2}, reference=f"note:{number}")
        return "arrived"

    results = at_once(
        [lambda n=n: arrive(n) for n in range(4)] + [lambda n=n: buy(["PH-1"], key=f"x{n}") for n in range(5)]
    )
    stock.fill_all()

    assert results == {"arrived": 4, "sold": 5}
    assert (promised("PH-1"), Backorder.objects.get().promised) == (10, 2)
    assert books.violations() == []


def test_three_pieces_go_to_the_first_three_of_the_queue_and_to_no_buyer():
    variant = make_product(sku="PH-1", stock_count=0, is_presented=True).variants.get()
    for number in range(5):
        waiting.ask(variant=variant, email=f"{number}@example.com", language="en")

    def arrive():
        stock.receive(quantities={"PH-1": 3}, reference="note:1")
        return "arrived"

    results = at_once([arrive, *buyers(20, "PH-1")])

    assert results == {"arrived": 1, "out_of_stock": 20}
    states = list(StockRequest.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["offered"] * 3 + ["waiting"] * 2
    assert not Order.objects.exists()
    assert books.violations() == []


def test_one_letter_opened_in_many_windows_gives_one_piece():
    variant = make_product(sku="PH-1", stock_count=0, is_presented=True).variants.get()
    waiting.ask(variant=variant, email="ann@example.com", language="en")
    stock.receive(quantities={"PH-1": 1}, reference="note:1")
    token = waiting.token_of(StockRequest.objects.get())

    def take():
        try:
            waiting.take(token=token, cart=carts.open_cart(language="en"))
        except Refusal as refusal:
            return refusal.code
        return "taken"

    results = at_once([take] * 8 + [lambda: waiting.cancel(token=token)] * 2)

    assert results["taken"] <= 1
    assert results["taken"] + results["offer_over"] == 8
    assert books.violations() == []


def test_holds_that_are_over_end_once_however_many_look():
    for sku in ("PH-1", "PH-2"):
        make_product(sku=sku, stock_count=5, is_presented=True)
    for _ in range(3):
        cart = carts.open_cart(language="en")
        stock.hold(cart=cart, quantities={"PH-1": 1, "PH-2": 1}, until=timezone.now() + timedelta(minutes=1))
    Reservation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    results = at_once([stock.expire_holds] * 6)

    assert sum(ended * times for ended, times in results.items()) == 6
    ids = list(Variant.objects.values_list("pk", flat=True))
    assert set(stock.available(ids).values()) == {5}
    assert books.violations() == []
