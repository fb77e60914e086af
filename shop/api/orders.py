"""Orders: place one, once however often it is sent; read, list and cancel one's own."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from shop import carts, checkout, order_document, orders
from shop.models import Order

from . import limits, paging, shapes
from .base import View, operation
from .carts import customer_of
from .fields import Choice, Input, Number, Query, Text, Whole
from .once import once
from .policies import Customer, Holder

TAG = "Orders"
HIGHEST_TOTAL = 10**15


class PaymentInput(Input):
    method = Text(max_length=20, help_text="on_receipt, or sandbox where the store offers it.")
    outcome = Choice(choices=shapes.SANDBOX_OUTCOMES, required=False, help_text="What the sandbox plays.")


class OrderInput(Input):
    cart = Text(max_length=40)
    payment = PaymentInput()
    expected_total = Whole(min_value=0, max_value=HIGHEST_TOTAL, help_text="The cart's total.amount.")
    expected_payable = Whole(
        required=False,
        min_value=0,
        max_value=HIGHEST_TOTAL,
        help_text="The cart's payable.amount; name it where gift cards pay, so that an empty card is told.",
    )


class CancelInput(Input):
    """Nothing has to be said to cancel."""


class OrdersQuery(Query):
    limit = Number(required=False, min_value=1, max_value=paging.MAXIMAL_LIMIT, help_text="24 by default.")
    cursor = Text(required=False, max_length=1000, help_text="From `next` or `previous`.")


class Orders(View):
    """One's orders, and the door to new ones."""

    def get_permissions(self) -> list:
        return [Customer()] if self.request.method in ("GET", "HEAD") else [Holder()]

    def limit_of(self, request: Request) -> limits.Limit:
        return limits.ORDERING if request.method == "POST" else limits.SHOPPING

    @operation(
        "listOrders",
        "List one's own orders, the newest first",
        tag=TAG,
        query=OrdersQuery,
        answer=shapes.OrderPage,
        refusals=("not_authenticated", "invalid_cursor"),
    )
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        page, following, before = _page(request, query)
        language = get_language()
        results = [orders.represent(order, language) for order in page]
        return Response(paging.envelope(request, results, following=following, before=before))

    @operation(
        "placeOrder",
        "Turn a cart into an order and begin its payment",
        tag=TAG,
        body=OrderInput,
        answer=shapes.PlacedOrder,
        status=201,
        headers=("Idempotency-Key",),
        refusals=(
            "price_changed",
            "out_of_stock",
            "unavailable",
            "empty_cart",
            "contact_incomplete",
            "delivery_incomplete",
            "delivery_unavailable",
            "payment_method_unavailable",
            "cart_not_open",
        ),
        description=(
            "Everything is checked again: if the total is no longer `expected_total`, or goods are gone, nothing is "
            "changed and the problem tells old and new. Repeat a lost request with the same Idempotency-Key: the "
            "answer is the same, with `Idempotent-Replayed: true`. What the shopper still has to do for the payment "
            "is `payment.next_action`."
        ),
    )
    def post(self, request: Request, query: dict[str, Any], body: dict[str, Any]) -> Response:
        customer = customer_of(request)

        def run(reference: str) -> tuple[int, dict[str, Any]]:
            payment = dict(body["payment"])
            placed = checkout.place_order(
                cart=carts.find(body["cart"], customer),
                method=payment.pop("method"),
                parameters=payment,
                expected_total=body["expected_total"],
                expected_payable=body.get("expected_payable"),
                placed_by=reference,
                customer=customer,
            )
            return HTTPStatus.CREATED, told(placed)

        actor = f"user:{customer.pk}" if customer else f"guest:{body['cart']}"
        return once(request, actor=actor, endpoint="orders", body=body, run=run, sealed="order_token")


def told(placed: checkout.Placed) -> dict[str, Any]:
    """The order, and for a guest the token that opens it."""
    content = orders.represent(placed.order, get_language())
    return {**content, "order_token": placed.token} if placed.token else content


class OrderView(View):
    """What all addresses of one order share: a customer's session or a guest's Order-Token opens it."""

    permission_classes = (Holder,)

    @staticmethod
    def found(request: Request, order: str) -> Order:
        return orders.find(order, customer=customer_of(request), token=request.headers.get("Order-Token"))


class OrderOne(OrderView):
    """One order."""

    @operation("getOrder", "Show one's order", tag=TAG, answer=shapes.OrderDetail, headers=("Order-Token",))
    def get(self, request: Request, order: str, query: dict[str, Any]) -> Response:
        return Response(orders.represent(self.found(request, order), get_language()))


class CancelOrder(OrderView):
    """The way back, while there is one."""

    @operation(
        "cancelOrder",
        "Cancel an order that is not packed yet",
        tag=TAG,
        body=CancelInput,
        answer=shapes.OrderDetail,
        headers=("Order-Token",),
        refusals=("illegal_transition",),
        description="The goods go back into stock. Cancelling what is cancelled is refused and changes nothing.",
    )
    def post(self, request: Request, order: str, query: dict[str, Any], body: dict[str, Any]) -> Response:
        cancelled = orders.cancel(self.found(request, order), actor=customer_of(request))
        return Response(orders.represent(cancelled, get_language()))


def _page(request: Request, query: dict[str, Any]) -> tuple[list[Order], Any, Any]:
    """One page of the caller's orders, and the keys of its neighbours."""
    limit = query.get("limit", paging.DEFAULT_LIMIT)
    mine = Order.objects.filter(customer=request.user).prefetch_related(*order_document.WITH_ALL)
    side, key = "", None
    if query.get("cursor"):
        ((side, (instant, pk)),) = paging.unseal(query["cursor"], request).items()
        key = (datetime.fromisoformat(instant), pk)
    if key and side == "before":
        newer = Q(created_at__gt=key[0]) | Q(created_at=key[0], pk__gt=key[1])
        rows = list(mine.filter(newer).order_by("created_at", "pk")[: limit + 1])
        more_newer, more_older = len(rows) > limit, bool(rows)
        page = rows[:limit][::-1]
    else:
        if key:
            mine = mine.filter(Q(created_at__lt=key[0]) | Q(created_at=key[0], pk__lt=key[1]))
        rows = list(mine.order_by("-created_at", "-pk")[: limit + 1])
        more_newer, more_older = bool(key and rows), len(rows) > limit
        page = rows[:limit]
    following = {"after": _key(page[-1])} if page and more_older else None
    before = {"before": _key(page[0])} if page and more_newer else None
    return page, following, before


def _key(order: Order) -> list[Any]:
    return [order.created_at.isoformat(), order.pk]
