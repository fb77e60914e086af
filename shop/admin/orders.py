"""Orders in the admin: found, opened and moved along their transitions; nothing else changes them."""

from typing import Any

import django_filters
from babel.dates import format_date, format_datetime
from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log as log_action

from shop import money, orders, payments, reporting
from shop.admin.exports import SafeExport
from shop.changes import log
from shop.errors import Refusal
from shop.models import Order, Payment

Status = Order.Status

# What each step is called on its button.
STEPS = {
    Status.CONFIRMED: pgettext_lazy("order", "Confirm"),
    Status.PACKED: pgettext_lazy("order", "Packed"),
    Status.READY: pgettext_lazy("order", "Ready for pick-up"),
    Status.SHIPPED: pgettext_lazy("order", "Handed to the courier"),
    Status.COMPLETED: pgettext_lazy("order", "Received by the customer"),
    Status.CANCELLED: pgettext_lazy("order", "Cancel the order"),
    Status.RETURNED: pgettext_lazy("order", "Returned to us"),
}
# These cannot be taken back, so they are asked about once more.
ASKED_ABOUT = {
    Status.CANCELLED: gettext_lazy("The goods go back on sale. A cancelled order cannot be opened again."),
    Status.RETURNED: gettext_lazy("The goods go back on the shelf and on sale. This cannot be undone."),
}
OPEN = (Status.AWAITING_PAYMENT, Status.CONFIRMED, Status.PACKED, Status.READY, Status.SHIPPED)
CHANNELS = [("web", gettext_lazy("site")), ("app", gettext_lazy("app and API"))]
LEAST_DIGITS = 4


def shown(amount: int, order: Order) -> str:
    return money.formatted(amount, order.currency, get_language() or "en")


def at(order: Order) -> str:
    return format_datetime(timezone.localtime(order.created_at), "d MMM y, H:mm", locale=get_language() or "en")


def payment_of(order: Order) -> Payment | None:
    """The last attempt; its rows are fetched with the list."""
    return order.payments.all()[0] if order.payments.all() else None


def method_names() -> dict[str, str]:
    return {one.code: str(one.name) for one in payments.methods()}


def payment_in_words(order: Order) -> str:
    payment = payment_of(order)
    return str(payment.get_status_display()) if payment else "—"


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


class OrderView(generic.InspectView):
    """One order: what was agreed, what has happened, and what may happen next."""

    page_title = gettext_lazy("Order")

    def get_object(self, queryset: Any = None) -> Order:
        return get_object_or_404(Order.objects.select_related("customer"), pk=self.pk)

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order: Order = self.object
        names = method_names()
        may_move = self.user_has_permission("change")
        day = parse_date((order.delivery or {}).get("date") or "")
        return {
            **super().get_context_data(**kwargs),
            "order": order,
            "placed": at(order),
            "channel": dict(CHANNELS).get(order.channel, order.channel),
            "lines": [
                {"row": line, "unit_price": shown(line.unit_price, order), "total": shown(line.line_total, order)}
                for line in order.lines.all()
            ],
            "sums": [
                (_("Goods"), shown(order.subtotal, order)),
                *([(_("Discount"), shown(-order.discount, order))] if order.discount else []),
                (_("Delivery"), shown(order.delivery_price, order)),
                (_("Tax included"), shown(order.tax, order)),
            ],
            "total": shown(order.total, order),
            "delivery_day": format_date(day, "d MMMM y", locale=get_language() or "en") if day else "",
            "payments": [
                {
                    "row": payment,
                    "method": names.get(payment.method, payment.method),
                    "amount": money.formatted(payment.amount, payment.currency, get_language() or "en"),
                    "captured": money.formatted(payment.captured, payment.currency, get_language() or "en"),
                    "refunded": money.formatted(payment.refunded, payment.currency, get_language() or "en"),
                }
                for payment in order.payments.all()
            ],
            "events": order.events.select_related("actor"),
            "movements": order.movements.select_related("variant", "actor"),
            "steps": [
                {"to": status, "label": STEPS[status], "is_serious": status in ASKED_ABOUT}
                for status in orders.ALLOWED[order.status]
            ]
            if may_move
            else [],
            "move_url": reverse("shop_orders:move", args=[order.pk]),
        }


class StepForm(forms.Form):
    """Which step is taken, and what is noted beside it."""

    to = forms.ChoiceField(choices=Status.choices)
    note = forms.CharField(max_length=500, required=False)
    is_sure = forms.BooleanField(required=False)


class MoveView(PermissionCheckedMixin, BaseOperationView):
    """Takes an order one step on; serious steps are asked about first, and a refusal is told in its own words."""

    model = Order
    http_method_names = ["post"]
    permission_required = "change"
    success_url_name = "shop_orders:inspect"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = StepForm(request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, errors[0])
            return redirect(self.get_success_url())
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
        }
        return TemplateResponse(self.request, "shop/admin/order_step.html", context)


def news(request: HttpRequest) -> HttpResponse:
    """How many orders were placed or changed since the list was drawn."""
    if not any(request.user.has_perm(f"shop.{action}_order") for action in ("view", "change")):
        return HttpResponseForbidden()
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    response = JsonResponse(reporting.order_news(after)._asdict())
    response["Cache-Control"] = "private, no-store"
    return response


class OrderURLFinder(ModelAdminURLFinder):
    """Links from Wagtail's own reports lead to the order's screen."""

    edit_url_name = "shop_orders:inspect"


class OrderViewSet(ModelViewSet):
    model = Order
    name = "shop_orders"
    url_prefix = "shop/orders"
    icon = "clipboard-list"
    menu_label = gettext_lazy("Orders")
    menu_name = "orders"
    list_per_page = 50
    ordering = "-created_at"
    index_view_class = OrderList
    inspect_view_class = OrderView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_template_name = "shop/admin/orders.html"
    inspect_template_name = "shop/admin/order.html"
    filterset_class = OrderFilters
    search_fields = ["number"]
    export_filename = "orders"
    list_export = [
        "number",
        "created_at",
        "status",
        "channel",
        "name",
        "email",
        "phone",
        "subtotal",
        "discount",
        "delivery_price",
        "tax",
        "total",
        "currency",
        "payment",
    ]
    url_finder_class = OrderURLFinder

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """There are no addresses at which an order could be added, edited, copied or deleted."""
        absent = ("add", "edit", "delete", "copy", "usage", "history")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in absent}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("news/", require_admin_access(news), name="news"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("move/<int:pk>/", self.construct_view(MoveView), name="move"),
        ]
