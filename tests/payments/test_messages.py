"""Messages of providers: once, in any order, within their size; nobody else can speak for a provider."""

import itertools
import time
from dataclasses import replace

import pytest
from django.db import transaction

from shop import books, payments
from shop.models import Change, Order, Payment, PaymentMessage
from shop.payments import sandbox
from shop.payments.words import Message, Outcome
from tests.payments.conftest import PRICE

pytestmark = pytest.mark.django_db

Status, Paid = Order.Status, Payment.Status

NEWS = {
    "created": lambda amount: Outcome(status=Paid.PENDING),
    "authorised": lambda amount: Outcome(status=Paid.AUTHORISED, authorised=amount),
    "captured": lambda amount: Outcome(status=Paid.PAID, captured=amount),
    "refunded": lambda amount: Outcome(status=Paid.PAID, captured=amount, refunded=amount),
    "failed": lambda amount: Outcome(status=Paid.DECLINED),
}


@pytest.fixture
def waiting(order_of):
    """An order whose payment the sandbox has not answered about."""
    return order_of(outcome="timeout")


@pytest.fixture
def tell(deliver):
    def send(message, **times):
        body, headers = sandbox.sent(message, **times)
        return deliver("sandbox", body, **headers)

    return send


def news(payment, kind):
    return sandbox.told_of(payment, kind, NEWS[kind](payment.amount))


@pytest.mark.parametrize("first", NEWS)
def test_every_order_of_the_same_news_ends_the_same(waiting, tell, monkeypatch, first):
    monkeypatch.setattr(sandbox.Sandbox, "decline_ends_order", False)
    payment = waiting.payments.get()

    for kinds in [kinds for kinds in itertools.permutations(NEWS) if kinds[0] == first]:
        savepoint = transaction.savepoint()
        assert [tell(news(payment, kind)) for kind in kinds] == [200] * 5, kinds
        payment.refresh_from_db()
        waiting.refresh_from_db()
        ended = (payment.status, payment.captured, payment.refunded, waiting.status)
        assert ended == (Paid.REFUNDED, PRICE, PRICE, Status.CONFIRMED), kinds
        assert Change.objects.filter(object_id=waiting.public_id, kind="paid").count() == 1, kinds
        assert books.violations() == [], kinds
        transaction.savepoint_rollback(savepoint)


@pytest.mark.parametrize("left_out", ["refunded", "failed", "authorised"])
def test_news_that_is_lost_does_not_matter_if_the_rest_comes(waiting, tell, left_out):
    payment = waiting.payments.get()

    for kind in [kind for kind in NEWS if kind != left_out]:
        tell(news(payment, kind))

    payment.refresh_from_db()
    assert payment.status == (Paid.PAID if left_out == "refunded" else Paid.REFUNDED)
    assert books.violations() == []


def test_the_same_message_ten_times_is_one(waiting, tell):
    message = news(waiting.payments.get(), "captured")

    assert [tell(message) for _ in range(10)] == [200] * 10

    waiting.refresh_from_db()
    assert (waiting.status, PaymentMessage.objects.count()) == (Status.CONFIRMED, 1)
    assert waiting.events.filter(status=Status.CONFIRMED).count() == 1


@pytest.mark.parametrize("age", [-360, 360])
def test_a_message_is_right_for_five_minutes(waiting, tell, age):
    assert tell(news(waiting.payments.get(), "captured"), at=time.time() + age) == 400
    assert not PaymentMessage.objects.exists()


@pytest.mark.parametrize("header", ["", "t=1,v1=x", "nonsense", "t=١٢٣,v1=x", "v1=,t="])
def test_a_message_with_another_signature_changes_nothing(waiting, deliver, header):
    body, _ = sandbox.sent(news(waiting.payments.get(), "captured"))

    assert deliver("sandbox", body, **{"Sandbox-Signature": header}) == 400

    assert waiting.payments.get().status == Paid.PENDING


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"id": 1}'])
def test_what_is_no_message_is_refused_even_if_it_is_signed(waiting, deliver, body):
    instant = str(int(time.time()))
    header = f"t={instant},v1={sandbox._signature(instant, body)}"

    assert deliver("sandbox", body, **{"Sandbox-Signature": header}) == 400


def test_a_message_about_nobody_we_know_waits_and_is_given_up_after_three_days(db, settings, tell):
    about = Message(id="m-1", kind="captured", payment="pay_unknown", outcome=Outcome(status=Paid.PAID, captured=1))

    assert tell(about) == 200
    assert PaymentMessage.objects.get().state == PaymentMessage.State.WAITING
    assert payments.settle() == 0

    PaymentMessage.objects.update(received_at="2026-01-01T00:00:00Z")
    payments.settle()
    assert PaymentMessage.objects.get().state == PaymentMessage.State.REFUSED


def test_a_message_that_concerns_no_payment_is_kept_and_forgotten(db, tell):
    assert tell(Message(id="m-1", kind="balance.available")) == 200
    assert PaymentMessage.objects.get().state == PaymentMessage.State.APPLIED


def test_the_door_for_messages_takes_posts_of_a_quarter_of_a_megabyte_at_most(db, client, deliver):
    assert client.get("/payments/sandbox/webhook/").status_code == 405
    assert deliver("sandbox", b"x" * (256 * 1024 + 1)) == 413
    assert deliver("sandbox", b"x" * (256 * 1024)) == 400


@pytest.mark.parametrize("method", ["stripe", "nobody", "gift_card", "on_receipt"])
def test_a_way_of_payment_that_is_off_or_sends_nothing_takes_nothing(db, deliver, method):
    assert deliver(method, b"{}") in (400, 404)


def test_nothing_about_the_payer_is_kept(waiting, tell):
    message = replace(news(waiting.payments.get(), "captured"), id="m-1")

    tell(message)

    assert set(PaymentMessage.objects.get().content) == {
        "id", "kind", "payment", "reference", "outcome", "refund", "problem",
    }  # fmt: skip


def test_a_message_comes_without_our_cookie_and_its_token(waiting, client):
    strict = type(client)(enforce_csrf_checks=True)
    body, headers = sandbox.sent(news(waiting.payments.get(), "captured"))

    answer = strict.post("/payments/sandbox/webhook/", data=body, content_type="application/json", headers=headers)

    assert answer.status_code == 200
