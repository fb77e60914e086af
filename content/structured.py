"""Structured data for search engines (schema.org, JSON-LD), safe to stand in a script element."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from content.models import GuidePage
    from content.models.base import StorePage

# Inside a script element only these can end it or start a comment; JSON writes them as escapes.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

AVAILABILITY = {
    "in_stock": "https://schema.org/InStock",
    "low_stock": "https://schema.org/LimitedAvailability",
    "preorder": "https://schema.org/PreOrder",
    "backorder": "https://schema.org/BackOrder",
    "out_of_stock": "https://schema.org/OutOfStock",
}


def script(*things: Mapping[str, Any]) -> SafeString:
    """These things as the content of a script element of type application/ld+json."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    return mark_safe(json.dumps(graph, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 (escaped right here)


def absolute(path: str) -> str:
    return path if path.startswith("http") else f"{settings.SITE_URL}{path}"


def trail(crumbs: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    places = [
        {"@type": "ListItem", "position": place, "name": crumb["name"], "item": absolute(crumb["url"])}
        for place, crumb in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": places}


def website(page: "StorePage") -> SafeString:
    """The store itself and its search."""
    search = f"{settings.SITE_URL}/{page.language}/search/?q={{search_term_string}}"
    return script(
        {
            "@type": "WebSite",
            "name": str(settings.WAGTAIL_SITE_NAME),
            "url": absolute(page.breadcrumbs[-1]["url"]),
            "inLanguage": page.language,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
                "query-input": "required name=search_term_string",
            },
        }
    )


def breadcrumbs(page: "StorePage") -> SafeString:
    return script(trail(page.breadcrumbs))


def article(page: "GuidePage") -> SafeString:
    told: dict[str, Any] = {"@type": "Article", "headline": page.title, "inLanguage": page.language}
    if page.author:
        told["author"] = {"@type": "Person", "name": page.author}
    if page.first_published_at:
        told["datePublished"] = page.first_published_at.isoformat()
    if page.last_published_at:
        told["dateModified"] = page.last_published_at.isoformat()
    return script(told, trail(page.breadcrumbs))


def product(
    shown: Mapping[str, Any], crumbs: Sequence[Mapping[str, str]], *, prices_include_tax: bool = True
) -> SafeString:
    """A group of variants with an offer for each, and the way to the page."""
    group: dict[str, Any] = {
        "@type": "ProductGroup",
        "productGroupID": shown["id"],
        "name": shown["name"],
        "description": shown.get("summary", ""),
        "url": absolute(shown["url"]),
        "brand": {"@type": "Brand", "name": shown["brand"]["name"]},
        "image": [absolute(picture["src"]) for picture in shown["pictures"]],
        "hasVariant": [_variant(variant, prices_include_tax) for variant in shown["variants"]],
    }
    if rating := shown.get("rating"):
        group["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": rating["average"],
            "reviewCount": rating["count"],
        }
    return script(group, trail(crumbs))


def _variant(variant: Mapping[str, Any], prices_include_tax: bool) -> dict[str, Any]:
    price = variant["price"]
    exponent = price["exponent"]
    whole, rest = divmod(price["amount"], 10**exponent)
    amount = f"{whole}.{rest:0{exponent}d}" if exponent else str(whole)
    return {
        "@type": "Product",
        "sku": variant["sku"],
        "name": variant["name"],
        "offers": {
            "@type": "Offer",
            "url": absolute(variant["url"]),
            "price": amount,
            "priceCurrency": price["currency"],
            "priceSpecification": {
                "@type": "UnitPriceSpecification",
                "price": amount,
                "priceCurrency": price["currency"],
                "valueAddedTaxIncluded": prices_include_tax,
            },
            "availability": AVAILABILITY[variant["availability"]["status"]],
        },
    }
