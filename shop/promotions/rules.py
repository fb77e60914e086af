"""Which promotions a buyer may have at an instant, as rules for the quote."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from shop import markets, pricing, stock, taxes
from shop.models import Cart, Promotion, Redemption, Variant, Voucher
from shop.quotes import Gift, Rule
from shop.short_memory import remembered_briefly

# Which goods, for whom and where: sets of ids that a promotion has.
SETS = ("categories", "brands", "products", "excluded_products", "groups", "markets")
# The languages that promotions are named in.
LANGUAGES = ("en", "ru")
# A cart is priced at an instant that has just passed; who asks about an earlier one reads promotions that are over.
RECENT = timedelta(minutes=1)


class Count(NamedTuple):
    """How often a promotion was used by now, and what it gave away, minor units."""

    used: int
    spent: int


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A promotion that a buyer may have, or the voucher that opens it with the reason why it does not hold."""

    promotion: Promotion
    voucher: Voucher | None
    refusal: str
    sets: Mapping[str, frozenset[int]]
    count: Count

    @property
    def gift(self) -> Variant | None:
        """What it adds to the order; a variant that was taken off sale is given to nobody."""
        promotion = self.promotion
        is_gift = promotion.kind == Promotion.Kind.GIFT and not self.refusal
        return promotion.gift if is_gift and promotion.gift is not None and promotion.gift.is_active else None


def active(
    *,
    at: datetime,
    buyer: markets.Buyer,
    voucher_codes: Sequence[str] = (),
    is_first_order: bool | Callable[[], bool],
    customer_key: str = "",
    cart: Cart | None = None,
) -> list[Rule]:
    """The promotions that hold for a buyer, and those that vouchers open, with a reason for each that does not hold.

    A gift that is held for ``cart`` is free for it.  Who prices a cart looks its goods and the gifts up together: see
    ``candidates`` and ``as_rules``.
    """
    found = candidates(
        at=at,
        buyer=buyer,
        voucher_codes=voucher_codes,
        is_first_order=is_first_order,
        customer_key=customer_key,
    )
    return _with_gifts(found, at, buyer, cart)


def candidates(
    *,
    at: datetime,
    buyer: markets.Buyer,
    voucher_codes: Sequence[str] = (),
    is_first_order: bool | Callable[[], bool],
    customer_key: str = "",
) -> list[Candidate]:
    """The promotions that a buyer may have, whatever is in the cart; at most five queries, mostly none or one.

    What a promotion gives is remembered for a moment; how much of it is left is read anew.
    """
    vouchers = _vouchers(voucher_codes)
    running = [(promotion, sets) for promotion, sets in _automatic(buyer.terms.currency, at) if _is_on(promotion, at)]
    opened = _sets({voucher.promotion_id for voucher in vouchers})
    promotions = [*(promotion for promotion, _ in running), *(voucher.promotion for voucher in vouchers)]
    counts = _counts(promotions, {voucher.promotion_id for voucher in vouchers})
    uses = _uses(promotions, customer_key)

    def refusal(promotion: Promotion, sets: Mapping[str, frozenset[int]]) -> str:
        return _refusal(promotion, counts[promotion.pk], sets, uses, at, buyer, is_first_order)

    found = [
        Candidate(promotion=promotion, voucher=None, refusal="", sets=sets, count=counts[promotion.pk])
        for promotion, sets in running
        if not refusal(promotion, sets)
    ]
    for voucher in vouchers:
        promotion, sets = voucher.promotion, opened[voucher.promotion_id]
        why = _voucher_refusal(voucher, at) or refusal(promotion, sets)
        found.append(
            Candidate(promotion=promotion, voucher=voucher, refusal=why, sets=sets, count=counts[promotion.pk])
        )
    return found


def as_rules(
    found: Sequence[Candidate],
    offers: Mapping[int, pricing.Offer],
    free: Mapping[int, stock.Availability],
    rates: taxes.Rates,
) -> list[Rule]:
    """The candidates as the quote sees them; a gift that has no price cannot be given a worth, and is not given."""

    def gift(one: Candidate) -> Gift | None:
        variant = one.gift
        if variant is None or variant.pk not in offers:
            return None
        return Gift(
            sku=variant.sku,
            unit_price=offers[variant.pk].amount,
            tax_basis_points=rates.of(variant.product.tax_class_id),
            available=max(free[variant.pk].available, 0),
        )

    return [_rule(one, gift(one)) for one in found]


