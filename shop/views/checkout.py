"""The checkout in steps, each with an address of its own; Back never loses anything."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from babel import Locale
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shop import carts, checkout, markets, orders, payments
from shop import delivery as ways
from shop.errors import CartNotOpen, DeliveryUnavailable, OutOfStock, PriceChanged, Refusal
from shop.forms import ContactForm, DeliveryForm, PaymentForm, ReviewForm
from shop.models import Cart, Order, Payment

from .current import customer, find_cart, guest_cart_id, remember

DONE = "shop.order-done"
METHOD = "payment_method"


def with_cart(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the cart; without one, or with an empty one, there is nothing to check out."""

    @wraps(view)
    @never_cache
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        cart = find_cart(request)
        if cart is None or not cart.lines.exists():
            placed = _placed_before(request)
            return _finished(request, placed) if placed else redirect("shop:cart")
        try:
            return view(request, cart, *args, **kwargs)
        except CartNotOpen as refusal:
            messages.error(request, refusal.detail)
            return redirect("shop:cart")

    return checked


def _placed_before(request: HttpRequest) -> Order | None:
    """The order that this very form has placed: the button was pressed twice, or the first answer was lost."""
    form = ReviewForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return None
    placed = Order.objects.filter(placed_by=_name_of_request(form))
    if request.user.is_authenticated:
        return placed.filter(customer=request.user).first()
    return placed.filter(customer=None, cart__public_id=guest_cart_id(request)).first()


def _name_of_request(form: ReviewForm) -> str:
    return f"web:{form.cleaned_data['key']}"


def _finished(request: HttpRequest, order: Order) -> HttpResponse:
    request.session.pop(METHOD, None)
    return remember(request, redirect(done_url(order)), None)


@with_cart
def start(request: HttpRequest, cart: Cart) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("shop:checkout-contact")
    return _render(request, cart, "start")


@require_http_methods(["GET", "POST"])
@with_cart
def contact(request: HttpRequest, cart: Cart) -> HttpResponse:
    form = ContactForm(request.POST or None, initial=cart.contact or _known(request))
    if request.method == "POST" and form.is_valid():
        carts.set_contact(cart=cart, **form.cleaned_data)
        return redirect(_next_step(request, cart, "delivery"))
    return _render(request, cart, "contact", form=form)


@require_http_methods(["GET", "POST"])
@with_cart
def delivery(request: HttpRequest, cart: Cart) -> HttpResponse:
    chosen = cart.delivery or {}
    address = chosen.get("address") or {}
    terms = markets.terms(cart.market)
    countries = ways.countries(terms=terms)
    country = request.GET.get("country") or address.get("country") or terms.country
    parcel = carts.parcel_of(cart)
    options = ways.options(
        parcel=parcel, terms=terms, language=get_language(), country=country, city=address.get("city", "")
    )
    form = DeliveryForm(request.POST or None, options=options, country=country, initial={**chosen, **address})
    if request.method == "POST" and form.is_valid():
        try:
            carts.set_delivery(cart=cart, **form.choice())
        except CartNotOpen:
            raise
        except OutOfStock as refusal:
            messages.error(request, refusal.detail)
            return redirect("shop:cart")
        except Refusal as refusal:
            form.add_error("option", refusal.detail)
        else:
            return redirect(_next_step(request, cart, "payment"))
    shown = carts.represent(cart, get_language())
    return _render(
        request,
        cart,
        "delivery",
        shown=shown,
        form=form,
        options=options,
        # Somebody brings it unless it is handed out at points only.
        needs_address=any(not option["pickup_points"] for option in options),
        only_in_shops=_only_in_shops(shown, parcel),
        is_sold_out=any(problem["code"] == OutOfStock.code for problem in shown["problems"]),
        country=country,
        countries=_named(countries),
    )


def _only_in_shops(cart: dict[str, Any], parcel: ways.Parcel) -> list[str]:
    """The goods that lie only on counters, by name; what is sold out altogether is a problem of the cart."""
    return [
        line["name"]
        for line in cart["lines"]
        if line["sku"] in parcel.unsendable and line["quantity"] <= line["availability"]["available"]
    ]


@require_http_methods(["GET", "POST"])
@with_cart
def payment(request: HttpRequest, cart: Cart) -> HttpResponse:
    form = PaymentForm(request.POST or None, initial={"method": request.session.get(METHOD)})
    if request.method == "POST" and form.is_valid():
        request.session[METHOD] = form.cleaned_data["method"]
        return redirect("shop:checkout-review")
    return _render(request, cart, "payment", form=form)


@require_http_methods(["GET", "POST"])
@with_cart
def review(request: HttpRequest, cart: Cart) -> HttpResponse:
    """Everything once more; the button places the order that is shown, or says what has changed."""
    missing = _missing(request, cart)
    if missing:
        return redirect(f"shop:checkout-{missing}")
    if request.method == "POST":
        form = ReviewForm(request.POST)
        if form.is_valid():
            try:
                placed = checkout.place_order(
                    cart=cart,
                    method=_method(request),
                    expected_total=form.cleaned_data["expected_total"],
                    expected_payable=form.cleaned_data["expected_payable"],
                    seen_version=form.cleaned_data["version"],
                    placed_by=_name_of_request(form),
                    customer=customer(request),
                )
            except Refusal as refusal:
                return _refused(request, refusal)
            return _finished(request, placed.order)
        messages.error(request, _("The form was incomplete. Check the order and send it again."))
    else:
        _keep_holding(request, cart)
    shown = carts.represent(cart, get_language())
    form = ReviewForm(
        initial={
            "expected_total": shown["total"]["amount"],
            "expected_payable": shown["payable"]["amount"],
            "version": cart.version,
            "key": uuid.uuid4(),
        }
    )
    provider = payments.provider(_method(request))
    payment = {"method": provider.code, "label": provider.name}
    return _render(request, cart, "review", shown=shown, form=form, payment=payment)


