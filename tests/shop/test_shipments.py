"""Parcels: what leaves is counted by the piece, and the status of an order follows from it."""

import pytest

from shop import books, orders, refunds, shipments, stock
from shop.errors import IllegalTransition, NothingToShip, NotOnShelf, TooManyPieces
from shop.models import Order, Payment, Shipment, StockLevel, StockMovement
from tests.shop.agreed import PICKUP, Bought, agree, line

pytestmark = pytest.mark.django_db

Status = Order.Status


def shelf(sku: str) -> tuple[int, int]:
    level = StockLevel.objects.get(variant__sku=sku)
    return level.on_hand, level.reserved


@pytest.fixture
def order():
    """Two laptops and three mice, paid."""
    return agree(Bought(sku="LAPTOP", quantity=2), Bought(sku="MOUSE", quantity=3))


def test_two_parcels_make_an_order_partly_shipped_and_then_shipped(order):
    laptop, mouse = line(order, "LAPTOP"), line(order, "MOUSE")

    first = shipments.ship(
        order=order,
        lines={laptop.pk: 1, mouse.pk: 3},
        carrier="Post",
        tracking_number="RU1",
        tracking_url="https://post.example/RU1",
        reference="parcel-1",
    )

    assert order.status == Status.PARTLY_SHIPPED
    assert shipments.progress(order) == {laptop.pk: (1, 0, 0), mouse.pk: (3, 0, 0)}
    assert shipments.left(order) == {laptop.pk: 1, mouse.pk: 0}
    assert (shelf("LAPTOP"), shelf("MOUSE")) == ((1, 1), (0, 0))
    assert [(row.kind, row.status) for row in order.events.all()] == [
        ("placed", "confirmed"),
        ("status_changed", "packed"),
        ("shipped", "partly_shipped"),
    ]
    assert order.events.last().data == {
        "shipment": first.public_id,
        "carrier": "Post",
        "tracking_number": "RU1",
        "tracking_url": "https://post.example/RU1",
    }

    second = shipments.ship(order=order, reference="parcel-2")

    assert order.status == Status.SHIPPED
    assert [(row.order_line_id, row.quantity) for row in second.lines.all()] == [(laptop.pk, 1)]

    shipments.deliver(first)
    order.refresh_from_db()
    assert order.status == Status.SHIPPED
    shipments.deliver(second)
    order.refresh_from_db()
    assert order.status == Status.COMPLETED
    assert shipments.progress(order) == {laptop.pk: (2, 2, 0), mouse.pk: (3, 3, 0)}
    assert books.violations() == []


def test_the_same_request_ships_nothing_twice(order):
    laptop = line(order, "LAPTOP")

    first = shipments.ship(order=order, lines={laptop.pk: 1}, reference="parcel-1")
    again = shipments.ship(order=order, lines={laptop.pk: 1}, reference="parcel-1")

    assert again == first
    assert shipments.left(order)[laptop.pk] == 1
    assert StockMovement.objects.filter(kind="shipped").count() == 1


@pytest.mark.parametrize("pieces", [3, -1, 10**6])
def test_more_pieces_than_are_left_are_refused(order, pieces):
    with pytest.raises(TooManyPieces) as refusal:
        shipments.ship(order=order, lines={line(order, "LAPTOP").pk: pieces}, reference="parcel-1")

    order.refresh_from_db()
    assert refusal.value.extra == {"possible": 2}
    assert (order.status, Shipment.objects.count(), shelf("LAPTOP")) == (Status.CONFIRMED, 0, (2, 2))


def test_a_line_of_another_order_is_refused(order):
    other = agree(Bought(sku="PHONE"))

    with pytest.raises(TooManyPieces):
        shipments.ship(order=order, lines={line(other, "PHONE").pk: 1}, reference="parcel-1")


@pytest.mark.parametrize("lines", [{}, None])
def test_an_empty_parcel_is_refused(order, lines):
    if lines is None:
        shipments.ship(order=order, reference="all")
        Order.objects.update(status=Status.PARTLY_SHIPPED)

    with pytest.raises(NothingToShip):
        shipments.ship(order=order, lines=lines, reference="parcel-2")


