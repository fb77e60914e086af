"""How a product looks to a client: the card of a list and the detail of a page, as plain JSON.

Pure functions of rows that are already loaded; the read model stores what they return.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import gettext, override

from shop import money
from shop.models import (
    Attribute,
    AttributeValue,
    CategoryAttribute,
    Presentation,
    Product,
    Variant,
    in_language,
)
from shop.pricing import Offer
from shop.stock import Availability

# More than this is nobody's business, and would make every sale a change of the page.
MOST_SHOWN = 99
NEW_FOR = timedelta(days=45)


@dataclass(frozen=True, kw_only=True)
class Sold:
    """A variant that can be shown: it has a price."""

    variant: Variant
    offer: Offer
    stock: Availability

    @property
    def is_available(self) -> bool:
        return self.stock.available > 0


def availability(stock: Availability) -> dict[str, Any]:
    """Whether it can be bought now, how many at most are told, and when it comes if none is on a shelf."""
    available, expected_on = stock.available, None
    if available <= 0:
        return {"status": "out_of_stock", "available": 0, "expected_on": None}
    if stock.on_shelf > 0 or not stock.kind:
        status = "low_stock" if available <= settings.SHOP["LOW_STOCK"] else "in_stock"
    else:
        status = str(stock.kind)
        expected_on = stock.expected_on.isoformat() if stock.expected_on else None
    return {"status": status, "available": min(available, MOST_SHOWN), "expected_on": expected_on}


def shown_first(sold: Sequence[Sold]) -> Sold:
    """The variant that stands for the product: the cheapest that can be bought, else the cheapest."""
    return min(sold, key=lambda one: (not one.is_available, one.offer.amount, one.variant.position))


def card(
    product: Product, presentation: Presentation, sold: Sequence[Sold], uses: Iterable[CategoryAttribute], now: datetime
) -> dict[str, Any]:
    """The card as the contract describes it; ``availability`` is that of the variant whose price is shown."""
    language = presentation.language
    first = shown_first(sold)
    return {
        "id": product.public_id,
        "slug": presentation.slug,
        "url": presentation.url,
        "name": presentation.name,
        "brand": {"slug": product.brand.slug, "name": in_language(product.brand, "name", language)},
        "category": {
            "id": product.category.public_id,
            "slug": product.category.slug,
            "name": in_language(product.category, "name", language),
        },
        "picture": presentation.pictures[0] if presentation.pictures else None,
        **priced(first.offer, money.currency(), language),
        "availability": availability(first.stock),
        "rating": rating(product),
        "card_attributes": _card_attributes(product, uses, language),
        "sku": first.variant.sku,
        "variant_id": first.variant.public_id,
        "variant_count": len(sold),
        "colours": list(dict.fromkeys(_swatches(sold))),
        "is_new": now - product.released_at < NEW_FOR,
    }


def detail(
    product: Product, presentation: Presentation, sold: Sequence[Sold], uses: Sequence[CategoryAttribute]
) -> dict[str, Any]:
    """What a product has beside its card."""
    language = presentation.language
    return {
        "summary": presentation.summary,
        "variants": [_variant(one, presentation, language) for one in sold],
        "attributes": _specification(product, uses, language),
        "pictures": presentation.pictures,
        "body": presentation.body,
        "breadcrumbs": presentation.breadcrumbs,
        "alternates": {other.language: other.url for other in product.presentations.all()},
        "page_revision": presentation.revision,
    }


def rating(product: Product) -> dict[str, Any] | None:
    if product.rating_tenths is None or not product.rating_count:
        return None
    return {"average": product.rating_tenths / 10, "count": product.rating_count}


@lru_cache(maxsize=20_000)
def number_in_words(thousandths: int, unit: str, language: str) -> str:
    """6300 thousandths of an inch as ``6.3"``; a unit of letters stands behind a no-break space."""
    whole, rest = divmod(thousandths, 1000)
    text = format_decimal(whole if not rest else thousandths / 1000, "#,##0.###", locale=language)
    text = text.replace("\u202f", money.NO_BREAK_SPACE)
    if language == "en":
        text = text.replace(",", money.NO_BREAK_SPACE)
    gap = "" if not unit or unit[0] in "\"″'°%" else money.NO_BREAK_SPACE
    return f"{text}{gap}{unit}"


