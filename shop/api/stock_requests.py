"""“Tell me when it is back”: joining the queue of what is sold out, following it, taking what is held."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from shop import waiting, waiting_document
from shop.errors import NotFound, UnknownSku
from shop.models import Product, StockRequest

from . import limits, shapes
from .base import View, operation
from .carts import CartView, customer_of
from .fields import Email, Input, Text
from .policies import Anyone, Customer, Holder


class StockRequestInput(Input):
    sku = Text(max_length=80)
    email = Email()


class TakeInput(Input):
    cart = Text(max_length=40, help_text="Of the caller.")


class StockRequests(View):
    """The queue of a product; who stands in it is nobody's business."""

    permission_classes = (Anyone,)
    limit = limits.OPENING

    @operation(
        "askForStock",
        "Ask to be told when a variant is back",
        tag="Catalogue",
        body=StockRequestInput,
        answer=shapes.StockRequest,
        status=HTTPStatus.ACCEPTED,
        refusals=("not_found", "unknown_sku", "unavailable", "not_authenticated", "csrf_failed"),
        description=(
            "When the variant is back, a letter goes to the address in the language of this request, and one piece is "
            "held for its reader for a while; whoever asked first is told first. The answer is the same whether the "
            "address was in the queue already."
        ),
    )
    def post(self, request: Request, product: str, body: dict[str, Any], query: dict[str, Any]) -> Response:
        row = Product.objects.filter(public_id=product, is_active=True).first()
        if row is None:
            raise NotFound
        variant = row.variants.filter(sku=body["sku"]).first()
        if variant is None:
            raise UnknownSku(body["sku"])
        waiting.ask(
            variant=variant,
            email=body["email"],
            language=_language(),
            customer=customer_of(request),
        )
        return Response({"sku": variant.sku, "email": body["email"]}, status=HTTPStatus.ACCEPTED)


class MyStockRequests(View):
    """What a customer waits for."""

    permission_classes = (Customer,)

    @operation(
        "listStockRequests",
        "List what one has asked to be told about, the newest first",
        tag="Account",
        answer=shapes.PlacesInQueues,
        refusals=("not_authenticated",),
        description="At most 100. What was asked for as a guest is not among them until it is asked for again.",
    )
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        mine = waiting.of_customer(customer_of(request))
        return Response({"results": waiting_document.represent(mine, _language())})


class StockRequestOne(View):
    """One place in a queue: its customer's, or that of whoever has the letter."""

    permission_classes = (Holder,)

    @operation(
        "getStockRequest",
        "Show a request, and until when a piece is held for it",
        tag="Catalogue",
        answer=shapes.PlaceInQueue,
        headers=("Offer-Token",),
    )
    def get(self, request: Request, stock_request: str, query: dict[str, Any]) -> Response:
        return _answer(_found(request, stock_request))

    @operation(
        "cancelStockRequest",
        "Leave the queue; what is held goes to the next",
        tag="Catalogue",
        answer=shapes.PlaceInQueue,
        headers=("Offer-Token",),
        description="Repeating it changes nothing, nor does it take back what was put into a cart.",
    )
    def delete(self, request: Request, stock_request: str, query: dict[str, Any]) -> Response:
        found = _found(request, stock_request)
        waiting.leave(request=found)
        found.refresh_from_db(fields=["state"])
        return _answer(found)


class TakeOffer(CartView):
    """From the shelf that it is held on into a cart."""

    @operation(
        "takeOffer",
        "Put the piece that is held into a cart",
        tag="Catalogue",
        body=TakeInput,
        answer=shapes.Cart,
        headers=("Offer-Token", "If-Match?"),
        refusals=("not_offered", "offer_over", "unavailable", "cart_full", "cart_not_open"),
        description=(
            "It stays held there as long as the offer would have lasted. The letter's link ends with the token, which "
            "begins with the id of the request: what is before the dot."
        ),
    )
    def post(self, request: Request, stock_request: str, query: dict[str, Any], body: dict[str, Any]) -> Response:
        asked = _found(request, stock_request)
        return self.change(request, body["cart"], lambda mine: waiting.accept(request=asked, cart=mine), optional=True)


def _found(request: Request, stock_request: str) -> StockRequest:
    token = request.headers.get("Offer-Token", "")
    return waiting.find_own(stock_request, customer=customer_of(request), token=token)


def _answer(found: StockRequest) -> Response:
    return Response(waiting_document.represent([found], _language())[0])


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
