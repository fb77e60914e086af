"""Returns in the admin: the queue, and one return with what may be done with it next; nothing else changes them."""

import uuid
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
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

from shop import money, orders, return_document, returnable, returns
from shop.admin import crumbs
from shop.errors import Refusal
from shop.models import Order, Return, ReturnPhoto
from shop.return_forms import ReceiptForm, ReturnForm

State, Kind = Return.State, Return.Kind
MAY_CHANGE = "shop.change_return"
MAY_LOOK = ("shop.view_return", MAY_CHANGE)
# What waits for staff, in the order of a return's life, and how the queue calls it.
WAITING = {
    State.REQUESTED: gettext_lazy("to be answered"),
    State.APPROVED: gettext_lazy("to be received"),
    State.RECEIVED: gettext_lazy("to be refunded"),
}


class ReturnFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=State.choices, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Kind.choices)
    created_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Requested"), widget=DateRangePickerWidget)

    class Meta:
        model = Return
        fields = ["state", "kind", "created_at"]


def goods(ret: Return) -> str:
    return ", ".join(f"{line.order_line.name} × {line.quantity}" for line in ret.lines.all())


class ReturnList(generic.IndexView):
    """The same number of queries for one return and for fifty."""

    is_searchable = True

    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("number", label=_("Number"), url_name="shop_returns:inspect", classname="shop-code"),
            Column("order", label=_("Order"), accessor="order.number", classname="shop-code"),
            Column("goods", label=_("Goods"), accessor=goods),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda ret: ret.state in WAITING,
                sort_key="state",
            ),
            Column(
                "created_at",
                label=_("Requested"),
                accessor=lambda ret: orders.in_words(ret.created_at, get_language() or "en"),
                sort_key="created_at",
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Return]:
        return Return.objects.select_related("order").prefetch_related("lines__order_line")

    def get_search_form(self) -> SearchForm:
        data = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(data, placeholder=_("Number of the return or of the order"))

    def search_queryset(self, queryset: QuerySet[Return]) -> QuerySet[Return]:
        if not self.is_searching:
            return queryset
        words = self.search_query.strip()
        return queryset.filter(number__icontains=words) | queryset.filter(order__number__icontains=words)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if not self.results_only:
            counted = dict(Return.objects.values_list("state").annotate(count=Count("pk")).order_by())
            context["waiting"] = [
                {"state": state.value, "label": label, "count": counted.get(state, 0)}
                for state, label in WAITING.items()
            ]
        return context


class ReturnView(generic.InspectView):
    """One return: goods, reasons, photos, and the next step."""

    page_title = gettext_lazy("Return")

    def get_object(self, queryset: Any = None) -> Return:
        return get_object_or_404(Return.objects.select_related("order"), pk=self.pk)

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ret: Return = self.object
        language = get_language() or "en"
        shown = return_document.represent(ret, language)
        lines = ret.lines.select_related("order_line").all()
        due = returnable.due(ret)
        return {
            **super().get_context_data(**kwargs),
            "ret": ret,
            "shown": shown,
            "lines": lines,
            "order_url": reverse("shop_orders:inspect", args=[ret.order_id]),
            "photos": [
                reverse("shop_returns:photo", args=[ret.pk, photo]) for photo in ret.photos.values_list("pk", flat=True)
            ],
            "may_change": self.request.user.has_perm(MAY_CHANGE),
            "receipt": ReceiptForm(lines=lines) if ret.state == State.APPROVED else None,
            "due": money.formatted(due.amount, ret.order.currency, language),
            "due_delivery": money.formatted(due.delivery, ret.order.currency, language) if due.delivery else "",
            "step_url": reverse("shop_returns:step", args=[ret.pk]),
        }


class AnswerForm(forms.Form):
    """What the shopper is told; a rejection needs words."""

    answer = forms.CharField(max_length=500, required=False)


