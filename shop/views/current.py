"""Whoever asks: the market and its prices; the cart, a customer's open one or the one in a guest's signed cookie."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from shop import carts, markets, prepared
from shop.errors import NotFound
from shop.models import Cart, Market

COOKIE = "cart"
# Read by a script, so that pages which are the same for everybody can show the number of pieces.
COUNT_COOKIE = "cart_count"
# Which market a visitor has chosen; without it, the store's own.
MARKET_COOKIE = prepared.MARKET


def customer(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def market(request: HttpRequest) -> Market | None:
    """The market that the visitor has chosen; None for the store's own."""
    if not hasattr(request, "_market"):
        code = request.COOKIES.get(MARKET_COOKIE)
        try:
            request._market = markets.chosen(code) if code else None  # type: ignore[attr-defined]
        except NotFound:
            # Closed since it was chosen.
            request._market = None  # type: ignore[attr-defined]
    return request._market  # type: ignore[attr-defined]


def buyer(request: HttpRequest) -> markets.Buyer | None:
    """Whose prices the visitor sees; None for everybody's, which costs a guest no query."""
    if not hasattr(request, "_buyer"):
        user = getattr(request, "user", None)
        who = user if user is not None and user.is_authenticated else None
        where = market(request)
        found = markets.buyer(customer=who, market=where) if who or where else None
        request._buyer = None if found is None or found.is_everybody else found  # type: ignore[attr-defined]
    return request._buyer  # type: ignore[attr-defined]


def enter(request: HttpRequest, chosen: Market | None) -> None:
    """Treat the rest of this request as one of another market."""
    request._market = None if chosen is None or chosen.is_default else chosen  # type: ignore[attr-defined]
    if hasattr(request, "_buyer"):
        del request._buyer


def find_cart(request: HttpRequest) -> Cart | None:
    """The open cart of the visitor's market, if there is one; never makes one."""
    if request.user.is_authenticated:
        return carts.of_customer(request.user, market(request))
    return guest_cart(request)


def guest_cart_id(request: HttpRequest) -> str | None:
    """The cart that the guest's cookie names, whatever has become of it."""
    return request.get_signed_cookie(_cookie(market(request)), default=None)


def _cookie(where: Market | None) -> str:
    """Each market has a cart of its own: its lines cost something else."""
    return COOKIE if where is None else f"{COOKIE}_{where.code}"


def guest_cart(request: HttpRequest) -> Cart | None:
    cart_id = guest_cart_id(request)
    if not cart_id:
        return None
    try:
        cart = carts.find(cart_id)
    except NotFound:
        return None
    where = market(request)
    is_of_here = cart.market_id == (where.pk if where else None)
    return cart if cart.state == Cart.State.OPEN and is_of_here else None


def cart_for_adding(request: HttpRequest) -> Cart:
    """The open cart, or a new one."""
    found = find_cart(request)
    language = get_language() or settings.LANGUAGE_CODE
    return found or carts.open_cart(customer=customer(request), language=language, market=market(request))


def merge_at_sign_in(request: HttpRequest, user: Any) -> None:
    """Put what a guest has chosen into the cart of the customer he turns out to be; other carts are left alone."""
    guest = guest_cart(request)
    if guest is None or not guest.lines.exists():
        return
    language = get_language() or settings.LANGUAGE_CODE
    carts.merge(guest=guest, into=carts.open_cart(customer=user, language=language, market=guest.market))


def remember(request: HttpRequest, response: HttpResponse, cart: Cart | None) -> HttpResponse:
    """Keep a guest's cart and the number of its pieces in cookies."""
    age = int(settings.SHOP["CART_LIFETIME"].total_seconds())
    secure = settings.SESSION_COOKIE_SECURE
    name = _cookie(market(request))
    if cart is None:
        response.delete_cookie(name)
        response.delete_cookie(COUNT_COOKIE)
        return response
    if cart.customer_id is None:
        response.set_signed_cookie(name, cart.public_id, max_age=age, httponly=True, secure=secure, samesite="Lax")
    response.set_cookie(COUNT_COOKIE, str(carts.count(cart)), max_age=age, secure=secure, samesite="Lax")
    return response
