"""Products: the list with its filters and facets, one product, its prices over time, suggestions."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response

from shop import listing, money, pricing
from shop.errors import NotFound
from shop.markets import Buyer
from shop.models import Presentation, Product
from shop.prepared import prepared

from . import paging, shapes
from .base import Priced, Public, operation
from .fields import Choice, Listed, Number, Query, Several, Text, YesOrNo
from .selection import only

TAG = "Catalogue"
# The longest price in minor units that the database can compare.
HIGHEST_PRICE = 10**12
MOST_VALUES = 50
CARD_FIELDS = tuple(shapes.Card().fields)
PRODUCT_FIELDS = tuple(shapes.ProductDetail().fields)
HISTORY = timedelta(days=365)


class Slug(Text):
    """A slug in an address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=160, **options)


class MarketQuery(Query):
    """In which market the prices are to hold."""

    market = Text(
        required=False,
        max_length=50,
        help_text="Code of a market, from /markets/; without it the store's own. What has no price there is left out.",
    )


class ProductQuery(MarketQuery):
    """Filters: several values of one mean OR, different ones mean AND."""

    prefix = "attr."

    category = Slug(required=False, help_text="Slug of a category; its subcategories count too.")
    brand = Several(child=Slug(), required=False, max_length=MOST_VALUES, help_text="Slugs of brands.")
    price_min = Number(
        required=False, min_value=0, max_value=HIGHEST_PRICE, help_text="Minor units of the public price, everywhere."
    )
    price_max = Number(required=False, min_value=0, max_value=HIGHEST_PRICE, help_text="Minor units.")
    in_stock = YesOrNo(required=False)
    q = Text(required=False, max_length=200, allow_blank=True, help_text="Words to search for.")
    ordering = Choice(choices=tuple(listing.ORDERINGS), required=False)
    fields = Listed(allowed=CARD_FIELDS, required=False)
    include = Listed(allowed=("total", "facets"), required=False)
    limit = Number(required=False, min_value=1, max_value=paging.MAXIMAL_LIMIT, help_text="24 by default.")
    cursor = Text(required=False, max_length=1000, help_text="From `next` or `previous`.")

    @classmethod
    def collect(cls, collected: dict[str, tuple[str, ...]]) -> dict[str, Any]:
        """Attributes by code; a value or, for numbers, a range such as ``6.1..6.7``."""
        errors = {}
        for code, values in collected.items():
            if len(code) > 50 or len(values) > MOST_VALUES or any(len(value) > 100 for value in values):
                detail = ErrorDetail(_("This filter is too long."), code="max_length")
                errors[f"attr.{code[:50]}"] = [detail]
        if errors:
            raise serializers.ValidationError(errors)
        return {"attributes": collected}


class ProductList(Priced):
    """The catalogue."""

    @operation(
        "listProducts",
        "List, search and filter products",
        tag=TAG,
        query=ProductQuery,
        answer=shapes.ProductPage,
        refusals=("invalid_cursor", "unknown_market"),
        description=(
            "The cards of the products that can be shown, filtered by any facet. Besides the parameters below, "
            "`attr.<code>` filters by an attribute: a choice's value (`attr.colour=blue`), `yes`, a number or a "
            "range (`attr.screen=6.1..6.7`). Repeat a parameter to allow several values. A customer who says who he "
            "is sees the prices of his groups; filters, facets and orderings by price go by the public price."
        ),
    )
    @prepared
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        language = get_language()
        filters = filters_of(query, language, self.buyer_of(request, query))
        ordering = query.get("ordering") or listing.default_ordering(filters)
        place = _place(query.get("cursor"), request)
        page = listing.page(
            filters,
            ordering=ordering,
            limit=query.get("limit", paging.DEFAULT_LIMIT),
            after=place.get("after"),
            before=place.get("before"),
        )
        more: dict[str, Any] = {}
        if "total" in query.get("include", ()):
            more["total"] = listing.total(filters)
        if "facets" in query.get("include", ()):
            more["facets"] = listing.facets(filters)
        return Response(
            paging.envelope(
                request,
                [only(card, query.get("fields")) for card in page.cards],
                following=page.after and {"after": _plain(page.after)},
                before=page.before and {"before": _plain(page.before)},
                **more,
            )
        )


