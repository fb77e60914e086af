"""The list of orders: found by anything a caller can name, filtered, exported; it follows what comes."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from shop import money, reporting
from shop.admin.exports import SafeExport
from shop.changes import log
from shop.models import Order, Payment

from .words import CHANNELS, OPEN, at, channel_in_words, payment_in_words, shown

Status = Order.Status
LEAST_DIGITS = 4


class OrderFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Status"), choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )
    channel = django_filters.ChoiceFilter(label=gettext_lazy("Channel"), choices=CHANNELS)
    created_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Placed"), widget=DateRangePickerWidget)

    class Meta:
        model = Order
        fields = ["status", "channel", "created_at"]


class OrderList(SafeExport, generic.IndexView):
    """The same number of queries for one order and for fifty."""

    is_searchable = True
    export_headings = {
        "created_at": gettext_lazy("Placed"),
        "name": gettext_lazy("Customer"),
        "email": gettext_lazy("E-mail"),
        "phone": gettext_lazy("Phone"),
        "payment": gettext_lazy("Payment"),
    }

    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn(
                "number", label=_("Number"), url_name="shop_orders:inspect", sort_key="number", classname="shop-code"
            ),
            Column(
                "created_at", label=_("Placed"), accessor=at, sort_key="created_at", classname="shop-code shop-wide"
            ),
            Column("age", label=_("Age"), accessor=lambda order: timesince(order.created_at, depth=1)),
            Column("name", label=_("Customer"), accessor=lambda order: order.contact.get("name", "")),
            Column("total", label=_("Total"), accessor=lambda order: shown(order.total, order), sort_key="total"),
            StatusTagColumn(
                "status",
                label=_("Status"),
                accessor="get_status_display",
                primary=lambda order: order.status in OPEN,
                sort_key="status",
            ),
            Column("payment", label=_("Payment"), accessor=payment_in_words),
        ]

    def get_base_queryset(self) -> QuerySet[Order]:
        return Order.objects.prefetch_related(Prefetch("payments", Payment.objects.order_by("-id")))

    def get_search_form(self) -> SearchForm:
        data = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(data, placeholder=_("Number, phone, e-mail or name"))

    def search_queryset(self, queryset: QuerySet[Order]) -> QuerySet[Order]:
        """Phone numbers are found however they are written: with 8, with +7, with brackets, or their last digits."""
        if not self.is_searching:
            return queryset
        words = self.search_query.strip()
        wanted = Q(number__icontains=words) | Q(contact__email__icontains=words) | Q(contact__name__icontains=words)
        digits = "".join(character for character in words if character.isdecimal() and character.isascii())
        if len(digits) >= LEAST_DIGITS:
            if len(digits) == 11 and digits.startswith("8"):
                digits = f"7{digits[1:]}"
            wanted |= Q(contact__phone__icontains=digits)
        return queryset.filter(wanted)

    def to_row_dict(self, item: Order) -> dict[str, Any]:
        exponent = money.exponent(item.currency)
        row = {field: getattr(item, field, "") for field in self.list_export}
        for field in ("subtotal", "discount", "delivery_price", "tax", "total"):
            row[field] = row[field] / 10**exponent
        return row | {
            "status": item.get_status_display(),
            "channel": channel_in_words(item),
            "name": item.contact.get("name", ""),
            "email": item.contact.get("email", ""),
            "phone": item.contact.get("phone", ""),
            "payment": payment_in_words(item),
        }

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if not self.results_only:
            context["news_url"] = reverse("shop_orders:news")
            context["news_after"] = log.latest()
        return context


def news(request: HttpRequest) -> HttpResponse:
    """How many orders were placed or changed since the list was drawn."""
    if not any(request.user.has_perm(f"shop.{action}_order") for action in ("view", "change")):
        return HttpResponseForbidden()
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    response = JsonResponse(reporting.order_news(after)._asdict())
    response["Cache-Control"] = "private, no-store"
    return response
