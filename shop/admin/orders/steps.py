"""Steps of an order, and notes about it: what staff press one button for."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log as log_action

from shop import orders
from shop.admin import crumbs
from shop.errors import Refusal
from shop.models import Order

from .words import ASKED_ABOUT, STEPS

Status = Order.Status


class OrderOperation(PermissionCheckedMixin, BaseOperationView):
    """What staff do to one order; afterwards its page says what came of it."""

    model = Order
    http_method_names = ["post"]
    permission_required = "change"
    success_url_name = "shop_orders:inspect"

    def tell_errors(self, form: forms.Form) -> HttpResponse:
        for errors in form.errors.values():
            messages.error(self.request, errors[0])
        return redirect(self.get_success_url())


class StepForm(forms.Form):
    """Which step is taken, and what is noted beside it."""

    to = forms.ChoiceField(choices=Status.choices)
    note = forms.CharField(max_length=500, required=False)
    is_sure = forms.BooleanField(required=False)


class MoveView(OrderOperation):
    """Takes an order one step on; serious steps are asked about first, and a refusal is told in its own words."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = StepForm(request.POST)
        if not form.is_valid():
            return self.tell_errors(form)
        to, note = Status(form.cleaned_data["to"]), form.cleaned_data["note"]
        if to in ASKED_ABOUT and not form.cleaned_data["is_sure"] and to in orders.ALLOWED[self.object.status]:
            return self._ask(to, note)
        try:
            orders.move(self.object, to, actor=request.user, note=note)
        except Refusal as refusal:
            messages.error(request, refusal.detail)
        else:
            log_action(self.object, "shop.order_moved", user=request.user, data={"to": to.value, "note": note})
            words = {"number": self.object.number, "status": to.label}
            messages.success(request, _("Order %(number)s: %(status)s.") % words)
        return redirect(self.get_success_url())

    def _ask(self, to: Status, note: str) -> HttpResponse:
        context = {
            "order": self.object,
            "to": to,
            "note": note,
            "label": STEPS[to],
            "consequence": ASKED_ABOUT[to],
            "move_url": self.request.path,
            "back_url": self.get_success_url(),
            **crumbs.of_order(self.object, str(STEPS[to])),
        }
        return TemplateResponse(self.request, "shop/admin/order_step.html", context)


class NoteForm(forms.Form):
    note = forms.CharField(max_length=500)


class NoteView(OrderOperation):
    """Keeps a note that only staff see."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.tell_errors(form)
        orders.note(self.object, text=form.cleaned_data["note"], actor=request.user)
        log_action(self.object, "shop.order_noted", user=request.user, data=form.cleaned_data)
        messages.success(request, _("The note is kept. The customer does not see it."))
        return redirect(self.get_success_url())
