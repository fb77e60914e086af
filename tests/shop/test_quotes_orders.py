"""Orders keep the trace of their quote: it counts again to what was charged, and the books say when it does not."""

import pytest

from shop import books, carts
from shop.models import Order, OrderLine
from tests.factories import make_product, make_promotion, make_voucher
from tests.shop import ordering

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """Three pieces and a gift, two promotions and a voucher, by courier."""
    ordering.make_courier(price=39_000)
    make_product(sku="PH-1", price=333_333, stock_count=9, is_presented=True)
    gift = make_product(sku="CB-1", price=99_000, is_presented=True).variants.get()
    make_promotion(basis_points=3_333, name="Third")
    make_promotion(kind="gift", gift=gift)
    voucher = make_voucher(promotion=make_promotion(kind="free_delivery", amount=30_000, needs_voucher=True))
    cart = ordering.fill_cart("PH-1", quantity=3)
    carts.add_voucher(cart=cart, code=voucher.code)
    cart.refresh_from_db()
    return ordering.place(cart)


def test_an_order_counts_again_to_what_was_charged(order):
    assert (order.subtotal, order.discount, order.delivery_price) == (1_098_999, 432_300, 9_000)
    assert order.total == 675_699
    assert {step["rule"] for step in order.trace} >= {"percentage", "gift", "free_delivery", "tax_included"}
    assert books.violations() == []


def test_what_a_cart_holds_for_itself_does_not_stand_in_the_way_of_its_gift():
    ordering.make_courier()
    gift = make_product(sku="CB-1", price=99_000, stock_count=2, is_presented=True).variants.get()
    make_promotion(kind="gift", gift=gift)

    order = ordering.place(ordering.fill_cart("CB-1"))

    line = order.lines.get()
    assert (line.quantity, line.gift_quantity, line.discount, order.total) == (2, 1, 99_000, 99_000)
    assert books.violations() == []


def test_the_books_name_an_amount_that_its_trace_does_not_give(order):
    OrderLine.objects.filter(order=order, sku="PH-1").update(tax=1)

    found = [line for line in books.violations() if "trace" in line]

    assert found == [f"order {order.number}: PH-1:tax is stored as 1, its trace gives 120224"]


def test_the_books_name_a_trace_that_was_changed(order):
    trace = order.trace
    next(step for step in trace if step["rule"] == "percentage")["basis_points"] = 5_000
    Order.objects.filter(pk=order.pk).update(trace=trace)

    found = [line for line in books.violations() if "trace" in line]

    assert found[0].startswith(f"order {order.number}: ")
    assert any(f"total is stored as {order.total}," in line for line in found)
