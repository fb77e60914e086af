"""The books see every counter and every balance that does not follow from what orders have used."""

import pytest
from django.db.models import F

from shop import gift_cards
from shop.books import promotions as books
from shop.models import GiftCard, GiftCardEntry, Order, Payment, Promotion, Redemption, Voucher
from shop.promotions import redemptions
from tests.factories import make_order, make_voucher
from tests.shop.test_redemptions import Applied

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store():
    """An order with a voucher, paid in part by a gift card, of which some has come back."""
    voucher = make_voucher(code="WELCOME10")
    order = make_order(number="TM-1")
    redemptions.redeem(order=order, applied=[Applied(voucher.promotion_id, 1_000, voucher.code)], customer_key="anna")
    card, _ = gift_cards.issue(amount=5_000, currency="RUB", reference="test")
    paid = Payment.objects.create(
        order=order, method="gift_card", status="paid", amount=3_000, captured=3_000, currency="RUB", gift_card=card
    )
    gift_cards.spend(card_id=card.pk, amount=3_000, order=order, reference=paid.public_id)
    Payment.objects.update(refunded=1_000)
    gift_cards.give_back(card_id=card.pk, amount=1_000, order=order, reference="refund")


def violations():
    return [line for check in books.CHECKS for line in check()]


def test_right_books_say_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        assert violations() == []


@pytest.mark.parametrize(
    ("tamper", "count"),
    [
        (lambda: Promotion.objects.update(used=F("used") + 1), 1),
        (lambda: Promotion.objects.update(spent=0), 1),
        (lambda: Voucher.objects.update(used=0), 1),
        (lambda: Redemption.objects.update(amount=999), 1),
        # The counters are wrong with it, and the order that lives should use it.
        (lambda: Redemption.objects.update(state="given_back"), 3),
        (lambda: Order.objects.update(status="cancelled"), 1),
        (lambda: GiftCard.objects.update(balance=F("balance") + 1), 1),
        (lambda: GiftCard.objects.update(initial=F("initial") + 1), 1),
        # The balance is wrong with it.
        (lambda: GiftCardEntry.objects.filter(kind="spent").update(amount=-2_999), 2),
        (lambda: Payment.objects.update(captured=2_999), 1),
        (lambda: Payment.objects.update(refunded=999), 1),
        (lambda: Payment.objects.update(gift_card=None), 1),
    ],
)
def test_whatever_does_not_add_up_is_told(tamper, count):
    tamper()
    assert len(violations()) == count
