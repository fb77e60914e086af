"""The API's own documents: OpenAPI 3.1 made from the code, the page that shows it, and the list of error codes."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from shop.models import DeliveryMethod, Order, Payment, Return, ReturnLine, StockRequest
from shop.prepared import prepared

from . import shapes
from .base import Public
from .problems import KINDS

ABOUT = """\
The store without its site: catalogue, carts, orders, delta sync, live events.

Money is an integer in minor units; ids are opaque; times are RFC 3339 in UTC. `Accept-Language` or `?lang=` chooses
the language of names and sentences, never of codes. Every refusal is a problem document (RFC 9457): decide by `code`.
Ignore fields, enum values and block types that you do not know: new ones are no breaking change.
"""
TAGS = [
    {"name": "Catalogue", "description": "Products, categories, prices, search."},
    {"name": "Content", "description": "Menus and pages of the site as typed blocks."},
    {"name": "Cart", "description": "Carts with their quote; changes name what they have seen with If-Match."},
    {"name": "Orders", "description": "Placing an order has one effect, however often it is sent."},
    {"name": "Account", "description": "Signing in and up is under /_allauth/app/v1/."},
    {"name": "Sync", "description": "A copy of the catalogue that stays up to date."},
    {"name": "Live", "description": "Tickets for the live socket /ws/v1/live/."},
]

# Sets of values that several shapes have under one name.
ENUMS = {
    "OrderStatus": Order.Status.values,
    "PaymentStatus": Payment.Status.values,
    "AvailabilityStatus": shapes.AVAILABILITY,
    "DeliveryKind": DeliveryMethod.Kind.values,
    "FacetKind": shapes.FACET_KINDS,
    "SyncedType": shapes.SYNCED,
    "ProductType": ["product"],
    "CategoryType": ["category"],
    "PageType": ["page"],
    "Language": shapes.LANGUAGES,
    "ReturnState": Return.State.values,
    "ReturnKind": Return.Kind.values,
    "StockRequestState": StockRequest.State.values,
    "ReturnReason": ReturnLine.Reason.values,
}


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, in English, of our own addresses only."""
    with override("en"), patched_settings({"ENUM_NAME_OVERRIDES": ENUMS}):
        described = SchemaGenerator(patterns=[path("api/v1/", include("shop.api.urls"))]).get_schema(public=True)
    described["info"] |= {"title": "Technomart API", "version": "1.0.0", "description": ABOUT}
    described["tags"] = TAGS
    described["servers"] = [{"url": "/"}]
    return described


class OpenApi(Public):
    """For machines."""

    schema = None

    @prepared
    def get(self, request: Request) -> Response:
        return Response(document())


class AnyFormat(BaseContentNegotiation):
    """A page for people is sent whatever the browser says it accepts."""

    def select_parser(self, request: Request, parsers: list) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: list, format_suffix: str | None = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class Reference(Public):
    """For people: the operations, with a form to try them."""

    schema = None
    content_negotiation_class = AnyFormat

    def get(self, request: Request) -> HttpResponse:
        return render(request._request, "api/reference.html")


class Errors(Public):
    """What each code means and what a client does about it; every problem's ``type`` leads here."""

    schema = None
    content_negotiation_class = AnyFormat

    def get(self, request: Request) -> HttpResponse:
        return render(request._request, "api/errors.html", {"kinds": KINDS})
