"""The screen of one variant: its numbers place by place, the forms that move them, and what explains them."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from shop.admin.stock.forms import FORMS, VariantForm
from shop.admin.stock.levels import levels, name_of
from shop.errors import Refusal
from shop.models import Backorder, Reservation, StockLevel, StockRequest, Variant, Warehouse

MOST_MOVEMENTS = 200
MOST_PROMISES = 50


class LevelView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One variant."""

    model = StockLevel
    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "shop/admin/stock.html"
    page_title = gettext_lazy("Stock")
    header_icon = ""
    index_url_name = ""

    @cached_property
    def variant(self) -> Variant:
        return get_object_or_404(levels(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.variant.sku

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("shop_stock:index"), "label": _("Stock")},
            {"url": "", "label": str(self.page_title), "sublabel": self.variant.sku},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("form", "")
        if name not in FORMS or not request.user.has_perm(FORMS[name].needs):
            messages.error(request, _("You may look at stock, but not change it."))
            return redirect(request.path)
        form = FORMS[name](self.variant, request.POST)
        if form.is_valid():
            try:
                form.save(request.user)
            except Refusal as refusal:
                form.add_error(None, refusal.detail)
            else:
                messages.success(request, form.done % {"sku": self.variant.sku})
                return redirect(request.path)
        return self.render_to_response(self.get_context_data(**{f"{name}_form": form}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        variant = self.variant
        given = kwargs | {f"{name}_form": kwargs.get(f"{name}_form") or form(variant) for name, form in FORMS.items()}
        live = variant.reservations.filter(state__in=Reservation.LIVE).select_related("order", "warehouse")
        allowed = self._allowed(given)
        return {
            **super().get_context_data(**kwargs),
            **given,
            "forms": allowed,
            # Of the calendar, without which the field of a date is only a line.
            "media": sum((form.media for form in allowed), forms.Media()),
            "variant": variant,
            "name": name_of(variant),
            "places": variant.levels.select_related("warehouse").order_by("warehouse__position", "warehouse__code"),
            "backorder": Backorder.objects.filter(variant=variant).first(),
            "waiting": variant.requests.filter(state=StockRequest.State.WAITING).count(),
            "promises": live.order_by("pk")[:MOST_PROMISES],
            "movements": variant.movements.select_related("actor", "order", "warehouse")[:MOST_MOVEMENTS],
        }

    def _allowed(self, given: dict[str, Any]) -> list[VariantForm]:
        """The forms that this person may send and that make sense here."""
        is_bundle = self.variant.is_bundle  # type: ignore[attr-defined]
        left_out = {"receive", "correct", "transfer", "unseen", "threshold"} if is_bundle else set()
        if Warehouse.objects.count() < 2:
            left_out.add("transfer")
        possible = [given[f"{name}_form"] for name in FORMS if name not in left_out]
        return [form for form in possible if self.request.user.has_perm(form.needs)]
