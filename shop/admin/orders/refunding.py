"""Money of an order that staff move: what is given back, sent once more, paid out by hand, or has arrived."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.log_actions import log as log_action

from shop import payments, refunds
from shop.admin import crumbs
from shop.amounts import AmountField
from shop.errors import Refusal
from shop.models import Order, OrderLine, Refund, RefundTransfer

from .words import shown

MAY_REFUND = "shop.add_refund"
LONGEST_REFERENCE = 80


class RefundForm(forms.Form):
    """Which pieces money goes back for, which of them go on sale again, and what beside them."""

    delivery = AmountField(label=gettext_lazy("For delivery"), required=False)
    goodwill = AmountField(label=gettext_lazy("As goodwill"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("The customer does not see it.")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.possible = refunds.refundable(order)
        self.order = order
        self.order_lines: list[OrderLine] = [
            line for line in order.lines.all() if self.possible.lines[line.pk].quantity
        ]
        for name in ("delivery", "goodwill"):
            self.fields[name].currency = order.currency  # type: ignore[attr-defined]
        for line in self.order_lines:
            name = {"name": line.name}
            most = self.possible.lines[line.pk].quantity
            self.fields[f"line_{line.pk}"] = forms.IntegerField(
                label=_("%(name)s: pieces") % name, min_value=0, max_value=most, initial=0
            )
            self.fields[f"restock_{line.pk}"] = forms.BooleanField(
                label=_("%(name)s: back on sale") % name, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "line": line,
                "most": self.possible.lines[line.pk].quantity,
                "amount": shown(self.possible.lines[line.pk].amount, self.order),
                "quantity": self[f"line_{line.pk}"],
                "restock": self[f"restock_{line.pk}"],
            }
            for line in self.order_lines
        ]

    def decide(self, actor: Any) -> Refund:
        """Raises what ``refunds.refund`` raises."""
        given = self.cleaned_data
        delivery = given["delivery"] or 0
        return refunds.refund(
            order=self.order,
            lines={line.pk: given[f"line_{line.pk}"] for line in self.order_lines},
            other_amount=delivery + (given["goodwill"] or 0),
            delivery_amount=delivery,
            restock={line.pk for line in self.order_lines if given[f"restock_{line.pk}"]},
            reason=given["reason"],
            reference=f"staff:{given['key']}",
            actor=actor,
        )


def _for_refunds(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for staff who may give money back: a right of its own."""

    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(MAY_REFUND):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@_for_refunds
@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a refund; what is too much is refused with the figure that is possible."""
    order = get_object_or_404(Order, pk=pk)
    form = RefundForm(request.POST or None, order=order)
    if request.method == "POST" and form.is_valid():
        reference = f"staff:{form.cleaned_data['key']}"
        is_repeat = Refund.objects.filter(reference=reference).exists()
        try:
            made = form.decide(request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.detail)
        else:
            payments.carry_out(made)
            amount = shown(made.amount, order)
            if not is_repeat:
                data = {"refund": made.public_id, "amount": amount, "reason": made.reason}
                log_action(order, "shop.order_refunded", user=request.user, data=data)
            messages.success(request, _("%(amount)s go back to the customer.") % {"amount": amount})
            return redirect("shop_orders:inspect", order.pk)
    context = {
        "order": order,
        "form": form,
        "is_possible": form.possible.amount > 0,
        "possible": shown(form.possible.amount, order),
        "possible_delivery": shown(form.possible.delivery, order),
        "back_url": reverse("shop_orders:inspect", args=[order.pk]),
        **crumbs.of_order(order, _("Give money back")),
    }
    return TemplateResponse(request, "shop/admin/order_refund.html", context)


class ReferenceForm(forms.Form):
    """What the money is found by: a line of the statement, a slip of the till."""

    reference = forms.CharField(label=gettext_lazy("Reference"), max_length=LONGEST_REFERENCE)


@_for_refunds
@require_POST
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of a refund that failed is sent once more; one that is paid by hand is written down."""
    row = get_object_or_404(RefundTransfer.objects.select_related("refund__order", "payment"), pk=pk)
    order = row.refund.order
    amount = shown(row.amount, order)
    try:
        if request.POST.get("do") == "retry":
            payments.try_again(row)
            log_action(order, "shop.refund_retried", user=request.user, data={"amount": amount})
            payments.carry_out(row.refund)
            messages.success(request, _("%(amount)s are on their way once more.") % {"amount": amount})
        else:
            form = ReferenceForm(request.POST)
            if not form.is_valid():
                messages.error(request, _("Say what the payment is found by."))
                return redirect("shop_orders:inspect", order.pk)
            reference = form.cleaned_data["reference"]
            payments.paid_out(row, reference=reference, actor=request.user)
            data = {"amount": amount, "reference": reference}
            log_action(order, "shop.refund_paid_out", user=request.user, data=data)
            messages.success(request, _("%(amount)s were paid out.") % {"amount": amount})
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return redirect("shop_orders:inspect", order.pk)


@_for_refunds
@require_POST
def money_arrived(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff have seen the money of a payment that no provider tells us of."""
    order = get_object_or_404(Order, pk=pk)
    form = ReferenceForm(request.POST)
    amount_field = AmountField()
    amount_field.currency = order.currency
    try:
        amount = amount_field.clean(request.POST.get("amount"))
    except forms.ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("shop_orders:inspect", order.pk)
    if not form.is_valid() or amount is None:
        messages.error(request, _("Say what the payment is found by."))
        return redirect("shop_orders:inspect", order.pk)
    reference = form.cleaned_data["reference"]
    try:
        payments.money_arrived(order, amount, reference, request.user)
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    else:
        data = {"amount": shown(amount, order), "reference": reference}
        log_action(order, "shop.money_arrived", user=request.user, data=data)
        messages.success(request, _("%(amount)s received.") % {"amount": shown(amount, order)})
    return redirect("shop_orders:inspect", order.pk)
