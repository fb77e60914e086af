"""Lists of products: filter, facet, sort, page.  The site and the API call these functions, and read nothing else.

Values of one filter mean OR, filters mean AND; the counts of a facet leave its own filter out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from shop import offers, search
from shop.errors import Refusal
from shop.markets import Buyer
from shop.models import Attribute, Brand, CatalogEntry, CatalogFacet, Category, CategoryAttribute, Choice, in_language

DEFAULT_LIMIT = 24
# A facet of numbers with more different values than this is asked for as a range.
MOST_NUMBERS = 8
# name → (field, descending); the product's key makes each order total.
ORDERINGS: dict[str, tuple[str, bool]] = {
    "popular": ("popularity", True),
    "price": ("price", False),
    "-price": ("price", True),
    "rating": ("rating", True),
    "newest": ("released_at", True),
    "discount": ("discount", True),
    "relevance": ("relevance", True),
}


class UnknownFilter(Refusal):
    code = "unknown_filter"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a shopper asked for; prices in minor units, attributes by code.

    Filters and orderings by price go by the public one; what is shown is the price of the buyer, if one is named.
    """

    language: str
    category: str | None = None
    brands: tuple[str, ...] = ()
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool = False
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    query: str | None = None
    buyer: Buyer | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of cards; the keys point behind the last and before the first of them, None at the ends."""

    cards: list[dict[str, Any]]
    after: tuple[Any, int] | None
    before: tuple[Any, int] | None


def default_ordering(filters: Filters) -> str:
    return "relevance" if filters.query else "popular"


def page(
    filters: Filters,
    *,
    ordering: str | None = None,
    limit: int = DEFAULT_LIMIT,
    after: tuple[Any, int] | None = None,
    before: tuple[Any, int] | None = None,
    offset: int = 0,
) -> Page:
    """The cards behind (or before) a key, or from an offset on, and the keys of the neighbouring pages."""
    column, descending = ORDERINGS[ordering or default_ordering(filters)]
    if column == "relevance" and not filters.query:
        column, descending = ORDERINGS["popular"]
    backwards = before is not None
    rows = _matching(filters)
    key = before or after
    if key is not None:
        rows = rows.filter(_behind(column, descending != backwards, key, backwards))
    order = (F(column).desc() if descending != backwards else F(column).asc(), "-product" if backwards else "product")
    columns = (column, "product", *offers.columns(filters.buyer))
    found = list(rows.order_by(*order).values_list(*columns)[offset : offset + limit + 1])
    has_more = len(found) > limit
    found = found[:limit]
    if backwards:
        found.reverse()
    keys = [(value, product) for value, product, *_ in found]
    has_next, has_previous = (bool(keys), has_more) if backwards else (has_more, bool(keys) and bool(key or offset))
    return Page(
        cards=offers.cards_for(filters.buyer, [tuple(row[2:]) for row in found], filters.language),
        after=keys[-1] if has_next else None,
        before=keys[0] if has_previous else None,
    )


def _behind(column: str, descending: bool, key: tuple[Any, int], backwards: bool) -> Q:
    value, product = key
    side = Q(**{f"{column}__lt" if descending else f"{column}__gt": value})
    tie = Q(product__lt=product) if backwards else Q(product__gt=product)
    return side | (Q(**{column: value}) & tie)


def total(filters: Filters) -> int:
    return _matching(filters).count()


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
    found = [_price_facet(filters), _availability_facet(filters), _brand_facet(filters)]
    uses = _facet_uses(filters)
    if not uses:
        return found
    counted = _attribute_counts(filters, uses)
    choices = _choices(uses)
    for use in uses:
        attribute, counts = use.attribute, counted[use.attribute.code]
        selected = filters.attributes.get(attribute.code, ())
        name = in_language(attribute, "name", language)
        if attribute.kind == Attribute.Kind.NUMBER and len(counts) > MOST_NUMBERS:
            found.append(_range_facet(attribute, name, counts, selected, language))
            continue
        values = [
            {"value": value, "label": label, "count": counts.get(key, 0), "selected": value in selected}
            for key, value, label in _possible(attribute, counts, choices, language)
        ]
        kind = "boolean" if attribute.kind == Attribute.Kind.BOOLEAN else "choice"
        if values:
            found.append({"code": f"attr.{attribute.code}", "name": name, "kind": kind, "values": values})
    return found


def _subtree(slug: str) -> list[int]:
    """A category and all below it; there are few categories, so that one query tells them all."""
    rows = list(Category.objects.values_list("pk", "slug", "parent"))
    found = [pk for pk, its_slug, _ in rows if its_slug == slug]
    for pk in found:
        found += [child for child, _, parent in rows if parent == pk]
    return found


def _matching(filters: Filters, *, but: str | None = None) -> QuerySet[CatalogEntry]:
    """The entries that pass the filters, but for the one named (a facet's own)."""
    rows = CatalogEntry.objects.filter(language=filters.language)
    if filters.query:
        rows = search.found(filters.query, filters.language)
    rows = offers.sold_to(rows, filters.buyer)
    if filters.category:
        rows = rows.filter(category__in=_subtree(filters.category))
    if filters.brands and but != "brand":
        rows = rows.filter(brand__slug__in=filters.brands)
    if but != "price":
        # A product passes if any of its variants may cost that much.
        if filters.price_min is not None:
            rows = rows.filter(price_max__gte=filters.price_min)
        if filters.price_max is not None:
            rows = rows.filter(price__lte=filters.price_max)
    if filters.in_stock and but != "availability":
        rows = rows.filter(is_available=True)
    for code, values in filters.attributes.items():
        if code != but and values:
            having = CatalogFacet.objects.filter(attribute__code=code).filter(_any_of(values))
            rows = rows.filter(product__in=having.values("product"))
    return rows


def _any_of(values: Sequence[str]) -> Q:
    """One of these choices, numbers or ranges ("6.1..6.7"); what cannot be read matches nothing."""
    wanted = Q(pk__in=[])
    for value in values:
        low, dots, high = value.partition("..")
        if dots:
            bounds = Q(number__isnull=False)
            if (least := thousandths(low)) is not None:
                bounds &= Q(number__gte=least)
            if (most := thousandths(high)) is not None:
                bounds &= Q(number__lte=most)
            wanted |= bounds
        else:
            wanted |= Q(choice__value=value)
            if (number := thousandths(value)) is not None:
                wanted |= Q(number=number)
    return wanted


def thousandths(text: str) -> int | None:
    """ "6.3" as 6300; None if it is no plain decimal number of a sane size."""
    whole, dot, rest = text.strip().replace(",", ".").partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 9):
        return {"yes": 1000, "no": 0}.get(text)
    if dot and not (rest.isascii() and rest.isdigit() and len(rest) <= 3):
        return None
    return int(whole) * 1000 + int(rest.ljust(3, "0") or 0)


