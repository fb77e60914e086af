"""Orders after they were placed: which steps there are, what belongs to each, who sees what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import books, checkout, edits, order_document, orders, payments, refunds, shipments, stock
from shop.errors import IllegalTransition, OutOfStock
from shop.models import Change, Order, Payment, StockLevel
from tests import factories as make
from tests.shop.agreed import PICKUP, Bought, agree, line
from tests.shop.ordering import make_point

pytestmark = pytest.mark.django_db

Status = Order.Status


def waiting(**bought) -> Order:
    """An order that waits for its money until an instant that is over."""
    order = agree(Bought(sku="CUP", quantity=2, **bought))
    order.payments.update(status="requires_action", captured=0)
    Order.objects.filter(pk=order.pk).update(
        status=Status.AWAITING_PAYMENT, paid_at=None, payment_due_at=timezone.now() - timedelta(minutes=1)
    )
    order.refresh_from_db()
    return order


def money_comes(order: Order) -> None:
    payment = order.payments.get()
    payments.record(payment, payments.Outcome(status=Payment.Status.PAID, captured=payment.amount))
    order.refresh_from_db()


# Steps


@pytest.mark.parametrize("now", list(Status))
@pytest.mark.parametrize("to", list(Status))
def test_only_the_steps_of_the_table_are_taken(now, to):
    order = agree(Bought(sku="CUP"))
    if now in (Status.SHIPPED, Status.COMPLETED, Status.RETURNED):
        shipments.ship(order=order, reference="parcel-1")
    Order.objects.update(status=now)
    order.refresh_from_db()

    if to in orders.ALLOWED[now] and to not in orders.DERIVED:
        assert orders.move(order, to).status == to
    else:
        with pytest.raises(IllegalTransition):
            orders.move(order, to)
        order.refresh_from_db()
        assert order.status == now


def test_each_step_is_written_down_and_told_with_who_took_it():
    order = agree(Bought(sku="CUP"))

    orders.move(order, Status.PACKED, note="fragile")

    event = order.events.last()
    assert (event.kind, event.status, event.note, event.is_internal) == ("status_changed", "packed", "fragile", False)
    told = Change.objects.filter(type="order").order_by("pk").last()
    assert (told.kind, told.data["status"], told.data["number"]) == ("status_changed", "packed", order.number)


# Money


def test_an_order_is_paid_once_all_of_its_payments_are_here():
    order = agree(Bought(sku="CUP", quantity=2), payments=[("gift_card", 50_000), ("sandbox", None)])
    rest = order.payments.get(method="sandbox")
    order.payments.filter(pk=rest.pk).update(status="pending", captured=0)
    Order.objects.update(status=Status.AWAITING_PAYMENT, paid_at=None)

    orders.mark_paid(order)
    order.refresh_from_db()
    assert (order.status, order.paid_at, orders.due(order)) == (Status.AWAITING_PAYMENT, None, 150_000)

    payments.record(rest, payments.Outcome(status=Payment.Status.PAID, captured=150_000))
    order.refresh_from_db()
    assert (order.status, order.paid_at is not None, orders.due(order)) == (Status.CONFIRMED, True, 0)
    assert books.violations() == []


def test_cancelling_sends_the_money_back_after_the_commit(django_capture_on_commit_callbacks):
    order = agree(Bought(sku="CUP"), payments=[("gift_card", 30_000), ("sandbox", None)])

    with django_capture_on_commit_callbacks(execute=True):
        orders.cancel(order)

    assert [(row.payment.method, row.state) for row in order.refunds.get().transfers.all()] == [
        ("sandbox", "done"),
        ("gift_card", "done"),
    ]
    assert order.payments.get(method="gift_card").gift_card.balance == 30_000
    assert books.violations() == []


def test_what_a_crash_kept_from_being_sent_back_is_sent_by_the_clock():
    order = agree(Bought(sku="CUP"))
    orders.cancel(order)
    assert order.refunds.get().transfers.get().state == "pending"

    payments.settle()
    payments.settle()

    assert order.refunds.get().transfers.get().state == "done"
    assert order.payments.get().status == Payment.Status.REFUNDED


def test_on_receipt_the_money_comes_with_the_goods():
    order = agree(Bought(sku="CUP"), payments=[("on_receipt", None)], delivery=PICKUP)
    for status in (Status.PACKED, Status.READY, Status.COMPLETED):
        orders.move(order, status)

    payment = order.payments.get()
    assert (payment.status, payment.captured) == (Payment.Status.PAID, 100_000)
    assert order.paid_at is not None
    assert refunds.refundable(order).amount == 100_000


def test_what_came_after_all_is_not_paid_once_more_on_receipt():
    order = waiting()
    first = order.payments.get()
    order.payments.update(status="declined")
    payments.begin(order, 200_000, "on_receipt")

    payments.record(first, payments.Outcome(status=Payment.Status.PAID, captured=200_000))
    for status in (Status.PACKED, Status.SHIPPED, Status.COMPLETED):
        orders.move(order, status)

    assert list(order.payments.order_by("pk").values_list("status", "captured")) == [
        ("paid", 200_000),
        ("cancelled", 0),
    ]
    assert books.violations() == []


@pytest.mark.parametrize("promised", ["on_receipt", "authorised"])
def test_nobody_pays_for_goods_that_came_back_unpaid(promised, django_capture_on_commit_callbacks):
    order = agree(Bought(sku="CUP"))
    faults = {"faults": {"authorise_only": True}}
    order.payments.update(
        method="on_receipt" if promised == "on_receipt" else "sandbox",
        status=promised,
        authorised=0 if promised == "on_receipt" else 100_000,
        captured=0,
        parameters=faults,
    )
    Order.objects.update(paid_at=None)
    for status in (Status.PACKED, Status.SHIPPED):
        orders.move(order, status)

    with django_capture_on_commit_callbacks(execute=True):
        orders.move(order, Status.RETURNED)
    payments.settle()

    payment = order.payments.get()
    assert (payment.status, payment.captured) == ("cancelled", 0)
    assert books.violations() == []


# Orders that come back to life


def test_late_money_brings_an_expired_order_back():
    order = waiting()
    assert checkout.expire_unpaid() == 1
    assert StockLevel.objects.get().reserved == 0

    money_comes(order)

    assert (order.status, order.paid_at is not None) == (Status.CONFIRMED, True)
    assert StockLevel.objects.get().reserved == 2
    assert not order.refunds.exists()
    assert books.violations() == []


def test_an_order_that_comes_back_is_handed_out_from_the_same_shelf():
    order = waiting()
    shop = make.make_warehouse(code="shop", ships_parcels=False)
    make_point(warehouse=shop)
    Order.objects.filter(pk=order.pk).update(delivery=PICKUP | {"pickup_point": "kazan-1"})
    checkout.expire_unpaid()
    stock.receive(quantities={"CUP": 2}, reference="note-1", warehouse=shop)

    money_comes(order)

    assert order.status == Status.CONFIRMED
    assert list(order.reservations.filter(state="allocated").values_list("warehouse__code", "quantity")) == [
        ("shop", 2)
    ]
    assert books.violations() == []


def test_late_money_of_an_order_whose_goods_are_gone_goes_back():
    order = waiting()
    checkout.expire_unpaid()
    stock.correct(sku="CUP", change=-1, reason="broken")

    with pytest.raises((OutOfStock, IllegalTransition)):
        orders.revive(order)
    money_comes(order)
    payments.settle()

    assert order.status == Status.CANCELLED
    assert order.refunds.get().amount == 200_000
    assert order.payments.get().refunded == 200_000
    assert books.violations() == []


def test_what_a_person_has_cancelled_stays_cancelled():
    order = waiting()
    orders.cancel(order)

    money_comes(order)
    payments.settle()

    assert order.status == Status.CANCELLED
    assert order.payments.get().refunded == 200_000


def test_a_revived_order_can_be_cancelled_once_more():
    order = waiting()
    checkout.expire_unpaid()
    money_comes(order)

    orders.cancel(order)
    payments.settle()

    assert (order.status, StockLevel.objects.get().reserved) == (Status.CANCELLED, 0)
    assert order.payments.get().refunded == 200_000
    assert books.violations() == []


# How an order looks


def test_the_customer_is_told_of_parcels_refunds_and_what_is_due():
    order = agree(
        Bought(sku="CUP", quantity=2, discount=10_000),
        payments=[("gift_card", 100_000), ("on_receipt", None)],
        delivery_price=39_000,
    )
    shipments.ship(
        order=order,
        lines={line(order, "CUP").pk: 1},
        carrier="Post",
        tracking_number="RU1",
        tracking_url="https://post.example/RU1",
        reference="parcel-1",
    )
    refunds.refund(order=order, lines={line(order, "CUP").pk: 1}, reason="late", reference="refund-1")

    shown = orders.represent(order, "en")

    cup = shown["lines"][0]
    assert (cup["quantity"], cup["shipped"], cup["refunded"]) == (2, 1, 1)
    assert (cup["line_total"]["amount"], cup["discount"]["amount"], cup["discounted_total"]["amount"]) == (
        200_000,
        10_000,
        190_000,
    )
    assert [(one["name"], one["amount"]["amount"]) for one in shown["promotions"]] == [("Sale", 10_000)]
    assert [one["amount"]["amount"] for one in shown["gift_cards"]] == [100_000]
    assert (shown["total"]["amount"], shown["payable"]["amount"]) == (229_000, 129_000)
    assert (shown["due"]["amount"], shown["refunded"]["amount"]) == (129_000, 95_000)
    parcel = shown["shipments"][0]
    assert (parcel["carrier"], parcel["tracking_url"], parcel["delivered_at"]) == (
        "Post",
        "https://post.example/RU1",
        None,
    )
    assert parcel["lines"] == [{"sku": "CUP", "name": "CUP name", "quantity": 1}]
    assert shown["payment"]["method"] == "on_receipt"
    assert [entry["kind"] for entry in shown["timeline"]] == ["placed", "status_changed", "shipped", "refunded"]
    assert shown["status_label"] == "partly on the way"


def test_what_is_due_is_told_as_it_is_after_an_edit():
    order = agree(Bought(sku="CUP", quantity=3), spare=3)
    for number, pieces in enumerate([1, 4]):
        edits.edit(order=order, quantities={"CUP": pieces}, reason="", reference=f"edit-{number}")
        assert orders.represent(order, "en")["due"]["amount"] == orders.due(order) == 0


def test_what_came_twice_and_went_back_is_not_shown_as_paid():
    order = agree(Bought(sku="CUP"), spare=1)
    twice = Payment.objects.create(order=order, method="sandbox", amount=100_000, currency="RUB")
    payments.record(twice, payments.Outcome(status=Payment.Status.PAID, captured=100_000))
    payments.settle()
    Order.objects.filter(pk=order.pk).update(total=150_000, subtotal=150_000)
    order.refresh_from_db()

    assert orders.represent(order, "en")["due"]["amount"] == orders.due(order) == 50_000


def test_notes_of_staff_are_neither_shown_nor_told():
    order = agree(Bought(sku="CUP"))
    before = Change.objects.count()

    orders.note(order, text="Difficult customer", actor=None)

    assert "Difficult" not in str(orders.represent(order, "en"))
    assert Change.objects.count() == before


def test_a_list_of_orders_takes_the_same_number_of_queries_for_any_number(django_assert_num_queries):
    for number in range(3):
        order = agree(Bought(sku=f"CUP-{number}", quantity=2), payments=[("gift_card", 50_000), ("sandbox", None)])
        shipments.ship(order=order, lines={line(order, f"CUP-{number}").pk: 1}, reference=f"parcel-{number}")
        refunds.refund(order=order, lines={}, other_amount=100, reason="late", reference=f"refund-{number}")

    for count in (1, 3):
        with django_assert_num_queries(11):
            listed = Order.objects.prefetch_related(*order_document.WITH_ALL)[:count]
            assert len([orders.represent(order, "en") for order in listed]) == count