def filters_of(query: dict[str, Any], language: str, buyer: Buyer | None = None) -> listing.Filters:
    """What a query asks for, in the words of the list."""
    return listing.Filters(
        language=language,
        category=query.get("category"),
        brands=tuple(query.get("brand", ())),
        price_min=query.get("price_min"),
        price_max=query.get("price_max"),
        in_stock=query.get("in_stock", False),
        attributes=query.get("attributes", {}),
        query=query.get("q", "").strip() or None,
        buyer=buyer,
    )


def _plain(key: tuple[Any, int]) -> list[Any]:
    """A key of the list as JSON can hold it."""
    value, product = key
    return ["time", value.isoformat(), product] if isinstance(value, datetime) else ["value", value, product]


def _place(cursor: str | None, request: Request) -> dict[str, tuple[Any, int]]:
    """The key that a cursor names, and on which side of it the page lies."""
    if not cursor:
        return {}
    ((side, (kind, value, product)),) = paging.unseal(cursor, request).items()
    return {side: (datetime.fromisoformat(value) if kind == "time" else value, product)}


class OneProductQuery(MarketQuery):
    fields = Listed(allowed=PRODUCT_FIELDS, required=False)


class ProductOne(Priced):
    """One product, by id or by the slug of its page."""

    @operation(
        "getProduct",
        "Show one product",
        tag=TAG,
        query=OneProductQuery,
        answer=shapes.SelectedProduct,
        refusals=("unknown_market", "not_sold_here"),
        description="By id (`prd_…`) or slug: variants with prices and stock, attributes, pictures, body blocks.",
    )
    @prepared
    def get(self, request: Request, product: str, query: dict[str, Any]) -> Response:
        language = get_language()
        buyer = self.buyer_of(request, query)
        found = listing.detail(product, language, buyer) or listing.detail(_id_of(product, language), language, buyer)
        if found is None:
            raise NotFound
        return Response(only(found, query.get("fields")))


class PriceHistory(Public):
    """What a product has cost."""

    @operation(
        "getPriceHistory",
        "Show what a product has cost in the last year",
        tag=TAG,
        answer=shapes.PriceHistory,
        description=(
            "The dated public prices of all variants, oldest first; a price without `ends_at` holds until the next."
        ),
    )
    @prepared
    def get(self, request: Request, product: str, query: dict[str, Any]) -> Response:
        language = get_language()
        shown = Product.objects.filter(entries__language=language)
        row = shown.filter(**_named(product)).first() or shown.filter(public_id=_id_of(product, language)).first()
        if row is None:
            raise NotFound
        rows = pricing.history(row, timezone.now() - HISTORY)
        return Response(
            {
                "results": [
                    {
                        "variant": price.variant.public_id,
                        "sku": price.variant.sku,
                        "price": money.present(price.amount, price.currency, language),
                        "source": price.source,
                        "starts_at": price.starts_at,
                        "ends_at": price.ends_at,
                    }
                    for price in rows
                ]
            }
        )


def _named(product: str) -> dict[str, str]:
    return {"public_id": product} if product.startswith("prd_") else {"slug": product}


def _id_of(slug: str, language: str) -> str:
    """The product whose page has this slug, which may differ from language to language; empty if there is none."""
    pages = Presentation.objects.filter(slug=slug, language=language)
    return pages.values_list("product__public_id", flat=True).first() or ""


class SuggestQuery(MarketQuery):
    q = Text(max_length=200, allow_blank=True, help_text="What has been typed so far.")


class Suggest(Priced):
    """What a half-typed query may mean."""

    @operation(
        "suggest",
        "Suggest products for a half-typed query",
        tag=TAG,
        query=SuggestQuery,
        answer=shapes.Suggestions,
        refusals=("unknown_market",),
        description="At most eight cards, best first.",
    )
    @prepared
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        words = query["q"].strip()
        buyer = self.buyer_of(request, query)
        return Response({"results": listing.suggest(words, get_language(), buyer=buyer) if words else []})
