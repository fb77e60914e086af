"""What a promotion would make of three carts: "this cart → this price", counted as at the checkout."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shop.models import Product, Promotion
from shop.promotions import drafts
from shop.promotions.drafts import Draft, Sampled
from shop.quotes import DeliveryCharge, Quote, QuoteLine, quote

# A cart line takes no more.
MOST_PIECES = 999
# Of so many kinds an example is at most, however many pieces it takes.
DIFFERENT = 3
# Stands in for any voucher: who types a code is told why it does not help.
SOME_VOUCHER = "CODE"


@dataclass(frozen=True, kw_only=True)
class ExampleLine:
    """One line of an example; amounts in minor units, before and after the promotion."""

    name: str
    sku: str
    quantity: int
    before: int
    after: int
    is_gift: bool = False


@dataclass(frozen=True, kw_only=True)
class Example:
    """A cart and its price; ``delivery`` is there only where the promotion is about it, ``why`` if it takes nothing."""

    lines: Sequence[ExampleLine]
    delivery: tuple[int, int] | None
    before: int
    after: int
    currency: str
    why: Sequence[str]

    @property
    def saved(self) -> int:
        return self.before - self.after


def examples(draft: Draft, *, at: datetime) -> list[Example]:
    """Up to three carts of goods that the promotion is for: one piece, just enough, and more with something else."""
    buyer = drafts.buyer(draft)
    goods = drafts.goods(draft.rule)
    articles = drafts.sample(goods, buyer=buyer, at=at)
    if draft.rule.excludes_reduced:
        articles = [article for article in articles if not article.line.is_reduced]
    if not articles:
        return []
    others = drafts.sample(
        Product.objects.filter(is_active=True).exclude(pk__in=goods.order_by().values("pk")), buyer=buyer, at=at, most=9
    )
    delivery = drafts.delivery(draft, at=at)
    found: list[Example] = []
    for cart in _carts(draft, articles, others):
        example = _example(draft, cart, delivery, buyer.terms.prices_include_tax)
        if all(example.lines != one.lines for one in found):
            found.append(example)
    return found


def _carts(draft: Draft, articles: list[Sampled], others: list[Sampled]) -> list[dict[Sampled, int]]:
    middle = articles[len(articles) // 2]
    enough = _enough(draft, articles)
    if enough == {middle: 1}:
        # One piece is enough: the range from its cheap to its dear end says more.
        enough = {articles[0]: 1, articles[-1]: 1} if len(articles) > 1 else {middle: 2}
    more = {article: min(2 * pieces, MOST_PIECES) for article, pieces in enough.items()}
    another = others[len(others) // 2] if others else middle
    more[another] = min(more.get(another, 0) + 1, MOST_PIECES)
    return [{middle: 1}, enough, more]


def _enough(draft: Draft, articles: list[Sampled]) -> dict[Sampled, int]:
    """A small cart that fulfils the conditions, of goods from the middle of the range if their prices will do."""
    rule = draft.rule
    pieces = min(max(drafts.set_size(rule), rule.minimum_quantity or 1), MOST_PIECES)
    wanted = max(rule.minimum_goods or 0, min((tier["from"] for tier in rule.tiers), default=0))
    kinds = min(pieces, len(articles), DIFFERENT)
    start = len(articles) // 2 - kinds // 2
    some = articles[start : start + kinds]
    chosen = [some[number % kinds] for number in range(pieces)]
    tags = sum(article.line.unit_price for article in chosen)
    if tags < wanted:
        # A dearer one in place of the last piece, or as many of the dearest as it takes.
        rest = wanted - tags + chosen.pop().line.unit_price
        dear = next((article for article in articles if article.line.unit_price >= rest), articles[-1])
        chosen += [dear] * min(-(-rest // max(dear.line.unit_price, 1)), MOST_PIECES)
    return dict(Counter(chosen))


def _example(draft: Draft, cart: dict[Sampled, int], delivery: DeliveryCharge, prices_include_tax: bool) -> Example:
    rule = replace(draft.rule, voucher=draft.rule.voucher or SOME_VOUCHER, refusal="")
    asked = [article.times(quantity) for article, quantity in cart.items()]
    counted = quote(
        asked,
        delivery=delivery,
        rules=[rule],
        prices_include_tax=prices_include_tax,
        currency=draft.promotion.currency,
    )
    names = {article.line.sku: article.name for article in cart} | _gift_name(draft)
    bought = {line.sku: line for line in asked}
    lines = [_line(line, names[line.sku], counted) for line in asked]
    lines += [
        ExampleLine(
            name=names[gift.sku],
            sku=gift.sku,
            quantity=gift.quantity,
            before=gift.unit_price * gift.quantity,
            after=0,
            is_gift=True,
        )
        for gift in counted.gifts
        if gift.sku not in bought
    ]
    about_delivery = draft.promotion.kind == Promotion.Kind.FREE_DELIVERY
    before = counted.subtotal + (delivery.price if about_delivery else 0)
    after = counted.subtotal - counted.discount + (counted.delivery if about_delivery else 0)
    return Example(
        lines=lines,
        delivery=(delivery.price, counted.delivery) if about_delivery else None,
        before=before,
        after=after,
        currency=counted.currency,
        why=[refused.detail for refused in counted.refused],
    )


def _line(line: QuoteLine, name: str, counted: Quote) -> ExampleLine:
    before = counted.line_totals[line.sku]
    return ExampleLine(
        name=name,
        sku=line.sku,
        quantity=line.quantity,
        before=before,
        after=before - counted.line_discounts[line.sku],
    )


def _gift_name(draft: Draft) -> dict[str, str]:
    gift = draft.promotion.gift
    if gift is None:
        return {}
    return {gift.sku: drafts.names([gift.product_id]).get(gift.product_id, gift.sku)}