def rule(promotion: Promotion, *, at: datetime, buyer: markets.Buyer) -> Rule:
    """One promotion as a rule, saved or being edited, whatever its dates and limits: to show what it would do."""
    sets = _sets({promotion.pk})[promotion.pk] if promotion.pk else {}
    count = Count(promotion.used, promotion.spent)
    one = Candidate(promotion=promotion, voucher=None, refusal="", sets=sets, count=count)
    return _with_gifts([one], at, buyer, None)[0]


def _with_gifts(found: Sequence[Candidate], at: datetime, buyer: markets.Buyer, cart: Cart | None) -> list[Rule]:
    ids = [one.gift.pk for one in found if one.gift]
    if not ids:
        return [_rule(one, None) for one in found]
    offers = pricing.prices_at(ids, at, buyer.terms.currency, buyer=buyer)
    free = stock.availability(ids, cart=cart)
    return as_rules(found, offers, free, taxes.rates(buyer.terms.country, at, terms=buyer.terms))


def _automatic(currency: str, at: datetime) -> Sequence[tuple[Promotion, Mapping[str, frozenset[int]]]]:
    """Promotions without a voucher that had not ended at an instant, the most important first, with their sets."""
    recent = timezone.now() - RECENT
    return _not_over(currency) if at >= recent else _read(currency, at)


@remembered_briefly(Promotion, Variant)
def _not_over(currency: str) -> Sequence[tuple[Promotion, Mapping[str, frozenset[int]]]]:
    return _read(currency, timezone.now() - RECENT)


def _read(currency: str, since: datetime) -> Sequence[tuple[Promotion, Mapping[str, frozenset[int]]]]:
    rows = Promotion.objects.filter(is_active=True, needs_voucher=False, currency=currency)
    rows = rows.filter(Q(ends_at=None) | Q(ends_at__gt=since)).select_related("gift__product")
    promotions = list(rows.order_by("priority", "pk"))
    sets = _sets({promotion.pk for promotion in promotions})
    return [(promotion, sets[promotion.pk]) for promotion in promotions]


def _is_on(promotion: Promotion, at: datetime) -> bool:
    return promotion.starts_at <= at and (promotion.ends_at is None or at < promotion.ends_at)


def _counts(promotions: Sequence[Promotion], fresh: Collection[int]) -> Mapping[int, Count]:
    """What is used of each promotion; of those that have a limit, and were not read just now, what is used by now."""
    counts = {promotion.pk: Count(promotion.used, promotion.spent) for promotion in promotions}
    limited = [
        promotion.pk
        for promotion in promotions
        if promotion.pk not in fresh and (promotion.most_uses is not None or promotion.budget is not None)
    ]
    if limited:
        rows = Promotion.objects.filter(pk__in=limited).values_list("pk", "used", "spent")
        counts |= {pk: Count(used, spent) for pk, used, spent in rows}
    return counts


def _vouchers(codes: Sequence[str]) -> list[Voucher]:
    """In the order in which the shopper has put them into the cart."""
    if not codes:
        return []
    rows = Voucher.objects.filter(code__in=codes).select_related("promotion__gift__product")
    return sorted(rows, key=lambda voucher: codes.index(voucher.code))


