"""A customer's own orders."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shop import orders, payments
from shop.errors import NotFound, Refusal
from shop.models import Order, Payment

from .checkout import done_url
from .current import customer

SHOWN = 50


@never_cache
@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    mine = Order.objects.filter(customer=request.user).prefetch_related("lines", "events", "payments")[:SHOWN]
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


@never_cache
def sandbox(request: HttpRequest, payment_id: str) -> HttpResponse:
    """The bank's page of the sandbox: it asks, the shopper approves or declines."""
    found = Payment.objects.filter(public_id=payment_id, method="sandbox").select_related("order").first()
    if found is None:
        raise Http404
    if request.method == "POST" and found.status == Payment.Status.REQUIRES_ACTION:
        try:
            found = payments.confirm(payment_id, approved=request.POST.get("answer") == "approve")
        except NotFound:
            raise Http404 from None
    if found.status != Payment.Status.REQUIRES_ACTION:
        with override(found.order.language):
            return redirect(done_url(found.order))
    # The bank's address has no language; the shopper goes on in the one he bought in.
    with override(found.order.language):
        return render(request, "shop/checkout/sandbox.html", {"payment": found})


def _own(request: HttpRequest, order_id: str) -> Order:
    try:
        return orders.find(order_id, customer=customer(request))
    except NotFound:
        raise Http404 from None
