"""The markets that a client can choose from."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from shop import markets
from shop.prepared import prepared

from . import shapes
from .base import Public, operation


class MarketList(Public):
    """Where the store sells."""

    @operation(
        "listMarkets",
        "Show where the store sells, in which currency and with which tax display",
        tag="Catalogue",
        answer=shapes.Markets,
        description="Their codes are the `market` of the catalogue and of a new cart. The default one comes first.",
    )
    @prepared
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        return Response({"results": [represent(terms) for terms in markets.open_markets()]})


def represent(terms: markets.Terms) -> dict[str, Any]:
    return {
        "code": terms.code,
        "name": terms.name,
        "currency": terms.currency,
        "countries": list(terms.countries),
        "language": terms.language,
        "prices_include_tax": terms.prices_include_tax,
        "is_default": terms.is_default,
    }
