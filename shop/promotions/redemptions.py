"""What is used of promotions and vouchers: counted when an order is placed, given back when it is cancelled.

Each limit is decided by one conditional UPDATE whose row count is the answer; CHECK constraints stand behind it.  Rows
are taken as promotions by key, then vouchers by key: two orders with the same promotions would otherwise wait for each
other for ever.
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.db import transaction
from django.db.models import F, Q

from shop.errors import PromotionUsedUp
from shop.models import Order, Promotion, Redemption, Voucher

State = Redemption.State

# One mailbox under several names.
SAME_DOMAIN = {
    "googlemail.com": "gmail.com",
    **dict.fromkeys(("ya.ru", "yandex.com", "yandex.by", "yandex.kz"), "yandex.ru"),
}


class Applied(Protocol):
    """What a quote says of a promotion that counted: ``amount`` is all that it gives away, in minor units."""

    @property
    def promotion_id(self) -> int: ...
    @property
    def voucher(self) -> str | None: ...
    @property
    def name(self) -> str: ...
    @property
    def amount(self) -> int: ...


def customer_key(customer: Any, email: str) -> str:
    """One key for one person, however the address is spelt; a signed-in customer counts by the account's address."""
    address = customer.email if customer is not None and customer.pk else email
    return hashlib.sha256(mailbox(address).encode()).hexdigest()


def mailbox(email: str) -> str:
    """The address without what makes no other mailbox of it: letter case, tags, the dots that Gmail overlooks."""
    local, _, domain = unicodedata.normalize("NFKC", email).strip().casefold().rpartition("@")
    domain = _ascii(domain.rstrip("."))
    domain = SAME_DOMAIN.get(domain, domain)
    local = local.partition("+")[0]
    if domain == "gmail.com":
        local = local.replace(".", "")
    if domain == "yandex.ru":
        # Yandex takes a dot and a hyphen for the same.
        local = local.replace(".", "-")
    return f"{local}@{domain}"


@transaction.atomic
def redeem(*, order: Order, applied: Sequence[Applied], customer_key: str) -> None:
    """Use up what an order has been given, all or nothing.

    Call it inside the transaction that places the order.  Raises PromotionUsedUp for the first promotion, by key, whose
    limit, budget or voucher others have used up in the meantime, or that was switched off; nothing is changed then.
    """
    by_key = sorted(applied, key=lambda one: one.promotion_id)
    for one in by_key:
        _take(one)
    vouchers = {
        voucher.code: voucher
        for voucher in Voucher.objects.filter(code__in=[one.voucher for one in by_key if one.voucher])
    }
    for one in sorted(by_key, key=lambda one: vouchers[one.voucher].pk if one.voucher in vouchers else 0):
        if one.voucher:
            _take_voucher(one, vouchers.get(one.voucher))
    for one in by_key:
        _write(order, one, vouchers.get(one.voucher or ""), customer_key)


@transaction.atomic
def give_back(*, order: Order) -> None:
    """Give back what an order has used, once; repeating it changes nothing."""
    used = list(order.redemptions.filter(state=State.USED).order_by("promotion_id"))
    _lock(used)
    for redemption in used:
        if not _end(redemption):
            continue
        Promotion.objects.filter(pk=redemption.promotion_id).update(
            used=F("used") - 1, spent=F("spent") - redemption.amount
        )
        Voucher.objects.filter(pk=redemption.voucher_id).update(used=F("used") - 1)


@transaction.atomic
def give_less(*, order: Order, amounts: Mapping[str, int]) -> None:
    """Take off what an order became smaller by: so much less of each promotion, by its public id.

    Its use stays used, and neither it nor its budget goes below nothing.
    """
    smaller = {promotion: amount for promotion, amount in amounts.items() if amount > 0}
    used = order.redemptions.filter(state=State.USED, promotion__public_id__in=list(smaller))
    for redemption in used.select_related("promotion").order_by("promotion_id"):
        amount = min(smaller[redemption.promotion.public_id], redemption.amount)
        spent = Promotion.objects.filter(pk=redemption.promotion_id, spent__gte=amount)
        same = Redemption.objects.filter(pk=redemption.pk, state=State.USED, amount__gte=amount)
        if spent.update(spent=F("spent") - amount):
            same.update(amount=F("amount") - amount)


