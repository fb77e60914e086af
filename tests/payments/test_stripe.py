"""Stripe, at a stand-in that is a process of its own: one order, one charge, the right state, and books that hold."""

import time

import pytest
import requests

from shop import books, checkout, orders, payments, refunds
from shop.models import Order, Payment, PaymentMessage, Refund, RefundTransfer
from tests.payments.conftest import PRICE, SECRET, stripe_event, stripe_signature

pytestmark = pytest.mark.django_db

Status, Paid = Order.Status, Payment.Status


def states(order):
    order.refresh_from_db()
    return order.status, order.payments.get().status


def give_back(order, amount, *, reference):
    return refunds.refund(
        order=order, lines={}, other_amount=amount, restock=False, reason="late", reference=reference, actor=None
    )


def test_a_card_that_is_accepted_pays_the_order_once(order_of, stripe_bank, tell_stripe):
    order = order_of("stripe")
    payment = order.payments.get()
    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)
    assert payment.next_action["client_secret"].startswith(payment.provider_reference)

    stripe_bank.pay(payment)
    assert tell_stripe("payment_intent.succeeded", stripe_bank.intent(payment)) == 200

    assert states(order) == (Status.CONFIRMED, Paid.PAID)
    payment.refresh_from_db()
    assert (payment.captured, payment.next_action) == (PRICE, None)
    assert stripe_bank.charges(payment) == 1
    assert books.violations() == []


def test_a_declined_card_leaves_the_order_waiting_for_another_try(order_of, stripe_bank, tell_stripe):
    order = order_of("stripe")
    payment = order.payments.get()

    stripe_bank.pay(payment, card="pm_card_chargeCustomerFail")
    tell_stripe("payment_intent.payment_failed", stripe_bank.intent(payment))

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.DECLINED)
    payment.refresh_from_db()
    assert payment.next_action["url"] == f"/payments/stripe/{payment.public_id}/again/"
    assert (payment.problem, payment.captured, stripe_bank.charges(payment)) == ("card_declined", 0, 0)
    assert books.violations() == []


def test_after_a_decline_another_way_of_payment_pays_the_same_order(order_of, stripe_bank, tell_stripe, client):
    order = order_of("stripe")
    first = order.payments.get()
    stripe_bank.pay(first, card="pm_card_chargeCustomerFail")
    tell_stripe("payment_intent.payment_failed", stripe_bank.intent(first))

    answer = client.post(f"/payments/stripe/{first.public_id}/again/", {"method": "sandbox"})

    assert answer.status_code == 302
    order.refresh_from_db()
    assert (order.status, [one.status for one in order.payments.all()]) == (Status.CONFIRMED, ["declined", "paid"])
    payments.settle()
    assert stripe_bank.intent(first)["status"] == "canceled"
    assert books.violations() == []


@pytest.mark.parametrize("approved", [True, False])
def test_a_bank_that_asks_its_customer_decides(order_of, stripe_bank, tell_stripe, approved):
    order = order_of("stripe")
    payment = order.payments.get()
    stripe_bank.pay(payment, card=stripe_bank.strong_card())
    tell_stripe("payment_intent.requires_action", stripe_bank.intent(payment))
    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)

    stripe_bank.authenticate(payment, success=approved)
    kind = "payment_intent.succeeded" if approved else "payment_intent.payment_failed"
    tell_stripe(kind, stripe_bank.intent(payment))

    expected = (Status.CONFIRMED, Paid.PAID) if approved else (Status.AWAITING_PAYMENT, Paid.DECLINED)
    assert states(order) == expected
    assert stripe_bank.charges(payment) == int(approved)
    assert books.violations() == []