def value_in_words(value: AttributeValue, language: str) -> str:
    attribute = value.attribute
    if attribute.kind == Attribute.Kind.NUMBER:
        return number_in_words(value.thousandths or 0, in_language(attribute, "unit", language), language)
    if attribute.kind == Attribute.Kind.CHOICE:
        return in_language(value.choice, "label", language) if value.choice else ""
    if attribute.kind == Attribute.Kind.BOOLEAN:
        with override(language):
            return gettext("yes") if value.boolean else gettext("no")
    return in_language(value, "text", language)


def priced(offer: Offer, currency: str, language: str) -> dict[str, Any]:
    """The price; the struck one; and the lowest of the 30 days before, wherever the price went down."""

    def words(amount: int | None) -> money.Money | None:
        return None if amount is None else money.present(amount, currency, language)

    return {
        "price": words(offer.amount),
        "compare_at_price": words(offer.compare_at),
        "lowest_price": words(offer.lowest_before),
    }


def _variant(one: Sold, presentation: Presentation, language: str) -> dict[str, Any]:
    chosen = [row.choice for row in one.variant.chosen.all()]
    options = [
        {
            "code": choice.attribute.code,
            "label": in_language(choice.attribute, "name", language),
            "value": in_language(choice, "label", language),
            "choice": choice.value,
            "swatch": choice.swatch or None,
        }
        for choice in chosen
    ]
    name = ", ".join([presentation.name, *(str(option["value"]) for option in options)])
    return {
        "id": one.variant.public_id,
        "sku": one.variant.sku,
        "name": name,
        "options": options,
        **priced(one.offer, money.currency(), language),
        "availability": availability(one.stock),
        "pictures": [],
        "url": f"{presentation.url}?variant={one.variant.sku}",
    }


def _values(product: Product) -> dict[int, list[AttributeValue]]:
    by_attribute: dict[int, list[AttributeValue]] = {}
    for value in product.values.all():
        by_attribute.setdefault(value.attribute_id, []).append(value)
    return by_attribute


def _card_attributes(product: Product, uses: Iterable[CategoryAttribute], language: str) -> list[dict[str, str]]:
    values = _values(product)
    return [
        {
            "code": use.attribute.code,
            "label": in_language(use.attribute, "name", language),
            "value": _in_words(values.get(use.attribute_id, []), language) or "—",
        }
        for use in uses
        if use.on_card
    ][:3]


def _specification(product: Product, uses: Sequence[CategoryAttribute], language: str) -> list[dict[str, Any]]:
    """All attributes of the category in groups; what the product does not say is "not specified"."""
    values = _values(product)
    groups: dict[str, list[dict[str, str]]] = {}
    with override(language):
        missing = gettext("not specified")
    axes = {choice.attribute_id for variant in product.variants.all() for choice in _choices(variant)}
    for use in uses:
        if use.attribute_id in axes and use.attribute_id not in values:
            words = _axis_in_words(product, use.attribute_id, language)
        else:
            words = _in_words(values.get(use.attribute_id, []), language) or missing
        groups.setdefault(in_language(use.attribute, "group", language), []).append(
            {
                "code": use.attribute.code,
                "label": in_language(use.attribute, "name", language),
                "value": words,
                "help": in_language(use.attribute, "help", language),
            }
        )
    return [{"group": group, "attributes": rows} for group, rows in groups.items()]


def _choices(variant: Variant) -> list[Any]:
    return [row.choice for row in variant.chosen.all()]


def _axis_in_words(product: Product, attribute_id: int, language: str) -> str:
    labels = [
        in_language(choice, "label", language)
        for variant in product.variants.all()
        for choice in _choices(variant)
        if choice.attribute_id == attribute_id
    ]
    return ", ".join(dict.fromkeys(labels))


def _in_words(values: Iterable[AttributeValue], language: str) -> str:
    return ", ".join(value_in_words(value, language) for value in values)


def _swatches(sold: Iterable[Sold]) -> list[str]:
    return [choice.swatch for one in sold for choice in _choices(one.variant) if choice.swatch]