class StepView(PermissionCheckedMixin, BaseOperationView):
    """Takes a return one step on; a refusal is told in its own words."""

    model = Return
    http_method_names = ["post"]
    permission_required = "change"
    success_url_name = "shop_returns:inspect"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        steps = {"approve": self._approve, "reject": self._reject, "receive": self._receive, "refund": self._refund}
        step = steps.get(request.POST.get("step", ""))
        if step is None:
            messages.error(request, _("Choose what to do."))
            return redirect(self.get_success_url())
        try:
            step(self.object)
        except Refusal as refusal:
            messages.error(request, refusal.detail)
        except forms.ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            log_action(self.object, "shop.return_moved", user=request.user, data={"to": self.object.state})
            words = {"number": self.object.number, "state": self.object.get_state_display()}
            messages.success(request, _("Return %(number)s: %(state)s.") % words)
        return redirect(self.get_success_url())

    def _approve(self, ret: Return) -> None:
        returns.approve(ret=ret, answer=self._answer(), actor=self.request.user)

    def _reject(self, ret: Return) -> None:
        answer = self._answer()
        if not answer:
            raise forms.ValidationError(_("Tell the customer why the return is rejected."))
        returns.reject(ret=ret, answer=answer, actor=self.request.user)

    def _receive(self, ret: Return) -> None:
        form = ReceiptForm(self.request.POST, lines=ret.lines.select_related("order_line").all())
        if not form.is_valid():
            raise forms.ValidationError([error for errors in form.errors.values() for error in errors])
        returns.receive(ret=ret, restock=form.restock(), actor=self.request.user)

    def _refund(self, ret: Return) -> None:
        returns.refund(ret=ret, actor=self.request.user)

    def _answer(self) -> str:
        form = AnswerForm(self.request.POST)
        if not form.is_valid():
            raise forms.ValidationError([error for errors in form.errors.values() for error in errors])
        return form.cleaned_data["answer"].strip()


def open_for_customer(request: HttpRequest, order_pk: int) -> HttpResponse:
    """Begin a return for a customer who has called; the time limit does not bind staff."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    order = get_object_or_404(Order, pk=order_pk)
    free = returnable.pieces(order)
    lines = [(line, free[line.pk]) for line in order.lines.all() if line.pk in free]
    form = ReturnForm(request.POST or None, lines=lines)
    key = request.POST.get("key") or str(uuid.uuid4())
    if request.method == "POST" and form.is_valid():
        try:
            ret = returns.request_return(
                order=order,
                lines=form.wanted(),
                comment=form.cleaned_data["comment"],
                reference=f"staff:{key}"[:64],
                actor=request.user,
                is_late_allowed=True,
            )
        except Refusal as refusal:
            messages.error(request, refusal.detail)
        else:
            return redirect("shop_returns:inspect", ret.pk)
    context = {
        "order": order,
        "form": form,
        "key": key,
        "order_url": reverse("shop_orders:inspect", args=[order.pk]),
        **crumbs.of_order(order, _("Return for a customer"), icon="resubmit"),
    }
    return TemplateResponse(request, "shop/admin/return_open.html", context)


def photo(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A photo for staff who may see returns."""
    if not any(request.user.has_perm(right) for right in MAY_LOOK):
        raise PermissionDenied
    found = get_object_or_404(ReturnPhoto, pk=number, belongs_to=pk)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.picture), content_type="image/jpeg", headers=headers)


class ReturnURLFinder(ModelAdminURLFinder):
    edit_url_name = "shop_returns:inspect"


class ReturnViewSet(ModelViewSet):
    model = Return
    name = "shop_returns"
    url_prefix = "shop/returns"
    icon = "resubmit"
    menu_label = pgettext_lazy("menu", "Returns")
    menu_name = "returns"
    list_per_page = 50
    ordering = "-created_at"
    index_view_class = ReturnList
    inspect_view_class = ReturnView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_template_name = "shop/admin/returns.html"
    inspect_template_name = "shop/admin/return.html"
    filterset_class = ReturnFilters
    search_fields = ["number"]
    url_finder_class = ReturnURLFinder

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """There are no addresses at which a return could be edited, copied or deleted."""
        absent = ("add", "edit", "delete", "copy", "usage", "history")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in absent}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("open/<int:order_pk>/", require_admin_access(open_for_customer), name="open"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("inspect/<int:pk>/photos/<int:number>/", require_admin_access(photo), name="photo"),
            path("step/<int:pk>/", self.construct_view(StepView), name="step"),
        ]
