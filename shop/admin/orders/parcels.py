"""Parcels of an order: what is in them, who carries them, and that they have arrived."""

import uuid
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log as log_action

from shop import shipments
from shop.errors import Refusal
from shop.models import Order, OrderLine, Shipment

from .steps import OrderOperation


class ParcelForm(forms.Form):
    """How many pieces of each line leave, with whom, and where they can be followed."""

    carrier = forms.CharField(label=gettext_lazy("Carrier"), max_length=80, required=False)
    tracking_number = forms.CharField(label=gettext_lazy("Tracking number"), max_length=80, required=False)
    tracking_url = forms.CharField(
        label=gettext_lazy("Address to follow it"),
        max_length=300,
        required=False,
        widget=forms.URLInput,
        # The customer clicks on it.
        validators=[URLValidator(schemes=["https", "http"])],
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="parcel-%s", **kwargs)
        remaining = shipments.left(order)
        self.order_lines: list[OrderLine] = [line for line in order.lines.all() if remaining[line.pk]]
        for line in self.order_lines:
            self.fields[f"line_{line.pk}"] = forms.IntegerField(
                label=_("%(name)s: pieces") % {"name": line.name},
                min_value=0,
                max_value=remaining[line.pk],
                initial=remaining[line.pk],
            )

    def rows(self) -> list[dict[str, Any]]:
        return [{"line": line, "field": self[f"line_{line.pk}"]} for line in self.order_lines]

    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("carrier", "tracking_number", "tracking_url")]

    def quantities(self) -> dict[int, int]:
        return {line.pk: self.cleaned_data[f"line_{line.pk}"] for line in self.order_lines}


class ShipView(OrderOperation):
    """Sends a parcel."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ParcelForm(request.POST, order=self.object)
        if not form.is_valid():
            return self.tell_errors(form)
        given = form.cleaned_data
        reference = f"parcel:{given['key']}"
        is_repeat = Shipment.objects.filter(reference=reference).exists()
        try:
            shipment = shipments.ship(
                order=self.object,
                lines=form.quantities(),
                carrier=given["carrier"],
                tracking_number=given["tracking_number"],
                tracking_url=given["tracking_url"],
                reference=reference,
                actor=request.user,
            )
        except Refusal as refusal:
            messages.error(request, refusal.detail)
            return redirect(self.get_success_url())
        if not is_repeat:
            told = {"shipment": shipment.public_id, "pieces": _pieces(shipment)}
            log_action(self.object, "shop.order_shipped", user=request.user, data=told)
        messages.success(request, _("The parcel is on its way."))
        return redirect(self.get_success_url())


class DeliverView(OrderOperation):
    """Notes that a parcel has arrived."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shipment = get_object_or_404(Shipment, pk=kwargs["shipment"], order=self.object)
        is_news = shipment.delivered_at is None
        shipments.deliver(shipment, actor=request.user)
        if is_news:
            log_action(self.object, "shop.order_delivered", user=request.user, data={"shipment": shipment.public_id})
        messages.success(request, _("The parcel has arrived."))
        return redirect(self.get_success_url())


def _pieces(shipment: Shipment) -> str:
    rows = shipment.lines.select_related("order_line")
    return ", ".join(f"{row.order_line.sku} × {row.quantity}" for row in rows)
