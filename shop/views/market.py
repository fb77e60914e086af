"""The switch of the market: whose prices and currency the visitor sees from now on."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shop import carts, markets
from shop.errors import Refusal
from shop.models import Market

from . import current
from .origin import same_origin

# A year: people move seldom.
REMEMBERED = 365 * 24 * 60 * 60


@require_POST
@same_origin
def choose(request: HttpRequest) -> HttpResponse:
    response = redirect(_next(request))
    try:
        market = markets.find(request.POST.get("market", ""))
    except Refusal as refusal:
        messages.error(request, refusal.detail)
        return response
    _carry_over(request, response, market)
    if market.is_default:
        # Whoever is in the store's own market is served like everybody.
        response.delete_cookie(current.MARKET_COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            current.MARKET_COOKIE,
            market.code,
            max_age=REMEMBERED,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


def _carry_over(request: HttpRequest, response: HttpResponse, market: Market) -> None:
    """Bring what is in the cart along, as far as it is sold there; each market's cart keeps its own lines."""
    left = current.find_cart(request)
    lines = list(left.lines.select_related("variant")) if left else []
    current.enter(request, market)
    cart = current.cart_for_adding(request) if lines else current.find_cart(request)
    known = set(cart.lines.values_list("variant", flat=True)) if cart and lines else set()
    missing = []
    for line in lines:
        if cart is None or line.variant_id in known:
            continue
        try:
            carts.add(cart=cart, sku=line.variant.sku, quantity=line.quantity, placement=line.placement)
        except Refusal:
            missing.append(carts.name_of(line.variant.sku, get_language() or settings.LANGUAGE_CODE))
    if missing:
        messages.warning(request, _("Not sold in this market: %(names)s.") % {"names": "; ".join(missing)})
    current.remember(request, response, cart)


def _next(request: HttpRequest) -> str:
    """The page the visitor came from, as long as it is ours."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else "shop:cart"
