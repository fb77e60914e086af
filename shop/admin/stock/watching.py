"""What staff look at: variants that run low, and shoppers who wait for what is sold out."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from shop import alerts
from shop.admin.exports import SafeExport
from shop.admin.stock.levels import name_of, names
from shop.models import StockAlert, StockRequest


class ReadOnly(ModelViewSet):
    """The shop writes these rows itself; people look at them."""

    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = ("add", "edit", "delete", "copy", "usage", "history", "inspect")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in absent}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]


class AlertFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="filter_state",
        choices=[("open", gettext_lazy("open")), ("closed", gettext_lazy("closed"))],
    )

    class Meta:
        model = StockAlert
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet[StockAlert], name: str, value: str) -> QuerySet[StockAlert]:
        return queryset.filter(closed_at__isnull=value == "open")


class AlertList(SafeExport, generic.IndexView):
    """Those that are open first; each leads to its variant."""

    @property
    def columns(self) -> list[BaseColumn]:
        return [
            _sku(),
            Column("product", label=_("Product"), accessor=lambda row: name_of(row.variant)),
            Column("available", label=_("Available when opened"), sort_key="available"),
            Column("threshold", label=_("Low stock from"), sort_key="threshold"),
            DateColumn("opened_at", label=_("Opened"), sort_key="opened_at"),
            DateColumn("closed_at", label=_("Closed"), sort_key="closed_at"),
        ]

    def get_base_queryset(self) -> QuerySet[StockAlert]:
        rows = StockAlert.objects.select_related("variant__product").prefetch_related(*names("variant__"))
        return rows if self.request.GET.get("state") else rows.filter(closed_at=None)


def _sku() -> TitleColumn:
    return TitleColumn(
        "variant",
        label=_("SKU"),
        accessor="variant.sku",
        get_url=_stock_url,
        sort_key="variant__sku",
        classname="shop-code",
    )


def _stock_url(row: Any) -> str:
    return reverse("shop_stock:inspect", args=[row.variant_id])


class AlertViewSet(ReadOnly):
    model = StockAlert
    name = "shop_alerts"
    url_prefix = "shop/low-stock"
    icon = "warning"
    menu_label = gettext_lazy("Low stock")
    menu_name = "low-stock"
    ordering = "-opened_at"
    index_view_class = AlertList
    filterset_class = AlertFilters
    list_export = ["variant.sku", "available", "threshold", "opened_at"]
    export_filename = "low-stock"


class LowStock(SummaryItem):
    """The number on the admin's first page."""

    order = 320
    template_name = "shop/admin/low_stock_summary.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        count = alerts.count()
        words = ngettext("%(count)d variant runs low", "%(count)d variants run low", count) % {"count": count}
        return {"words": words, "url": reverse("shop_alerts:index")}

    def is_shown(self) -> bool:
        return bool(self.request.user.has_perm("shop.view_stockalert"))


def summary(request: Any, items: list[SummaryItem]) -> None:
    """For Wagtail's hook of the same name."""
    items.append(LowStock(request))


class RequestFilters(WagtailFilterSet):
    class Meta:
        model = StockRequest
        fields = ["state"]


class RequestList(SafeExport, generic.IndexView):
    """The queues; the oldest first, as they are served."""

    @property
    def columns(self) -> list[BaseColumn]:
        return [
            _sku(),
            Column("product", label=_("Product"), accessor=lambda row: name_of(row.variant)),
            Column("email", label=_("E-mail"), sort_key="email"),
            Column("language", label=_("Language"), accessor=lambda row: dict(settings.LANGUAGES)[row.language]),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            DateColumn("created_at", label=_("Asked"), sort_key="created_at"),
            DateColumn("offered_at", label=_("Told"), sort_key="offered_at"),
        ]

    def get_base_queryset(self) -> QuerySet[StockRequest]:
        rows = StockRequest.objects.select_related("variant__product")
        return rows.prefetch_related(*names("variant__"))


class RequestViewSet(ReadOnly):
    model = StockRequest
    name = "shop_waiting"
    url_prefix = "shop/waiting"
    icon = "mail"
    menu_label = gettext_lazy("Waiting list")
    menu_name = "waiting"
    ordering = "pk"
    index_view_class = RequestList
    filterset_class = RequestFilters
    list_export = ["variant.sku", "email", "language", "state", "created_at", "offered_at"]
    export_filename = "waiting"
