"""The page behind a pay link: what staff have put together, what it costs, and how to pay it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop import carts, drafts, payments
from shop.errors import NotFound, Refusal
from shop.forms import PaymentForm, ReviewForm
from shop.models import Cart, Order

from .checkout import done_url


@never_cache
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, token: str) -> HttpResponse:
    try:
        cart = drafts.find(token)
    except NotFound:
        raise Http404 from None
    if cart.state == Cart.State.ORDERED:
        return redirect(done_url(Order.objects.get(cart=cart)))
    shown = carts.represent(cart, get_language())
    form = PaymentForm(request.POST or None)
    if request.method == "POST":
        seen = ReviewForm(request.POST)
        if not seen.is_valid():
            messages.error(request, _("The form was incomplete. Check the order and send it again."))
        elif form.is_valid() or not shown["payable"]["amount"]:
            try:
                placed = drafts.pay(
                    cart=cart,
                    # Where gift cards pay everything it does not matter which.
                    method=form.cleaned_data.get("method") or payments.methods()[0].code,
                    expected_total=seen.cleaned_data["expected_total"],
                    expected_payable=seen.cleaned_data["expected_payable"],
                    seen_version=seen.cleaned_data["version"],
                    placed_by=f"draft:{seen.cleaned_data['key']}",
                )
            except Refusal as refusal:
                messages.error(request, refusal.detail)
                return redirect("shop:draft-pay", token)
            return redirect(done_url(placed.order))
    review = ReviewForm(
        initial={
            "expected_total": shown["total"]["amount"],
            "expected_payable": shown["payable"]["amount"],
            "version": cart.version,
            "key": uuid.uuid4(),
        }
    )
    context = {"cart": shown, "form": form, "review": review, "until": cart.expires_at}
    status = 422 if request.method == "POST" else 200
    return render(request, "shop/drafts/pay.html", context, status=status)
