"""Changing a placed order: first what it would cost, then the change."""

import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log as log_action

from shop import edits
from shop.admin import crumbs
from shop.edit_plan import LARGEST_QUANTITY
from shop.errors import Refusal
from shop.models import Order, OrderEdit

from .words import shown

MAY_CHANGE = "shop.change_order"


class ChangeForm(forms.Form):
    """How many pieces of each line there shall be, and what is added."""

    new_sku = forms.CharField(label=gettext_lazy("Add the SKU"), max_length=80, required=False)
    new_quantity = forms.IntegerField(
        label=gettext_lazy("Pieces of it"), min_value=1, max_value=LARGEST_QUANTITY, required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("The customer does not see it.")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    # Empty until the difference was shown.
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_lines = [line for line in order.lines.all() if line.quantity]
        for line in self.order_lines:
            self.fields[f"line_{line.pk}"] = forms.IntegerField(
                label=_("%(name)s: pieces") % {"name": line.name},
                min_value=0,
                max_value=LARGEST_QUANTITY,
                initial=line.quantity,
            )

    def rows(self) -> list[dict[str, Any]]:
        return [{"line": line, "quantity": self[f"line_{line.pk}"]} for line in self.order_lines]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("new_sku") and not given.get("new_quantity") and "new_quantity" not in self.errors:
            self.add_error("new_quantity", _("Say how many pieces."))
        return given

    def quantities(self) -> dict[str, int]:
        given = self.cleaned_data
        wanted = {line.sku: given[f"line_{line.pk}"] for line in self.order_lines}
        if given["new_sku"]:
            wanted[given["new_sku"]] = given["new_quantity"]
        return wanted


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what a change would make of an order, and makes it once that was seen."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    order = get_object_or_404(Order, pk=pk)
    form = ChangeForm(request.POST or None, order=order)
    planned = None
    if request.method == "POST" and form.is_valid():
        try:
            if (done := _repeated(form)) is not None:
                return _told(request, order, done)
            planned = edits.plan(order=order, quantities=form.quantities())
            has_seen = form.cleaned_data["expected"] == planned.difference
            if has_seen and "preview" not in request.POST:
                return _told(request, order, _edit(request, order, form))
        except Refusal as refusal:
            planned = None
            form.add_error(None, refusal.detail)
    return TemplateResponse(request, "shop/admin/order_change.html", _context(order, form, planned))


def _repeated(form: ChangeForm) -> OrderEdit | None:
    return OrderEdit.objects.filter(reference=f"staff:{form.cleaned_data['key']}").first()


def _edit(request: HttpRequest, order: Order, form: ChangeForm) -> OrderEdit:
    made = edits.edit(
        order=order,
        quantities=form.quantities(),
        reason=form.cleaned_data["reason"],
        reference=f"staff:{form.cleaned_data['key']}",
        actor=request.user,
        expected_difference=form.cleaned_data["expected"],
    )
    data = {"edit": made.pk, "difference": shown(made.difference, order), "reason": made.reason}
    log_action(order, "shop.order_edited", user=request.user, data=data)
    return made


def _told(request: HttpRequest, order: Order, made: OrderEdit) -> HttpResponse:
    amount = shown(abs(made.difference), order)
    if made.refund is not None or made.difference < 0:
        sentence = _("The order is changed. It costs %(amount)s less.") % {"amount": amount}
    elif made.difference > 0:
        sentence = _("The order is changed. It costs %(amount)s more.") % {"amount": amount}
    else:
        sentence = _("The order is changed.")
    messages.success(request, sentence)
    return redirect("shop_orders:inspect", order.pk)


def _context(order: Order, form: ChangeForm, planned: edits.Plan | None) -> dict[str, Any]:
    context: dict[str, Any] = {
        "order": order,
        "form": form,
        "is_editable": edits.is_editable(order),
        "back_url": reverse("shop_orders:inspect", args=[order.pk]),
        **crumbs.of_order(order, _("Change the goods")),
    }
    if planned is None:
        return context
    seen = cast(QueryDict, form.data).copy()
    seen["expected"] = str(planned.difference)
    form.data = seen
    return context | {
        "planned": planned,
        "difference": shown(planned.difference, order),
        "before": shown(order.total, order),
        "after": shown(planned.sums["total"], order),
        "changed": [
            {"line": line, "change": f"{change:+d}", "unit_price": shown(line.unit_price, order)}
            for line, change in planned.changes
        ],
    }
