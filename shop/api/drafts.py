"""A draft that staff have put together, for whoever has its pay link: what it costs, and the order that it becomes."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from shop import carts, drafts, orders
from shop.models import Cart, Order

from . import limits, shapes
from .base import View, operation
from .fields import Input, Whole
from .once import once
from .orders import HIGHEST_TOTAL, PaymentInput, told
from .policies import Holder

TAG = "Orders"


class DraftOrderInput(Input):
    payment = PaymentInput()
    expected_total = Whole(min_value=0, max_value=HIGHEST_TOTAL, help_text="The cart's total.amount.")
    expected_payable = Whole(
        required=False, min_value=0, max_value=HIGHEST_TOTAL, help_text="The cart's payable.amount."
    )


class DraftView(View):
    """What both addresses of a draft share: its link's token opens it, and nothing else does."""

    permission_classes = (Holder,)

    @staticmethod
    def found(request: Request) -> Cart:
        return drafts.find(request.headers.get("Draft-Token", ""))


class DraftOne(DraftView):
    """The draft of a link."""

    @operation(
        "getDraft",
        "Show what a pay link asks for",
        tag=TAG,
        answer=shapes.Draft,
        headers=("Draft-Token",),
        description=(
            "The pay link that staff have sent ends with the token. The goods wait until `expires_at`; after that the "
            "link opens nothing. Once it is ordered, `cart` is null and `order_id` names the order."
        ),
    )
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        cart = self.found(request)
        order = Order.objects.filter(cart=cart).first()
        return Response(
            {
                "cart": None if order else carts.represent(cart, get_language()),
                "expires_at": orders.instant(cart.expires_at),
                "order_id": order.public_id if order else None,
            }
        )


class DraftOrder(DraftView):
    """From a draft to an order."""

    def limit_of(self, request: Request) -> limits.Limit:
        return limits.ORDERING

    @operation(
        "placeDraft",
        "Turn a draft into an order and begin its payment",
        tag=TAG,
        body=DraftOrderInput,
        answer=shapes.PlacedOrder,
        status=HTTPStatus.CREATED,
        headers=("Idempotency-Key", "Draft-Token"),
        refusals=(
            "price_changed",
            "out_of_stock",
            "unavailable",
            "delivery_unavailable",
            "payment_method_unavailable",
            "cart_not_open",
            "draft_over",
        ),
        description=(
            "As with any other cart. The order belongs to the customer for whom the draft was made; if that is a "
            "guest, the answer has his `order_token`."
        ),
    )
    def post(self, request: Request, query: dict[str, Any], body: dict[str, Any]) -> Response:
        cart = self.found(request)

        def run(reference: str) -> tuple[int, dict[str, Any]]:
            payment = dict(body["payment"])
            placed = drafts.pay(
                cart=cart,
                method=payment.pop("method"),
                parameters=payment,
                expected_total=body["expected_total"],
                expected_payable=body.get("expected_payable"),
                # Staff may have withdrawn the link since, changed the draft and sent another.
                seen_version=cart.version,
                placed_by=reference,
            )
            return HTTPStatus.CREATED, told(placed)

        actor = f"draft:{cart.public_id}"
        return once(request, actor=actor, endpoint="drafts", body=body, run=run, sealed="order_token")