@pytest.mark.parametrize(
    "status", [Status.AWAITING_PAYMENT, Status.SHIPPED, Status.COMPLETED, Status.CANCELLED, Status.RETURNED]
)
def test_an_order_that_is_not_on_its_way_out_has_no_parcels(order, status):
    Order.objects.update(status=status)

    with pytest.raises(IllegalTransition):
        shipments.ship(order=order, reference="parcel-1")


def test_a_bundle_leaves_by_its_parts():
    order = agree(Bought(sku="SET", quantity=2, parts={"CAMERA": 1, "LENS": 2}), Bought(sku="LENS", quantity=1))
    bundle = line(order, "SET")

    shipments.ship(order=order, lines={bundle.pk: 1}, reference="parcel-1")

    assert order.status == Status.PARTLY_SHIPPED
    assert (shelf("CAMERA"), shelf("LENS")) == ((1, 1), (3, 3))
    shipments.ship(order=order, reference="parcel-2")
    assert (shelf("CAMERA"), shelf("LENS")) == ((0, 0), (0, 0))
    assert books.violations() == []


def test_what_is_still_to_be_delivered_to_us_cannot_leave(order):
    # Promised, but not out of what lies on the shelf.
    stock.release_order(order=order, quantities={"LAPTOP": 1}, reference="lost")

    with pytest.raises(NotOnShelf):
        shipments.ship(order=order, reference="parcel-1")

    order.refresh_from_db()
    assert (order.status, Shipment.objects.count()) == (Status.CONFIRMED, 0)


def test_the_step_handed_to_the_courier_ships_all_that_is_left(order):
    shipments.ship(order=order, lines={line(order, "MOUSE").pk: 1}, reference="parcel-1")

    orders.move(order, Status.SHIPPED)

    assert order.status == Status.SHIPPED
    assert sum(shipments.left(order).values()) == 0
    assert order.shipments.count() == 2


def test_an_order_at_the_counter_is_completed_when_all_of_it_was_handed_over():
    order = agree(Bought(sku="PHONE", quantity=2), payments=[("on_receipt", None)], delivery=PICKUP)
    orders.move(order, Status.PACKED)
    orders.move(order, Status.READY)

    shipments.ship(order=order, lines={line(order, "PHONE").pk: 1}, reference="parcel-1")
    assert (order.status, order.shipments.get().delivered_at is not None) == (Status.PARTLY_SHIPPED, True)

    orders.move(order, Status.COMPLETED)

    payment = order.payments.get()
    assert (order.status, order.shipments.count()) == (Status.COMPLETED, 2)
    assert shipments.progress(order)[line(order, "PHONE").pk] == (2, 2, 0)
    assert (payment.status, payment.captured, order.paid_at is not None) == (Payment.Status.PAID, 200_000, True)
    assert books.violations() == []


def test_nobody_types_that_an_order_is_partly_shipped(order):
    orders.move(order, Status.PACKED)

    with pytest.raises(IllegalTransition):
        orders.move(order, Status.PARTLY_SHIPPED)


def test_a_parcel_arrives_once(order):
    shipment = shipments.ship(order=order, reference="parcel-1")

    shipments.deliver(shipment)
    when = shipment.delivered_at
    shipments.deliver(shipment)

    assert shipment.delivered_at == when
    assert order.events.filter(kind="delivered").count() == 1


def test_what_was_returned_by_staff_is_back_on_the_shelf_once(order):
    orders.move(order, Status.PACKED)
    orders.move(order, Status.SHIPPED)
    # One mouse has come back before, with its money.
    refunds.refund(order=order, lines={line(order, "MOUSE").pk: 1}, restock=True, reason="spare", reference="refund-1")

    orders.move(order, Status.RETURNED)

    assert (shelf("LAPTOP"), shelf("MOUSE")) == ((2, 0), (3, 0))
    assert books.violations() == []
