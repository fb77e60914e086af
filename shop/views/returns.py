"""Returns on the site: chosen, looked over with the money they give, sent, and followed until the money is back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop import money, return_document, returnable, returns
from shop.errors import NotFound, Refusal
from shop.models import Order, Return, ReturnPhoto
from shop.return_forms import PhotosForm, ReturnForm

from .current import customer
from .own_order import find_order, with_pieces

SHOWN = 50


@never_cache
@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    mine = Return.objects.filter(order__customer=request.user).select_related("order")
    mine = mine.prefetch_related(*return_document.WITH_ALL)[:SHOWN]
    return render(
        request, "shop/returns/index.html", {"returns": [return_document.brief(ret, get_language()) for ret in mine]}
    )


@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Two steps without a draft in between: what and why, then photos beside the sum and the day."""
    order = find_order(request, key)
    # The button was pressed twice, or the first answer was lost.
    if sent := order.returns.filter(reference=f"web:{request.POST.get('key', '')}").first():
        return redirect("shop:return", key, sent.public_id)
    lines = with_pieces(order, returnable.pieces(order))
    days = settings.SHOP["RETURN_DAYS"]
    if not lines or not returnable.is_open(order, days):
        return render(request, "shop/returns/closed.html", {"order": order, "key": key, "days": days, "is_late": lines})
    form = ReturnForm(request.POST or None, lines=lines)
    if request.method == "GET" or not form.is_valid() or request.POST.get("step") == "choose":
        context = {"order": order, "key": key, "form": form, "until": returnable.open_until(order, days)}
        return render(request, "shop/returns/choose.html", context, status=_status(request, form))
    if request.POST.get("step") != "send":
        return _look_over(request, order, key, form, PhotosForm())
    photos = PhotosForm(request.POST, request.FILES)
    if not photos.is_valid():
        return _look_over(request, order, key, form, photos)
    try:
        ret = returns.request_return(
            order=order,
            lines=form.wanted(),
            comment=form.cleaned_data["comment"],
            photos=photos.cleaned_data["photos"],
            reference=f"web:{photos.cleaned_data['key']}",
            actor=customer(request),
        )
    except Refusal as refusal:
        messages.error(request, refusal.detail)
        return redirect("shop:return-begin", key)
    return redirect("shop:return", key, ret.public_id)


def _look_over(request: HttpRequest, order: Order, key: str, form: ReturnForm, photos: PhotosForm) -> HttpResponse:
    due = returnable.expected(order, form.quantities(), reasons=set(form.reasons().values()))
    language = get_language()
    context = {
        "order": order,
        "key": key,
        "choice": form,
        "form": photos,
        "chosen": [
            {"line": line, "quantity": count, "reason": form.reason_label(line)} for line, count in form.chosen()
        ],
        "amount": money.formatted(due.amount, order.currency, language),
        "delivery": money.formatted(due.delivery, order.currency, language) if due.delivery else "",
        "has_delivery": order.delivery_price > 0,
        "by": due.by,
    }
    return render(request, "shop/returns/check.html", context, status=_status(request, photos))


@never_cache
@require_GET
def show(request: HttpRequest, key: str, return_id: str) -> HttpResponse:
    ret = _found(request, key, return_id)
    context = {"ret": return_document.represent(ret, get_language()), "order": ret.order, "key": key}
    return render(request, "shop/returns/show.html", context)


@require_POST
def call_off(request: HttpRequest, key: str, return_id: str) -> HttpResponse:
    try:
        returns.call_off(ret=_found(request, key, return_id), actor=customer(request))
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return redirect("shop:return", key, return_id)


@require_GET
def photo(request: HttpRequest, key: str, return_id: str, number: int) -> HttpResponse:
    try:
        return photo_response(returns.photo(number, ret=_found(request, key, return_id)))
    except NotFound:
        raise Http404 from None


def photo_response(found: ReturnPhoto) -> HttpResponse:
    """A photo for those who may see it; no cache keeps it."""
    headers = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(bytes(found.picture), content_type="image/jpeg", headers=headers)


def _found(request: HttpRequest, key: str, return_id: str) -> Return:
    try:
        return returns.find(return_id, order=find_order(request, key))
    except NotFound:
        raise Http404 from None


def _status(request: HttpRequest, form: ReturnForm | PhotosForm) -> int:
    return 422 if request.method == "POST" and form.errors else 200
