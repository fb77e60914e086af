"""Orders whose money comes late and that gift cards have paid a part of: the cards pay it again, or nothing happens."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from shop import (
    books,
    carts,
    checkout,
    edits,
    gift_cards,
    mail,
    money,
    orders,
    papers,
    payments,
    refunds,
    reporting,
    stock,
)
from shop.models import GiftCard, GiftCardEntry, Order, Payment, Refund, StockLevel
from tests.factories import make_product
from tests.shop.agreed import Bought, agree, line
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db

Status, PaymentStatus = Order.Status, Payment.Status
TOTAL, CARD = 200_000, 60_000


@pytest.fixture
def order(django_capture_on_commit_callbacks) -> Order:
    """Two cups, for which two cards have paid 60,000 each and the rest did not come in time."""
    cards = [("gift_card", CARD), ("gift_card", CARD), ("sandbox", None)]
    order = agree(Bought(sku="CUP", quantity=2), payments=cards)
    order.payments.filter(method="sandbox").update(status="requires_action", captured=0)
    Order.objects.update(
        status=Status.AWAITING_PAYMENT, paid_at=None, payment_due_at=timezone.now() - timedelta(minutes=1)
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert checkout.expire_unpaid() == 1
    assert balances() == [CARD, CARD]
    order.refresh_from_db()
    return order


def balances() -> list[int]:
    return list(GiftCard.objects.order_by("pk").values_list("balance", flat=True))


def money_comes(order: Order) -> None:
    payment = order.payments.get(method="sandbox")
    payments.record(payment, payments.Outcome(status=PaymentStatus.PAID, captured=payment.amount))
    payments.settle()
    order.refresh_from_db()


def test_late_money_brings_back_what_gift_cards_have_paid_in_part(order):
    money_comes(order)

    assert (order.status, order.paid_at is not None, orders.due(order)) == (Status.CONFIRMED, True, 0)
    assert balances() == [0, 0]
    assert StockLevel.objects.get().reserved == 2
    for card in GiftCard.objects.all():
        entries = GiftCardEntry.objects.filter(card=card).order_by("pk")
        assert list(entries.values_list("kind", "amount")) == [
            ("issued", CARD),
            ("spent", -CARD),
            ("returned", CARD),
            ("spent", -CARD),
        ]
    kept = [(one.method, one.captured - one.refunded, one.status) for one in order.payments.all()]
    assert kept == [
        ("gift_card", 0, "refunded"),
        ("gift_card", 0, "refunded"),
        ("sandbox", TOTAL - 2 * CARD, "paid"),
        ("gift_card", CARD, "paid"),
        ("gift_card", CARD, "paid"),
    ]
    assert books.violations() == []


def test_an_order_that_came_back_is_shown_and_counted_as_any_other(order):
    money_comes(order)

    shown = orders.represent(order, "en")
    assert [card["amount"]["amount"] for card in shown["gift_cards"]] == [CARD, CARD]
    assert (shown["payable"]["amount"], shown["due"]["amount"]) == (TOTAL - 2 * CARD, 0)
    assert [row["refunded"] for row in shown["lines"]] == [0]
    left = refunds.refundable(order)
    assert (left.amount, left.lines[line(order, "CUP").pk].quantity) == (TOTAL, 2)
    today = timezone.localdate()
    sold = reporting.sales_by_day(today, today)[today]
    assert (sold.pieces, sold.orders, sold.net) == (2, 1, TOTAL - order.tax)
    assert papers.invoice(order).content["total"] == TOTAL
    assert list(papers.credited(order)) == []


def test_its_shopper_is_told_that_it_goes_on(order):
    mail.send_due()
    outbox.outbox.clear()

    money_comes(order)
    mail.send_due()

    (letter,) = outbox.outbox
    assert order.number in letter.subject
    assert money.formatted(TOTAL, "RUB", "en") in letter.body


def test_an_order_that_came_back_can_be_cancelled_once_more(order, django_capture_on_commit_callbacks):
    money_comes(order)

    with django_capture_on_commit_callbacks(execute=True):
        orders.cancel(order)

    assert balances() == [CARD, CARD]
    assert sum(one.captured - one.refunded for one in order.payments.all()) == 0
    # What a person has cancelled stays so.
    assert Refund.objects.filter(reference=f"{order.public_id}:cancelled:2").get().amount == TOTAL
    assert books.violations() == []


def test_what_is_taken_out_of_it_is_paid_back_once(order, django_capture_on_commit_callbacks):
    money_comes(order)

    with django_capture_on_commit_callbacks(execute=True):
        made = edits.edit(order=order, quantities={"CUP": 1}, reason="by phone", reference="edit-1")

    assert made.refund.amount == TOTAL // 2
    order.refresh_from_db()
    assert (order.total, orders.due(order)) == (TOTAL // 2, 0)
    assert books.violations() == []


def spend(card: GiftCard) -> None:
    gift_cards.correct(card_id=card.pk, change=-1, reason="spent elsewhere")


def block(card: GiftCard) -> None:
    GiftCard.objects.filter(pk=card.pk).update(is_active=False)


def expire(card: GiftCard) -> None:
    GiftCard.objects.filter(pk=card.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("meanwhile", [spend, block, expire])
def test_if_one_card_cannot_pay_any_more_the_money_goes_back(order, meanwhile, which):
    meanwhile(GiftCard.objects.order_by("pk")[which])
    before = balances()

    money_comes(order)

    assert (order.status, balances()) == (Status.CANCELLED, before)
    payment = order.payments.get(method="sandbox")
    assert (payment.status, payment.refunded) == (PaymentStatus.REFUNDED, TOTAL - 2 * CARD)
    assert order.payments.count() == 3
    assert StockLevel.objects.get().reserved == 0
    assert books.violations() == []


def test_if_the_goods_are_gone_the_cards_keep_what_they_have(order):
    stock.correct(sku="CUP", change=-1, reason="broken")

    money_comes(order)

    assert (order.status, balances()) == (Status.CANCELLED, [CARD, CARD])
    assert books.violations() == []


def test_what_the_shopper_has_cancelled_stays_cancelled_whatever_the_cards_hold(django_capture_on_commit_callbacks):
    order = agree(Bought(sku="CUP"), payments=[("gift_card", CARD), ("sandbox", None)])
    order.payments.filter(method="sandbox").update(status="requires_action", captured=0)
    Order.objects.update(status=Status.AWAITING_PAYMENT, paid_at=None)
    order.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        orders.cancel(order)

    money_comes(order)

    assert (order.status, balances()) == (Status.CANCELLED, [CARD])
    assert books.violations() == []


def test_what_came_twice_is_not_given_back_once_more_by_an_edit(django_capture_on_commit_callbacks):
    order = agree(Bought(sku="CUP", quantity=2))
    first = order.payments.get()
    second = payments.Outcome(status=PaymentStatus.PAID, captured=TOTAL, reference="second")
    Payment.objects.filter(pk=first.pk).update(provider_reference="first")
    first.refresh_from_db()
    payments.record(first, second)
    payments.settle()

    with django_capture_on_commit_callbacks(execute=True):
        made = edits.edit(order=order, quantities={"CUP": 1}, reason="by phone", reference="edit-1")

    assert made.refund.amount == TOTAL // 2
    assert books.violations() == []


def test_a_card_may_pay_for_several_orders():
    make_courier()
    make_product(sku="CUP", price=TOTAL, stock_count=2, is_presented=True)
    _card, code = gift_cards.issue(amount=2 * TOTAL, currency="RUB", reference="sale:1")
    for number in range(2):
        cart = fill_cart("CUP")
        carts.add_gift_card(cart=cart, code=code)
        place(cart, key=f"key-{number}")

    assert balances() == [0]
    assert books.violations() == []
