"""Shelves: short rows of product cards, chosen by hand or by a rule, as the read model has them now."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from shop import listing
from shop.markets import Buyer

ORDERINGS = [
    ("popular", _("most popular")),
    ("newest", _("newest")),
    ("discount", _("largest discount")),
    ("rating", _("best rated")),
    ("price", _("cheapest")),
]


def cards(product_ids: Sequence[str], language: str, buyer: Buyer | None = None) -> list[dict[str, Any]]:
    """The cards of these products in this order; a product that is off sale is left out."""
    return listing.cards(list(product_ids), language, buyer) if product_ids else []


def by_rule(
    *, category: str | None, ordering: str, count: int, language: str, buyer: Buyer | None = None
) -> list[dict[str, Any]]:
    """The first cards of a category, or of the whole catalogue, in an order."""
    filters = listing.Filters(category=category, language=language, buyer=buyer)
    return listing.page(filters, ordering=ordering, limit=count).cards


def of_block(value: Mapping[str, Any], language: str, buyer: Buyer | None = None) -> dict[str, Any]:
    """A product shelf block as {title, url, cards}."""
    chosen = [product.public_id for product in value.get("products") or [] if product is not None]
    category = value.get("category")
    if chosen:
        shown = cards(chosen, language, buyer)
    else:
        shown = by_rule(
            category=category.slug if category else None,
            ordering=value.get("ordering") or "popular",
            count=value.get("count") or 4,
            language=language,
            buyer=buyer,
        )
    return {"title": value.get("title") or "", "url": category_url(category, language), "cards": shown}


def category_url(category: Any, language: str) -> str:
    """The address of a category's page, or nothing while it has none."""
    if category is None:
        return ""
    return category.presentations.filter(language=language).values_list("url", flat=True).first() or ""
