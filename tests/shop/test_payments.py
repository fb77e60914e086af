"""Money and orders agree, whatever comes late, twice or out of order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import books, checkout, orders, payments, stock
from shop.errors import IllegalTransition, NotFound
from shop.models import Change, Order, OrderEvent, Payment
from tests.factories import make_product
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db

Status = Order.Status


@pytest.fixture
def phone(db):
    make_courier()
    return make_product(sku="PH-1", price=7_499_000, stock_count=2, is_presented=True)


def free(product):
    return stock.available([product.variants.get().pk])[product.variants.get().pk]


def let_time_to_pay_pass(order):
    Order.objects.filter(pk=order.pk).update(payment_due_at=timezone.now() - timedelta(seconds=1))
    Payment.objects.filter(order=order).update(created_at=timezone.now() - timedelta(hours=1))


def test_an_order_paid_while_the_time_to_pay_ran_out_stays_paid(phone, monkeypatch):
    """The sweeper has read the order as unpaid, and its money arrives before the sweeper writes."""
    order = place(fill_cart("PH-1"), method="sandbox", outcome="requires_action")
    let_time_to_pay_pass(order)
    move = orders.move

    def pay_first(due, *args, **kwargs):
        monkeypatch.setattr(orders, "move", move)
        payments.confirm(order.payments.get().public_id, approved=True)
        return move(due, *args, **kwargs)

    monkeypatch.setattr(orders, "move", pay_first)

    assert checkout.expire_unpaid() == 0
    order.refresh_from_db()
    assert (order.status, order.payments.get().status) == (Status.CONFIRMED, Payment.Status.PAID)
    assert free(phone) == 1


def test_a_buyer_who_looks_at_an_old_page_cannot_cancel_a_packed_order(phone):
    order = place(fill_cart("PH-1"))
    as_seen = Order.objects.get(pk=order.pk)
    orders.move(order, Status.PACKED)

    with pytest.raises(IllegalTransition):
        orders.cancel(as_seen)

    order.refresh_from_db()
    assert order.status == Status.PACKED


def test_a_decline_that_comes_after_the_order_was_cancelled_changes_only_the_payment(phone):
    order = place(fill_cart("PH-1"), method="sandbox", outcome="timeout")
    orders.cancel(order)

    payments.record(order.payments.get(), payments.Outcome(status=Payment.Status.DECLINED))

    order.refresh_from_db()
    assert (order.status, order.payments.get().status) == (Status.CANCELLED, Payment.Status.DECLINED)
    assert OrderEvent.objects.filter(order=order, status=Status.CANCELLED).count() == 1


@pytest.mark.parametrize("end", ["cancelled", "expired"])
def test_the_question_of_the_bank_ends_with_the_order(phone, end):
    order = place(fill_cart("PH-1"), method="sandbox", outcome="requires_action")
    payment = order.payments.get()
    if end == "cancelled":
        orders.cancel(order)
    else:
        let_time_to_pay_pass(order)
        assert checkout.expire_unpaid() == 1

    with pytest.raises(NotFound):
        payments.confirm(payment.public_id, approved=True)

    payment.refresh_from_db()
    assert (payment.status, payment.captured, payment.next_action) == (Payment.Status.CANCELLED, 0, None)
    assert free(phone) == 2
    assert books.violations() == []


def test_money_for_an_order_that_ran_out_of_time_brings_it_back_while_its_goods_are_there(phone):
    order = place(fill_cart("PH-1"), method="sandbox", outcome="timeout")
    let_time_to_pay_pass(order)
    checkout.expire_unpaid()

    payments.settle()
    payments.settle()

    order.refresh_from_db()
    assert (order.status, order.payments.get().status) == (Status.CONFIRMED, Payment.Status.PAID)
    assert free(phone) == 1
    assert books.violations() == []


@pytest.mark.parametrize("end", ["sold meanwhile", "cancelled by its buyer"])
def test_late_money_goes_back_once_if_the_order_cannot_live_again(phone, end):
    order = place(fill_cart("PH-1"), method="sandbox", outcome="timeout")
    if end == "cancelled by its buyer":
        orders.cancel(order)
    else:
        let_time_to_pay_pass(order)
        checkout.expire_unpaid()
        place(fill_cart("PH-1", quantity=2), key="key-2")
    Payment.objects.filter(order=order).update(created_at=timezone.now() - timedelta(hours=1))

    payments.settle()
    payments.settle()

    payment = order.payments.get()
    assert (payment.status, payment.captured, payment.refunded) == (Payment.Status.REFUNDED, 7_499_000, 7_499_000)
    order.refresh_from_db()
    assert order.status == Status.CANCELLED
    assert Change.objects.filter(object_id=order.public_id, kind="refunded").count() == 1
    assert books.violations() == []


def test_a_paid_order_that_is_cancelled_gives_the_money_back(phone):
    order = place(fill_cart("PH-1"), method="sandbox")
    orders.cancel(order)

    payments.settle()

    payment = order.payments.get()
    assert (payment.status, payment.refunded) == (Payment.Status.REFUNDED, 7_499_000)
    assert books.violations() == []


def test_a_word_that_comes_after_the_refund_brings_nothing_back(phone):
    order = place(fill_cart("PH-1"), method="sandbox")
    orders.cancel(order)
    payments.settle()
    payment = order.payments.get()

    payments.record(payment, payments.Outcome(status=Payment.Status.PAID, captured=payment.amount))

    payment.refresh_from_db()
    assert payment.status == Payment.Status.REFUNDED


@pytest.mark.parametrize("captured", [0, 7_498_999, 7_499_001])
def test_another_amount_than_the_total_pays_nothing(phone, captured):
    order = place(fill_cart("PH-1"), method="sandbox", outcome="timeout")

    payments.record(order.payments.get(), payments.Outcome(status=Payment.Status.PAID, captured=captured))

    order.refresh_from_db()
    assert (order.status, order.paid_at) == (Status.AWAITING_PAYMENT, None)
    assert order.payments.get().captured == 0


def test_one_way_of_payment_that_was_switched_off_does_not_stop_the_others(phone, settings):
    order = place(fill_cart("PH-1"), method="sandbox", outcome="timeout")
    let_time_to_pay_pass(order)
    settings.PAYMENT_PROVIDERS = ["on_receipt"]

    assert payments.settle() == 0
    assert order.payments.get().status == Payment.Status.PENDING


def test_late_money_of_a_living_order_confirms_it(phone):
    order = place(fill_cart("PH-1"), method="sandbox", outcome="timeout")
    Payment.objects.update(created_at=timezone.now() - timedelta(minutes=3))

    assert payments.settle() == 1

    order.refresh_from_db()
    assert (order.status, order.payment_due_at) == (Status.CONFIRMED, None)
    assert payments.settle() == 0
