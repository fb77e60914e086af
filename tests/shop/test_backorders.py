"""What is still to come can be sold up to a cap; a delivery serves those who were promised it first."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from shop import cards, edits, orders, stock
from shop.books import stock as stock_books
from shop.errors import NotOnShelf, OutOfStock
from shop.models import CatalogEntry, Order, Reservation, StockLevel
from tests.factories import make_backorder, make_bundle, make_product, make_warehouse
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def variant(db):
    make_courier()
    variant = make_product(sku="PH-1", stock_count=2, is_presented=True).variants.get()
    make_backorder(sku="PH-1", cap=3, available_on=DAY)
    return variant


def promised(order):
    live = order.reservations.filter(state__in=Reservation.LIVE)
    return dict(live.values_list("warehouse__code", "quantity"))


def seen():
    entry = CatalogEntry.objects.get(product__variants__sku="PH-1", language="en")
    return entry.detail["variants"][0]["availability"]


def backorder(variant):
    variant.backorder.refresh_from_db()
    return variant.backorder.promised


def test_more_can_be_bought_than_lies_on_the_shelf(variant):
    assert stock.availability([variant.pk])[variant.pk] == stock.Availability(
        available=5, on_shelf=2, sendable=5, sendable_on_shelf=2, kind="preorder", expected_on=DAY
    )


def test_the_shelf_goes_first_and_the_rest_is_promised(variant):
    order = place(fill_cart("PH-1", quantity=4))

    assert promised(order) == {"main": 2, None: 2}
    assert backorder(variant) == 2
    assert stock_books.violations() == []


def test_the_cap_is_kept(variant):
    place(fill_cart("PH-1", quantity=4))

    with pytest.raises(OutOfStock) as refusal:
        fill_cart("PH-1", quantity=2)

    assert refusal.value.available == 1
    assert backorder(variant) == 2


def test_lists_and_pages_say_that_it_is_still_to_come(variant):
    place(fill_cart("PH-1", quantity=2))
    assert seen() == {"status": "preorder", "available": 3, "expected_on": "2027-03-01"}

    place(fill_cart("PH-1", quantity=3), key="other")
    assert seen() == {"status": "out_of_stock", "available": 0, "expected_on": None}


def test_an_offer_that_was_ended_sells_nothing_more(variant):
    variant.backorder.is_active = False
    variant.backorder.save()

    assert stock.available([variant.pk]) == {variant.pk: 2}
    with pytest.raises(OutOfStock):
        fill_cart("PH-1", quantity=3)


def test_a_delivery_serves_the_oldest_promise_first(variant):
    first, second = (place(fill_cart("PH-1", quantity=n), key=str(n)) for n in (4, 1))

    stock.receive(quantities={"PH-1": 2}, reference="note:1")

    assert (promised(first), promised(second)) == ({"main": 4}, {None: 1})
    assert backorder(variant) == 1
    assert list(first.movements.filter(kind="moved").values_list("warehouse__code", "quantity")) == [
        ("main", -2),
        (None, 2),
    ]
    assert stock_books.violations() == []


def test_a_delivery_that_is_too_small_serves_a_part(variant):
    order = place(fill_cart("PH-1", quantity=5))

    for number in range(2):
        stock.receive(quantities={"PH-1": 1}, reference=f"note:{number}")

    assert promised(order) == {"main": 4, None: 1}
    assert stock_books.violations() == []


def test_a_promise_that_grew_again_is_kept_like_any_other(variant):
    order = place(fill_cart("PH-1", quantity=5))
    stock.receive(quantities={"PH-1": 2}, reference="note:1")
    assert promised(order) == {"main": 4, None: 1}
    edits.edit(order=order, quantities={"PH-1": 7}, reason="by phone", reference="edit-1")

    stock.receive(quantities={"PH-1": 1}, reference="note:2")

    assert promised(order) == {"main": 5, None: 2}
    assert stock_books.violations() == []


def test_pieces_that_another_order_gives_back_serve_who_waits(variant):
    first = place(fill_cart("PH-1", quantity=2))
    second = place(fill_cart("PH-1", quantity=2), key="other")

    orders.move(first, Order.Status.CANCELLED)

    assert promised(second) == {"main": 2}
    assert backorder(variant) == 0
    assert stock_books.violations() == []


def test_what_is_only_promised_cannot_be_sent(variant):
    order = place(fill_cart("PH-1", quantity=3))

    with pytest.raises(NotOnShelf):
        stock.ship(order=order, reference="parcel:1")
    stock.ship(order=order, reference="parcel:1", quantities={"PH-1": 2})

    assert promised(order) == {None: 1}
    assert stock_books.violations() == []


def test_giving_back_frees_the_promise_before_the_shelf(variant):
    order = place(fill_cart("PH-1", quantity=4))

    stock.release_order(order=order, quantities={"PH-1": 3}, reference="edit:1")

    assert promised(order) == {"main": 1}
    assert (backorder(variant), stock.available([variant.pk])[variant.pk]) == (0, 4)
    assert stock_books.violations() == []


def test_a_hold_of_what_is_to_come_ends_like_any_other(variant):
    cart = fill_cart("PH-1", quantity=5)
    assert stock.available([variant.pk]) == {variant.pk: 0}
    assert stock.available([variant.pk], cart=cart) == {variant.pk: 5}

    Reservation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert stock.available([variant.pk]) == {variant.pk: 5}
    assert stock.expire_holds() == 2

    assert backorder(variant) == 0
    assert stock_books.violations() == []


def test_a_delivery_to_a_shelf_that_sends_nothing_serves_no_parcels(variant):
    order = place(fill_cart("PH-1", quantity=3))

    shop = make_warehouse(code="shop", ships_parcels=False, position=9)
    stock.receive(quantities={"PH-1": 2}, reference="note:1", warehouse=shop)

    assert promised(order) == {"main": 2, None: 1}


def test_a_bundle_waits_for_the_part_that_is_to_come(variant):
    make_product(sku="CASE", stock_count=9, is_presented=True)
    bundle = make_bundle(sku="SET", parts={"PH-1": 1, "CASE": 1}, is_presented=True)

    order = place(fill_cart("SET", quantity=4))

    assert stock.availability([bundle.pk])[bundle.pk] == stock.Availability(
        available=1, on_shelf=0, sendable=1, sendable_on_shelf=0, kind="preorder", expected_on=DAY
    )
    assert cards.availability(stock.availability([bundle.pk])[bundle.pk])["status"] == "preorder"
    assert backorder(variant) == 2
    stock.receive(quantities={"PH-1": 2}, reference="note:1")
    assert promised(order) == {"main": 4}


def test_what_a_crash_left_undone_is_done_by_the_next_run(variant):
    order = place(fill_cart("PH-1", quantity=3))
    StockLevel.objects.filter(variant=variant).update(on_hand=3)

    from shop.stock.backorders import fill_all

    assert fill_all() == 1
    assert promised(order) == {"main": 3}
    assert fill_all() == 0


def test_a_cart_that_needs_less_at_the_checkout_leaves_the_rest_to_who_waits(variant):
    cart = fill_cart("PH-1", quantity=2)
    order = place(fill_cart("PH-1", quantity=1), key="other")
    assert promised(order) == {None: 1}

    stock.hold(cart=cart, quantities={"PH-1": 1}, until=cart.expires_at)

    assert promised(order) == {"main": 1}
    assert stock_books.violations() == []
