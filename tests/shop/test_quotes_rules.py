"""Which promotions hold for whom and when; a voucher that does not help says why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import markets
from shop.models import Redemption
from shop.promotions import rules
from tests.factories import make_group, make_market, make_order, make_product, make_promotion, make_user, make_voucher
from tests.shop.test_taxes import make_class

DAY = timedelta(days=1)
NOW = timezone.now()
# Promotions, vouchers, their sets, their uses; the variants of gifts, their prices, stock and tax.
QUERIES = 8


def offered(*, codes=(), customer=None, at=None, is_first_order=False, customer_key="", market=None):
    return rules.active(
        at=at or timezone.now(),
        buyer=markets.buyer(customer=customer, market=market),
        voucher_codes=codes,
        is_first_order=is_first_order,
        customer_key=customer_key,
    )


UNFIT = [
    ("switched off", "ended", {"is_active": False}),
    ("not yet", "not_started", {"starts_at": NOW + DAY}),
    ("over", "ended", {"ends_at": NOW}),
    ("for the first order", "not_first_order", {"first_order_only": True}),
    ("used as often as it may be", "used_up", {"most_uses": 3, "used": 3}),
    ("its money is spent", "budget_spent", {"budget": 500, "spent": 500}),
    ("its amounts are in another currency", "not_in_this_market", {"currency": "EUR"}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("case", "code", "fields"), UNFIT, ids=[case[0] for case in UNFIT])
def test_what_does_not_hold_is_not_there_and_a_voucher_for_it_says_why(case, code, fields):
    fields = {"starts_at": NOW - DAY} | fields
    make_promotion(**fields)
    voucher = make_voucher(promotion=make_promotion(**fields, needs_voucher=True))

    assert [(rule.voucher, rule.refusal) for rule in offered(codes=[voucher.code])] == [(voucher.code, code)]


@pytest.mark.django_db
def test_a_promotion_holds_from_its_first_instant_until_before_its_last():
    make_promotion(starts_at=NOW, ends_at=NOW + DAY)
    instant = timedelta(microseconds=1)

    seen = [len(offered(at=at)) for at in (NOW - instant, NOW, NOW + DAY - instant, NOW + DAY)]

    assert seen == [0, 1, 1, 0]


@pytest.mark.django_db
def test_a_group_and_a_market_have_promotions_of_their_own():
    member = make_user()
    group, market = make_group(members=[member]), make_market(currency="RUB")
    for_group, for_market = make_promotion(), make_promotion()
    for_group.groups.add(group)
    for_market.markets.add(market)
    codes = [make_voucher(promotion=promotion).code for promotion in (for_group, for_market)]

    assert offered() == []
    assert [rule.promotion_id for rule in offered(customer=member)] == [for_group.pk]
    assert [rule.promotion_id for rule in offered(market=market)] == [for_market.pk]
    assert [rule.refusal for rule in offered(codes=codes)] == ["not_your_group", "not_in_this_market"]


@pytest.mark.django_db
def test_a_promotion_for_vouchers_needs_one_and_the_voucher_has_to_hold():
    promotion = make_promotion(needs_voucher=True)
    good, over, used, ended = (
        make_voucher(promotion=promotion),
        make_voucher(promotion=promotion, is_active=False),
        make_voucher(promotion=promotion, most_uses=2, used=2),
        make_voucher(promotion=promotion, ends_at=NOW),
    )

    assert offered() == []
    found = offered(codes=[ended.code, used.code, good.code, over.code])
    assert [(rule.voucher, rule.refusal) for rule in found] == [
        (ended.code, "ended"),
        (used.code, "used_up"),
        (good.code, ""),
        (over.code, "ended"),
    ]


@pytest.mark.django_db
def test_a_customer_who_has_used_a_promotion_as_often_as_allowed_does_not_get_it_again():
    promotion = make_promotion(most_uses_per_customer=1)
    voucher = make_voucher(promotion=promotion)
    for key, state in (("anna", "used"), ("boris", "given_back")):
        uses = {"order": make_order(), "amount": 1, "customer_key": key, "state": state}
        Redemption.objects.create(promotion=promotion, **uses)

    assert [rule.refusal for rule in offered(codes=[voucher.code], customer_key="anna")] == ["used_up_by_customer"]
    assert [rule.refusal for rule in offered(customer_key="boris")] == [""]
    assert [rule.refusal for rule in offered()] == [""]


@pytest.mark.django_db
def test_a_gift_has_the_price_the_tax_and_the_stock_of_its_variant():
    variant = make_product(price=99_000, stock_count=4).variants.get()
    make_promotion(kind="gift", gift=variant)

    [rule] = offered()

    gift = rule.gift
    assert (gift.sku, gift.unit_price, gift.tax_basis_points, gift.available) == (variant.sku, 99_000, 2_200, 4)


@pytest.mark.django_db
def test_many_promotions_cost_as_many_queries_as_one(django_assert_num_queries):
    make_class("standard", is_default=True, RU=2_200)
    product = make_product(stock_count=3)
    member = make_user()
    group, buyer = make_group(members=[member]), markets.buyer(customer=member)

    def several(count):
        for _ in range(count):
            promotion = make_promotion(most_uses_per_customer=5, priority=-1)
            promotion.products.add(product)
            promotion.excluded_products.add(make_product(stock_count=0))
            promotion.categories.add(product.category)
            promotion.brands.add(product.brand)
            promotion.groups.add(group)
            make_promotion(kind="gift", gift=product.variants.get())
        return [make_voucher(promotion=make_promotion(needs_voucher=True)).code for _ in range(count)]

    for count in (1, 7):
        codes = several(count)
        with django_assert_num_queries(QUERIES):
            found = rules.active(
                at=timezone.now(), buyer=buyer, voucher_codes=codes, is_first_order=True, customer_key="anna"
            )
    assert len(found) == 8 + 8 + 7
    assert found[0].products == {product.pk}
    assert found[0].categories == {product.category_id}
    assert found[0].brands == {product.brand_id}
    assert len(found[0].excluded_products) == 1