def _method(request: HttpRequest) -> str:
    """The chosen way of payment; where gift cards pay everything it does not matter which."""
    return request.session.get(METHOD) or payments.methods()[0].code


@never_cache
@require_GET
def done(request: HttpRequest, token: str) -> HttpResponse:
    """The confirmation; its signed address works without signing in and can be kept."""
    try:
        order_id = signing.loads(token, salt=DONE)
    except signing.BadSignature:
        raise Http404 from None
    order = Order.objects.filter(public_id=order_id).first()
    if order is None:
        raise Http404
    shown = orders.represent(order, get_language())
    return render(
        request,
        "shop/checkout/done.html",
        {
            "order": shown,
            "order_token": token,
            "next_steps": _next_steps(shown),
            "money": _what_became_of_the_money(shown) if shown["status"] == Order.Status.CANCELLED else "",
        },
    )


def done_url(order: Order) -> str:
    return reverse("shop:order-done", args=[signing.dumps(order.public_id, salt=DONE)])


def _named(countries: list[str]) -> list[tuple[str, str]]:
    """Country codes with their names in the reader's language; nothing to choose from if there is only one."""
    names = Locale.parse(get_language() or "en").territories
    return [(code, names.get(code, code)) for code in countries] if len(countries) > 1 else []


def _render(
    request: HttpRequest, cart: Cart, step: str, *, shown: dict[str, Any] | None = None, **more: Any
) -> HttpResponse:
    shown = shown or carts.represent(cart, get_language())
    context = {"cart": shown, "steps": _steps(request, cart, step), "form": None, **more}
    status = 422 if more.get("form") is not None and more["form"].errors else 200
    return remember(request, render(request, f"shop/checkout/{step}.html", context, status=status), cart)


def _steps(request: HttpRequest, cart: Cart, current: str) -> list[dict[str, Any]]:
    labels = {
        "contact": _("Contact"),
        "delivery": _("Delivery"),
        "payment": _("Payment"),
        "review": _("Check"),
    }
    done = {
        "contact": bool(cart.contact),
        "delivery": bool(cart.delivery),
        "payment": METHOD in request.session,
        "review": False,
    }
    return [
        {"label": label, "url": reverse(f"shop:checkout-{step}"), "current": step == current, "done": done[step]}
        for step, label in labels.items()
    ]


def _known(request: HttpRequest) -> dict[str, str]:
    """What a customer need not type again."""
    if not request.user.is_authenticated:
        return {}
    user = request.user
    return {"name": user.get_full_name(), "email": user.email, "phone": getattr(user, "phone", "")}


def _missing(request: HttpRequest, cart: Cart) -> str | None:
    if not cart.contact:
        return "contact"
    now = carts.priced(cart)
    # The ways of delivery may have changed since one was chosen.
    if now.delivery is None:
        return "delivery"
    known = {one.code for one in payments.methods()}
    return None if not now.payable or request.session.get(METHOD) in known else "payment"


def _next_step(request: HttpRequest, cart: Cart, step: str) -> str:
    """Forward; from a "Change" link back to the check, if nothing else is missing."""
    cart.refresh_from_db()
    return f"shop:checkout-{step if _missing(request, cart) else 'review'}"


def _keep_holding(request: HttpRequest, cart: Cart) -> None:
    """Whoever is still here keeps his goods."""
    try:
        carts.hold(cart)
    except OutOfStock as refusal:
        messages.error(request, refusal.detail)


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    messages.error(request, refusal.detail)
    if isinstance(refusal, PriceChanged):
        return redirect("shop:checkout-review" if not refusal.extra["lines"] else "shop:cart")
    if isinstance(refusal, DeliveryUnavailable):
        return redirect("shop:checkout-delivery")
    return redirect("shop:cart")


def _what_became_of_the_money(order: dict[str, Any]) -> str:
    total = {"total": order["total"]["formatted"]}
    if order["payment"]["status"] == Payment.Status.REFUNDED:
        return _("We have returned %(total)s the way you paid.") % total
    if order["payment"]["status"] == Payment.Status.PAID:
        return _("We return %(total)s the way you paid.") % total
    return _("Nothing was charged.")


def _next_steps(order: dict[str, Any]) -> list[dict[str, Any]]:
    """What happens next, in three dated steps; nothing once it happens, and the timeline tells more."""
    if order["status"] not in (Order.Status.AWAITING_PAYMENT, Order.Status.CONFIRMED):
        return []
    delivery_, is_paid = order["delivery"], order["payment"]["status"] == "paid"
    paid = _("Paid") if is_paid else _("You pay %(total)s on receipt") % {"total": order["total"]["formatted"]}
    if order["status"] == Order.Status.AWAITING_PAYMENT:
        paid = _("We wait for the payment of %(total)s") % {"total": order["total"]["formatted"]}
    is_pickup = delivery_["kind"] == "pickup"
    arrives = delivery_["point"]["ready_label"] if is_pickup else delivery_["date_label"]
    last = _("Ready for pick-up: %(when)s") if is_pickup else _("The courier comes: %(when)s")
    return [
        {"title": _("The order is placed"), "text": paid, "done": True},
        {"title": _("We pack it and write to you"), "text": order["contact"]["email"], "done": False},
        {"title": last % {"when": ways.inside_a_sentence(arrives)}, "text": "", "done": False},
    ]
