"""What a product page shows: the read model's detail, the chosen variant, and the choices around it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from content import bundle_contents, guides, shelves, structured
from shop import cards, delivery, listing, markets, offers, pricing, stock
from shop.models import CategoryAttribute, Presentation, Variant
from shop.views import current

if TYPE_CHECKING:
    from content.models import CategoryPage, ProductPage

Detail = Mapping[str, Any]


class NotOnSale(Exception):
    """The product was taken off sale, or has no price yet."""


def context(page: "ProductPage", request: HttpRequest) -> dict[str, Any]:
    """Raises NotOnSale when there is nothing to buy."""
    is_preview = getattr(request, "is_preview", False)
    try:
        product = previewed(page) if is_preview else _detail(page.product.public_id, page.language, request)
    except offers.NotSoldHere:
        return _not_sold_here(page.product.public_id, page.language) | _guide(page)
    if product is None:
        if not is_preview:
            raise NotOnSale
        return {"product": _without_price(page), "variant": None, "guide": None}
    return _context(product, request, page.language, page.breadcrumbs) | _guide(page)


def _detail(product: str, language: str, request: HttpRequest) -> dict[str, Any] | None:
    return listing.detail(product, language, current.buyer(request))


def _not_sold_here(product: str, language: str) -> dict[str, Any]:
    """The words without a price: it has none in the visitor's market."""
    return {"product": listing.detail(product, language), "variant": None, "is_not_sold_here": True}


def _guide(page: "ProductPage") -> dict[str, Any]:
    return {"guide": guides.about(page.product.category_id, page.locale_id)}


def context_without_page(category: "CategoryPage", path: str, request: HttpRequest) -> dict[str, Any] | None:
    """The same for a product that the catalogue shows at this address although no page describes it; else None."""
    slug = path.rstrip("/").rpartition("/")[2]
    try:
        product = _detail(slug, category.language, request)
    except offers.NotSoldHere:
        product = None
    shown = product or listing.detail(slug, category.language)
    if shown is None or shown["url"] != path:
        return None
    crumbs = [*category.breadcrumbs, {"name": shown["name"], "url": path}]
    found = (
        _context(product, request, category.language, crumbs) if product else _not_sold_here(slug, category.language)
    )
    return found | {
        "breadcrumbs": crumbs,
        "alternates": shown["alternates"],
        "guide": guides.about(category.category_id, category.locale_id),
    }


