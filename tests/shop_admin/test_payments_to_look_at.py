"""What payments need a person for stands in one list of the admin, with the way to its order."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from shop import orders, payments
from shop.models import Payment, PaymentMessage, RefundTransfer
from shop.payments.words import Message, Outcome
from tests.factories import make_product, make_staff, make_user
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db

PAGE = "/admin/shop/payments/"


@pytest.fixture
def order(db):
    make_courier()
    make_product(sku="PH-1", stock_count=5, is_presented=True)
    return place(fill_cart("PH-1"), method="sandbox", outcome="timeout")


@pytest.fixture
def lists(client):
    client.force_login(make_staff())

    def look():
        context = client.get(PAGE).context
        told = [[row["order"]["number"] for row in one["rows"]] for one in context["lists"]]
        return told, context["messages_not_taken"]

    return look


def test_nothing_stands_there_while_all_is_well(order, lists):
    assert lists() == ([[], [], [], [], []], [])


def test_a_wrong_amount_stands_there_with_its_message(order, lists):
    payment = order.payments.get()
    wrong = Outcome(status=Payment.Status.PAID, captured=1)
    about = Message(id="m-1", kind="captured", payment=payment.public_id, outcome=wrong)
    payments.messages.store("sandbox", about)

    told, messages = lists()

    assert told[0] == [order.number]
    assert (messages[0]["problem"], messages[0]["order"]["number"]) == (
        f"1 of {payment.amount} minor units arrived",
        order.number,
    )


def test_what_failed_or_waits_for_a_hand_stands_there(order, lists, settings):
    settings.PAYMENT_PROVIDERS = ["on_receipt", "sandbox", "bank_transfer"]
    failed = place(fill_cart("PH-1"), method="sandbox", key="key-2")
    awaited = place(fill_cart("PH-1"), method="bank_transfer", key="key-3")
    by_hand = place(fill_cart("PH-1"), method="bank_transfer", key="key-4")
    payments.money_arrived(by_hand, by_hand.total, "line 1", make_staff())
    for one in (failed, by_hand):
        orders.cancel(one)
    RefundTransfer.objects.filter(payment__order=failed).update(state=RefundTransfer.State.FAILED)
    Payment.objects.filter(order=order).update(created_at=timezone.now() - timedelta(hours=3))

    told, _ = lists()

    assert told == [[], [failed.number], [by_hand.number], [awaited.number], [order.number]]


def test_messages_about_nobody_stand_there_for_a_month(order, lists):
    payments.messages.store("sandbox", Message(id="m-1", kind="captured", outcome=Outcome(status="paid", captured=1)))
    assert len(lists()[1]) == 1

    PaymentMessage.objects.update(received_at=timezone.now() - timedelta(days=31))
    assert lists()[1] == []


@pytest.mark.parametrize(("rights", "status"), [(["view_payment"], 200), ([], 302)])
def test_only_who_may_see_payments_sees_it(db, client, rights, status):
    clerk = make_user(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="access_admin"))
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client.force_login(clerk)

    assert client.get(PAGE).status_code == status