def _sets(promotion_ids: Iterable[int]) -> Mapping[int, Mapping[str, frozenset[int]]]:
    """For each promotion its sets of ids, all in one query."""
    promotion_ids = sorted(promotion_ids)
    found: defaultdict[int, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    if promotion_ids:
        with connection.cursor() as cursor:
            cursor.execute(_members(len(promotion_ids)), promotion_ids * len(SETS))
            for name, promotion_id, member_id in cursor.fetchall():
                found[promotion_id][name].add(member_id)
    return {pk: {name: frozenset(ids) for name, ids in found[pk].items()} for pk in promotion_ids}


@lru_cache(maxsize=64)
def _members(count: int) -> str:
    """The members of all sets of so many promotions, as SQL: every cart asks for it, and building it anew each time
    costs more than the answer."""
    marks = ", ".join(["%s"] * count)
    parts = []
    for name in SETS:
        field = Promotion._meta.get_field(name)
        table, column = field.m2m_db_table(), field.m2m_reverse_name()
        # Names of our own tables, and placeholders.
        parts.append(f"SELECT '{name}', promotion_id, {column} FROM {table} WHERE promotion_id IN ({marks})")  # noqa: S608
    return " UNION ALL ".join(parts)


def _uses(promotions: Sequence[Promotion], customer_key: str) -> Mapping[int, int]:
    """How often this customer has used each promotion that counts that."""
    limited = [promotion.pk for promotion in promotions if promotion.most_uses_per_customer is not None]
    if not customer_key or not limited:
        return {}
    used = Redemption.objects.filter(promotion__in=limited, customer_key=customer_key, state=Redemption.State.USED)
    return dict(used.values_list("promotion").annotate(times=models.Count("pk")).order_by())


def _refusal(
    promotion: Promotion,
    count: Count,
    sets: Mapping[str, frozenset[int]],
    uses: Mapping[int, int],
    at: datetime,
    buyer: markets.Buyer,
    is_first_order: bool | Callable[[], bool],
) -> str:
    """The code of what stands between this buyer and the promotion, whatever is in the cart."""
    groups, open_in = sets.get("groups"), sets.get("markets")
    most = promotion.most_uses_per_customer
    reasons = {
        "ended": not promotion.is_active or (promotion.ends_at is not None and promotion.ends_at <= at),
        "not_started": promotion.starts_at > at,
        # Its amounts are in one currency.
        "not_in_this_market": promotion.currency != buyer.terms.currency
        or bool(open_in and buyer.terms.pk not in open_in),
        "not_your_group": bool(groups and groups.isdisjoint(buyer.group_ids)),
        "not_first_order": promotion.first_order_only and not _known(is_first_order),
        "used_up": promotion.most_uses is not None and count.used >= promotion.most_uses,
        "budget_spent": promotion.budget is not None and count.spent >= promotion.budget,
        "used_up_by_customer": most is not None and uses.get(promotion.pk, 0) >= most,
    }
    return next((code for code, holds in reasons.items() if holds), "")


def _known(answer: bool | Callable[[], bool]) -> bool:
    """Only promotions for the first order need to know; looking it up for all others would be in vain."""
    return answer() if callable(answer) else answer


def _voucher_refusal(voucher: Voucher, at: datetime) -> str:
    if not voucher.is_active or (voucher.ends_at is not None and voucher.ends_at <= at):
        return "ended"
    if voucher.most_uses is not None and voucher.used >= voucher.most_uses:
        return "used_up"
    return ""


def _rule(one: Candidate, gift: Gift | None) -> Rule:
    promotion, sets = one.promotion, one.sets
    return Rule(
        promotion_id=promotion.pk or 0,
        public_id=promotion.public_id,
        names={language: getattr(promotion, f"name_{language}") for language in LANGUAGES},
        kind=promotion.kind,
        basis_points=promotion.basis_points,
        amount=promotion.amount,
        buy_quantity=promotion.buy_quantity,
        get_quantity=promotion.get_quantity,
        tiers=tuple(promotion.tiers),
        gift=gift,
        categories=sets.get("categories", frozenset()),
        brands=sets.get("brands", frozenset()),
        products=sets.get("products", frozenset()),
        excluded_products=sets.get("excluded_products", frozenset()),
        excludes_reduced=promotion.excludes_reduced,
        minimum_goods=promotion.minimum_goods,
        minimum_quantity=promotion.minimum_quantity,
        is_exclusive=promotion.is_exclusive,
        priority=promotion.priority,
        most_per_order=promotion.most_per_order,
        voucher=one.voucher.code if one.voucher else None,
        uses_left=None if promotion.most_uses is None else promotion.most_uses - one.count.used,
        money_left=None if promotion.budget is None else promotion.budget - one.count.spent,
        refusal=one.refusal,
    )
