"""A customer's own orders."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shop import order_document, orders
from shop.errors import NotFound, Refusal
from shop.models import Order

from .current import customer

SHOWN = 50


@never_cache
@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    mine = Order.objects.filter(customer=request.user).prefetch_related(*order_document.WITH_ALL)[:SHOWN]
    shown = [orders.represent(order, get_language()) for order in mine]
    return render(request, "shop/account/index.html", {"orders": shown})


@never_cache
@login_required
@require_GET
def order(request: HttpRequest, order_id: str) -> HttpResponse:
    found = _own(request, order_id)
    return render(request, "shop/account/order.html", {"order": orders.represent(found, get_language())})


@login_required
@require_POST
def cancel(request: HttpRequest, order_id: str) -> HttpResponse:
    from django.contrib import messages

    try:
        orders.cancel(_own(request, order_id), actor=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return redirect("shop:account-order", order_id)


def _own(request: HttpRequest, order_id: str) -> Order:
    try:
        return orders.find(order_id, customer=customer(request))
    except NotFound:
        raise Http404 from None
