"""Lists of products: filter, facet, sort, page.  The site and the API call these functions, and read nothing else.

Values of one filter mean OR, filters mean AND; the counts of a facet leave its own filter out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db.models import Q

from shop import money, offers, search
from shop.cards import number_in_words
from shop.errors import Refusal
from shop.filtering import ORDERINGS, Filters, Key, plain, thousandths
from shop.markets import Buyer
from shop.models import Attribute, CatalogEntry, in_language
from shop.queried import QueriedList
from shop.vocabulary import brands_in, choices_in, facets_of, subtree
from shop.window import holds_all, window
from shop.windowed import WindowedList

DEFAULT_LIMIT = 24
# A facet of numbers with more different values than this is asked for as a range.
MOST_NUMBERS = 8

__all__ = [
    "DEFAULT_LIMIT",
    "ORDERINGS",
    "Filters",
    "Page",
    "cards",
    "default_ordering",
    "detail",
    "facets",
    "page",
    "plain",
    "replace",
    "suggest",
    "thousandths",
    "total",
]


class UnknownFilter(Refusal):
    code = "unknown_filter"


class ProductList(Protocol):
    """The products that pass some filters, wherever they are counted."""

    def keys(
        self, column: str, *, descending: bool, after: Key | None, before: Key | None, offset: int, most: int
    ) -> list[Key]: ...

    def total(self) -> int: ...

    def price_bounds(self) -> tuple[int | None, int | None]: ...

    def available(self) -> int: ...

    def brands(self) -> dict[int, int]: ...

    def values(self, codes: dict[int, str]) -> dict[int, dict[Any, int]]: ...


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of cards; the keys point behind the last and before the first of them, None at the ends."""

    cards: list[dict[str, Any]]
    after: Key | None
    before: Key | None


def default_ordering(filters: Filters) -> str:
    return "relevance" if filters.query else "popular"


def page(
    filters: Filters,
    *,
    ordering: str | None = None,
    limit: int = DEFAULT_LIMIT,
    after: Key | None = None,
    before: Key | None = None,
    offset: int = 0,
) -> Page:
    """The cards behind (or before) a key, or from an offset on, and the keys of the neighbouring pages."""
    column, descending = ORDERINGS[ordering or default_ordering(filters)]
    if column == "relevance" and not filters.query:
        column, descending = ORDERINGS["popular"]
    found = _list(filters).keys(
        column, descending=descending, after=after, before=before, offset=offset, most=limit + 1
    )
    has_more = len(found) > limit
    keys = found[:limit]
    if before is not None:
        keys.reverse()
        has_next, has_previous = bool(keys), has_more
    else:
        has_next, has_previous = has_more, bool(keys) and bool(after or offset)
    return Page(
        cards=_cards([product for _value, product in keys], filters),
        after=keys[-1] if has_next else None,
        before=keys[0] if has_previous else None,
    )


def _cards(products: Sequence[int], filters: Filters) -> list[dict[str, Any]]:
    if not offers.differ(filters.buyer):
        return list(window.cards(products, filters.language))
    rows = CatalogEntry.objects.filter(language=filters.language, product__in=products)
    found = {product: tuple(its) for product, *its in rows.values_list("product", *offers.columns(filters.buyer))}
    return offers.cards_for(filters.buyer, [found[key] for key in products if key in found], filters.language)


def total(filters: Filters) -> int:
    return _list(filters).total()


def cards(products: Sequence[str], language: str, buyer: Buyer | None = None) -> list[dict[str, Any]]:
    """The cards of these products, by public id or slug, in the order asked for; what is not shown is left out."""
    rows = CatalogEntry.objects.filter(language=language).filter(
        Q(product__public_id__in=products) | Q(product__slug__in=products)
    )
    found = list(rows.values_list("product__slug", *offers.columns(buyer)))
    slugs = {card["id"]: slug for slug, card, *_ in found}
    shown = {}
    for card in offers.cards_for(buyer, [tuple(row[1:]) for row in found], language):
        shown[card["id"]] = shown[slugs[card["id"]]] = card
    return [shown[key] for key in products if key in shown]


def detail(product: str, language: str, buyer: Buyer | None = None) -> dict[str, Any] | None:
    """All that is shown of a product, by public id or slug; None if it is not shown in that language.

    Raises offers.NotSoldHere if it is shown, but has no price for this buyer.
    """
    rows = CatalogEntry.objects.filter(language=language)
    # One or the other, never OR: that would keep a database from using either index.
    key = "product__public_id" if product.startswith("prd_") else "product__slug"
    row = rows.filter(**{key: product}).values_list("card", "detail").first()
    if row is None:
        return None
    return offers.detail_for(buyer, *row, language)


