"""A bundle has no stock of its own: it is sold from its parts, together with whoever buys them alone."""

import pytest

from shop import carts, stock
from shop.books import stock as stock_books
from shop.errors import BundleRefused, OutOfStock, UnknownSku
from shop.models import CatalogEntry, Reservation
from tests.factories import make_bundle, make_product, make_warehouse
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kit(db):
    """A camera with two batteries and a bag."""
    make_courier()
    for sku, count in (("CAMERA", 4), ("BATTERY", 7), ("BAG", 9)):
        make_product(sku=sku, stock_count=count, is_presented=True)
    return make_bundle(sku="KIT", parts={"CAMERA": 1, "BATTERY": 2, "BAG": 1}, is_presented=True)


def promised(state="allocated"):
    return dict(Reservation.objects.filter(state=state).values_list("variant__sku", "quantity"))


def shown(sku):
    entry = CatalogEntry.objects.get(product__variants__sku=sku, language="en")
    return entry.detail["variants"][0]["availability"]["available"]


def test_a_bundle_has_as_many_as_its_scarcest_part_allows(kit):
    assert stock.available([kit.pk]) == {kit.pk: 3}
    stock.correct(sku="CAMERA", change=-2, reason="broken")
    assert stock.available([kit.pk]) == {kit.pk: 2}
    stock.correct(sku="BAG", change=-9, reason="lost")
    assert stock.available([kit.pk]) == {kit.pk: 0}


def test_the_numbers_are_read_in_one_statement(kit, django_assert_num_queries):
    part = kit.parts.first().part
    with django_assert_num_queries(1):
        assert stock.available([kit.pk, part.pk]) == {kit.pk: 3, part.pk: 9}


def test_a_cart_holds_and_an_order_gets_the_parts(kit):
    cart = fill_cart("KIT", quantity=2)
    assert promised("held") == {"BAG": 2, "BATTERY": 4, "CAMERA": 2}

    order = place(cart)

    assert promised() == {"BAG": 2, "BATTERY": 4, "CAMERA": 2}
    taken = dict(order.movements.values_list("variant__sku", "quantity"))
    assert taken == {"BAG": -2, "BATTERY": -4, "CAMERA": -2}
    assert stock.available([kit.pk]) == {kit.pk: 1}
    assert stock_books.violations() == []


def test_two_lines_that_need_the_same_part_are_counted_together():
    """Three kits take six of seven batteries, which leaves one and not two."""
    cart = fill_cart("KIT", quantity=3)
    carts.add(cart=cart, sku="BATTERY", quantity=1)
    stock.hold(cart=cart, quantities={"KIT": 3, "BATTERY": 1}, until=cart.expires_at)
    assert promised("held")["BATTERY"] == 7

    with pytest.raises(OutOfStock):
        stock.hold(cart=cart, quantities={"KIT": 3, "BATTERY": 2}, until=cart.expires_at)

    assert promised("held")["BATTERY"] == 7


def test_a_bundle_that_cannot_be_had_is_refused_by_its_own_name(kit):
    with pytest.raises(OutOfStock) as refusal:
        stock.hold(cart=carts.open_cart(language="en"), quantities={"KIT": 4}, until=kit.product.released_at)

    assert (refusal.value.sku, refusal.value.available) == ("KIT", 3)


def test_a_sale_of_a_part_is_seen_at_the_bundle_and_the_other_way_round():
    assert (shown("KIT"), shown("BATTERY")) == (3, 7)

    place(fill_cart("BATTERY", quantity=4))
    assert (shown("KIT"), shown("BATTERY")) == (1, 3)

    place(fill_cart("KIT"), key="other")
    assert (shown("KIT"), shown("BATTERY")) == (0, 1)


def test_a_cart_that_needs_fewer_bundles_gives_parts_back():
    cart = fill_cart("KIT", quantity=3)

    carts.set_quantity(cart=cart, line_id=cart.lines.get().public_id, quantity=1)

    assert promised("held") == {"BAG": 1, "BATTERY": 2, "CAMERA": 1}
    assert stock_books.violations() == []


def test_an_order_keeps_its_parts_when_the_bundle_changes_afterwards(kit):
    order = place(fill_cart("KIT", quantity=2))
    stock.set_parts(bundle=kit, parts={"CAMERA": 1})

    stock.ship(order=order, reference="parcel:1")

    assert promised("shipped") == {"BAG": 2, "BATTERY": 4, "CAMERA": 2}


def test_parts_may_come_from_different_places(kit):
    north = make_warehouse(code="north", position=5)
    stock.receive(quantities={"CAMERA": 10}, reference="note:9", warehouse=north)

    assert stock.available([kit.pk]) == {kit.pk: 3}
    place(fill_cart("KIT", quantity=3))

    assert stock_books.violations() == []


def test_what_a_sku_consists_of_is_told(kit):
    assert stock.parts_of(["KIT", "BAG"]) == {"KIT": {"BAG": 1, "BATTERY": 2, "CAMERA": 1}, "BAG": {"BAG": 1}}
    assert stock.expand({"KIT": 2, "BAG": 3}) == {"BAG": 5, "BATTERY": 4, "CAMERA": 2}


def test_bundles_are_not_nested(kit):
    other = make_bundle(sku="SET", parts={"BAG": 1})

    for bundle, parts in ((kit, {"SET": 1}), (other, {"KIT": 1}), (kit, {"KIT": 1})):
        with pytest.raises(BundleRefused):
            stock.set_parts(bundle=bundle, parts=parts)


def test_a_bundle_is_made_of_known_goods_and_has_no_stock_of_its_own(kit):
    full = make_product(sku="FULL", stock_count=1).variants.get()
    camera = kit.parts.get(part__sku="CAMERA").part

    for bundle, parts, refusal in (
        (kit, {"NO-SUCH": 1}, UnknownSku),
        (camera, {"BAG": 1}, BundleRefused),
        (full, {"BAG": 1}, BundleRefused),
    ):
        with pytest.raises(refusal):
            stock.set_parts(bundle=bundle, parts=parts)


def test_what_an_order_needs_is_looked_up_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        goods = stock.goods({"KIT": 2, "BAG": 3})

    assert {sku: need.quantity for sku, need in goods.needs.items()} == {"BAG": 5, "BATTERY": 4, "CAMERA": 2}
    assert goods.parts == stock.parts_of(["KIT", "BAG"])


def test_goods_are_booked_for_the_parts_and_never_for_the_bundle():
    with pytest.raises(BundleRefused):
        stock.receive(quantities={"KIT": 1}, reference="note:1")
    with pytest.raises(BundleRefused):
        stock.correct(sku="KIT", change=1, reason="found")

    assert stock_books.violations() == []
