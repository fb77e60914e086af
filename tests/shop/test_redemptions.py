"""Limits of promotions hold to the last use and the last kopeck, and what is given back can be used again."""

from dataclasses import dataclass

import pytest

from shop.errors import PromotionUsedUp
from shop.models import Promotion, Redemption
from shop.promotions import redemptions
from tests.factories import make_order, make_promotion, make_user, make_voucher

pytestmark = pytest.mark.django_db


@dataclass
class Applied:
    promotion_id: int
    amount: int = 1_000
    voucher: str | None = None
    name: str = "Promotion"


def redeem(*applied, order=None, key="anna"):
    order = order or make_order()
    redemptions.redeem(order=order, applied=applied, customer_key=key)
    return order


def counters(promotion):
    promotion.refresh_from_db()
    return promotion.used, promotion.spent


@pytest.mark.parametrize(
    "spelt",
    [
        "anna.petrova@gmail.com",
        "ANNA.PETROVA@Gmail.com",
        " annapetrova@gmail.com ",
        "anna.petrova+shop@gmail.com",
        "a.n.n.a.petrova+2@googlemail.com",
        "ａnnapetrova@gmail.com",
    ],
)
def test_one_mailbox_has_one_key_however_it_is_spelt(spelt):
    assert redemptions.customer_key(None, spelt) == redemptions.customer_key(None, "annapetrova@gmail.com")


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("ivan.p@ya.ru", "ivan-p@yandex.ru", True),
        ("ivan@почта.рф", "ivan@xn--80a1acny.xn--p1ai", True),
        ("ivan+a@example.com", "ivan@example.com", True),
        ("i.van@example.com", "ivan@example.com", False),
        ("ivan@example.com", "ivan@example.org", False),
        ("ivan@a..b", "ivan@a..b", True),
    ],
)
def test_what_makes_another_mailbox_makes_another_key(one, other, are_same):
    assert (redemptions.customer_key(None, one) == redemptions.customer_key(None, other)) is are_same


def test_a_signed_in_customer_counts_by_the_account_whatever_contact_is_given():
    anna = make_user(email="anna@example.com")
    assert redemptions.customer_key(anna, "other@example.com") == redemptions.customer_key(None, "anna@example.com")


def test_a_use_counts_orders_and_money():
    promotion = make_promotion(most_uses=5, budget=10_000)
    order = redeem(Applied(promotion.pk, 3_000))

    assert counters(promotion) == (1, 3_000)
    redemption = Redemption.objects.get()
    assert (redemption.order, redemption.amount, redemption.state) == (order, 3_000, "used")
    assert (redemption.customer_key, redemption.slot) == ("anna", None)


@pytest.mark.parametrize(
    "limits",
    [
        {"most_uses": 1},
        {"most_uses_per_customer": 1},
        {"first_order_only": True},
        {"budget": 1_999},
    ],
)
def test_one_use_more_than_the_limit_is_refused_and_changes_nothing(limits):
    other = make_promotion(name="Another")
    promotion = make_promotion(name="Ten off", **limits)
    redeem(Applied(promotion.pk))

    with pytest.raises(PromotionUsedUp) as refused:
        redeem(Applied(promotion.pk, name="Ten off"), Applied(other.pk))

    assert (refused.value.code, refused.value.extra) == ("promotion_used_up", {"name": "Ten off"})
    assert (counters(promotion), counters(other)) == ((1, 1_000), (0, 0))
    assert Redemption.objects.count() == 1


def test_a_budget_is_spent_to_the_last_kopeck():
    promotion = make_promotion(budget=2_000)
    redeem(Applied(promotion.pk))
    redeem(Applied(promotion.pk))
    assert counters(promotion) == (2, 2_000)


def test_a_promotion_that_was_switched_off_is_refused():
    promotion = make_promotion(is_active=False)
    with pytest.raises(PromotionUsedUp):
        redeem(Applied(promotion.pk))


def test_a_limit_per_customer_leaves_others_alone():
    promotion = make_promotion(most_uses_per_customer=2)
    for _ in range(2):
        redeem(Applied(promotion.pk))
    redeem(Applied(promotion.pk), key="boris")
    assert list(Redemption.objects.values_list("customer_key", "slot")) == [("anna", 1), ("anna", 2), ("boris", 1)]


def test_a_limit_set_later_counts_what_the_customer_has_used_before():
    promotion = make_promotion()
    redeem(Applied(promotion.pk))
    Promotion.objects.update(most_uses_per_customer=1)
    with pytest.raises(PromotionUsedUp):
        redeem(Applied(promotion.pk))


@pytest.mark.parametrize("wrong", [{"used": 1}, {"is_active": False}])
def test_a_voucher_that_is_used_up_or_invalid_is_refused_with_its_promotion(wrong):
    voucher = make_voucher(**wrong)
    with pytest.raises(PromotionUsedUp):
        redeem(Applied(voucher.promotion_id, voucher=voucher.code))
    assert counters(voucher.promotion) == (0, 0)


def test_a_voucher_does_not_open_another_promotion():
    voucher, promotion = make_voucher(), make_promotion()
    with pytest.raises(PromotionUsedUp):
        redeem(Applied(promotion.pk, voucher=voucher.code))


def test_what_an_order_used_is_given_back_once():
    promotion = make_promotion(most_uses_per_customer=1, needs_voucher=True)
    voucher = make_voucher(promotion=promotion)
    order = redeem(Applied(promotion.pk, voucher=voucher.code))

    redemptions.give_back(order=order)
    redemptions.give_back(order=order)

    voucher.refresh_from_db()
    assert (counters(promotion), voucher.used) == ((0, 0), 0)
    assert list(Redemption.objects.values_list("state", "slot")) == [("given_back", None)]
    redeem(Applied(promotion.pk, voucher=voucher.code))
    assert counters(promotion) == (1, 1_000)


def test_an_order_that_comes_back_uses_again_what_it_had_given_back():
    promotion = make_promotion(most_uses=1)
    order = redeem(Applied(promotion.pk))
    redemptions.give_back(order=order)

    redemptions.redeem_again(order=order)

    assert counters(promotion) == (1, 1_000)
    assert list(Redemption.objects.values_list("order", "state")) == [(order.pk, "used")]


def test_an_order_does_not_come_back_if_others_have_used_up_its_promotion():
    promotion = make_promotion(most_uses=1)
    order = redeem(Applied(promotion.pk))
    redemptions.give_back(order=order)
    redeem(Applied(promotion.pk))

    with pytest.raises(PromotionUsedUp):
        redemptions.redeem_again(order=order)
    assert list(order.redemptions.values_list("state", flat=True)) == ["given_back"]
