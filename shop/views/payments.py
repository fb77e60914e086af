"""Where payments come back to: messages of providers, and shoppers on their way from a bank's page.

The id of a payment cannot be guessed; whoever has it may see what is still to be done for it, and nothing else.
"""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import override, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop import money, payments
from shop.addresses import client_address
from shop.api.problems import problem_response
from shop.errors import Busy, NotFound, PaymentMethodUnavailable, Refusal
from shop.forms import PaymentForm
from shop.models import Order, Payment

from .checkout import done_url

LARGEST_MESSAGE = 256 * 1024
# A shopper who reloads the page does not make us ask the provider each time.
ASKED_AT_MOST_EVERY = timedelta(seconds=5)
# What the settings usually call the parts of a bank account; other names are shown as they are.
ACCOUNT = {
    "Recipient": pgettext_lazy("bank account", "Recipient"),
    "Bank": pgettext_lazy("bank account", "Bank"),
    "Account": pgettext_lazy("bank account", "Account"),
    "BIC": pgettext_lazy("bank account", "BIC"),
}


@csrf_exempt
@never_cache
@require_POST
def webhook(request: HttpRequest, method: str) -> HttpResponse:
    """A provider's message: taken once, whatever it is about; refused only if the provider did not send it."""
    # A byte more than may come tells that there is more, without reading all of it.
    body = request.read(LARGEST_MESSAGE + 1)
    if len(body) > LARGEST_MESSAGE:
        return problem_response(request, "too_large")
    try:
        payments.receive(method, body, request.headers, address=client_address(request))
    except PaymentMethodUnavailable:
        return problem_response(request, "not_found")
    except payments.InvalidSignature:
        return problem_response(request, "bad_request")
    except (Busy, ConnectionError, TimeoutError):
        # Not taken: the provider sends it again.
        return problem_response(request, "busy")
    return HttpResponse(status=200)


@never_cache
@require_GET
def come_back(request: HttpRequest, method: str, payment_id: str) -> HttpResponse:
    """The shopper is back from the provider's page; the provider is asked what happened there."""
    found = _find(method, payment_id)
    now = timezone.now()
    is_open = found.status in (Payment.Status.PENDING, Payment.Status.REQUIRES_ACTION)
    if is_open and (found.asked_at is None or found.asked_at < now - ASKED_AT_MOST_EVERY):
        found = payments.ask(found)
    return _to_order(found.order)


@never_cache
@require_GET
def stripe(request: HttpRequest, payment_id: str) -> HttpResponse:
    """To Stripe's own page for this payment, or to the order if there is nothing to pay any more."""
    found = _find("stripe", payment_id)
    if found.status == Payment.Status.REQUIRES_ACTION:
        try:
            page = payments.provider("stripe").page(found)  # type: ignore[attr-defined]
        except (ConnectionError, TimeoutError, PaymentMethodUnavailable):
            return render(request, "shop/payments/unreachable.html", status=503)
        if page:
            return redirect(page)
        payments.ask(found)
    return _to_order(found.order)


@never_cache
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, method: str, payment_id: str) -> HttpResponse:
    """A second try after a decline, by this way or another one, while the money is still owed."""
    found = _find(method, payment_id)
    is_over = found.order.status in (Order.Status.CANCELLED, Order.Status.RETURNED)
    if is_over or found.status != Payment.Status.DECLINED or not payments.owed(found.order):
        return _to_order(found.order)
    with override(found.order.language):
        form = PaymentForm(request.POST or None, initial={"method": method})
        if request.method == "POST" and form.is_valid():
            try:
                payments.begin(found.order, payments.owed(found.order), form.cleaned_data["method"])
            except Refusal as refusal:
                form.add_error("method", refusal.detail)
            else:
                payments.start(found.order)
                return _to_order(found.order)
        status = 422 if form.errors else 200
        return render(request, "shop/payments/again.html", {"payment": found, "form": form}, status=status)


@never_cache
@require_GET
def bank_transfer(request: HttpRequest, payment_id: str) -> HttpResponse:
    """Where to send the money, and under which number."""
    found = _find("bank_transfer", payment_id)
    if found.status != Payment.Status.REQUIRES_ACTION:
        return _to_order(found.order)
    with override(found.order.language):
        shown = money.formatted(found.amount, found.currency, found.order.language)
        action = found.next_action or {}
        account = [(ACCOUNT.get(name, name), value) for name, value in action.get("account", {}).items()]
        context = {"payment": found, "amount": shown, "action": action, "account": account}
        context["order_url"] = done_url(found.order)
        return render(request, "shop/payments/bank_transfer.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def sandbox(request: HttpRequest, payment_id: str) -> HttpResponse:
    """The bank's page of the sandbox: it asks, the shopper approves or declines."""
    found = _find("sandbox", payment_id)
    if request.method == "POST" and found.status == Payment.Status.REQUIRES_ACTION:
        try:
            found = payments.confirm(payment_id, approved=request.POST.get("answer") == "approve")
        except NotFound:
            raise Http404 from None
    if found.status != Payment.Status.REQUIRES_ACTION:
        return _to_order(found.order)
    # The bank's address has no language; the shopper goes on in the one he bought in.
    with override(found.order.language):
        return render(request, "shop/payments/sandbox.html", {"payment": found})


def _find(method: str, payment_id: str) -> Payment:
    payment = Payment.objects.filter(public_id=payment_id, method=method).select_related("order").first()
    if payment is None:
        raise Http404
    return payment


def _to_order(order: Order) -> HttpResponse:
    with override(order.language):
        return redirect(done_url(order))
