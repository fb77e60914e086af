"""The withdrawal from a contract: reached from every page, two steps, no reason, a receipt with day and time."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shop import returnable, withdrawals
from shop.api import limits
from shop.errors import NotFound, Refusal
from shop.models import Order
from shop.return_forms import LookupForm, WithdrawalForm

from .current import customer
from .own_order import find_order, order_key, with_pieces

SHOWN = 20
OVER = (Order.Status.CANCELLED, Order.Status.RETURNED)


@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Which order: one of the customer's own, or a guest's by its number and address, proved by a letter."""
    form = LookupForm(request.POST or None)
    if request.method == "POST":
        try:
            limits.refuse_excess(limits.count(request, limits.GUESSING))
        except limits.RateLimited as refusal:
            messages.error(request, refusal.detail)
            return _start(request, LookupForm(), status=429)
        if form.is_valid():
            withdrawals.ask_for_link(**form.cleaned_data)
            # The same whether there is such an order or not.
            return render(request, "shop/withdrawal/sent.html", {"email": form.cleaned_data["email"]})
    return _start(request, form, status=422 if form.errors else 200)


def _start(request: HttpRequest, form: LookupForm, *, status: int) -> HttpResponse:
    mine = []
    if request.user.is_authenticated:
        mine = list(Order.objects.filter(customer=request.user).exclude(status__in=OVER)[:SHOWN])
    context = {"form": form, "orders": mine, "days": settings.SHOP["WITHDRAWAL_DAYS"]}
    return render(request, "shop/withdrawal/start.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, key: str) -> HttpResponse:
    """First the statement, then its confirmation."""
    order, days = _order(request, key), settings.SHOP["WITHDRAWAL_DAYS"]
    # The button was pressed twice, or the first answer was lost.
    if made := order.withdrawals.filter(reference=f"web:{request.POST.get('key', '')}").first():
        return redirect("shop:withdraw-receipt", key, made.public_id)
    lines = with_pieces(order, withdrawals.pieces(order))
    if not lines or not returnable.is_open(order, days):
        earlier = order.withdrawals.all()
        context = {"order": order, "key": key, "days": days, "is_late": bool(lines), "earlier": earlier}
        return render(request, "shop/withdrawal/closed.html", context)
    contact = {"name": order.contact.get("name", ""), "email": order.contact.get("email", ""), "key": uuid.uuid4()}
    form = WithdrawalForm(request.POST or None, lines=lines, initial=contact)
    context = {"order": order, "key": key, "form": form}
    if request.method == "GET" or not form.is_valid() or request.POST.get("step") == "choose":
        return render(request, "shop/withdrawal/declare.html", context, status=422 if form.errors else 200)
    if request.POST.get("step") != "confirm":
        return render(request, "shop/withdrawal/confirm.html", {**context, "chosen": form.chosen()})
    try:
        statement = withdrawals.withdraw(
            order=order,
            lines=form.quantities(),
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            language=get_language(),
            reference=f"web:{form.cleaned_data['key']}",
            actor=customer(request),
        )
    except Refusal as refusal:
        messages.error(request, refusal.detail)
        return redirect("shop:withdraw-declare", key)
    return redirect("shop:withdraw-receipt", key, statement.public_id)


@never_cache
@require_GET
def receipt(request: HttpRequest, key: str, withdrawal_id: str) -> HttpResponse:
    order = _order(request, key)
    try:
        statement = withdrawals.find(withdrawal_id, order=order)
    except NotFound:
        raise Http404 from None
    shown = withdrawals.represent(statement, get_language())
    # The mailed link opens nothing else; whoever has it has read a letter to the order's own address.
    return_key = key if key.startswith("ord_") else order_key(order)
    return render(request, "shop/withdrawal/receipt.html", {"receipt": shown, "return_key": return_key})


def _order(request: HttpRequest, key: str) -> Order:
    """By what every page of the order opens by, or by the link that was mailed for this."""
    try:
        return withdrawals.order_of(key)
    except NotFound:
        return find_order(request, key)
