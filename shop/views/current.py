"""The cart of whoever asks: a customer's open one, or the one that a guest's signed cookie names."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from shop import carts
from shop.errors import NotFound
from shop.models import Cart

COOKIE = "cart"
# Read by a script, so that pages which are the same for everybody can show the number of pieces.
COUNT_COOKIE = "cart_count"


def customer(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def find_cart(request: HttpRequest) -> Cart | None:
    """The open cart, if there is one; never makes one."""
    if request.user.is_authenticated:
        return carts.of_customer(request.user)
    return guest_cart(request)


def guest_cart_id(request: HttpRequest) -> str | None:
    """The cart that the guest's cookie names, whatever has become of it."""
    return request.get_signed_cookie(COOKIE, default=None)


def guest_cart(request: HttpRequest) -> Cart | None:
    cart_id = guest_cart_id(request)
    if not cart_id:
        return None
    try:
        cart = carts.find(cart_id)
    except NotFound:
        return None
    return cart if cart.state == Cart.State.OPEN else None


def cart_for_adding(request: HttpRequest) -> Cart:
    """The open cart, or a new one."""
    found = find_cart(request)
    language = get_language() or settings.LANGUAGE_CODE
    return found or carts.open_cart(customer=customer(request), language=language)


def merge_at_sign_in(request: HttpRequest, user: Any) -> None:
    """Put what a guest has chosen into the cart of the customer he turns out to be; other carts are left alone."""
    guest = guest_cart(request)
    if guest is None or not guest.lines.exists():
        return
    language = get_language() or settings.LANGUAGE_CODE
    carts.merge(guest=guest, into=carts.open_cart(customer=user, language=language))


def remember(request: HttpRequest, response: HttpResponse, cart: Cart | None) -> HttpResponse:
    """Keep a guest's cart and the number of its pieces in cookies."""
    age = int(settings.SHOP["CART_LIFETIME"].total_seconds())
    secure = settings.SESSION_COOKIE_SECURE
    if cart is None:
        response.delete_cookie(COOKIE)
        response.delete_cookie(COUNT_COOKIE)
        return response
    if cart.customer_id is None:
        response.set_signed_cookie(COOKIE, cart.public_id, max_age=age, httponly=True, secure=secure, samesite="Lax")
    response.set_cookie(COUNT_COOKIE, str(carts.count(cart)), max_age=age, secure=secure, samesite="Lax")
    return response
