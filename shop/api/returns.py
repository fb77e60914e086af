"""Returns over HTTP: asked for once however often it is sent, with photos after it; seen by the order's owner alone."""

from http import HTTPStatus
from typing import IO, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from shop import photos, return_document, returnable, returns
from shop.models import Order, Return, ReturnLine
from shop.views.returns import photo_response

from . import limits, shapes
from .base import operation
from .carts import customer_of
from .fields import Choice, Input, Quantity, Text
from .formats import OnlyJson
from .once import once
from .orders import OrderView

TAG = "Orders"


class ReturnLineInput(Input):
    sku = Text(max_length=80, help_text="Of a line of the order.")
    quantity = Quantity()
    reason = Choice(choices=ReturnLine.Reason.values)


class ReturnInput(Input):
    lines = serializers.ListField(child=ReturnLineInput(), min_length=1, max_length=100)
    comment = Text(max_length=2000, required=False, allow_blank=True)

    def validate_lines(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({line["sku"] for line in lines}) < len(lines):
            raise serializers.ValidationError(_("Name each SKU once."), code="repeated_sku")
        return lines


class CallOffInput(Input):
    """Nothing has to be said to call a return off."""


class Photo(BaseParser):
    """A picture as it is; no more is read than a photo may have."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> bytes:
        return stream.read(photos.LARGEST + 1)


class Jpeg(Photo):
    media_type = "image/jpeg"


class Png(Photo):
    media_type = "image/png"


class WebP(Photo):
    media_type = "image/webp"


class ReturnView(OrderView):
    """What all addresses of an order's returns share."""

    def limit_of(self, request: Request) -> limits.Limit:
        return limits.ORDERING if request.method == "POST" else limits.SHOPPING

    def found_return(self, request: Request, order: str, ret: str) -> Return:
        return returns.find(ret, order=self.found(request, order))


class Returns(ReturnView):
    """The returns of one order."""

    @operation(
        "listReturns",
        "List an order's returns, the newest first",
        tag=TAG,
        answer=shapes.Returns,
        headers=("Order-Token",),
    )
    def get(self, request: Request, order: str, query: dict[str, Any]) -> Response:
        found = self.found(request, order)
        standing = returnable.Standing(found)
        results = [_represent(ret, standing) for ret in _with_all(found)]
        return Response({"results": results, "returnable": return_document.returnable_lines(found)})

    @operation(
        "requestReturn",
        "Ask to return goods that were handed over",
        tag=TAG,
        body=ReturnInput,
        answer=shapes.Return,
        status=201,
        headers=("Idempotency-Key", "Order-Token"),
        refusals=("not_returnable", "return_too_late"),
        description=(
            "By SKU how many pieces come back and why; `returnable` of the order's returns says how many can. Photos "
            "follow one by one. `expected_refund` and `refund_by` say what the shopper gets and by when."
        ),
    )
    def post(self, request: Request, order: str, query: dict[str, Any], body: dict[str, Any]) -> Response:
        found = self.found(request, order)

        def run(reference: str) -> tuple[int, dict[str, Any]]:
            ret = returns.request_return(
                order=found,
                lines=_lines(found, body["lines"]),
                comment=body.get("comment", ""),
                reference=reference,
                actor=customer_of(request),
            )
            return HTTPStatus.CREATED, _represent(ret)

        actor = f"order:{found.public_id}"
        return once(request, actor=actor, endpoint="returns", body=body, run=run)


class ReturnOne(ReturnView):
    """One return."""

    @operation("getReturn", "Show a return", tag=TAG, answer=shapes.Return, headers=("Order-Token",))
    def get(self, request: Request, order: str, ret: str, query: dict[str, Any]) -> Response:
        return Response(_represent(self.found_return(request, order, ret)))


class CallOffReturn(ReturnView):
    """The shopper keeps the goods."""

    @operation(
        "callOffReturn",
        "Call a return off before the goods have arrived",
        tag=TAG,
        body=CallOffInput,
        answer=shapes.Return,
        headers=("Order-Token",),
        refusals=("return_moved_on",),
    )
    def post(self, request: Request, order: str, ret: str, query: dict[str, Any], body: dict[str, Any]) -> Response:
        found = self.found_return(request, order, ret)
        returns.call_off(ret=found, actor=customer_of(request))
        return Response(_represent(found))


class ReturnPhotos(ReturnView):
    """The photos of a return."""

    parser_classes = (Jpeg, Png, WebP)

    @extend_schema(request={f"image/{kind}": OpenApiTypes.BINARY for kind in ("jpeg", "png", "webp")})
    @operation(
        "addReturnPhoto",
        "Add a photo to a return",
        tag=TAG,
        answer=shapes.Return,
        status=201,
        headers=("Order-Token",),
        refusals=("photo_unreadable", "photo_too_large", "too_many_photos", "return_moved_on"),
        description=(
            "The body is the picture itself, at most 8 MB; five of them at most. It is made anew: what the camera "
            "noted about place and time is left out. The same photo twice is one. `photos` of the answer has the "
            "address of each."
        ),
    )
    def post(self, request: Request, order: str, ret: str, query: dict[str, Any]) -> Response:
        found = self.found_return(request, order, ret)
        content = request.data if isinstance(request.data, bytes) else b""
        returns.add_photo(ret=found, picture=photos.cleaned(content))
        return Response(_represent(found), status=HTTPStatus.CREATED)


class JsonOrPicture(OnlyJson):
    """For a picture, whose problems are told in JSON."""

    ACCEPTED = OnlyJson.ACCEPTED | {"image/*", "image/jpeg"}


class ReturnPhotoOne(ReturnView):
    """One photo of a return, for those who may see the return."""

    content_negotiation_class = JsonOrPicture

    @extend_schema(responses={(HTTPStatus.OK, "image/jpeg"): OpenApiTypes.BINARY})
    @operation(
        "getReturnPhoto",
        "Fetch a photo of a return",
        tag=TAG,
        headers=("Order-Token",),
        description="The picture itself, always JPEG; no cache may keep it.",
    )
    def get(self, request: Request, order: str, ret: str, photo: int, query: dict[str, Any]) -> HttpResponse:
        return photo_response(returns.photo(photo, ret=self.found_return(request, order, ret)))


def _represent(ret: Return, standing: returnable.Standing | None = None) -> dict[str, Any]:
    """A return with the addresses that its photos are fetched from."""
    shown = return_document.represent(ret, get_language(), standing)
    for photo in shown["photos"]:
        photo["url"] = reverse("api:return_photo", args=[ret.order.public_id, ret.public_id, photo["id"]])
    return shown


def _with_all(order: Order) -> list[Return]:
    rows = list(order.returns.prefetch_related("lines__order_line", "refunds", "photos"))
    for row in rows:
        row.order = order
    return rows


def _lines(order: Order, given: list[dict[str, Any]]) -> dict[int, tuple[int, str]]:
    """By the key of the line; a SKU that the order does not have cannot be returned."""
    known = {line.sku: line.pk for line in order.lines.all()}
    wanted = {}
    for line in given:
        if line["sku"] not in known:
            raise returns.NotReturnable(line["sku"])
        wanted[known[line["sku"]]] = (line["quantity"], line["reason"])
    return wanted