@pytest.mark.parametrize(
    "way", ["message first", "message twice", "message never", "return first", "return never", "return twice"]
)
def test_however_the_news_comes_there_is_one_paid_order(order_of, stripe_bank, tell_stripe, client, later, way):
    order = order_of("stripe")
    payment = order.payments.get()
    stripe_bank.pay(payment)
    intent = stripe_bank.intent(payment)
    back = f"/payments/stripe/return/{payment.public_id}/"
    steps = {
        "message first": ["message", "return"],
        "message twice": ["message", "message"],
        "message never": ["time"],
        "return first": ["return", "message"],
        "return never": ["message"],
        "return twice": ["return", "return", "message"],
    }
    for step in steps[way]:
        if step == "message":
            assert tell_stripe("payment_intent.succeeded", intent) == 200
        elif step == "return":
            assert client.get(back).status_code == 302
        else:
            later()
            payments.settle()

    assert states(order) == (Status.CONFIRMED, Paid.PAID)
    assert stripe_bank.charges(payment) == 1
    assert order.events.filter(status=Status.CONFIRMED).count() == 1
    assert books.violations() == []


def test_coming_back_without_having_paid_pays_nothing(order_of, stripe_bank, client):
    order = order_of("stripe")

    client.get(f"/payments/stripe/return/{order.payments.get().public_id}/?redirect_status=succeeded")

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)


def wrong(intent, **other):
    return {**intent, "status": "succeeded", "amount_received": intent["amount"], **other}


@pytest.mark.parametrize(
    ("case", "changed", "problem"),
    [
        ("less", {"amount_received": 100}, f"100 of {PRICE} minor units arrived"),
        ("more", {"amount_received": PRICE + 1}, f"{PRICE + 1} of {PRICE} minor units arrived"),
        ("other money", {"currency": "usd"}, "USD instead of RUB"),
    ],
)
def test_another_amount_or_currency_is_never_paid(order_of, stripe_bank, tell_stripe, caplog, case, changed, problem):
    order = order_of("stripe")
    payment = order.payments.get()

    assert tell_stripe("payment_intent.succeeded", wrong(stripe_bank.intent(payment), **changed)) == 200

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)
    message = PaymentMessage.objects.get()
    assert (message.state, message.problem) == (PaymentMessage.State.REFUSED, problem)
    payment.refresh_from_db()
    assert (payment.problem, payment.captured) == (problem, 0)
    assert problem in caplog.text
    assert books.violations() == []


@pytest.mark.parametrize(
    ("case", "envelope"), [("real money", {"livemode": True}), ("another account", {"account": "acct_other"})]
)
def test_another_account_or_mode_is_never_paid(order_of, stripe_bank, tell_stripe, case, envelope):
    order = order_of("stripe")

    assert tell_stripe("payment_intent.succeeded", wrong(stripe_bank.intent(order.payments.get())), **envelope) == 200

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)
    assert PaymentMessage.objects.get().state == PaymentMessage.State.REFUSED


def test_the_money_of_one_order_does_not_pay_another(order_of, stripe_bank, tell_stripe):
    paid, unpaid = order_of("stripe"), order_of("stripe")
    stripe_bank.pay(paid.payments.get())
    intent = stripe_bank.intent(paid.payments.get())
    tell_stripe("payment_intent.succeeded", intent)

    foreign = {**intent, "metadata": {"payment": unpaid.payments.get().public_id}}
    tell_stripe("payment_intent.succeeded", foreign, event_id="evt_foreign")

    assert states(unpaid) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)
    assert states(paid) == (Status.CONFIRMED, Paid.PAID)


