"""Lays a buyer's own prices over cards and details, which the read model keeps with the public ones.

Always two queries, for any number of cards.  What has no price for a buyer is not sold to him, and is left out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from shop import cards, effective, money, pricing
from shop.errors import Refusal
from shop.markets import Buyer
from shop.models import CatalogEntry, Price, Variant

Card = dict[str, Any]
Variants = Sequence[Mapping[str, Any]]


class NotSoldHere(Refusal):
    """It is shown, but has no price in this market."""

    code = "not_sold_here"

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” is not sold in this market.") % {"name": name})


def differ(buyer: Buyer | None) -> bool:
    """Whether this buyer may see other prices than everybody does."""
    return buyer is not None and not buyer.is_everybody


def sold_to(entries: QuerySet[CatalogEntry], buyer: Buyer | None) -> QuerySet[CatalogEntry]:
    """Those entries that have a price for a buyer; in the store's currency all of them do."""
    if buyer is None or buyer.terms.currency == money.currency():
        return entries
    now = timezone.now()
    in_effect = Price.objects.filter(
        effective.open_to(buyer),
        Q(ends_at=None) | Q(ends_at__gt=now),
        variant__product=OuterRef("product"),
        variant__is_active=True,
        starts_at__lte=now,
    )
    return entries.filter(Exists(in_effect))


def columns(buyer: Buyer | None) -> tuple[str, ...]:
    """The columns of an entry that make a card for this buyer."""
    return ("card", "detail__variants") if differ(buyer) else ("card",)


def cards_for(buyer: Buyer | None, rows: Sequence[tuple[Any, ...]], language: str) -> list[Card]:
    """The cards of rows with those columns, at this buyer's prices."""
    if buyer is None or not differ(buyer):
        return [card for (card,) in rows]
    return [card for card, _variants in laid_over([(card, variants) for card, variants in rows], buyer, language)]


def detail_for(buyer: Buyer | None, card: Card, detail: Card, language: str) -> Card:
    """All that is shown of a product, at this buyer's prices."""
    if buyer is None or not differ(buyer):
        return {**card, **detail}
    laid = laid_over([(card, detail["variants"])], buyer, language)
    if not laid:
        raise NotSoldHere(card["name"])
    ((card, variants),) = laid
    return {**card, **detail, "variants": variants}


def laid_over(shown: Sequence[tuple[Card, Variants]], buyer: Buyer, language: str) -> list[tuple[Card, list[Card]]]:
    """Cards and their variants at this buyer's prices, in the same order."""
    ids = {variant["id"] for _card, variants in shown for variant in variants}
    keys = dict(Variant.objects.filter(public_id__in=ids).values_list("public_id", "pk"))
    offers = pricing.prices_at(keys.values(), buyer=buyer)
    found = []
    for card, variants in shown:
        sold = [
            {**variant, **cards.priced(offers[keys[variant["id"]]], buyer.terms.currency, language)}
            for variant in variants
            if keys.get(variant["id"]) in offers
        ]
        if sold:
            found.append((card | _of_card(sold), sold))
    return found


def _of_card(sold: Sequence[Mapping[str, Any]]) -> Card:
    """What a card says of the variant that stands for its product: the cheapest that can be bought."""
    first = min(sold, key=lambda one: (one["availability"]["status"] == "out_of_stock", one["price"]["amount"]))
    swatches = [option["swatch"] for one in sold for option in one["options"] if option["swatch"]]
    return {
        "price": first["price"],
        "compare_at_price": first["compare_at_price"],
        "lowest_price": first["lowest_price"],
        "availability": first["availability"],
        "sku": first["sku"],
        "variant_id": first["id"],
        "variant_count": len(sold),
        "colours": list(dict.fromkeys(swatches)),
    }
