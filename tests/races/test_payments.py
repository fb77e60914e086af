"""One cart, one order, one payment, whoever comes at the same time from wherever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import books, carts, checkout, orders, payments, refunds, stock
from shop.errors import Refusal
from shop.models import Cart, CartLine, Order, Payment, PaymentMessage, Reservation
from shop.payments import sandbox
from tests.factories import make_product, make_user
from tests.races.buyers import at_once
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def goods(transactional_db):
    make_courier()
    make_product(sku="PH-1", stock_count=20, is_presented=True)


def tried(action):
    """Run it; the code of its refusal if it is refused."""
    try:
        action()
    except Refusal as refusal:
        return refusal.code
    return "done"


def test_money_cancelling_and_expiry_at_once_leave_money_and_goods_in_agreement():
    placed = [
        place(fill_cart("PH-1"), method="sandbox", outcome="requires_action", key=f"key-{number}")
        for number in range(6)
    ]
    Order.objects.update(payment_due_at=timezone.now() - timedelta(seconds=1))
    pay = [
        lambda one=one: tried(lambda: payments.confirm(one.payments.get().public_id, approved=True)) for one in placed
    ]
    cancel = [lambda one=one: tried(lambda: orders.cancel(one)) for one in placed]

    results = at_once([*pay, *cancel, *[lambda: tried(checkout.expire_unpaid)] * 3])

    assert set(results) <= {"done", "not_found", "illegal_transition"}
    payments.settle()
    by_order = {
        Order.Status.CONFIRMED: {Payment.Status.PAID},
        Order.Status.CANCELLED: {Payment.Status.CANCELLED, Payment.Status.REFUNDED},
    }
    for order in Order.objects.all():
        assert order.payments.get().status in by_order[order.status]
    assert books.violations() == []


def test_one_payment_told_of_by_all_at_once_is_recorded_once():
    order = place(fill_cart("PH-1"), method="sandbox", outcome="timeout")
    payment = order.payments.get()
    Payment.objects.update(created_at=timezone.now() - timedelta(minutes=3))
    paid = payments.Outcome(status=Payment.Status.PAID, captured=payment.amount)
    declined = payments.Outcome(status=Payment.Status.DECLINED)

    results = at_once(
        [lambda: tried(payments.settle)] * 4
        + [lambda: tried(lambda: payments.record(payment, paid))] * 4
        + [lambda: tried(lambda: payments.record(payment, declined))] * 4
    )

    assert results == {"done": 12}
    payments.settle()
    payment.refresh_from_db()
    assert payment.captured == payment.amount
    assert books.violations() == []


def test_one_line_of_the_statement_booked_to_six_orders_at_once_pays_for_one():
    placed = [place(fill_cart("PH-1"), key=f"key-{number}") for number in range(6)]

    results = at_once([
        lambda one=one: tried(lambda: payments.money_arrived(one, one.total, "statement 7, line 3", None))
        for one in placed
    ])  # fmt: skip

    assert results == {"done": 1, "money_booked_elsewhere": 5}
    assert PaymentMessage.objects.get().payment.status == Payment.Status.PAID
    assert Payment.objects.filter(status=Payment.Status.PAID).count() == 1
    assert books.violations() == []


def test_a_customer_who_adds_from_all_devices_at_once_has_one_cart():
    customer = make_user()

    def add():
        cart = carts.open_cart(customer=customer, language="en")
        return tried(lambda: carts.add(cart=cart, sku="PH-1"))

    results = at_once([add] * 8)

    assert results == {"done": 8}
    assert Cart.objects.filter(customer=customer).count() == 1
    assert CartLine.objects.get().quantity == 8


def test_ordering_signing_in_and_changing_one_cart_at_once_end_as_if_one_after_the_other():
    guest = fill_cart("PH-1", quantity=2)
    mine = carts.open_cart(customer=make_user(), language="en")
    line = guest.lines.get().public_id

    results = at_once(
        [lambda n=n: tried(lambda: place(guest, key=f"key-{n}")) for n in range(3)]
        + [lambda: tried(lambda: carts.merge(guest=guest, into=mine))] * 3
        + [lambda: tried(lambda: carts.set_quantity(cart=guest, line_id=line, quantity=1))] * 2
        + [lambda: tried(lambda: carts.hold(guest))] * 2
    )

    assert not [result for result in results if "Error" in result]
    guest.refresh_from_db()
    in_orders = sum(line.quantity for order in Order.objects.all() for line in order.lines.all())
    in_carts = sum(mine.lines.values_list("quantity", flat=True))
    if guest.state == Cart.State.ORDERED:
        assert (Order.objects.count(), in_carts) == (1, 0)
        assert in_orders in (1, 2)
    else:
        assert (guest.state, in_orders) == (Cart.State.MERGED, 0)
        assert in_carts in (1, 2)
    assert not Reservation.objects.filter(state="held").exists()
    assert books.violations() == []


def test_leftover_holds_are_freed_once_by_all_who_come():
    for _ in range(4):
        fill_cart("PH-1", quantity=5)
    Reservation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    results = at_once(
        [lambda n=n: tried(lambda: place(fill_cart("PH-1", quantity=4), key=f"key-{n}")) for n in range(5)]
        + [lambda: tried(stock.expire_holds)] * 3
        + [lambda: tried(lambda: stock.correct(sku="PH-1", change=1, reason="found"))] * 2
    )

    assert results == {"done": 10}
    assert books.violations() == []


def test_a_delivery_note_booked_twice_at_once_counts_once():
    results = at_once([lambda: tried(lambda: stock.receive(quantities={"PH-1": 5}, reference="note:1"))] * 6)

    assert results == {"done": 1, "already_recorded": 5}
    assert books.violations() == []


def wait_for_the_bank(count=1):
    """Orders whose payment the sandbox has not answered about."""
    return [
        place(fill_cart("PH-1"), method="sandbox", outcome="timeout", key=f"key-{number}") for number in range(count)
    ]


def told(payment, kind, outcome):
    """What the sandbox sends about a payment, as the door for messages gets it."""
    body, headers = sandbox.sent(sandbox.told_of(payment, kind, outcome))
    return tried(lambda: payments.receive("sandbox", body, headers))


def test_one_event_that_comes_ten_times_at_once_has_one_effect():
    order = wait_for_the_bank()[0]
    payment = order.payments.get()
    paid = payments.Outcome(status=Payment.Status.PAID, captured=payment.amount)

    results = at_once([lambda: told(payment, "captured", paid)] * 10)

    assert results == {"done": 10}
    assert PaymentMessage.objects.count() == 1
    assert order.events.filter(status=Order.Status.CONFIRMED).count() == 1
    assert books.violations() == []


def test_message_return_and_clock_at_once_pay_each_order_once():
    placed = wait_for_the_bank(4)
    Payment.objects.update(created_at=timezone.now() - timedelta(minutes=3))
    actions = []
    for order in placed:
        payment = order.payments.get()
        paid = payments.Outcome(status=Payment.Status.PAID, captured=payment.amount)
        actions += [
            lambda payment=payment, paid=paid: told(payment, "captured", paid),
            lambda payment=payment: tried(lambda: payments.ask(payment)),
        ]

    results = at_once([*actions, *[lambda: tried(payments.settle)] * 3])

    assert results == {"done": 11}
    for order in placed:
        assert order.events.filter(status=Order.Status.CONFIRMED).count() == 1
        assert order.payments.get().status == Payment.Status.PAID
    assert books.violations() == []


def test_taking_and_cancelling_what_is_reserved_at_once_leave_money_and_goods_in_agreement():
    placed = wait_for_the_bank(4)
    for order in placed:
        payment = order.payments.get()
        payments.record(payment, payments.Outcome(status=Payment.Status.AUTHORISED, authorised=payment.amount))
    take = [lambda one=one: tried(lambda: payments.capture(one.payments.get())) for one in placed]
    cancel = [lambda one=one: tried(lambda: orders.cancel(one)) for one in placed]

    results = at_once([*take, *cancel])

    assert set(results) <= {"done", "payment_not_open", "illegal_transition"}
    payments.settle()
    payments.settle()
    for order in Order.objects.all():
        payment = order.payments.get()
        kept = payment.captured - payment.refunded
        assert kept == (0 if order.status == Order.Status.CANCELLED else payment.amount)
    assert books.violations() == []


def test_expiry_and_the_banks_message_at_once_leave_a_paid_order_or_none():
    placed = wait_for_the_bank(5)
    Order.objects.update(payment_due_at=timezone.now() - timedelta(seconds=1))
    actions = []
    for order in placed:
        payment = order.payments.get()
        paid = payments.Outcome(status=Payment.Status.PAID, captured=payment.amount)
        actions.append(lambda payment=payment, paid=paid: told(payment, "captured", paid))

    results = at_once([*actions, *[lambda: tried(checkout.expire_unpaid)] * 3])

    assert results == {"done": 8}
    payments.settle()
    for order in Order.objects.all():
        # Goods are there: an order whose money came too late lives again.
        assert (order.status, order.payments.get().status) == (Order.Status.CONFIRMED, Payment.Status.PAID)
    assert books.violations() == []


def test_one_transfer_that_all_carry_out_at_once_is_sent_once():
    order = place(fill_cart("PH-1"), method="sandbox", outcome="paid")
    refund = refunds.refund(
        order=order, lines={}, other_amount=500, restock=False, reason="late", reference="r1", actor=None
    )

    results = at_once([lambda: tried(lambda: payments.carry_out(refund))] * 4 + [lambda: tried(payments.settle)] * 4)

    assert results == {"done": 8}
    assert (refund.transfers.get().state, order.payments.get().refunded) == ("done", 500)
    assert books.violations() == []


def test_second_tries_from_two_windows_at_once_make_one_payment():
    order = wait_for_the_bank()[0]
    Payment.objects.update(status=Payment.Status.DECLINED)
    amount = order.payments.get().amount

    results = at_once([lambda: tried(lambda: payments.begin(order, amount, "sandbox"))] * 6)

    assert results == {"done": 1, "nothing_to_pay": 5}
    assert order.payments.count() == 2