@pytest.mark.parametrize(
    "case",
    ["none", "another secret", "another body", "cut", "old", "from the future", "not text", "body written anew"],
)
def test_a_message_that_stripe_did_not_sign_now_changes_nothing(order_of, stripe_bank, deliver, case):
    order = order_of("stripe")
    body = stripe_event("payment_intent.succeeded", wrong(stripe_bank.intent(order.payments.get())))
    signature = stripe_signature(body)
    signatures = {
        "none": "",
        "another secret": stripe_signature(body, secret="whsec_of_another_endpoint"),
        "another body": stripe_signature(body.replace(b"succeeded", b"canceled")),
        "cut": signature[:-2],
        "old": stripe_signature(body, at=time.time() - 360),
        "from the future": stripe_signature(body, at=time.time() + 360),
        "not text": "t=x,v1=y",
        "body written anew": signature,
    }
    if case == "body written anew":
        body = body.replace(b", ", b",")

    assert deliver("stripe", body, **{"Stripe-Signature": signatures[case]}) == 400

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)
    assert not PaymentMessage.objects.exists()


@pytest.mark.parametrize("secret", [SECRET, "whsec_the_older_one"])
def test_while_a_secret_is_changed_both_are_right(order_of, stripe_bank, deliver, secret):
    order = order_of("stripe")
    body = stripe_event("payment_intent.succeeded", wrong(stripe_bank.intent(order.payments.get())))

    assert deliver("stripe", body, **{"Stripe-Signature": stripe_signature(body, secret=secret)}) == 200

    assert states(order) == (Status.CONFIRMED, Paid.PAID)


def test_a_message_that_comes_before_we_know_the_payment_waits(order_of, stripe_bank, tell_stripe):
    order = order_of("stripe")
    payment = order.payments.get()
    stripe_bank.pay(payment)
    intent = {**stripe_bank.intent(payment), "metadata": {}}
    Payment.objects.update(provider_reference="")

    assert tell_stripe("payment_intent.succeeded", intent) == 200
    assert PaymentMessage.objects.get().state == PaymentMessage.State.WAITING

    Payment.objects.update(provider_reference=intent["id"])
    payments.settle()
    assert PaymentMessage.objects.get().state == PaymentMessage.State.APPLIED
    assert states(order) == (Status.CONFIRMED, Paid.PAID)


@pytest.mark.parametrize("fault", [{"before": 503}, {"after": 500}])
def test_a_call_that_fails_or_whose_answer_is_lost_makes_one_charge(order_of, stripe_bank, later, fault):
    stripe_bank.fault(**fault)
    order = order_of("stripe")
    payment = order.payments.get()
    assert (payment.status, payment.provider_reference) == (Paid.PENDING, "")

    later()
    payments.settle()
    stripe_bank.pay(payment)
    later()
    payments.settle()

    assert states(order) == (Status.CONFIRMED, Paid.PAID)
    assert stripe_bank.charges(payment) == 1
    assert books.violations() == []


@pytest.mark.parametrize("secret", ["sk_test_1", "no key at all"])
def test_a_provider_that_refuses_our_key_or_is_away_leaves_an_order_that_can_be_paid(
    order_of, stripe_bank, settings, later, secret
):
    if secret == "sk_test_1":
        settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    settings.STRIPE_SECRET_KEY = secret

    order = order_of("stripe")

    assert states(order) == (Status.AWAITING_PAYMENT, Paid.PENDING)
    later(is_expired=True)
    payments.settle()
    checkout.expire_unpaid()
    assert order.payments.get().captured == 0
    assert books.violations() == []


def test_stripes_own_page_takes_the_place_of_the_intent(order_of, stripe_bank, tell_stripe, client):
    order = order_of("stripe")
    payment = order.payments.get()
    intent = stripe_bank.intent(payment)

    page = client.get(payment.next_action["url"].removeprefix("http://localhost:8000"))
    again = client.get(payment.next_action["url"].removeprefix("http://localhost:8000"))

    assert (page.status_code, page.url) == (302, again.url)
    payment.refresh_from_db()
    assert payment.provider_reference.startswith("cs_")
    called_off = stripe_bank.client.v1.payment_intents.retrieve(intent["id"]).to_dict()
    assert called_off["status"] == "canceled"
    tell_stripe("payment_intent.canceled", called_off)
    assert states(order) == (Status.AWAITING_PAYMENT, Paid.REQUIRES_ACTION)

    requests.post(page.url, timeout=5).raise_for_status()
    client.get(f"/payments/stripe/return/{payment.public_id}/")
    assert states(order) == (Status.CONFIRMED, Paid.PAID)
    assert stripe_bank.charges(payment) == 1
    assert books.violations() == []


