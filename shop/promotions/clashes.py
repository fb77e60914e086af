"""Which other promotions meet one that is being edited: on the same goods, at the same time, for the same people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shop import money
from shop.models import CustomerGroup, Product, Promotion
from shop.promotions import drafts
from shop.promotions.drafts import Draft, Sampled
from shop.quotes import DeliveryCharge, QuoteLine, Rule, quote

NO_DELIVERY = DeliveryCharge(price=0, rule="delivery", tax_basis_points=0)
# So many of the articles whose prices fall too far are told.
TOLD = 5


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Another promotion on some of the same goods, and what happens where both hold."""

    promotion: Promotion
    products: int
    combines: bool
    detail: str


@dataclass(frozen=True, kw_only=True)
class TooCheap:
    """An article of which less than half of the list price is left with everything that combines; minor units."""

    name: str
    sku: str
    quantity: int
    list_price: int
    price: int
    currency: str
    promotions: Sequence[str]


def clashes(draft: Draft, *, at: datetime, language: str) -> tuple[list[Clash], list[TooCheap]]:
    """The promotions that run or are planned and meet this one, and the prices that fall too far with them."""
    articles = drafts.sample(drafts.goods(draft.rule), buyer=drafts.buyer(draft), at=at)
    delivery = drafts.delivery(draft, at=at)
    found, met = [], []
    for other in _others(draft, at):
        goods = _shared(draft, other)
        if not (products := goods.count()):
            continue
        combines = not (draft.rule.is_exclusive or other.rule.is_exclusive)
        detail = _both(draft, other) if combines else _one(draft, other, goods, articles, delivery, language)
        found.append(Clash(promotion=other.promotion, products=products, combines=combines, detail=detail))
        met.append(other)
    return found, _too_cheap(draft, met, articles)


def _others(draft: Draft, at: datetime) -> list[Draft]:
    """Those that may hold at a moment when this one does, for somebody whom it is for."""
    promotion = draft.promotion
    begins = max(promotion.starts_at, at)
    rows = Promotion.objects.filter(is_active=True, currency=promotion.currency).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=begins)
    )
    if promotion.ends_at is not None:
        rows = rows.filter(starts_at__lt=promotion.ends_at)
    rows = rows.exclude(pk=promotion.pk).select_related("gift__product")
    rows = rows.prefetch_related(*drafts.GOODS, "groups", "markets")
    members = _members()
    buyer = drafts.buyer(draft)
    found = [drafts.saved(other, at=at, buyer=buyer) for other in rows if not _is_finished(other)]
    return [other for other in found if _share_people(draft, other, members)]


def _is_finished(promotion: Promotion) -> bool:
    return promotion.standing in (Promotion.Standing.USED_UP, Promotion.Standing.BUDGET_SPENT)


def _share_people(one: Draft, other: Draft, members: dict[int, set[int]]) -> bool:
    if one.markets and other.markets and one.markets.isdisjoint(other.markets):
        return False
    if not one.groups or not other.groups:
        return True
    people = [set().union(*(members.get(group, set()) for group in draft.groups)) for draft in (one, other)]
    return not one.groups.isdisjoint(other.groups) or not people[0].isdisjoint(people[1])


def _members() -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for group, customer in CustomerGroup.members.through.objects.values_list("customergroup_id", "user_id"):
        found.setdefault(group, set()).add(customer)
    return found


def _shared(one: Draft, other: Draft) -> QuerySet[Product]:
    return drafts.goods(one.rule).filter(pk__in=drafts.goods(other.rule).order_by().values("pk"))


def _both(draft: Draft, other: Draft) -> str:
    first, second = sorted((draft, other), key=lambda one: one.rule.order)
    return _("Both count: first “%(first)s”, then “%(second)s” on what that leaves.") % {
        "first": first.name,
        "second": second.name,
    }


def _one(
    draft: Draft,
    other: Draft,
    goods: QuerySet[Product],
    articles: Sequence[Sampled],
    delivery: DeliveryCharge,
    language: str,
) -> str:
    """Which of the two wins, by the example of an article from the middle of those that both are for."""
    general = _("Only one of them counts: the one that saves the shopper more.")
    sampled = [article.line.product for article in articles]
    shared = set(goods.order_by().filter(pk__in=sampled).values_list("pk", flat=True))
    articles = [article for article in articles if article.line.product in shared]
    if not articles:
        return general
    article = articles[len(articles) // 2]
    pieces = drafts.pieces_needed([draft.rule, other.rule], article.line.unit_price)
    saves = [(_saved(one, article.times(pieces), delivery), one) for one in (draft, other)]
    # At equal savings the one that counts first wins.
    (more, winner), (less, _loser) = sorted(saves, key=lambda pair: (-pair[0], pair[1].rule.order))
    amounts = [money.formatted(saved, draft.promotion.currency, language) for saved in (more, less)]
    example = ngettext(
        "With %(count)d × “%(article)s” that is “%(winner)s”: %(more)s against %(less)s.",
        "With %(count)d × “%(article)s” that is “%(winner)s”: %(more)s against %(less)s.",
        pieces,
    ) % {"count": pieces, "article": article.name, "winner": winner.name, "more": amounts[0], "less": amounts[1]}
    return f"{general} {example}"


def _saved(draft: Draft, line: QuoteLine, delivery: DeliveryCharge) -> int:
    counted = quote([line], delivery=delivery, rules=[draft.rule], currency=draft.promotion.currency)
    return counted.discount + counted.delivery_discount


def _too_cheap(draft: Draft, met: Sequence[Draft], articles: Sequence[Sampled]) -> list[TooCheap]:
    together = [draft]
    if not draft.rule.is_exclusive:
        together += [other for other in met if not other.rule.is_exclusive]
    rules = [one.rule for one in together]
    worst = [_worst(article, rules, draft.promotion.currency) for article in articles]
    found = [one for one in worst if one is not None]
    return sorted(found, key=lambda one: one.price / one.list_price)[:TOLD]


def _worst(article: Sampled, rules: Sequence[Rule], currency: str) -> TooCheap | None:
    """The lowest price of one piece among some quantities, if less than half is left."""
    found = [_price(article.times(pieces), rules, currency) for pieces in _quantities(rules, article.line.unit_price)]
    price, pieces, names = min(found, key=lambda one: (one[0] / one[1], one[1]))
    if not article.list_price or 2 * price >= article.list_price * pieces:
        return None
    return TooCheap(
        name=article.name,
        sku=article.line.sku,
        quantity=pieces,
        list_price=article.list_price * pieces,
        price=price,
        currency=currency,
        promotions=names,
    )


def _quantities(rules: Iterable[Rule], price: int) -> list[int]:
    rules = list(rules)
    return sorted({1, *(drafts.pieces_needed([rule], price) for rule in rules), drafts.pieces_needed(rules, price)})


def _price(line: QuoteLine, rules: Sequence[Rule], currency: str) -> tuple[int, int, list[str]]:
    counted = quote([line], delivery=NO_DELIVERY, rules=rules, currency=currency)
    names = [applied.name for applied in counted.applied]
    return counted.line_totals[line.sku] - counted.line_discounts[line.sku], line.quantity, names
