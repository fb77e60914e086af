"""Shops that only serve their counter: what lies there is promised to no parcel, and the buyer is told early."""

from datetime import date

import pytest
from django.test import Client

from shop import books, cards, carts, delivery, edits, markets, stock
from shop.errors import OutOfStock
from shop.models import DeliveryMethod
from tests.factories import make_backorder, make_bundle, make_product, make_warehouse
from tests.shop.ordering import CONTACT, make_courier, make_point, place

pytestmark = pytest.mark.django_db

OURS = "http://testserver"
DELIVERY = "/en/checkout/delivery/"
DAY = date(2030, 5, 6)


@pytest.fixture(autouse=True)
def ways(db):
    make_courier()
    DeliveryMethod.objects.create(code="pickup", kind="pickup", name_en="Pick-up", name_ru="Самовывоз")


def counter(code="shop", **fields):
    return make_warehouse(code=code, position=9, ships_parcels=False, **fields)


def goods(sku="PH-1", **counts):
    """A product with so many pieces in each place; all but "main" only serve their counter."""
    product = make_product(sku=sku, stock_count=counts.pop("main", 0), is_presented=True)
    for code, count in counts.items():
        stock.receive(quantities={sku: count}, reference=f"note:{sku}:{code}", warehouse=counter(code))
    return product.variants.get()


def options(cart):
    found = delivery.options(parcel=carts.parcel_of(cart), terms=markets.default(), language="en")
    return {option["id"]: [point["id"] for point in option["pickup_points"]] for option in found}


def cart_with(**quantities):
    cart = carts.open_cart(language="en")
    for sku, quantity in quantities.items():
        carts.add(cart=cart, sku=sku.replace("_", "-"), quantity=quantity)
    return cart


@pytest.mark.parametrize(
    ("counts", "available", "sendable"),
    [
        ({"main": 4}, 4, 4),
        ({"main": 4, "shop": 3}, 4, 4),
        ({"main": 2, "shop": 3}, 3, 2),
        ({"shop": 3}, 3, 0),
        ({"shop": 3, "kiosk": 2}, 3, 0),
        ({}, 0, 0),
    ],
)
def test_one_order_is_sent_or_handed_out_at_one_counter_and_never_both(counts, available, sendable):
    variant = goods(**counts)

    found = stock.availability([variant.pk])[variant.pk]

    assert (found.available, found.on_shelf) == (available, available)
    assert (found.sendable, found.sendable_on_shelf) == (sendable, sendable)
    assert cards.availability(found)["available"] == available


def test_no_cart_takes_more_than_one_order_can_have():
    goods(main=2, shop=3)

    with pytest.raises(OutOfStock) as refusal:
        cart_with(PH_1=4)

    assert refusal.value.extra["available"] == 3


def test_a_bundle_is_handed_out_where_all_its_parts_lie():
    goods("PH-1", main=1, shop=4)
    goods("CASE-1", main=1, kiosk=4)
    bundle = make_bundle(sku="SET-1", parts={"PH-1": 1, "CASE-1": 1})

    assert stock.available([bundle.pk]) == {bundle.pk: 1}
    stock.receive(quantities={"CASE-1": 4}, reference="note:more", warehouse=counter("shop"))
    assert stock.available([bundle.pk]) == {bundle.pk: 4}
    assert stock.available([bundle.pk], is_sent=True) == {bundle.pk: 1}


def test_ways_that_cannot_bring_the_goods_are_not_on_offer():
    goods(main=1, shop=3)
    make_point(code="own", warehouse=counter())
    make_point(code="brought")

    assert options(cart_with(PH_1=1)) == {"courier": [], "pickup": ["brought", "own"]}
    assert options(cart_with(PH_1=2)) == {"pickup": ["own"]}


def test_goods_of_different_counters_are_not_had_together():
    goods("PH-1", shop=1)
    goods("CASE-1", kiosk=1)
    make_point(code="own", warehouse=counter())

    assert options(cart_with(PH_1=1)) == {"pickup": ["own"]}
    assert options(cart_with(PH_1=1, CASE_1=1)) == {}


def test_what_is_exchanged_whole_still_lies_at_the_counter():
    goods("PH-1", main=1, shop=1)
    goods("CASE-1", main=1, shop=1)
    make_point(code="own", warehouse=counter())
    cart = cart_with(PH_1=1)
    carts.set_contact(cart=cart, **CONTACT)
    carts.set_delivery(cart=cart, option="pickup", pickup_point="own")
    order = place(cart)

    edits.edit(order=order, quantities={"PH-1": 0, "CASE-1": 1}, reason="by phone", reference="edit-1")

    held = order.reservations.get(state="allocated")
    assert (held.variant.sku, held.warehouse) == ("CASE-1", counter())
    assert books.violations() == []


def test_a_parcel_of_goods_to_come_says_their_day_while_the_counter_hands_out_today():
    goods(shop=3)
    make_backorder(sku="PH-1", kind="backorder", available_on=DAY)
    make_point(code="own", warehouse=counter())
    cart = cart_with(PH_1=1)

    found = delivery.options(parcel=carts.parcel_of(cart), terms=markets.default(), language="en")

    days = {option["id"]: date.fromisoformat(option["date"]) for option in found}
    assert days["courier"] > DAY > days["pickup"]


@pytest.fixture
def browser():
    return Client()


def at_the_delivery_step(browser, *skus):
    for sku in skus:
        browser.post("/en/cart/add/", {"sku": sku}, HTTP_ORIGIN=OURS)
    browser.post("/en/checkout/contact/", {**CONTACT, "phone": "8 917 555-01-23"}, HTTP_ORIGIN=OURS)
    return browser.get(DELIVERY).content.decode()


def test_the_delivery_step_names_what_is_only_for_pick_up_and_asks_for_no_address(browser):
    goods(shop=1)
    make_point(code="own", warehouse=counter())

    page = at_the_delivery_step(browser, "PH-1")

    name = carts.represent(cart_with(PH_1=1), "en")["lines"][0]["name"]
    assert f"Only for pick-up, it cannot be sent: {name}." in page
    assert 'value="courier"' not in page
    assert 'name="line1"' not in page
    sent = {"option": "pickup", "pickup_point": "own"}
    assert browser.post(DELIVERY, sent, HTTP_ORIGIN=OURS)["Location"] == "/en/checkout/payment/"


def test_a_cart_that_no_way_can_bring_is_sent_back_with_the_reason(browser):
    goods("PH-1", shop=1)
    goods("CASE-1", kiosk=1)
    make_point(code="own", warehouse=counter())

    page = at_the_delivery_step(browser, "PH-1", "CASE-1")

    assert "No shop has all the goods." in page
    assert "Continue to payment" not in page


def test_goods_that_can_be_sent_are_not_talked_about(browser):
    goods(main=1, shop=1)

    page = at_the_delivery_step(browser, "PH-1")

    assert "Only for pick-up" not in page
    assert 'value="courier"' in page
    assert 'name="line1"' in page


def test_a_cart_of_goods_that_are_gone_is_sent_back_to_itself(browser):
    goods(main=1)
    at_the_delivery_step(browser, "PH-1")
    stock.correct(sku="PH-1", change=-1, reason="broken")

    page = browser.get(DELIVERY).content.decode()

    assert "Not all goods can be had any more." in page
    assert "Only for pick-up" not in page