def test_a_second_charge_of_one_payment_goes_back_by_itself(order_of, stripe_bank, tell_stripe, caplog):
    order = order_of("stripe")
    payment = order.payments.get()
    stripe_bank.pay(payment)
    tell_stripe("payment_intent.succeeded", stripe_bank.intent(payment))
    intents = stripe_bank.client.v1.payment_intents
    second = intents.create(
        {
            "amount": PRICE,
            "currency": "rub",
            "payment_method": "pm_card_visa",
            "confirm": True,
            "metadata": {"payment": payment.public_id},
        }
    ).to_dict()

    tell_stripe("payment_intent.succeeded", second)
    payments.settle()
    payments.settle()

    order.refresh_from_db()
    assert order.status == Status.CONFIRMED
    assert [(one.status, one.captured, one.refunded) for one in order.payments.all()] == [
        ("paid", PRICE, 0),
        ("refunded", PRICE, PRICE),
    ]
    assert Refund.objects.get().reason == "paid twice"
    assert "is paid twice" in caplog.text
    assert books.violations() == []


def test_parts_go_back_once_each_and_never_more_than_came(order_of, stripe_bank, tell_stripe):
    order = order_of("stripe")
    payment = order.payments.get()
    stripe_bank.pay(payment)
    tell_stripe("payment_intent.succeeded", stripe_bank.intent(payment))

    for number in (1, 2):
        refund = refunds.refund(
            order=order,
            lines={},
            other_amount=100_000,
            restock=False,
            reason="late",
            reference=f"r{number}",
            actor=None,
        )
        payments.carry_out(refund)
        payments.carry_out(refund)

    payment.refresh_from_db()
    charge = stripe_bank.intent(payment)["latest_charge"]
    assert (payment.status, payment.refunded, charge["amount_refunded"]) == (Paid.PAID, 200_000, 200_000)
    assert set(RefundTransfer.objects.values_list("state", flat=True)) == {"done"}
    assert books.violations() == []


def test_a_refund_that_stripe_refuses_stays_open_for_staff(order_of, stripe_bank, tell_stripe):
    order = order_of("stripe")
    payment = order.payments.get()
    stripe_bank.pay(payment)
    tell_stripe("payment_intent.succeeded", stripe_bank.intent(payment))
    # Somebody has sent all of it back at Stripe, and its message is still on its way.
    stripe_bank.client.v1.refunds.create(
        {"payment_intent": payment.provider_reference, "amount": PRICE, "metadata": {"by": "hand"}}
    )
    refund = give_back(order, 100_000, reference="r1")

    payments.carry_out(refund)

    transfer = RefundTransfer.objects.get()
    assert (transfer.state, transfer.problem) == ("failed", "charge_already_refunded")
    payment.refresh_from_db()
    assert payment.refunded == 0


def test_a_refund_that_the_bank_sends_back_later_is_open_again(order_of, stripe_bank, tell_stripe):
    order = order_of("stripe")
    payment = order.payments.get()
    stripe_bank.pay(payment)
    tell_stripe("payment_intent.succeeded", stripe_bank.intent(payment))
    payments.carry_out(give_back(order, PRICE, reference="r1"))
    transfer = RefundTransfer.objects.get()
    payment.refresh_from_db()
    assert (transfer.state, payment.status) == ("done", Paid.REFUNDED)
    failed = {
        "id": transfer.provider_reference,
        "object": "refund",
        "payment_intent": payment.provider_reference,
        "metadata": {"payment": payment.public_id},
        "status": "failed",
        "failure_reason": "lost_or_stolen_card",
    }

    tell_stripe("refund.failed", failed)
    tell_stripe("refund.failed", failed)

    transfer.refresh_from_db()
    payment.refresh_from_db()
    assert (transfer.state, transfer.problem) == ("failed", "lost_or_stolen_card")
    assert (payment.status, payment.captured, payment.refunded) == (Paid.PAID, PRICE, 0)
    assert books.violations() == []


