"""Carts: open one, fill it, say who buys and how it is delivered; each answer is the whole cart with its quote."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from shop import carts, checkout, markets
from shop.models import Cart
from shop.retry import retried

from . import conditional, limits, shapes
from .base import View, operation
from .fields import Email, Input, Phone, Quantity, Query, Text, Whole
from .policies import Holder

TAG = "Cart"
CHANGED = ("unknown_sku", "invalid_quantity", "unavailable", "out_of_stock", "cart_full", "cart_not_open")


class ContactInput(Input):
    name = Text(max_length=150)
    email = Email()
    phone = Phone()


class AddressInput(Input):
    country = Text(max_length=2, min_length=2, help_text="ISO 3166-1 alpha-2")
    city = Text(max_length=80)
    postcode = Text(max_length=12)
    line1 = Text(max_length=200)
    line2 = Text(max_length=200, required=False, allow_blank=True)


class DeliveryInput(Input):
    """``option`` with the pick-up point or the address that it needs."""

    option = Text(max_length=50)
    pickup_point = Text(max_length=50, required=False, allow_null=True)
    address = AddressInput(required=False, allow_null=True)


class CartInput(Input):
    contact = ContactInput(required=False)
    delivery = DeliveryInput(required=False)


class PlacementInput(Input):
    """Where in content the product was seen: stored with the line and the order, for attribution."""

    page = Text(max_length=40, required=False)
    block = Text(max_length=100, required=False)
    list = Text(max_length=100, required=False)
    position = Whole(required=False, min_value=0, max_value=10_000)


class LineInput(Input):
    sku = Text(max_length=80)
    quantity = Quantity()
    placement = PlacementInput(required=False, allow_null=True)


class QuantityInput(Input):
    quantity = Quantity()


class VoucherInput(Input):
    code = Text(max_length=60)


class GiftCardInput(Input):
    code = Text(max_length=60)


class OpenInput(Input):
    """``market`` names where to buy; without it, the store's own.  With all the rest it is a cart ready to order."""

    market = Text(max_length=50, required=False)
    lines = LineInput(many=True, required=False, max_length=carts.MOST_LINES)  # type: ignore[call-arg]
    contact = ContactInput(required=False)
    delivery = DeliveryInput(required=False)


class DeliveryQuery(Query):
    country = Text(max_length=2, required=False, allow_blank=True, help_text="ISO 3166-1 alpha-2; RU by default.")
    postcode = Text(max_length=12, required=False, allow_blank=True)
    city = Text(max_length=80, required=False, allow_blank=True)


def customer_of(request: Request) -> Any:
    """Who is signed in; None for a guest."""
    return request.user if request.user.is_authenticated else None


def found(request: Request, cart: str) -> Cart:
    """The caller's cart; 404 for anybody else's."""
    return carts.find(cart, customer_of(request))


def version_of(cart: Cart) -> str:
    return f"{cart.public_id}:{cart.version}"


def answer(cart: Cart, basket: carts.Basket | None = None, status: int = HTTPStatus.OK) -> Response:
    """The cart as it is now, or was read just now, with the tag that the next change has to name."""
    content = carts.represent(cart, get_language(), basket)
    return Response(content, status=status, headers={"ETag": conditional.etag_of_version(version_of(cart), content)})


class CartView(View):
    """What all addresses of a cart share."""

    permission_classes = (Holder,)

    def change(
        self,
        request: Request,
        cart: str,
        change: Callable[[Cart], Any],
        *,
        optional: bool = False,
        status: int = HTTPStatus.OK,
    ) -> Response:
        """Change a cart that the client has seen as it is; two devices at once cannot both be right.

        A ``change`` that gives the basket it has read spares the answer reading it again.
        """
        return answer(*self._changed(request, cart, change, optional=optional), status)

    @retried
    @transaction.atomic
    def _changed(
        self, request: Request, cart: str, change: Callable[[Cart], Any], *, optional: bool
    ) -> tuple[Cart, carts.Basket | None]:
        mine = carts.find(cart, customer_of(request), lock=True)
        if request.headers.get("If-Match") or not optional:
            conditional.require_match(request, version_of(mine), lambda: carts.represent(mine, get_language()))
        read = change(mine)
        return mine, read if isinstance(read, carts.Basket) else None


