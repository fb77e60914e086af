"""From an empty cart to an order: the one line through the shop, by its use cases."""

import pytest

from shop import books, carts, catalog, checkout, listing, orders, pricing, stock
from shop.errors import CartNotOpen, OutOfStock, PriceChanged, VariantUnavailable
from shop.models import Cart, Change, DeliveryMethod, Order, Payment, PickupPoint, StockMovement
from tests.factories import make_product

pytestmark = pytest.mark.django_db

CONTACT = {"name": "Anna Petrova", "email": "anna@example.com", "phone": "+79175550123"}


@pytest.fixture
def pickup(db):
    DeliveryMethod.objects.create(code="pickup", kind="pickup", name_en="Pick-up", name_ru="Самовывоз")
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


def make_cart(sku, quantity=1):
    cart = carts.open_cart(language="en")
    carts.add(cart=cart, sku=sku, quantity=quantity)
    carts.set_contact(cart=cart, **CONTACT)
    carts.set_delivery(cart=cart, option="pickup", pickup_point="kazan-1")
    return cart


def order_of(cart, *, method="on_receipt", total=None, key="key-1", **more):
    total = carts.priced(cart).quote.total if total is None else total
    return checkout.place_order(cart=cart, method=method, expected_total=total, placed_by=key, **more)


def test_an_order_takes_its_goods_and_keeps_its_words(pickup):
    product = make_product(sku="PH-1", price=7_499_000, stock_count=3, is_presented=True)
    cart = make_cart("PH-1", 2)

    placed = order_of(cart)

    assert placed.order.status == Order.Status.CONFIRMED
    assert placed.order.total == 14_998_000
    assert placed.order.tax == 2_704_557  # 149 980 × 22 / 122, half up
    assert [(line.sku, line.quantity, line.line_total) for line in placed.order.lines.all()] == [
        ("PH-1", 2, 14_998_000)
    ]
    assert list(StockMovement.objects.filter(order=placed.order).values_list("kind", "quantity")) == [("allocated", -2)]
    assert stock.available([product.variants.get().pk]) == {product.variants.get().pk: 1}
    assert listing.detail(product.public_id, "en")["availability"] == {
        "status": "low_stock",
        "available": 1,
        "expected_on": None,
    }
    assert books.violations() == []


def test_repeating_the_request_gives_the_same_order(pickup):
    make_product(sku="PH-1", is_presented=True)
    cart = make_cart("PH-1")

    first = order_of(cart, key="same")
    second = order_of(cart, key="same", total=1)

    assert first.order == second.order
    assert second.is_new is False
    assert Payment.objects.count() == 1
    with pytest.raises(CartNotOpen):
        order_of(cart, key="another")


def test_a_price_that_changed_is_refused_and_changes_nothing(pickup):
    product = make_product(sku="PH-1", price=7_499_000, is_presented=True)
    cart = make_cart("PH-1")

    pricing.change_prices(changes=[(product.variants.get(), 7_599_000)])
    with pytest.raises(PriceChanged) as refusal:
        order_of(cart, total=7_499_000)

    assert refusal.value.extra["total"]["amount"] == 7_599_000
    assert [(line["old"]["amount"], line["new"]["amount"]) for line in refusal.value.extra["lines"]] == [
        (7_499_000, 7_599_000)
    ]
    assert not Order.objects.exists()
    assert carts.represent(cart, "en")["problems"][0]["code"] == "price_changed"


def test_the_last_piece_goes_to_one_of_two(pickup):
    make_product(sku="PH-1", stock_count=1, is_presented=True)
    first, second = carts.open_cart(language="en"), carts.open_cart(language="en")
    for cart in (first, second):
        carts.add(cart=cart, sku="PH-1")
        carts.set_contact(cart=cart, **CONTACT)

    carts.set_delivery(cart=first, option="pickup", pickup_point="kazan-1")
    with pytest.raises(OutOfStock):
        carts.set_delivery(cart=second, option="pickup", pickup_point="kazan-1")

    assert order_of(first).order.status == Order.Status.CONFIRMED
    assert books.violations() == []


def test_a_page_that_left_the_catalogue_leaves_the_cart_readable(pickup):
    product = make_product(sku="PH-1", is_presented=True)
    cart = make_cart("PH-1")

    for language in ("en", "ru"):
        catalog.withdraw(source=f"test:{product.pk}:{language}")

    assert [line["problem"]["code"] for line in carts.represent(cart, "en")["lines"]] == ["unavailable"]
    with pytest.raises(VariantUnavailable):
        order_of(cart)
    assert Cart.objects.get(pk=cart.pk).state == Cart.State.OPEN


def test_a_paid_order_is_confirmed_and_told_once(pickup):
    make_product(sku="PH-1", is_presented=True)

    placed = order_of(make_cart("PH-1"), method="sandbox", parameters={"outcome": "paid_twice"})

    assert placed.order.status == Order.Status.CONFIRMED
    assert placed.order.payments.get().captured == placed.order.total
    assert Change.objects.filter(object_id=placed.order.public_id, kind="paid").count() == 1
    assert books.violations() == []


def test_a_declined_payment_gives_the_goods_back(pickup):
    product = make_product(sku="PH-1", stock_count=1, is_presented=True)

    placed = order_of(make_cart("PH-1"), method="sandbox", parameters={"outcome": "declined"})

    assert placed.order.status == Order.Status.CANCELLED
    assert stock.available([product.variants.get().pk]) == {product.variants.get().pk: 1}
    assert books.violations() == []


def test_an_order_goes_through_its_life_and_the_shelf_follows(pickup):
    product = make_product(sku="PH-1", stock_count=2, is_presented=True)
    order = order_of(make_cart("PH-1")).order

    for status in (Order.Status.PACKED, Order.Status.READY, Order.Status.COMPLETED, Order.Status.RETURNED):
        orders.move(order, status)
        assert books.violations() == []

    level = product.variants.get().levels.get()
    assert (level.on_hand, level.reserved) == (2, 0)
    with pytest.raises(orders.IllegalTransition):
        orders.move(order, Order.Status.PACKED)