def plain(number: int) -> str:
    """6300 as "6.3": what a filter's address carries."""
    whole, rest = divmod(number, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _price_facet(filters: Filters) -> dict[str, Any]:
    bounds = _matching(filters, but="price").aggregate(least=Min("price"), most=Max("price_max"))
    return {
        "code": "price",
        "name": "",
        "kind": "range",
        "min": bounds["least"],
        "max": bounds["most"],
        "selected_min": filters.price_min,
        "selected_max": filters.price_max,
    }


def _availability_facet(filters: Filters) -> dict[str, Any]:
    count = _matching(replace(filters, in_stock=False)).filter(is_available=True).count()
    value = {"value": "true", "label": "", "count": count, "selected": filters.in_stock}
    return {"code": "in_stock", "name": "", "kind": "availability", "values": [value]}


def _brand_facet(filters: Filters) -> dict[str, Any]:
    rows = _matching(filters, but="brand").values("brand").annotate(count=Count("pk")).order_by()
    counts = dict(rows.values_list("brand", "count"))
    brands = Brand.objects.filter(Q(pk__in=counts) | Q(slug__in=filters.brands))
    values: list[dict[str, Any]] = [
        {
            "value": brand.slug,
            "label": in_language(brand, "name", filters.language),
            "count": counts.get(brand.pk, 0),
            "selected": brand.slug in filters.brands,
        }
        for brand in brands
    ]
    values.sort(key=lambda value: (-value["count"], value["label"]))
    return {"code": "brand", "name": "", "kind": "brand", "values": values}


def _facet_uses(filters: Filters) -> list[CategoryAttribute]:
    if not filters.category:
        return []
    uses = CategoryAttribute.objects.filter(category__slug=filters.category, is_facet=True)
    return list(uses.select_related("attribute").order_by("position"))


def _attribute_counts(filters: Filters, uses: Sequence[CategoryAttribute]) -> dict[str, dict[Any, int]]:
    """How many products have each value: one query for all facets that are not used, one for each that is."""
    counted: dict[str, dict[Any, int]] = {use.attribute.code: {} for use in uses}
    used = [use.attribute.code for use in uses if filters.attributes.get(use.attribute.code)]
    unused = [use.attribute.code for use in uses if use.attribute.code not in used]
    for codes, but in [(unused, None), *(([code], code) for code in used)]:
        products = _matching(filters, but=but).order_by().values("product")
        rows = CatalogFacet.objects.filter(attribute__code__in=codes, product__in=products)
        grouped = rows.values("attribute__code", "choice", "number").annotate(count=Count("product", distinct=True))
        for code, choice, number, count in grouped.values_list("attribute__code", "choice", "number", "count"):
            counted[code][choice if choice is not None else plain(number)] = count
    return counted


def _choices(uses: Sequence[CategoryAttribute]) -> dict[int, list[Choice]]:
    by_attribute: dict[int, list[Choice]] = {}
    for choice in Choice.objects.filter(attribute__in=[use.attribute_id for use in uses]):
        by_attribute.setdefault(choice.attribute_id, []).append(choice)
    return by_attribute


def _possible(
    attribute: Attribute, counts: Mapping[Any, int], choices: Mapping[int, list[Choice]], language: str
) -> list[tuple[Any, str, str]]:
    """(key of the counts, value in an address, label) of what can be ticked; a value nobody has is left out."""
    if attribute.kind == Attribute.Kind.CHOICE:
        its = choices.get(attribute.pk, [])
        return [(c.pk, c.value, in_language(c, "label", language)) for c in its if c.pk in counts]
    if attribute.kind == Attribute.Kind.BOOLEAN:
        return [("1", "yes", "")] if "1" in counts else []
    unit = in_language(attribute, "unit", language)
    from shop.cards import number_in_words

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