class Carts(View):
    """Where carts come from."""

    permission_classes = (Holder,)
    limit = limits.OPENING

    @operation(
        "openCart",
        "Open a cart",
        tag=TAG,
        body=OpenInput,
        answer=shapes.Cart,
        status=201,
        refusals=("not_found", *CHANGED, "delivery_incomplete", "delivery_unavailable"),
        description=(
            "A guest gets a cart whose id is all that opens it; a customer gets the one that is open. What is sent "
            "along is put into it as the other calls would, all or nothing: “buy now” is this call and the order."
        ),
    )
    def post(self, request: Request, query: dict[str, Any], body: dict[str, Any]) -> Response:
        cart, basket = self._opened(request, body)
        response = answer(cart, basket, HTTPStatus.CREATED)
        response["Location"] = f"{request.path}{cart.public_id}/"
        return response

    @staticmethod
    @retried
    @transaction.atomic
    def _opened(request: Request, body: dict[str, Any]) -> tuple[Cart, carts.Basket]:
        cart = carts.open_cart(
            customer=customer_of(request),
            language=get_language(),
            channel="app",
            market=markets.chosen(body["market"]) if "market" in body else None,
        )
        goods = [carts.Wanted(**line) for line in body.get("lines", [])]
        return cart, carts.fill(cart=cart, goods=goods, contact=body.get("contact"), delivery=body.get("delivery"))


class CartOne(CartView):
    """A cart."""

    @operation("getCart", "Show a cart with its quote", tag=TAG, answer=shapes.Cart)
    def get(self, request: Request, cart: str, query: dict[str, Any]) -> Response:
        return answer(found(request, cart))

    @operation(
        "updateCart",
        "Say who buys and how it is delivered",
        tag=TAG,
        body=CartInput,
        answer=shapes.Cart,
        headers=("If-Match",),
        refusals=("out_of_stock", "cart_not_open", "delivery_incomplete", "delivery_unavailable"),
        description="Choosing the delivery holds the goods for 15 minutes; choosing again goes on holding them.",
    )
    def patch(self, request: Request, cart: str, query: dict[str, Any], body: dict[str, Any]) -> Response:
        return self.change(request, cart, lambda mine: carts.fill(cart=mine, **body))

    @operation(
        "emptyCart",
        "Take everything out of a cart",
        tag=TAG,
        answer=shapes.Cart,
        headers=("If-Match",),
        refusals=("cart_not_open",),
    )
    def delete(self, request: Request, cart: str, query: dict[str, Any]) -> Response:
        return self.change(request, cart, lambda mine: carts.clear(cart=mine))


class Lines(CartView):
    """The lines of a cart."""

    @operation(
        "addLine",
        "Put pieces of a SKU into a cart",
        tag=TAG,
        body=LineInput,
        answer=shapes.Cart,
        status=201,
        headers=("If-Match?",),
        refusals=CHANGED,
        description="Adds to the line if the SKU is in the cart already.",
    )
    def post(self, request: Request, cart: str, query: dict[str, Any], body: dict[str, Any]) -> Response:
        def change(mine: Cart) -> carts.Basket:
            return carts.fill(cart=mine, goods=[carts.Wanted(**body)])

        return self.change(request, cart, change, optional=True, status=HTTPStatus.CREATED)


