"""A voucher is found however it is typed, and the one that cannot be used says why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.errors import VoucherExpired, VoucherUnknown, VoucherUsedUp
from shop.promotions import vouchers
from tests.factories import make_promotion, make_voucher

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
