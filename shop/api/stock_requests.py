"""“Tell me when it is back”: joining the queue of what is sold out."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from shop import waiting
from shop.errors import NotFound, UnknownSku
from shop.models import Product

from . import limits, shapes
from .base import View, operation
from .carts import customer_of
from .fields import Email, Input, Text
from .policies import Anyone


class StockRequestInput(Input):
    sku = Text(max_length=80)
    email = Email()


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
        refusals=("not_found", "unknown_sku", "unavailable"),
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
            language=get_language() or settings.LANGUAGE_CODE,
            customer=customer_of(request),
        )
        return Response({"sku": variant.sku, "email": body["email"]}, status=HTTPStatus.ACCEPTED)
