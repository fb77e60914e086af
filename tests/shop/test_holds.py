"""What a cart holds follows what is in it, and ends with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import books, carts, orders, stock
from shop.errors import CartNotOpen, OutOfStock
from shop.models import Cart, Reservation
from tests.factories import make_bundle, make_product, make_promotion, make_user, make_warehouse
from tests.shop.ordering import ADDRESS, CONTACT, fill_cart, make_courier, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def goods(db):
    make_courier()
    make_product(sku="PH-1", stock_count=5, is_presented=True)
    make_product(sku="PH-2", stock_count=5, is_presented=True)


def held():
    return dict(Reservation.objects.filter(state="held").values_list("variant__sku", "quantity"))


def test_a_removed_line_gives_its_goods_back_at_once():
    cart = fill_cart("PH-1", "PH-2", quantity=2)

    carts.remove(cart=cart, line_id=cart.lines.first().public_id)

    assert held() == {"PH-2": 2}
    assert books.violations() == []


def test_fewer_pieces_hold_fewer_pieces_until_the_same_instant():
    cart = fill_cart("PH-1", quantity=4)
    until = Reservation.objects.get(state="held").expires_at

    carts.set_quantity(cart=cart, line_id=cart.lines.get().public_id, quantity=1)

    assert held() == {"PH-1": 1}
    assert Reservation.objects.get(state="held").expires_at == until
    assert books.violations() == []


def gift(sku="CASE", stock_count=1):
    product = make_product(sku=sku, stock_count=stock_count, is_presented=True)
    make_promotion(kind="gift", gift=product.variants.get())
    return product


def test_a_gift_is_held_with_the_goods_and_the_next_cart_is_told_at_once():
    gift()

    first, second = fill_cart("PH-1", quantity=2), fill_cart("PH-1")

    assert Reservation.objects.get(variant__sku="CASE", state="held").cart == first
    assert [one.line.sku for one in carts.priced(first).gifts] == ["CASE"]
    assert carts.priced(second).gifts == []
    assert place(first).lines.filter(sku="CASE", gift_quantity=1).exists()
    assert not place(second, key="key-2").lines.filter(sku="CASE").exists()
    assert books.violations() == []


def test_fewer_goods_keep_the_gift_held_while_it_is_given():
    gift()
    cart = fill_cart("PH-1", quantity=2)

    carts.set_quantity(cart=cart, line_id=cart.lines.get().public_id, quantity=1)
    kept = held()
    carts.remove(cart=cart, line_id=cart.lines.get().public_id)

    assert (kept, held()) == ({"PH-1": 1, "CASE": 1}, {})
    assert books.violations() == []


def test_a_gift_that_goes_while_it_is_looked_at_stops_nobody(monkeypatch):
    case = gift()
    other = carts.open_cart(language="en")
    real, taken = stock.hold, []

    def somebody_is_faster(**asked):
        if "CASE" in asked["quantities"] and not taken:
            taken.append(True)
            real(cart=other, quantities={"CASE": 1}, until=asked["until"])
        real(**asked)

    monkeypatch.setattr(stock, "hold", somebody_is_faster)

    cart = fill_cart("PH-1")

    assert (taken, carts.priced(cart).gifts) == ([True], [])
    assert dict(cart.reservations.filter(state="held").values_list("variant__sku", "quantity")) == {"PH-1": 1}
    assert case.variants.get().levels.get().reserved == 1


def test_a_gift_that_no_parcel_can_bring_is_none_for_who_has_it_sent():
    case = gift(stock_count=0)
    counter = make_warehouse(code="counter", ships_parcels=False)
    stock.receive(quantities={"CASE": 5}, reference="for the counter", warehouse=counter)

    cart = fill_cart("PH-1")

    assert stock.available([case.variants.get().pk])[case.variants.get().pk] == 5
    assert carts.priced(cart).gifts == []
    assert place(cart).status == "confirmed"


def test_the_last_piece_that_a_bundle_needs_is_no_gift():
    make_product(sku="BAG", stock_count=5, is_presented=True)
    gift("CASE", stock_count=1)
    make_bundle(sku="SET", parts={"CASE": 1, "BAG": 1}, is_presented=True)

    cart = fill_cart("SET")

    assert (carts.priced(cart).gifts, held()) == ([], {"CASE": 1, "BAG": 1})
    assert place(cart).status == "confirmed"
    assert books.violations() == []


def test_a_cart_that_cannot_be_held_is_shown_as_it_stays():
    cart = carts.open_cart(language="en")
    carts.add(cart=cart, sku="PH-1", quantity=5)
    fill_cart("PH-1")

    with pytest.raises(OutOfStock):
        carts.fill(cart=cart, contact=CONTACT, delivery={"option": "courier", "address": ADDRESS})

    assert (cart.contact, cart.delivery) == (None, None)
    assert carts.priced(cart).delivery is None


def test_a_line_can_be_removed_after_its_hold_was_lost():
    cart = fill_cart("PH-1", "PH-2", quantity=5)
    Reservation.objects.filter(variant__sku="PH-1").update(expires_at=timezone.now() - timedelta(seconds=1))
    fill_cart("PH-1", quantity=5)

    carts.remove(cart=cart, line_id=cart.lines.get(variant__sku="PH-2").public_id)

    assert held() == {"PH-1": 5}
    assert books.violations() == []


def test_a_cart_that_has_become_an_order_holds_nothing_more():
    """Another tab shows the check of the order again just after it was placed."""
    cart = fill_cart("PH-1")
    place(cart)

    with pytest.raises(CartNotOpen):
        carts.hold(cart)

    assert held() == {}
    assert books.violations() == []


def test_ordering_takes_what_was_added_after_the_hold():
    cart = fill_cart("PH-1", quantity=2)
    carts.add(cart=cart, sku="PH-1", quantity=1)
    carts.add(cart=cart, sku="PH-2", quantity=4)

    place(cart)

    assert held() == {}
    allocated = Reservation.objects.filter(state="allocated").values_list("variant__sku", "quantity")
    assert dict(allocated) == {"PH-1": 3, "PH-2": 4}
    assert books.violations() == []


def test_a_shopper_is_not_stopped_by_his_own_hold():
    cart = fill_cart("PH-1", quantity=5)

    carts.hold(cart)
    carts.set_delivery(cart=cart, option="courier", address={"city": "Kazan", "line1": "2 Bauman St"})

    assert held() == {"PH-1": 5}
    with pytest.raises(OutOfStock):
        fill_cart("PH-1")


def test_a_hold_whose_time_is_over_stops_nobody():
    cart = fill_cart("PH-1", quantity=5)
    Reservation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    place(fill_cart("PH-1", quantity=5))

    assert stock.expire_holds() == 0
    with pytest.raises(OutOfStock):
        place(cart, key="key-2")
    assert books.violations() == []


def test_clearing_gives_everything_back():
    cart = fill_cart("PH-1", "PH-2", quantity=5)

    carts.clear(cart=cart)

    assert held() == {}
    assert books.violations() == []


def test_merging_gives_the_guests_hold_back():
    guest = fill_cart("PH-1", quantity=5)
    mine = carts.open_cart(customer=make_user(), language="en")

    carts.merge(guest=guest, into=mine)

    assert held() == {}
    assert list(mine.lines.values_list("variant__sku", "quantity")) == [("PH-1", 5)]
    assert books.violations() == []


def test_a_cart_that_was_ordered_meanwhile_is_not_merged():
    guest = fill_cart("PH-1")
    as_seen = Cart.objects.get(pk=guest.pk)
    order = place(guest)
    mine = carts.open_cart(customer=make_user(), language="en")

    carts.merge(guest=as_seen, into=mine)

    guest.refresh_from_db()
    assert guest.state == Cart.State.ORDERED
    assert guest.lines.count() == 1
    assert not mine.lines.exists()
    orders.cancel(order)
    assert books.violations() == []


def test_an_empty_cart_costs_nothing_even_with_a_way_of_delivery_chosen():
    from shop.models import DeliveryMethod

    DeliveryMethod.objects.update(price=29_000)
    cart = fill_cart("PH-1")

    carts.clear(cart=cart)

    assert carts.priced(cart).quote.total == 0
