"""Vouchers: finding one by the code that a shopper has typed, making one, and taking it out of use."""

import re
import unicodedata
from datetime import datetime

from django.utils import timezone

from shop.errors import VoucherExpired, VoucherUnknown, VoucherUsedUp
from shop.models import Promotion, Voucher

# Letters that look the same on both keyboards; codes are made of Latin ones.
LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
SHORTEST, LONGEST = 4, 40


def normalised(code: str) -> str:
    """The code as it is stored, whatever spaces, hyphens, letter case or keyboard it was typed with."""
    letters = unicodedata.normalize("NFKC", code).upper().translate(LOOK_ALIKES)
    return re.sub(r"[^\w]|_", "", letters)[:LONGEST]


def find(code: str) -> Voucher:
    """The voucher of a code, with its promotion.  Raises VoucherUnknown, VoucherExpired or VoucherUsedUp.

    A voucher that was taken out of use is as unknown as one that never was.  Whether a cart gets something for it is
    said by the quote.
    """
    voucher = Voucher.objects.select_related("promotion").filter(code=normalised(code)).first()
    if voucher is None or not voucher.is_active or not voucher.promotion.is_active:
        raise VoucherUnknown
    now = timezone.now()
    if _is_over(voucher.ends_at, now) or _is_over(voucher.promotion.ends_at, now):
        raise VoucherExpired
    if _is_used_up(voucher) or _is_used_up(voucher.promotion):
        raise VoucherUsedUp
    return voucher


def _is_over(ends_at: datetime | None, now: datetime) -> bool:
    return ends_at is not None and ends_at <= now


def _is_used_up(limited: Voucher | Promotion) -> bool:
    return limited.most_uses is not None and limited.used >= limited.most_uses
