"""Promotions as they are being edited, saved or not, and samples of the goods that they are for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils.translation import get_language

from shop import markets, pricing, taxes
from shop.ancestry import parents, with_ancestors
from shop.models import DeliveryMethod, Market, Presentation, Product, Promotion, Variant
from shop.promotions import rules
from shop.quotes import DeliveryCharge, QuoteLine, Rule

GOODS = ("categories", "brands", "products", "excluded_products")
# Enough to meet the cheap and the dear end of what a promotion is for.
SAMPLE = 60
# The youngest promotion of all: of the same priority, it counts last.
NOT_SAVED = 2**62


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A promotion with its goods and its audience; the rule is what the quote makes of it."""

    promotion: Promotion
    rule: Rule
    groups: frozenset[int]
    markets: frozenset[int]

    @property
    def name(self) -> str:
        return self.rule.name


@dataclass(frozen=True, kw_only=True)
class Sampled:
    """One article of a sample: what the quote needs of it, its name, and what it costs without any reduction."""

    line: QuoteLine
    name: str
    list_price: int

    def times(self, quantity: int) -> QuoteLine:
        return replace(self.line, quantity=quantity)


def saved(promotion: Promotion, *, at: datetime, buyer: markets.Buyer | None = None) -> Draft:
    """A promotion as it is in the database; its gift is priced for that buyer, or for somebody whom it is for."""
    sets = {name: getattr(promotion, name).all() for name in (*GOODS, "groups", "markets")}
    return draft(promotion, sets, at=at, buyer=buyer)


def draft(
    promotion: Promotion, sets: Mapping[str, Iterable[Any]], *, at: datetime, buyer: markets.Buyer | None = None
) -> Draft:
    """A promotion whose goods, groups and markets are these rows, whatever is saved of it."""
    ids = {name: frozenset(row.pk for row in rows) for name, rows in sets.items()}
    rule = rules.rule(promotion, at=at, buyer=buyer or _buyer(promotion, ids["groups"], ids["markets"]))
    return Draft(
        promotion=promotion,
        rule=replace(rule, promotion_id=promotion.pk or NOT_SAVED, **{name: ids[name] for name in GOODS}),
        groups=ids["groups"],
        markets=ids["markets"],
    )


def buyer(draft: Draft) -> markets.Buyer:
    """Somebody whom the promotion is for."""
    return _buyer(draft.promotion, draft.groups, draft.markets)


def goods(rule: Rule) -> QuerySet[Product]:
    """What a rule is for, as far as the database can tell: whether a price is reduced shows at the sale only."""
    named = Q()
    if rule.categories:
        named &= Q(category__in=_with_descendants(rule.categories))
    if rule.brands:
        named &= Q(brand__in=rule.brands)
    if rule.products:
        named = (named | Q(pk__in=rule.products)) if named else Q(pk__in=rule.products)
    # In a subquery of its own: as a condition beside others it would meet their joins.
    return Product.objects.filter(named, is_active=True).exclude(pk__in=rule.excluded_products)


def sample(products: QuerySet[Product], *, buyer: markets.Buyer, at: datetime, most: int = SAMPLE) -> list[Sampled]:
    """The first variants of some products on sale, from the whole range and always the same, the cheapest first."""
    first = Variant.objects.filter(is_active=True, product__in=products.order_by().values("pk"))
    ids = sorted(first.order_by().values("product").annotate(first=Min("pk")).values_list("first", flat=True))
    chosen = ids[:: max(1, -(-len(ids) // most))]
    offers = pricing.prices_at(chosen, at, buyer.terms.currency, buyer=buyer)
    variants = list(Variant.objects.filter(pk__in=offers).select_related("product"))
    called = names({variant.product_id for variant in variants})
    rates = taxes.rates(buyer.terms.country, at)
    found = [
        Sampled(
            line=QuoteLine(
                sku=variant.sku,
                quantity=1,
                unit_price=(offer := offers[variant.pk]).amount,
                tax_basis_points=rates.of(variant.product.tax_class_id),
                product=variant.product_id,
                categories=with_ancestors(variant.product.category_id),
                brand=variant.product.brand_id,
                is_reduced=offer.compare_at is not None,
                price_list=offer.price_list,
            ),
            name=called.get(variant.product_id, variant.sku),
            list_price=max(offer.compare_at or 0, offer.amount),
        )
        for variant in variants
    ]
    return sorted(found, key=lambda one: (one.line.unit_price, one.line.sku))


def delivery(draft: Draft, *, at: datetime) -> DeliveryCharge:
    """What the first way that costs something costs; the promotion may be about it."""
    terms = buyer(draft).terms
    ways = DeliveryMethod.objects.filter(is_active=True, price__gt=0, currency__in=["", terms.currency])
    way = ways.first()
    if way is None:
        return DeliveryCharge(price=0, rule="delivery", tax_basis_points=0)
    rate = taxes.rates(terms.country, at).of(way.tax_class_id)
    return DeliveryCharge(price=way.price, rule="delivery", tax_basis_points=rate, method=way.code)


def pieces_needed(rules: Sequence[Rule], price: int) -> int:
    """How many pieces at that price fulfil the conditions of all of these rules."""
    needed = [1]
    for rule in rules:
        goods = max(rule.minimum_goods or 0, min((tier["from"] for tier in rule.tiers), default=0))
        needed += [set_size(rule), rule.minimum_quantity or 1, -(-goods // max(price, 1))]
    return max(needed)


def set_size(rule: Rule) -> int:
    """How many pieces belong together for the kinds that count sets; 1 for the others."""
    if rule.kind == Promotion.Kind.BUY_X_GET_Y:
        return (rule.buy_quantity or 1) + (rule.get_quantity or 1)
    if rule.kind in (Promotion.Kind.CHEAPEST_FREE, Promotion.Kind.SET_PRICE):
        return rule.buy_quantity or 1
    return 1


def _buyer(promotion: Promotion, groups: frozenset[int], market_ids: frozenset[int]) -> markets.Buyer:
    of_currency = Market.objects.filter(currency=promotion.currency, is_active=True)
    market = (of_currency.filter(pk__in=market_ids) if market_ids else of_currency.filter(is_default=True)).first()
    return markets.Buyer(terms=markets.terms(market or of_currency.first()), group_ids=groups)


def _with_descendants(categories: frozenset[int]) -> set[int]:
    return {pk for pk in parents() if not categories.isdisjoint(with_ancestors(pk))}


def names(product_ids: Iterable[int]) -> dict[int, str]:
    """What products are called in the reader's language, as far as a page has given a name."""
    shown = Presentation.objects.filter(product__in=product_ids, language=get_language() or "en")
    return dict(shown.values_list("product_id", "name"))