def test_what_is_returned_at_stripe_itself_is_written_down(order_of, stripe_bank, tell_stripe):
    order = order_of("stripe")
    payment = order.payments.get()
    stripe_bank.pay(payment)
    intent = stripe_bank.intent(payment)
    tell_stripe("payment_intent.succeeded", intent)
    stripe_bank.client.v1.refunds.create({"payment_intent": intent["id"], "amount": 50_000, "metadata": {"by": "hand"}})
    charge = stripe_bank.intent(payment)["latest_charge"]

    for number in range(3):
        tell_stripe("charge.refunded", charge, event_id=f"evt_{number}")

    payment.refresh_from_db()
    assert (payment.status, payment.refunded, Refund.objects.get().amount) == (Paid.PAID, 50_000, 50_000)
    assert books.violations() == []


class TestReservedMoney:
    @pytest.fixture(autouse=True)
    def two_steps(self, settings):
        settings.SHOP = settings.SHOP | {"CAPTURE_AT_ONCE": False}

    @pytest.fixture
    def reserved(self, order_of, stripe_bank, tell_stripe):
        order = order_of("stripe")
        payment = order.payments.get()
        stripe_bank.pay(payment)
        tell_stripe("payment_intent.amount_capturable_updated", stripe_bank.intent(payment))
        return order

    def test_it_lets_the_goods_go_and_is_taken_when_they_leave(self, reserved, stripe_bank):
        assert states(reserved) == (Status.CONFIRMED, Paid.AUTHORISED)
        assert books.violations() == []

        orders.move(reserved, Status.PACKED)
        orders.move(reserved, Status.SHIPPED)
        payments.settle()

        assert states(reserved) == (Status.SHIPPED, Paid.PAID)
        assert stripe_bank.intent(reserved.payments.get())["amount_received"] == PRICE
        assert books.violations() == []

    def test_a_part_of_it_can_be_taken(self, reserved, stripe_bank):
        payment = payments.capture(reserved.payments.get(), 1_000_000)

        assert (payment.status, payment.amount, payment.captured) == (Paid.PAID, 1_000_000, 1_000_000)
        assert stripe_bank.intent(payment)["amount_received"] == 1_000_000
        assert payments.ask(payment).refunded == 0

    def test_a_cancelled_order_sets_it_free(self, reserved, stripe_bank):
        orders.cancel(reserved)
        payments.settle()

        assert states(reserved) == (Status.CANCELLED, Paid.CANCELLED)
        assert stripe_bank.intent(reserved.payments.get())["status"] == "canceled"
        assert books.violations() == []


def test_money_that_comes_while_the_order_is_cancelled_goes_back(order_of, stripe_bank):
    order = order_of("stripe")
    payment = order.payments.get()
    stripe_bank.pay(payment)
    orders.cancel(order)

    payments.settle()
    payments.settle()

    assert states(order) == (Status.CANCELLED, Paid.REFUNDED)
    assert stripe_bank.intent(payment)["latest_charge"]["amount_refunded"] == PRICE
    assert books.violations() == []


def test_an_intent_of_a_cancelled_order_cannot_be_paid_any_more(order_of, stripe_bank):
    order = order_of("stripe")
    orders.cancel(order)

    payments.settle()

    payment = order.payments.get()
    assert (payment.status, stripe_bank.intent(payment)["status"]) == (Paid.CANCELLED, "canceled")
    before = len(stripe_bank.calls())
    payments.settle()
    assert len(stripe_bank.calls()) == before
