"""Returns: only what was handed over, once, in time, for exactly what was paid, and back on the shelf if it is good."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from shop import books, orders, photos, return_document, returnable, returns, shipments, stock
from shop.changes import log
from shop.models import Change, Order, Refund, Return, ReturnLine, Shipment, StockMovement
from tests.factories import make_product, make_user
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db
Status, State, Reason = Order.Status, Return.State, ReturnLine.Reason


@pytest.fixture
def goods():
    """Two products, and a courier for 390 ₽."""
    make_courier(price=39_000)
    return [
        make_product(sku="PH-1", price=9_999, stock_count=10, is_presented=True),
        make_product(sku="TV-1", price=50_000, stock_count=10, is_presented=True),
    ]


def delivered(*skus: str, quantity: int = 1, days_ago: int = 0, key: str = "key-1", **more) -> Order:
    """A paid order that has arrived so many days ago."""
    cart = fill_cart(*(skus or ("PH-1",)), quantity=quantity, customer=more.get("customer"))
    order = place(cart, method="sandbox", outcome="paid", key=key, **more)
    orders.move(order, Status.PACKED)
    orders.move(order, Status.SHIPPED)
    orders.move(order, Status.COMPLETED)
    at = timezone.now() - timedelta(days=days_ago)
    Shipment.objects.filter(order=order).update(shipped_at=at, delivered_at=at)
    return order


def line_of(order: Order, sku: str = "PH-1"):
    return order.lines.get(sku=sku)


def ask(order: Order, quantity: int = 1, reason: str = Reason.UNWANTED, *, sku: str = "PH-1", **more) -> Return:
    more.setdefault("reference", f"test:{Return.objects.count()}")
    return returns.request_return(order=order, lines={line_of(order, sku).pk: (quantity, reason)}, **more)


def kinds(order: Order) -> list[str]:
    return list(Change.objects.filter(topic=f"order:{order.public_id}").order_by("pk").values_list("kind", flat=True))


def test_a_return_goes_from_the_request_to_the_refund(goods, django_capture_on_commit_callbacks):
    order, staff = delivered("PH-1", "TV-1"), make_user()
    before = len(kinds(order))

    ret = ask(order, comment="too small")
    returns.approve(ret=ret, actor=staff)
    returns.receive(ret=ret, restock={line_of(order).pk: 1}, actor=staff)
    refund = returns.refund(ret=ret, actor=staff)

    assert ret.state == State.REFUNDED
    assert None not in (ret.decided_at, ret.received_at, ret.refunded_at)
    assert (refund.amount, refund.delivery_amount, refund.belongs_to) == (9_999, 0, ret)
    assert order.payments.get().refunded == 9_999
    assert kinds(order)[before:] == ["return_requested", "return_approved", "return_received", "refunded"]
    moved = StockMovement.objects.get(order=order, kind=StockMovement.Kind.RETURNED)
    assert (moved.variant.sku, moved.quantity, moved.on_hand_change) == ("PH-1", 1, 1)
    order.refresh_from_db()
    assert order.status == Status.COMPLETED
    assert books.violations() == []
