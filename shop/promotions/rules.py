"""Which promotions a buyer may have at an instant, as rules for the quote."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from shop import markets, pricing, stock, taxes
from shop.models import Cart, Promotion, Redemption, Variant, Voucher
from shop.quotes import Gift, Rule

# Which goods, for whom and where: sets of ids that a promotion has.
SETS = ("categories", "brands", "products", "excluded_products", "groups", "markets")
# The languages that promotions are named in.
LANGUAGES = ("en", "ru")


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

    At most four queries, and four more where there are gifts: what they are, their price, stock and tax.  A gift that
    is held for ``cart`` is free for it.
    """
    vouchers = _vouchers(voucher_codes)
    automatic = list(_running(at).filter(needs_voucher=False, currency=buyer.terms.currency))
    promotions = [*automatic, *(voucher.promotion for voucher in vouchers)]
    sets = _sets({promotion.pk for promotion in promotions})
    uses = _uses(promotions, customer_key)
    offered = []
    for promotion in automatic:
        refusal = _refusal(promotion, sets[promotion.pk], uses, at, buyer, is_first_order)
        if not refusal:
            offered.append((promotion, None, ""))
    for voucher in vouchers:
        promotion = voucher.promotion
        refusal = _voucher_refusal(voucher, at) or _refusal(
            promotion, sets[promotion.pk], uses, at, buyer, is_first_order
        )
        offered.append((promotion, voucher, refusal))
    gifts = _gifts([promotion for promotion, _, refusal in offered if not refusal], at, buyer, cart)
    return [
        _rule(promotion, voucher, refusal, sets[promotion.pk], gifts.get(promotion.pk))
        for promotion, voucher, refusal in offered
    ]


def rule(promotion: Promotion, *, at: datetime, buyer: markets.Buyer) -> Rule:
    """One promotion as a rule, saved or being edited, whatever its dates and limits: to show what it would do."""
    sets = _sets({promotion.pk})[promotion.pk] if promotion.pk else {}
    return _rule(promotion, None, "", sets, _gifts([promotion], at, buyer).get(promotion.pk))


def _running(at: datetime) -> QuerySet[Promotion]:
    begun = Promotion.objects.filter(is_active=True, starts_at__lte=at).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    )
    within = begun.filter(Q(most_uses__isnull=True) | Q(used__lt=F("most_uses"))).filter(
        Q(budget__isnull=True) | Q(spent__lt=F("budget"))
    )
    return within.order_by("priority", "pk")


def _vouchers(codes: Sequence[str]) -> list[Voucher]:
    """In the order in which the shopper has put them into the cart."""
    if not codes:
        return []
    rows = Voucher.objects.filter(code__in=codes).select_related("promotion")
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
    return dict(used.values_list("promotion").annotate(times=Count("pk")).order_by())


def _refusal(
    promotion: Promotion,
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
        "used_up": promotion.most_uses is not None and promotion.used >= promotion.most_uses,
        "budget_spent": promotion.budget is not None and promotion.spent >= promotion.budget,
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


def _gifts(
    promotions: Sequence[Promotion], at: datetime, buyer: markets.Buyer, cart: Cart | None = None
) -> dict[int | None, Gift]:
    """The gifts of promotions, as far as they have a price: what has none cannot be given a worth."""
    wanted = {
        promotion.pk: promotion.gift_id
        for promotion in promotions
        if promotion.kind == Promotion.Kind.GIFT and promotion.gift_id is not None
    }
    if not wanted:
        return {}
    ids = set(wanted.values())
    variants = Variant.objects.filter(is_active=True).select_related("product").in_bulk(ids)
    offers = pricing.prices_at(ids, at, buyer.terms.currency, buyer=buyer)
    free = stock.available(ids, cart=cart)
    rates = taxes.rates(buyer.terms.country, at)
    return {
        pk: Gift(
            sku=variant.sku,
            unit_price=offers[variant.pk].amount,
            tax_basis_points=rates.of(variant.product.tax_class_id),
            available=max(free[variant.pk], 0),
        )
        for pk, variant_id in wanted.items()
        if variant_id in offers and (variant := variants.get(variant_id)) is not None
    }


def _rule(
    promotion: Promotion,
    voucher: Voucher | None,
    refusal: str,
    sets: Mapping[str, frozenset[int]],
    gift: Gift | None,
) -> Rule:
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
        voucher=voucher.code if voucher else None,
        uses_left=None if promotion.most_uses is None else promotion.most_uses - promotion.used,
        money_left=None if promotion.budget is None else promotion.budget - promotion.spent,
        refusal=refusal,
    )
