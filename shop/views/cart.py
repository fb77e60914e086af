"""The cart page and what its buttons do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shop import carts
from shop.api import limits
from shop.errors import Refusal
from shop.models import Cart

from .current import cart_for_adding, find_cart, remember
from .origin import same_origin


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    cart = find_cart(request)
    shown = carts.represent(cart, get_language()) if cart else None
    removed = request.session.pop("removed_line", None) if "removed_line" in request.session else None
    return remember(request, render(request, "shop/cart.html", {"cart": shown, "removed": removed}), cart)


@require_POST
@same_origin
def add(request: HttpRequest) -> HttpResponse:
    """Put a SKU into the cart; answers a script in JSON, a form with the cart's page."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    cart = cart_for_adding(request)
    placement = {"list": request.POST["placement"][:80]} if request.POST.get("placement") else None
    try:
        sku, quantity = request.POST.get("sku", ""), _quantity(request, 1)
        line = carts.add(cart=cart, sku=sku, quantity=quantity, placement=placement)
    except Refusal as refusal:
        if wants_json:
            return remember(request, JsonResponse({"code": refusal.code, "detail": refusal.detail}, status=409), cart)
        messages.error(request, refusal.detail)
        return remember(request, redirect(_next(request)), cart)
    name = carts.name_of(line.variant.sku, get_language())
    if wants_json:
        count = carts.count(cart)
        answer = JsonResponse({"sku": line.variant.sku, "name": name, "quantity": line.quantity, "count": count})
        return remember(request, answer, cart)
    messages.success(request, _("“%(name)s” is in the cart.") % {"name": name})
    return remember(request, redirect("shop:cart"), cart)


@require_POST
@same_origin
def set_quantity(request: HttpRequest, line_id: str) -> HttpResponse:
    cart = _own_cart(request)
    try:
        carts.set_quantity(cart=cart, line_id=line_id, quantity=_quantity(request, 0))
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return remember(request, redirect("shop:cart"), cart)


@require_POST
@same_origin
def remove(request: HttpRequest, line_id: str) -> HttpResponse:
    """Take a line out, and offer to bring it back."""
    cart = _own_cart(request)
    try:
        line = carts.remove(cart=cart, line_id=line_id)
        name = carts.name_of(line.variant.sku, get_language())
        request.session["removed_line"] = {"sku": line.variant.sku, "quantity": line.quantity, "name": name}
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return remember(request, redirect("shop:cart"), cart)


@require_POST
@same_origin
def restore(request: HttpRequest) -> HttpResponse:
    cart = cart_for_adding(request)
    try:
        carts.add(cart=cart, sku=request.POST.get("sku", ""), quantity=_quantity(request, 1))
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return remember(request, redirect("shop:cart"), cart)


@require_POST
@same_origin
def accept(request: HttpRequest) -> HttpResponse:
    """Agree to what goods cost now and to how many are left."""
    cart = _own_cart(request)
    try:
        carts.accept_prices(cart=cart)
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return remember(request, redirect(target if is_ours else "shop:cart"), cart)


@require_POST
@same_origin
def add_code(request: HttpRequest) -> HttpResponse:
    """Put in a voucher or a gift card; who guesses is stopped."""
    cart = _own_cart(request)
    try:
        with limits.guesses(request):
            carts.add_code(cart=cart, code=request.POST.get("code", ""))
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return remember(request, redirect("shop:cart"), cart)


@require_POST
@same_origin
def remove_code(request: HttpRequest) -> HttpResponse:
    cart = _own_cart(request)
    try:
        if request.POST.get("gift_card"):
            carts.remove_gift_card(cart=cart, card_id=request.POST["gift_card"])
        else:
            carts.remove_voucher(cart=cart, code=request.POST.get("voucher", ""))
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return remember(request, redirect("shop:cart"), cart)


def _own_cart(request: HttpRequest) -> Cart:
    cart = find_cart(request)
    if cart is None:
        from django.http import Http404

        raise Http404
    return cart


def _quantity(request: HttpRequest, default: int) -> int:
    """The number that was typed; what is none becomes 0, which the cart refuses in words."""
    typed = request.POST.get("quantity", str(default)).strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else 0


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else reverse("shop:cart")
