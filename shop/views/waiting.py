"""“Tell me when it is back”: the form below a sold-out product, and the page that the letter's link opens."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shop import carts, listing, waiting
from shop.api import limits
from shop.errors import NotFound, Refusal
from shop.models import Reservation, StockRequest, Variant
from shop.orders import in_words

from .current import cart_for_adding, customer, remember
from .origin import same_origin

State = StockRequest.State


class AskForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("One letter about this product, and nothing else."),
        error_messages={
            "required": gettext_lazy("Enter an e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address in the form name@example.com"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "form-control", "inputmode": "email"}),
    )


@never_cache
@require_POST
@same_origin
def ask(request: HttpRequest) -> HttpResponse:
    """Join the queue; the answer is the same for an address that is in it already."""
    variant = Variant.objects.filter(sku=request.POST.get("sku", "")).select_related("product").first()
    if variant is None:
        raise Http404
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            limits.refuse_excess(limits.count(request, limits.OPENING, request.user))
            waiting.ask(
                variant=variant,
                email=form.cleaned_data["email"],
                language=get_language() or settings.LANGUAGE_CODE,
                customer=customer(request),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.detail)
    return render(
        request,
        "shop/waiting/asked.html",
        {
            "form": form,
            "sku": variant.sku,
            "is_asked": form.is_valid(),
            "email": form.cleaned_data.get("email"),
            "name": carts.name_of(variant.sku, get_language() or settings.LANGUAGE_CODE),
            "product_url": _product_url(variant),
            "hold_minutes": int(settings.SHOP["WAITING_HOLD"].total_seconds() // 60),
        },
        status=200 if form.is_valid() else 400,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """What is held, and until when.  Only its button takes it: programs that read mail open every link."""
    try:
        asked = waiting.find(token)
    except NotFound:
        raise Http404 from None
    if request.method == "POST":
        return _answer(request, token)
    held = asked.reservations.filter(state=Reservation.State.HELD, expires_at__gt=timezone.now()).first()
    until = held.expires_at if held and asked.state == State.OFFERED else None
    language = get_language() or settings.LANGUAGE_CODE
    shown = {
        "asked": asked,
        "name": carts.name_of(asked.variant.sku, language),
        "product_url": _product_url(asked.variant),
        "until": in_words(until, language) if until else "",
    }
    return render(request, "shop/waiting/offer.html", shown, status=200 if until else 410)


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    if request.POST.get("action") == "leave":
        waiting.cancel(token=token)
        messages.success(request, _("We will not write to you about it any more."))
        return redirect("shop:stock-offer", token)
    cart = cart_for_adding(request)
    try:
        waiting.take(token=token, cart=cart)
    except Refusal as refusal:
        messages.error(request, refusal.detail)
        return remember(request, redirect("shop:stock-offer", token), cart)
    messages.success(request, _("It is in your cart, and held for you a little longer."))
    return remember(request, redirect("shop:cart"), cart)


def _product_url(variant: Variant) -> str:
    shown = listing.detail(variant.product.public_id, get_language() or settings.LANGUAGE_CODE)
    return str(shown["url"]) if shown else "/"
