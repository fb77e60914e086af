"""Stock in the admin: what is there, goods received, counts corrected, and the ledger behind each number."""

import uuid
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from shop import stock
from shop.admin.exports import SafeExport
from shop.errors import Refusal
from shop.models import Category, Presentation, StockLevel, Variant, in_language

# Larger deliveries than this are slips of the finger.
LARGEST = 100_000
MOST_MOVEMENTS = 200
MAY_CHANGE = "shop.add_stockmovement"
# A variant that never had any stock has no level yet.
ZERO = Value(0, output_field=IntegerField())


def levels() -> QuerySet[Variant]:
    """Every variant with its level, its name in the reader's language and its options; four queries."""
    here = Presentation.objects.filter(language=get_language() or "en").only("product", "name")
    return (
        Variant.objects.select_related("product")
        .prefetch_related("chosen__choice", Prefetch("product__presentations", here, to_attr="shown_here"))
        .annotate(
            on_hand=Coalesce(Sum("levels__on_hand"), ZERO),
            reserved=Coalesce(Sum("levels__reserved"), ZERO),
            available=Coalesce(Sum(F("levels__on_hand") - F("levels__reserved")), ZERO),
        )
    )


def name_of(variant: Variant) -> str:
    """The product's name with the variant's options, as far as a page has given one."""
    shown = variant.product.shown_here  # type: ignore[attr-defined]
    name = shown[0].name if shown else variant.product.slug
    language = get_language() or "en"
    return ", ".join([name, *(in_language(row.choice, "label", language) for row in variant.chosen.all())])


def state_of(variant: Any) -> str:
    if variant.available <= 0:
        return _("sold out")
    return _("low") if variant.available <= settings.SHOP["LOW_STOCK"] else ""


class LevelFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Stock"),
        method="filter_state",
        choices=[("low", gettext_lazy("low")), ("none", gettext_lazy("sold out")), ("some", gettext_lazy("available"))],
    )
    category = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Category"), field_name="product__category", queryset=Category.objects.all()
    )

    class Meta:
        model = Variant
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet[Variant], name: str, value: str) -> QuerySet[Variant]:
        if value == "none":
            return queryset.filter(available__lte=0)
        some = queryset.filter(available__gt=0)
        return some.filter(available__lte=settings.SHOP["LOW_STOCK"]) if value == "low" else some


class LevelList(SafeExport, generic.IndexView):
    """Rows are variants, so that one that has never been received can be; rights are those on stock levels."""

    is_searchable = True
    export_headings = {
        "sku": gettext_lazy("SKU"),
        "name": gettext_lazy("Product"),
        "on_hand": gettext_lazy("On hand"),
        "reserved": gettext_lazy("Reserved"),
        "available": gettext_lazy("Available"),
    }

    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("sku", label=_("SKU"), url_name="shop_stock:inspect", sort_key="sku"),
            Column("name", label=_("Product"), accessor=name_of),
            Column("on_hand", label=_("On hand"), sort_key="on_hand"),
            Column("reserved", label=_("Reserved"), sort_key="reserved"),
            Column("available", label=_("Available"), sort_key="available"),
            StatusTagColumn("state", label=_("State"), accessor=state_of, primary=lambda row: row.available <= 0),
        ]

    def get_base_queryset(self) -> QuerySet[Variant]:
        return levels()

    def get_search_form(self) -> SearchForm:
        data = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(data, placeholder=_("SKU, barcode or name"))

    def search_queryset(self, queryset: QuerySet[Variant]) -> QuerySet[Variant]:
        if not self.is_searching:
            return queryset
        words = self.search_query.strip()
        named = Presentation.objects.filter(product=OuterRef("product"), name__icontains=words)
        return queryset.filter(Q(sku__icontains=words) | Q(barcode=words) | Exists(named))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {field: getattr(item, field, "") for field in self.list_export} | {"name": name_of(item)}


