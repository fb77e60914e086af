"""Stock is what its ledger says; decisions are made by the row, never by what was read before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop import books, carts, stock
from shop.errors import AlreadyRecorded, OutOfStock, StockBelowZero, UnknownSku
from shop.models import Reservation, StockLevel, StockMovement
from tests.factories import make_product
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def variant(db):
    make_courier()
    return make_product(sku="PH-1", stock_count=5, is_presented=True).variants.get()


def level():
    row = StockLevel.objects.get(variant__sku="PH-1")
    return row.on_hand, row.reserved


def free(variant, cart=None):
    return stock.available([variant.pk], cart=cart)[variant.pk]


def test_free_is_what_nobody_else_holds_now(variant):
    now = timezone.now()
    first, second, third = (carts.open_cart(language="en") for _ in range(3))
    stock.hold(cart=first, quantities={"PH-1": 2}, until=now + timedelta(minutes=1))
    stock.hold(cart=second, quantities={"PH-1": 1}, until=now - timedelta(seconds=1))

    assert [free(variant), free(variant, first), free(variant, second), free(variant, third)] == [3, 5, 3, 3]


def test_what_is_free_is_read_in_one_statement(variant):
    """On PostgreSQL each statement sees its own moment; a hold given back between two would be counted in neither."""
    with CaptureQueriesContext(connection) as seen:
        free(variant)

    assert len(seen) == 1


def test_a_delivery_is_booked_once_by_its_reference(variant):
    stock.receive(quantities={"PH-1": 7}, reference="note:1")

    with pytest.raises(AlreadyRecorded):
        stock.receive(quantities={"PH-1": 7}, reference="note:1")

    assert level() == (12, 0)
    assert StockMovement.objects.filter(reference="note:1").count() == 1


def test_a_delivery_with_an_unknown_sku_books_nothing(variant):
    with pytest.raises(UnknownSku):
        stock.receive(quantities={"PH-1": 7, "NO-SUCH": 1}, reference="note:1")

    assert level() == (5, 0)


def test_a_correction_never_takes_what_was_promised(variant):
    place(fill_cart("PH-1", quantity=3))

    with pytest.raises(StockBelowZero) as refusal:
        stock.correct(sku="PH-1", change=-3, reason="count")
    stock.correct(sku="PH-1", change=-2, reason="count")

    assert refusal.value.extra["available"] == 2
    assert level() == (3, 3)
    assert books.violations() == []


def test_a_correction_takes_what_only_a_forgotten_cart_holds(variant):
    cart = carts.open_cart(language="en")
    stock.hold(cart=cart, quantities={"PH-1": 5}, until=timezone.now() - timedelta(seconds=1))

    stock.correct(sku="PH-1", change=-5, reason="count")

    assert level() == (0, 0)
    assert books.violations() == []


def test_a_hold_is_all_or_nothing(variant):
    make_product(sku="PH-2", stock_count=1, is_presented=True)
    cart = carts.open_cart(language="en")
    until = timezone.now() + timedelta(minutes=1)
    stock.hold(cart=cart, quantities={"PH-1": 1}, until=until)

    with pytest.raises(OutOfStock) as refusal:
        stock.hold(cart=cart, quantities={"PH-1": 4, "PH-2": 2}, until=until)

    assert (refusal.value.sku, refusal.value.available) == ("PH-2", 1)
    assert list(Reservation.objects.filter(state="held").values_list("variant__sku", "quantity")) == [("PH-1", 1)]
    assert level() == (5, 1)


def test_an_order_of_which_one_line_is_gone_takes_nothing(variant):
    make_product(sku="PH-2", stock_count=1, is_presented=True)
    cart = fill_cart("PH-1", "PH-2")
    stock.release_hold(cart=cart)
    place(fill_cart("PH-2"), key="other")

    with pytest.raises(OutOfStock):
        place(cart)

    assert level() == (5, 0)
    assert not StockMovement.objects.filter(kind="allocated", variant=variant).exists()
    assert books.violations() == []


def test_giving_an_order_back_twice_gives_it_back_once(variant):
    order = place(fill_cart("PH-1", quantity=3))

    stock.release_order(order=order)
    stock.release_order(order=order)

    assert level() == (5, 0)
    assert StockMovement.objects.filter(order=order, kind="released").count() == 1


def test_shipping_twice_ships_once(variant):
    order = place(fill_cart("PH-1", quantity=3))

    stock.ship(order=order, reference="parcel:1")
    stock.ship(order=order, reference="parcel:1")
    stock.release_order(order=order)

    assert level() == (2, 0)
    assert free(variant) == 2


@pytest.mark.parametrize("values", [{"reserved": -1}, {"reserved": 6}, {"on_hand": -1}])
def test_the_database_itself_refuses_what_cannot_be(variant, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        StockLevel.objects.filter(variant=variant).update(**values)


def test_the_books_name_the_row_that_lies(variant):
    place(fill_cart("PH-1", quantity=3))
    StockLevel.objects.filter(variant=variant).update(on_hand=9, reserved=4)

    assert books.violations() == [
        "stock PH-1 (main): on hand 9, movements add up to 5",
        "stock PH-1 (main): reserved 4, promises add up to 3",
        "stock PH-1 (main): 6 to be promised, movements add up to 2",
    ]