def suggest(query: str, language: str, limit: int = 8, buyer: Buyer | None = None) -> list[dict[str, Any]]:
    """The products that a half-typed query may mean, best first."""
    rows = offers.sold_to(search.found(query, language), buyer).order_by("-relevance", "-popularity", "product")
    return offers.cards_for(buyer, list(rows.values_list(*offers.columns(buyer))[:limit]), language)


def facets(filters: Filters) -> list[dict[str, Any]]:
    """The facets of a list: price, availability, brand and what its category is filtered by, each with its counts."""
    language = filters.language
    products = _list(filters)
    found = [_price_facet(products, filters), _availability_facet(products, filters), _brand_facet(products, filters)]
    uses = facets_of(filters.category) if filters.category else ()
    if not uses:
        return found
    counted = products.values({attribute.pk: attribute.code for attribute in uses})
    for attribute in uses:
        counts = counted[attribute.pk]
        selected = filters.attributes.get(attribute.code, ())
        name = in_language(attribute, "name", language)
        if attribute.kind == Attribute.Kind.NUMBER and len(counts) > MOST_NUMBERS:
            found.append(_range_facet(attribute, name, counts, selected, language))
            continue
        values = [
            {"value": value, "label": label, "count": counts.get(key, 0), "selected": value in selected}
            for key, value, label in _possible(attribute, counts, language)
        ]
        kind = "boolean" if attribute.kind == Attribute.Kind.BOOLEAN else "choice"
        if values:
            found.append({"code": f"attr.{attribute.code}", "name": name, "kind": kind, "values": values})
    return found


def _list(filters: Filters) -> ProductList:
    """From memory at the store's own prices, where it is a category or a small catalogue; else from the database."""
    categories = subtree(filters.category) if filters.category else None
    buyer = filters.buyer
    is_elsewhere = buyer is not None and buyer.terms.currency != money.currency()
    if filters.query or is_elsewhere:
        return QueriedList(filters, categories)
    if categories is None and (filters.attributes or not holds_all(filters.language)):
        return QueriedList(filters, categories)
    return WindowedList(filters, categories)


def _price_facet(products: ProductList, filters: Filters) -> dict[str, Any]:
    least, most = products.price_bounds()
    return {
        "code": "price",
        "name": "",
        "kind": "range",
        "min": least,
        "max": most,
        "selected_min": filters.price_min,
        "selected_max": filters.price_max,
    }


def _availability_facet(products: ProductList, filters: Filters) -> dict[str, Any]:
    value = {"value": "true", "label": "", "count": products.available(), "selected": filters.in_stock}
    return {"code": "in_stock", "name": "", "kind": "availability", "values": [value]}


def _brand_facet(products: ProductList, filters: Filters) -> dict[str, Any]:
    counts = products.brands()
    values: list[dict[str, Any]] = [
        {
            "value": slug,
            "label": name,
            "count": counts.get(brand, 0),
            "selected": slug in filters.brands,
        }
        for brand, slug, name in brands_in(filters.language)
        if brand in counts or slug in filters.brands
    ]
    values.sort(key=lambda value: (-value["count"], value["label"]))
    return {"code": "brand", "name": "", "kind": "brand", "values": values}


def _possible(attribute: Attribute, counts: Mapping[Any, int], language: str) -> list[tuple[Any, str, str]]:
    """(key of the counts, value in an address, label) of what can be ticked; a value nobody has is left out."""
    if attribute.kind == Attribute.Kind.CHOICE:
        its = choices_in(language).get(attribute.pk, [])
        return [choice for choice in its if choice[0] in counts]
    if attribute.kind == Attribute.Kind.BOOLEAN:
        return [("1", "yes", "")] if "1" in counts else []
    unit = in_language(attribute, "unit", language)
    numbers = sorted((thousandths(key) or 0, key) for key in counts)
    return [(key, key, number_in_words(number, unit, language)) for number, key in numbers]


def _range_facet(
    attribute: Attribute, name: str, counts: Mapping[Any, int], selected: Sequence[str], language: str
) -> dict[str, Any]:
    numbers = sorted(thousandths(key) or 0 for key in counts)
    low, _, high = selected[0].partition("..") if selected else ("", "", "")
    return {
        "code": f"attr.{attribute.code}",
        "name": name,
        "kind": "range",
        "unit": in_language(attribute, "unit", language),
        "min": plain(numbers[0]),
        "max": plain(numbers[-1]),
        "selected_min": low or None,
        "selected_max": high or None,
    }