def _context(
    product: Detail, request: HttpRequest, language: str, crumbs: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    variant = chosen_variant(product["variants"], request.GET.get("variant"), product["sku"])
    buyer = current.buyer(request)
    terms = buyer.terms if buyer else markets.default()
    return {
        "product": product,
        "variant": variant,
        "option_groups": option_groups(product["variants"], variant),
        "contents": bundle_contents.of(variant["sku"], language),
        **getting_it(variant, language, terms),
        "drawing": next((picture for picture in product["pictures"] if picture["role"] == "scale"), None),
        "structured_data": structured.product(product, crumbs, prices_include_tax=terms.prices_include_tax),
    }


def chosen_variant(variants: Sequence[Detail], sku: str | None, default: str) -> Detail:
    """The variant that the address names, else the one that stands for the product."""
    by_sku = {variant["sku"]: variant for variant in variants}
    return by_sku.get(sku or "") or by_sku.get(default) or variants[0]


def option_groups(variants: Sequence[Detail], chosen: Detail) -> list[dict[str, Any]]:
    """The axes of a product with their values; each value leads to the variant nearest to the chosen one.

    Nearest is the variant with that value which shares most other options with the chosen one; among equals one that
    can be bought goes first.  An axis with a single value is no choice and is left out.
    """
    selected = {option["code"]: option["choice"] for option in chosen["options"]}
    groups = []
    for axis in chosen["options"]:
        code = axis["code"]
        values: dict[str, Detail] = {}
        for variant in variants:
            for option in variant["options"]:
                if option["code"] == code:
                    values.setdefault(option["choice"], option)
        if len(values) < 2:
            continue
        shown = []
        targets = {choice: _nearest(variants, selected | {code: choice}, code) for choice in values}
        # A price that is the same for all stands below, once.
        differ = len({target["price"]["amount"] for target in targets.values()}) > 1
        for choice, option in values.items():
            target = targets[choice]
            is_available = target["availability"]["status"] != "out_of_stock"
            shown.append(
                {
                    "value": choice,
                    "label": option["value"],
                    "swatch": option["swatch"],
                    "url": target["url"],
                    "selected": choice == selected[code],
                    "available": is_available,
                    "price": target["price"] if differ and is_available else None,
                }
            )
        groups.append({"code": code, "label": axis["label"], "values": shown})
    return groups


def _nearest(variants: Sequence[Detail], wanted: Mapping[str, str], fixed: str) -> Detail:
    def closeness(variant: Detail) -> tuple[int, bool]:
        options = {option["code"]: option["choice"] for option in variant["options"]}
        return (
            sum(options.get(code) == choice for code, choice in wanted.items()),
            variant["availability"]["status"] != "out_of_stock",
        )

    having = [
        variant
        for variant in variants
        if any(option["code"] == fixed and option["choice"] == wanted[fixed] for option in variant["options"])
    ]
    return max(having, key=closeness)


def getting_it(variant: Detail, language: str, terms: markets.Terms) -> dict[str, Any]:
    """How and when one piece would arrive anywhere in the country if it were ordered now, and what holds afterwards.

    What cannot be bought promises no day.  ``counters`` are the shops to pick it up at, if it cannot be sent.
    """
    ways: list[dict[str, Any]] = []
    counters: list[str] | None = None
    if variant["availability"]["status"] != "out_of_stock":
        row = Variant.objects.select_related("product").get(sku=variant["sku"])
        free = stock.availability([row.pk])[row.pk]
        options = _options(row, free, variant["price"], language, terms)
        is_dated = free.sendable_on_shelf > 0 or free.sendable == 0 or free.expected_on is not None
        ways = [
            {
                "label": option["name"],
                "value": _arrival(option) if is_dated else gettext("as soon as it is here"),
                "price": option["price"]["formatted"] if option["price"]["amount"] else gettext("free"),
            }
            for option in options
        ]
        if not free.sendable:
            points = [point for option in options for point in option["pickup_points"]]
            counters = [f"{point['name']}, {point['city']}" for point in points]
    return {"delivery_promises": ways + _afterwards(), "counters": counters}


def _options(
    row: Variant, free: stock.Availability, price: Detail, language: str, terms: markets.Terms
) -> list[dict[str, Any]]:
    parcel = delivery.parcel(
        lines=[(row, 1)],
        goods=price["amount"],
        currency=price["currency"],
        expected_on=None if free.sendable_on_shelf else free.expected_on,
        unsendable=[] if free.sendable else [row.sku],
    )
    return delivery.options(parcel=parcel, terms=terms, language=language, anywhere=False)


def _afterwards() -> list[dict[str, Any]]:
    days, years = settings.SHOP["RETURN_DAYS"], settings.SHOP["WARRANTY_YEARS"]
    return [
        {"label": gettext("Return"), "value": ngettext("%(n)d day", "%(n)d days", days) % {"n": days}},
        {"label": gettext("Warranty"), "value": ngettext("from %(n)d year", "from %(n)d years", years) % {"n": years}},
    ]


def _arrival(option: Detail) -> str:
    """The day; of pick-up the hour, too, at the point that is the first to have it."""
    points = option["pickup_points"]
    return min(points, key=lambda point: point["ready_at"])["ready_label"] if points else option["date_label"]


def previewed(page: "ProductPage") -> dict[str, Any] | None:
    """The detail that the product would have with the words of this draft; None while no variant has a price."""
    from content import projection

    now = timezone.now()
    product = page.product
    variants = list(
        product.variants.filter(is_active=True).prefetch_related("chosen__choice__attribute") if product else []
    )
    prices = pricing.prices_at([variant.pk for variant in variants], now)
    free = stock.availability(prices)
    sold = [
        cards.Sold(variant=variant, offer=prices[variant.pk], stock=free[variant.pk])
        for variant in variants
        if variant.pk in prices
    ]
    if not sold:
        return None
    presentation = Presentation(product=product, **projection.product_words(page))
    uses = list(
        CategoryAttribute.objects.filter(category=product.category_id).select_related("attribute").order_by("position")
    )
    return cards.card(product, presentation, sold, uses, now) | cards.detail(product, presentation, sold, uses)


def _without_price(page: "ProductPage") -> dict[str, Any]:
    """The words alone, for the preview of a product that has no price yet."""
    from content import projection

    words = projection.product_words(page)
    return {name: words[name] for name in ("name", "url", "summary", "pictures", "body", "breadcrumbs")}


def gone(page: "ProductPage", request: HttpRequest) -> dict[str, Any]:
    """What stands in the place of a product that is sold no more: the most popular one of its category."""
    shown = shelves.by_rule(
        category=page.product.category.slug,
        ordering="popular",
        count=1,
        language=page.language,
        buyer=current.buyer(request),
    )
    return {"page": page, "product": {"name": page.title}, "successor": shown[0] if shown else None}