class ReceiveForm(forms.Form):
    """Goods that have arrived."""

    prefix = "receive"
    quantity = forms.IntegerField(label=gettext_lazy("Quantity"), min_value=1, max_value=LARGEST)
    reference = forms.CharField(
        label=gettext_lazy("Delivery note"),
        max_length=80,
        help_text=gettext_lazy("Its number. The same note is never booked twice for one SKU."),
    )
    reason = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)

    def save(self, variant: Variant, actor: Any) -> None:
        """Raises what ``stock.receive`` does."""
        stock.receive(
            quantities={variant.sku: self.cleaned_data["quantity"]},
            reference=self.cleaned_data["reference"],
            reason=self.cleaned_data["reason"],
            actor=actor,
        )


class CorrectForm(forms.Form):
    """What a count found or missed; the hidden key makes a second click harmless."""

    prefix = "correct"
    change = forms.IntegerField(
        label=pgettext_lazy("difference", "Change"),
        min_value=-LARGEST,
        max_value=LARGEST,
        help_text=gettext_lazy("Such as 3 or −2: how many pieces more or fewer there are."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("Such as “count” or “broken”.")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_change(self) -> int:
        change: int = self.cleaned_data["change"]
        if change == 0:
            raise ValidationError(_("Enter how many pieces more or fewer there are."), code="nothing")
        return change

    def save(self, variant: Variant, actor: Any) -> None:
        """Raises what ``stock.correct`` does."""
        stock.correct(
            sku=variant.sku,
            change=self.cleaned_data["change"],
            reason=self.cleaned_data["reason"],
            actor=actor,
            reference=f"correction:{self.cleaned_data['key']}",
        )


class LevelView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One variant: its numbers, two forms that move them, and the movements that explain them."""

    model = StockLevel
    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "shop/admin/stock.html"
    page_title = gettext_lazy("Stock")
    header_icon = ""
    index_url_name = ""
    forms: dict[str, type[ReceiveForm] | type[CorrectForm]] = {"receive": ReceiveForm, "correct": CorrectForm}
    done = {
        "receive": gettext_lazy("%(sku)s: goods received."),
        "correct": gettext_lazy("%(sku)s: stock corrected."),
    }

    @cached_property
    def variant(self) -> Variant:
        return get_object_or_404(levels(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.variant.sku

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("shop_stock:index"), "label": _("Stock")},
            {"url": "", "label": self.variant.sku},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("form", "")
        if name not in self.forms or not request.user.has_perm(MAY_CHANGE):
            messages.error(request, _("You may look at stock, but not change it."))
            return redirect(request.path)
        form = self.forms[name](request.POST)
        if form.is_valid():
            try:
                form.save(self.variant, request.user)
            except Refusal as refusal:
                form.add_error(None, refusal.detail)
            else:
                messages.success(request, self.done[name] % {"sku": self.variant.sku})
                return redirect(request.path)
        return self.render_to_response(self.get_context_data(**{f"{name}_form": form}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        movements = self.variant.movements.select_related("actor", "order")
        given = {f"{name}_form": form() for name, form in self.forms.items()}
        return {
            **super().get_context_data(**kwargs),
            **given,
            **kwargs,
            "variant": self.variant,
            "name": name_of(self.variant),
            "movements": movements[:MOST_MOVEMENTS],
            "may_change": self.request.user.has_perm(MAY_CHANGE),
        }


class LevelURLFinder(ModelAdminURLFinder):
    """A level is shown on the screen of its variant."""

    edit_url_name = "shop_stock:inspect"

    def construct_edit_url(self, instance: StockLevel) -> str:
        return reverse(self.edit_url_name, args=[instance.variant_id])


class StockViewSet(ModelViewSet):
    model = StockLevel
    name = "shop_stock"
    url_prefix = "shop/stock"
    icon = "table"
    menu_label = gettext_lazy("Stock")
    menu_name = "stock"
    list_per_page = 50
    ordering = "sku"
    index_view_class = LevelList
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = LevelFilters
    search_fields = ["sku"]
    list_export = ["sku", "name", "on_hand", "reserved", "available"]
    export_filename = "stock"
    url_finder_class = LevelURLFinder

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Numbers are moved, never edited, added or deleted."""
        absent = ("add", "edit", "delete", "copy", "usage", "history")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in absent}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.construct_view(LevelView), name="inspect"),
        ]