@transaction.atomic
def redeem_again(*, order: Order) -> None:
    """Use up anew what an order had given back, for one that comes back to life.  Raises PromotionUsedUp."""
    given_back = order.redemptions.filter(state=State.GIVEN_BACK).select_related("promotion", "voucher")
    key = next((redemption.customer_key for redemption in given_back), "")
    redeem(order=order, applied=[_Again(redemption) for redemption in given_back], customer_key=key)


class _Again:
    """A redemption that was given back, as the quote had it."""

    def __init__(self, redemption: Redemption) -> None:
        self.promotion_id = redemption.promotion_id
        self.voucher = redemption.voucher.code if redemption.voucher else None
        self.name = str(redemption.promotion)
        self.amount = redemption.amount


def _take(one: Applied) -> None:
    within_uses = Q(most_uses__isnull=True) | Q(used__lt=F("most_uses"))
    within_budget = Q(budget__isnull=True) | Q(spent__lte=F("budget") - one.amount)
    promotion = Promotion.objects.filter(within_uses, within_budget, pk=one.promotion_id, is_active=True)
    if not promotion.update(used=F("used") + 1, spent=F("spent") + one.amount):
        raise PromotionUsedUp(one.name)


def _take_voucher(one: Applied, voucher: Voucher | None) -> None:
    within_uses = Q(most_uses__isnull=True) | Q(used__lt=F("most_uses"))
    if voucher is None or not (
        Voucher.objects.filter(within_uses, pk=voucher.pk, promotion_id=one.promotion_id, is_active=True).update(
            used=F("used") + 1
        )
    ):
        raise PromotionUsedUp(one.name)


def _write(order: Order, one: Applied, voucher: Voucher | None, customer_key: str) -> None:
    values = {
        "voucher": voucher,
        "amount": one.amount,
        "state": State.USED,
        "customer_key": customer_key,
        "slot": _free_slot(one, customer_key),
    }
    # An order that comes back to life uses again what it had given back.
    if not order.redemptions.filter(promotion_id=one.promotion_id, state=State.GIVEN_BACK).update(**values):
        Redemption.objects.create(order=order, promotion_id=one.promotion_id, **values)


def _free_slot(one: Applied, customer_key: str) -> int | None:
    """The customer's next use.  The promotion's row is ours until the end, so nobody else counts at the same time."""
    promotion = Promotion.objects.get(pk=one.promotion_id)
    # Who comes with twenty carts at once places one first order.
    most = 1 if promotion.first_order_only else promotion.most_uses_per_customer
    if most is None:
        return None
    uses = promotion.redemptions.filter(customer_key=customer_key, state=State.USED)
    slots = list(uses.values_list("slot", flat=True))
    if len(slots) >= most:
        raise PromotionUsedUp(one.name)
    return next(slot for slot in range(1, most + 1) if slot not in slots)


def _lock(redemptions: Sequence[Redemption]) -> None:
    promotions = Promotion.objects.filter(pk__in=[redemption.promotion_id for redemption in redemptions])
    list(promotions.select_for_update().order_by("pk").values_list("pk"))
    vouchers = Voucher.objects.filter(pk__in=[redemption.voucher_id for redemption in redemptions])
    list(vouchers.select_for_update().order_by("pk").values_list("pk"))


def _end(redemption: Redemption) -> bool:
    """True for the one who gives it back; its slot is free again."""
    used = Redemption.objects.filter(pk=redemption.pk, state=State.USED)
    return bool(used.update(state=State.GIVEN_BACK, slot=None))


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        # Not a domain that mail can be sent to; as it was typed, it still is one person's.
        return domain
