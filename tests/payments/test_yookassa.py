"""YooKassa, at a stand-in that speaks its HTTP API: one order, one charge, the right state, and books that hold."""

import itertools

import pytest
from django.db import transaction

from shop import books, checkout, orders, payments, refunds
from shop.models import Order, Payment, PaymentMessage, Refund, RefundTransfer
from tests.payments.conftest import PRICE

pytestmark = pytest.mark.django_db

Status, Paid = Order.Status, Payment.Status


def states(order):
    order.refresh_from_db()
    return order.status, order.payments.get().status


def known(bank, payment):
    """The payment as YooKassa has it."""
    payment.refresh_from_db()
    return bank.payments[payment.provider_reference]


def charges(bank, payment):
    mine = [one for one in bank.payments.values() if one["metadata"].get("payment") == payment.public_id]
    return sum(one["status"] == "succeeded" for one in mine)


def give_back(order, amount, *, reference):
    return refunds.refund(
        order=order, lines={}, other_amount=amount, restock=False, reason="late", reference=reference, actor=None
    )


@pytest.fixture
def paid(order_of, yookassa_bank, tell_yookassa):
    order = order_of("yookassa")
    about = known(yookassa_bank, order.payments.get())
    yookassa_bank.pay(about["id"])
    tell_yookassa("payment.succeeded", about)
    return order


def test_the_shopper_pays_on_their_page_and_the_order_is_paid_once(order_of, yookassa_bank, tell_yookassa):
    order = order_of("yookassa")
    payment = order.payments.get()
    about = known(yookassa_bank, payment)
    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)
    assert payment.next_action == {"type": "redirect", "url": about["confirmation"]["confirmation_url"]}
    assert about["amount"] == {"value": "74990.00", "currency": "RUB"}

    yookassa_bank.pay(about["id"])
    assert tell_yookassa("payment.succeeded", about) == 200

    assert states(order) == (Status.CONFIRMED, Paid.PAID)
    assert charges(yookassa_bank, payment) == 1
    assert books.violations() == []


def test_a_declined_payment_leaves_the_order_waiting_for_another_try(order_of, yookassa_bank, tell_yookassa, client):
    order = order_of("yookassa")
    first = order.payments.get()
    yookassa_bank.decline(first.provider_reference)
    tell_yookassa("payment.canceled", known(yookassa_bank, first))

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.DECLINED)
    first.refresh_from_db()
    assert first.problem == "insufficient_funds"

    client.post(f"/payments/yookassa/{first.public_id}/again/", {"method": "yookassa"})
    second = order.payments.last()
    yookassa_bank.pay(second.provider_reference)
    tell_yookassa("payment.succeeded", known(yookassa_bank, second))
    order.refresh_from_db()
    assert (order.status, [one.status for one in order.payments.all()]) == (Status.CONFIRMED, ["declined", "paid"])
    assert books.violations() == []


@pytest.mark.parametrize(
    "steps",
    [("message", "return"), ("return", "message"), ("message",) * 10, ("time",), ("return",), ("return", "time")],
    ids="-".join,
)
def test_however_the_news_comes_there_is_one_paid_order(order_of, yookassa_bank, tell_yookassa, client, later, steps):
    order = order_of("yookassa")
    payment = order.payments.get()
    about = known(yookassa_bank, payment)
    yookassa_bank.pay(about["id"])

    for step in steps:
        if step == "message":
            assert tell_yookassa("payment.succeeded", about) == 200
        elif step == "return":
            assert client.get(f"/payments/yookassa/return/{payment.public_id}/").status_code == 302
        else:
            later()
            payments.settle()

    assert states(order) == (Status.CONFIRMED, Paid.PAID)
    assert charges(yookassa_bank, payment) == 1
    assert order.events.filter(status=Status.CONFIRMED).count() == 1
    assert books.violations() == []


@pytest.mark.parametrize("event", ["payment.succeeded", "payment.waiting_for_capture", "refund.succeeded"])
def test_what_a_notification_says_is_not_believed(order_of, yookassa_bank, tell_yookassa, event):
    order = order_of("yookassa")
    forged = {**known(yookassa_bank, order.payments.get()), "status": "succeeded", "paid": True}

    tell_yookassa(event, forged)

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)


