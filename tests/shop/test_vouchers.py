"""A voucher is found however it is typed, and the one that cannot be used says why."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from shop.api import limits
from shop.errors import VoucherExpired, VoucherSetInvalid, VoucherUnknown, VoucherUsedUp
from shop.models import VoucherSet
from shop.promotions import redemptions, sets, vouchers
from tests.factories import make_order, make_promotion, make_staff, make_voucher
from tests.shop.test_redemptions import Applied

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", ["WELCOME10", " welcome10 ", "Welcome-10", "WEL COME 10", "WЕLСОМЕ10", "ｗelcome10", "welcome10\x00"]
)
def test_a_code_is_found_however_it_is_typed(typed):
    voucher = make_voucher(code="WELCOME10")
    assert vouchers.find(typed) == voucher


@pytest.mark.parametrize("typed", ["", "WELCOME1", "%", "W" * 5_000])
def test_another_code_is_unknown(typed):
    make_voucher(code="WELCOME10")
    with pytest.raises(VoucherUnknown):
        vouchers.find(typed)


@pytest.mark.parametrize(
    ("of_voucher", "of_promotion", "refusal"),
    [
        ({"is_active": False}, {}, VoucherUnknown),
        ({}, {"is_active": False}, VoucherUnknown),
        ({"ends_at": -1}, {}, VoucherExpired),
        ({}, {"ends_at": -1}, VoucherExpired),
        ({"used": 1}, {}, VoucherUsedUp),
        ({}, {"used": 3, "most_uses": 3}, VoucherUsedUp),
    ],
)
def test_a_voucher_that_cannot_be_used_says_why(of_voucher, of_promotion, refusal):
    past = timezone.now() - timedelta(days=1)
    of_voucher, of_promotion = (
        {name: past if name == "ends_at" else value for name, value in fields.items()}
        for fields in (of_voucher, of_promotion)
    )
    promotion = make_promotion(needs_voucher=True, starts_at=past - timedelta(days=1), **of_promotion)
    make_voucher(code="WELCOME10", promotion=promotion, **of_voucher)
    with pytest.raises(refusal):
        vouchers.find("WELCOME10")


def test_a_voucher_without_a_limit_is_never_used_up():
    voucher = make_voucher(most_uses=None, used=1_000)
    assert vouchers.find(voucher.code) == voucher


def test_ten_thousand_codes_are_made_in_one_go_and_none_twice(django_assert_max_num_queries):
    promotion = make_promotion(needs_voucher=True)
    with django_assert_max_num_queries(100):
        made = sets.generate(promotion=promotion, name="Mailing", count=10_000, prefix="sale-", actor=make_staff())

    codes = set(made.vouchers.values_list("code", flat=True))
    assert (len(codes), made.count, made.prefix) == (10_000, 10_000, "SALE")
    letters = {code.removeprefix("SALE") for code in codes}
    assert {len(letter) for letter in letters} == {14}
    assert 27**14 >= 2**60
    assert all(vouchers.normalised(code) == code for code in codes)


@pytest.mark.parametrize("wrong", [{"count": 0}, {"count": 50_001}, {"count": 1, "prefix": "M" * 13}])
def test_a_set_has_its_bounds(wrong):
    with pytest.raises(VoucherSetInvalid):
        sets.generate(promotion=make_promotion(), name="Mailing", **wrong)
    assert not VoucherSet.objects.exists()


def test_the_list_of_a_set_tells_the_use_of_each_code(django_assert_num_queries):
    promotion = make_promotion(name="Ten off", needs_voucher=True)
    made = sets.generate(promotion=promotion, name="Mailing", count=3)
    first, second, third = made.vouchers.order_by("pk")
    order = make_order(number="TM-1")
    redemptions.redeem(order=order, applied=[Applied(promotion.pk, voucher=first.code)], customer_key="anna")
    cancelled = make_order()
    redemptions.redeem(order=cancelled, applied=[Applied(promotion.pk, voucher=second.code)], customer_key="anna")
    redemptions.give_back(order=cancelled)

    with django_assert_num_queries(2):
        heading, *rows = sets.rows(made.vouchers.all())

    assert heading == ["Code", "Promotion", "Set", "Valid", "Until", "Used", "Orders at most", "Orders"]
    assert rows == [
        [first.code, "Ten off", "Mailing", "yes", "", 1, 1, "TM-1"],
        [second.code, "Ten off", "Mailing", "yes", "", 0, 1, ""],
        [third.code, "Ten off", "Mailing", "yes", "", 0, 1, ""],
    ]


def test_a_set_taken_out_of_use_opens_nothing():
    made = sets.generate(promotion=make_promotion(needs_voucher=True), name="Mailing", count=2)
    assert sets.deactivate(voucher_set=made) == 2
    with pytest.raises(VoucherUnknown):
        vouchers.find(made.vouchers.first().code)


def guess(code, network="203.0.113.7"):
    request = RequestFactory().get("/", REMOTE_ADDR=network)
    with limits.guesses(request):
        return vouchers.find(code)


def test_ten_unknown_codes_a_minute_are_answered_and_right_ones_are_free(settings, monkeypatch):
    settings.SHOP = {**settings.SHOP, "RATE_LIMITS": True}
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_070.0)
    right, expired = make_voucher(), make_voucher(used=1)
    for _ in range(20):
        assert guess(right.code) == right
        with pytest.raises(VoucherUsedUp):
            guess(expired.code)
    for number in range(10):
        with pytest.raises(VoucherUnknown):
            guess(f"WRONG{number}")

    for code in ("WRONG10", right.code):
        with pytest.raises(limits.RateLimited):
            guess(code)
    assert guess(right.code, network="198.51.100.9") == right