class LineOne(CartView):
    """One line; If-Match names the tag of the whole cart."""

    @operation(
        "updateLine",
        "Ask for another number of pieces",
        tag=TAG,
        body=QuantityInput,
        answer=shapes.Cart,
        headers=("If-Match",),
        refusals=CHANGED,
    )
    def patch(self, request: Request, cart: str, line: str, query: dict[str, Any], body: dict[str, Any]) -> Response:
        def change(mine: Cart) -> None:
            carts.set_quantity(cart=mine, line_id=line, quantity=body["quantity"])

        return self.change(request, cart, change)

    @operation(
        "removeLine",
        "Take a line out of a cart",
        tag=TAG,
        answer=shapes.Cart,
        headers=("If-Match",),
        refusals=("cart_not_open",),
    )
    def delete(self, request: Request, cart: str, line: str, query: dict[str, Any]) -> Response:
        return self.change(request, cart, lambda mine: carts.remove(cart=mine, line_id=line))


class Vouchers(CartView):
    """Vouchers of a cart; they are used up when the order is placed."""

    @operation(
        "addVoucher",
        "Use a voucher",
        tag=TAG,
        body=VoucherInput,
        answer=shapes.Cart,
        headers=("If-Match?",),
        refusals=("voucher_unknown", "voucher_expired", "voucher_used_up", "cart_full", "cart_not_open"),
        description=(
            "Twice is once. A voucher that takes nothing off now stays in the cart and says why in `problem`: what is "
            "missing may still come."
        ),
    )
    def post(self, request: Request, cart: str, query: dict[str, Any], body: dict[str, Any]) -> Response:
        with limits.guesses(request):
            return self.change(request, cart, lambda mine: carts.add_voucher(cart=mine, **body), optional=True)


class VoucherOne(CartView):
    """One voucher of a cart."""

    @operation(
        "removeVoucher",
        "Take a voucher out of a cart",
        tag=TAG,
        answer=shapes.Cart,
        headers=("If-Match",),
        refusals=("not_found", "cart_not_open"),
    )
    def delete(self, request: Request, cart: str, code: str, query: dict[str, Any]) -> Response:
        return self.change(request, cart, lambda mine: carts.remove_voucher(cart=mine, code=code))


class GiftCards(CartView):
    """Gift cards that a cart is paid with; they are spent when the order is placed."""

    @operation(
        "addGiftCard",
        "Pay with a gift card",
        tag=TAG,
        body=GiftCardInput,
        answer=shapes.Cart,
        headers=("If-Match?",),
        refusals=("gift_card_unknown", "gift_card_expired", "gift_card_empty", "cart_full", "cart_not_open"),
        description="Twice is once. What the cards pay is in `gift_cards`, what is left to pay in `payable`.",
    )
    def post(self, request: Request, cart: str, query: dict[str, Any], body: dict[str, Any]) -> Response:
        with limits.guesses(request):
            return self.change(request, cart, lambda mine: carts.add_gift_card(cart=mine, **body), optional=True)


class GiftCardOne(CartView):
    """One gift card of a cart, by the id that the cart gives it."""

    @operation(
        "removeGiftCard",
        "Do not pay with this gift card",
        tag=TAG,
        answer=shapes.Cart,
        headers=("If-Match",),
        refusals=("not_found", "cart_not_open"),
    )
    def delete(self, request: Request, cart: str, card: str, query: dict[str, Any]) -> Response:
        return self.change(request, cart, lambda mine: carts.remove_gift_card(cart=mine, card_id=card))


class DeliveryOptions(CartView):
    """How a cart's goods can get to a place."""

    @operation(
        "listDeliveryOptions",
        "Show the ways of delivery with price and date",
        tag=TAG,
        query=DeliveryQuery,
        answer=shapes.DeliveryOptions,
        description="None for a country that nothing is sent to. Pick-up points of the city come first.",
    )
    def get(self, request: Request, cart: str, query: dict[str, Any]) -> Response:
        where = {name: query.get(name, "") for name in ("country", "postcode", "city")}
        options = checkout.delivery_options(cart=found(request, cart), language=get_language(), **where)
        return Response({"results": options})
