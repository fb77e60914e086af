"""Sets of vouchers: thousands of codes made in one go, and the list of what became of each."""

import secrets
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.errors import VoucherSetInvalid
from shop.ids import ALPHABET
from shop.models import Promotion, Redemption, Voucher, VoucherSet
from shop.promotions import vouchers
from shop.retry import retried

# Fourteen of 27 letters carry 66 bits: with so many codes about, a guess still hits none.
LETTERS = 14
MOST_CODES = 50_000
LONGEST_PREFIX = 12
AT_ONCE = 1_000


@retried
@transaction.atomic
def generate(
    *, promotion: Promotion, name: str, count: int, prefix: str = "", most_uses: int | None = 1, actor: Any = None
) -> VoucherSet:
    """Make ``count`` codes that open a promotion, all or none.  Raises VoucherSetInvalid."""
    prefix = vouchers.normalised(prefix)
    if not 1 <= count <= MOST_CODES or len(prefix) > LONGEST_PREFIX:
        raise VoucherSetInvalid(MOST_CODES, LONGEST_PREFIX)
    made = VoucherSet.objects.create(promotion=promotion, name=name, prefix=prefix, count=count, actor=actor)
    now = timezone.now()
    # A set drops what it has already; with 66 bits a code of another set is met less often than disks fail, and the
    # unique index would refuse it.
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(prefix + "".join(secrets.choice(ALPHABET) for _ in range(LETTERS)).upper())
    Voucher.objects.bulk_create(
        [
            Voucher(code=code, promotion=promotion, voucher_set=made, most_uses=most_uses, created_at=now)
            for code in codes
        ],
        batch_size=AT_ONCE,
    )
    return made


@retried
@transaction.atomic
def deactivate(*, voucher_set: VoucherSet) -> int:
    """Take a set's codes out of use; how many were valid until now.  Orders keep what they were given."""
    return voucher_set.vouchers.filter(is_active=True).update(is_active=False)


def rows(chosen: QuerySet[Voucher]) -> Iterator[list[Any]]:
    """Each code with its use, a heading first, without holding all of them in memory."""
    yield [_("Code"), _("Promotion"), _("Set"), _("Valid"), _("Until"), _("Used"), _("Orders at most"), _("Orders")]
    uses = Prefetch(
        "redemptions", Redemption.objects.filter(state=Redemption.State.USED).select_related("order"), to_attr="uses"
    )
    chosen = chosen.select_related("promotion", "voucher_set").prefetch_related(uses)
    for voucher in chosen.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield [
            voucher.code,
            str(voucher.promotion),
            voucher.voucher_set.name if voucher.voucher_set else "",
            _("yes") if voucher.is_active else _("no"),
            timezone.localtime(voucher.ends_at).strftime("%Y-%m-%d %H:%M") if voucher.ends_at else "",
            voucher.used,
            "" if voucher.most_uses is None else voucher.most_uses,
            " ".join(use.order.number for use in voucher.uses),
        ]