def test_a_notification_from_elsewhere_or_about_nothing_of_ours_is_refused(
    order_of, yookassa_bank, tell_yookassa, deliver, settings
):
    order = order_of("yookassa")
    about = known(yookassa_bank, order.payments.get())
    yookassa_bank.pay(about["id"])
    assert tell_yookassa("payment.succeeded", {"id": "no-such-payment"}) == 400
    assert deliver("yookassa", b"{}") == 400
    assert deliver("yookassa", b"\xff\xfe") == 400

    settings.YOOKASSA_NETWORKS = []
    assert tell_yookassa("payment.succeeded", about) == 400

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)
    assert not PaymentMessage.objects.exists()


@pytest.mark.parametrize(
    ("address", "is_theirs"),
    [
        ("185.71.76.31", True),
        ("185.71.76.32", False),
        ("77.75.156.11", True),
        ("2a02:5180:0:1509::7", True),
        ("", False),
    ],
)
def test_the_published_networks_hold_where_no_others_are_set(settings, address, is_theirs):
    from shop.payments import yookassa

    settings.YOOKASSA_NETWORKS = []

    assert yookassa.is_theirs(address) is is_theirs


@pytest.mark.parametrize(
    ("case", "changed", "problem"),
    [
        ("less", {"amount": {"value": "1.00", "currency": "RUB"}}, f"100 of {PRICE} minor units arrived"),
        ("other money", {"amount": {"value": "74990.00", "currency": "USD"}}, "USD instead of RUB"),
        ("real money", {"test": False}, "payment.succeeded of real money"),
        ("other shop", {"recipient": {"account_id": "999", "gateway_id": "1"}}, "payment.succeeded of another account"),
    ],
)
def test_another_amount_currency_or_shop_is_never_paid(order_of, yookassa_bank, tell_yookassa, case, changed, problem):
    order = order_of("yookassa")
    payment = order.payments.get()
    about = known(yookassa_bank, payment)
    yookassa_bank.pay(about["id"])
    about |= changed

    assert tell_yookassa("payment.succeeded", about) == 200

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)
    payment.refresh_from_db()
    assert (payment.captured, payment.problem) == (0, problem)
    assert PaymentMessage.objects.get().state == PaymentMessage.State.REFUSED
    assert books.violations() == []


@pytest.mark.parametrize("fault", [{"before": 500}, {"after": 500}, {"garbled": True}, {"before": 202}], ids=str)
def test_a_call_that_fails_or_whose_answer_is_lost_makes_one_charge(order_of, yookassa_bank, later, fault):
    yookassa_bank.faults.append(fault)
    order = order_of("yookassa")
    payment = order.payments.get()
    assert (payment.status, payment.provider_reference) == (Paid.PENDING, "")

    later()
    payments.settle()
    yookassa_bank.pay(known(yookassa_bank, payment)["id"])
    later()
    payments.settle()

    assert states(order) == (Status.CONFIRMED, Paid.PAID)
    mine = [one for one in yookassa_bank.payments.values() if one["metadata"]["payment"] == payment.public_id]
    assert len(mine) == 1
    assert books.violations() == []


def test_while_it_is_away_a_notification_is_asked_for_again(order_of, yookassa_bank, tell_yookassa):
    order = order_of("yookassa")
    about = known(yookassa_bank, order.payments.get())
    yookassa_bank.pay(about["id"])
    yookassa_bank.faults.append({"before": 500})

    assert tell_yookassa("payment.succeeded", about) == 503
    assert tell_yookassa("payment.succeeded", about) == 200

    assert states(order) == (Status.CONFIRMED, Paid.PAID)


def test_a_provider_that_is_away_leaves_an_order_that_expires(order_of, yookassa_bank, settings, later):
    settings.YOOKASSA_API_BASE = "http://127.0.0.1:9/v3"

    order = order_of("yookassa")

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.PENDING)
    later(is_expired=True)
    payments.settle()
    assert checkout.expire_unpaid() == 1
    assert books.violations() == []


def test_parts_go_back_once_each(paid, yookassa_bank, tell_yookassa):
    payment = paid.payments.get()
    for number in (1, 2):
        refund = give_back(paid, 100_000, reference=f"r{number}")
        payments.carry_out(refund)
        payments.carry_out(refund)
        tell_yookassa("refund.succeeded", {"id": RefundTransfer.objects.last().provider_reference})

    payment.refresh_from_db()
    assert (payment.status, payment.refunded) == (Paid.PAID, 200_000)
    assert known(yookassa_bank, payment)["refunded_amount"]["value"] == "2000.00"
    assert Refund.objects.count() == 2
    assert books.violations() == []


