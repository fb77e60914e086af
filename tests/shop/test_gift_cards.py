"""A gift card's balance is always the sum of its ledger, and each entry is written once."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from shop import gift_cards
from shop.errors import (
    AlreadyRecorded,
    GiftCardBelowZero,
    GiftCardEmpty,
    GiftCardExpired,
    GiftCardOtherCurrency,
    GiftCardUnknown,
)
from shop.models import GiftCard
from tests.factories import make_order

pytestmark = pytest.mark.django_db


def issue(amount=500_000, **fields):
    return gift_cards.issue(amount=amount, currency="RUB", **{"reference": "test", **fields})


def balance(card):
    card.refresh_from_db()
    assert card.balance == card.entries.aggregate(sum=Sum("amount"))["sum"]
    return card.balance


def test_a_code_carries_at_least_128_bits_and_is_kept_nowhere():
    card, code = issue()
    letters = code.replace("-", "")
    assert len(letters) == 28
    assert 27 ** len(letters) >= 2**128
    assert letters not in str(GiftCard.objects.values().get())
    assert str(card) == f"…{letters[-4:]}"


def test_a_card_is_found_by_its_code_however_it_is_typed():
    card, code = issue()
    assert gift_cards.find(code) == gift_cards.find(code.lower().replace("-", " "), currency="RUB") == card


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"is_active": False}, GiftCardUnknown),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, GiftCardExpired),
        ({"balance": 0}, GiftCardEmpty),
        ({"currency": "EUR"}, GiftCardOtherCurrency),
    ],
)
def test_a_card_that_cannot_pay_says_why(fields, refusal):
    _, code = issue()
    GiftCard.objects.update(**fields)
    with pytest.raises(refusal):
        gift_cards.find(code, currency="RUB")


def test_a_card_is_issued_once_for_a_reference():
    issue()
    with pytest.raises(AlreadyRecorded):
        issue()
    assert GiftCard.objects.count() == 1


def test_a_wrong_code_is_unknown():
    issue()
    with pytest.raises(GiftCardUnknown):
        gift_cards.find("ABCD-EFGH")


def test_spending_takes_money_once_for_a_reference():
    card, _ = issue()
    order = make_order()
    for _ in range(2):
        gift_cards.spend(card_id=card.pk, amount=200_000, order=order, reference="order")
    assert balance(card) == 300_000
    assert list(card.entries.values_list("kind", "amount", "order")) == [
        ("spent", -200_000, order.pk),
        ("issued", 500_000, None),
    ]


@pytest.mark.parametrize(
    ("fields", "amount"),
    [({}, 500_001), ({"is_active": False}, 1), ({"expires_at": timezone.now() - timedelta(seconds=1)}, 1)],
)
def test_more_than_there_is_or_an_invalid_card_pays_nothing(fields, amount):
    card, _ = issue()
    GiftCard.objects.update(**fields)
    with pytest.raises(GiftCardEmpty):
        gift_cards.spend(card_id=card.pk, amount=amount, order=make_order(), reference="order")
    assert balance(card) == 500_000


def test_money_comes_back_once_for_a_reference_to_a_blocked_card_too():
    card, _ = issue()
    order = make_order()
    gift_cards.spend(card_id=card.pk, amount=500_000, order=order, reference="order")
    GiftCard.objects.update(is_active=False)
    for reference in ("refund-1", "refund-1", "refund-2"):
        gift_cards.give_back(card_id=card.pk, amount=100_000, order=order, reference=reference)
    assert balance(card) == 200_000


def test_a_correction_has_its_reason_and_never_goes_below_zero():
    card, _ = issue()
    gift_cards.correct(card_id=card.pk, change=-500_000, reason="Issued by mistake")
    with pytest.raises(GiftCardBelowZero):
        gift_cards.correct(card_id=card.pk, change=-1, reason="Once more")
    assert balance(card) == 0
    assert card.entries.filter(kind="corrected").values_list("note", flat=True).get() == "Issued by mistake"