@pytest.mark.parametrize("end", ["succeeded", "canceled"])
def test_a_refund_that_takes_its_time_is_asked_about(paid, yookassa_bank, end):
    yookassa_bank.refunds_become = "pending"
    refund = give_back(paid, PRICE, reference="r1")
    payments.carry_out(refund)
    transfer = refund.transfers.get()
    assert (transfer.state, bool(transfer.provider_reference)) == ("pending", True)

    yookassa_bank.finish_refund(transfer.provider_reference, end)
    payments.settle()

    transfer.refresh_from_db()
    payment = paid.payments.get()
    expected = ("done", "refunded", PRICE) if end == "succeeded" else ("failed", "paid", 0)
    assert (transfer.state, payment.status, payment.refunded) == expected
    assert books.violations() == []


def test_a_refund_that_failed_can_be_tried_again(paid, yookassa_bank):
    yookassa_bank.refunds_become = "canceled"
    refund = give_back(paid, 100_000, reference="r1")
    payments.carry_out(refund)
    transfer = refund.transfers.get()
    assert transfer.state == "failed"
    yookassa_bank.refunds_become = "succeeded"

    payments.try_again(transfer)
    payments.carry_out(refund)

    transfer.refresh_from_db()
    assert (transfer.state, paid.payments.get().refunded) == ("done", 100_000)
    assert books.violations() == []


def test_what_is_returned_at_yookassa_itself_is_written_down(paid, yookassa_bank, tell_yookassa):
    payment = paid.payments.get()
    asked = {"payment_id": payment.provider_reference, "amount": {"value": "500.00", "currency": "RUB"}}
    outside = yookassa_bank.create_refund(asked)

    for _ in range(3):
        assert tell_yookassa("refund.succeeded", outside) == 200

    payment.refresh_from_db()
    assert (payment.status, payment.refunded, Refund.objects.get().amount) == (Paid.PAID, 50_000, 50_000)
    assert books.violations() == []


class TestReservedMoney:
    @pytest.fixture(autouse=True)
    def two_steps(self, settings):
        settings.SHOP = settings.SHOP | {"CAPTURE_AT_ONCE": False}

    @pytest.fixture
    def reserved(self, order_of, yookassa_bank, tell_yookassa):
        order = order_of("yookassa")
        about = known(yookassa_bank, order.payments.get())
        yookassa_bank.pay(about["id"])
        tell_yookassa("payment.waiting_for_capture", about)
        return order

    def test_it_is_taken_when_the_goods_leave(self, reserved, yookassa_bank):
        assert states(reserved) == (Status.CONFIRMED, Paid.AUTHORISED)
        orders.move(reserved, Status.PACKED)
        orders.move(reserved, Status.SHIPPED)

        payments.settle()

        assert states(reserved) == (Status.SHIPPED, Paid.PAID)
        assert charges(yookassa_bank, reserved.payments.get()) == 1
        assert books.violations() == []

    def test_a_part_of_it_can_be_taken(self, reserved):
        payment = payments.capture(reserved.payments.get(), 1_000_000)

        assert (payment.status, payment.amount, payment.captured) == (Paid.PAID, 1_000_000, 1_000_000)

    def test_a_cancelled_order_sets_it_free(self, reserved, yookassa_bank):
        orders.cancel(reserved)
        payments.settle()

        assert states(reserved) == (Status.CANCELLED, Paid.CANCELLED)
        assert known(yookassa_bank, reserved.payments.get())["status"] == "canceled"
        assert books.violations() == []


EVENTS = ("payment.waiting_for_capture", "payment.succeeded", "refund.succeeded", "payment.canceled")


def test_every_order_of_the_same_news_ends_the_same(paid, yookassa_bank, tell_yookassa):
    payment = paid.payments.get()
    asked = {"payment_id": payment.provider_reference, "amount": {"value": "74990.00", "currency": "RUB"}}
    refund, about = yookassa_bank.create_refund(asked), known(yookassa_bank, payment)
    # As if we had not heard of any of it.
    PaymentMessage.objects.all().delete()
    Payment.objects.update(status=Paid.REQUIRES_ACTION, captured=0)
    Order.objects.update(status=Status.AWAITING_PAYMENT, paid_at=None)

    for events in itertools.permutations(EVENTS):
        savepoint = transaction.savepoint()
        for event in events:
            assert tell_yookassa(event, refund if event.startswith("refund") else about) == 200, events
        payment.refresh_from_db()
        ended = (payment.status, payment.captured, payment.refunded, states(paid)[0])
        assert ended == (Paid.REFUNDED, PRICE, PRICE, Status.CONFIRMED), events
        transaction.savepoint_rollback(savepoint)
