"""The list of stock: every variant with what lies in all warehouses together, or in one of them."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from shop.admin.exports import SafeExport
from shop.models import (
    Backorder,
    BundlePart,
    Category,
    Presentation,
    StockLevel,
    Variant,
    Warehouse,
    in_language,
)

# A variant that never had any stock has no level yet.
ZERO = Value(0, output_field=IntegerField())


def levels(warehouse: str = "") -> QuerySet[Variant]:
    """Every variant with its numbers, its name in the reader's language and its options; four queries.

    With the code of a warehouse the numbers are those of that place.
    """
    place = Q(levels__warehouse__code=warehouse) if warehouse else Q()
    return (
        Variant.objects.select_related("product")
        .prefetch_related(*names())
        .annotate(
            on_hand=Coalesce(Sum("levels__on_hand", filter=place), ZERO),
            reserved=Coalesce(Sum("levels__reserved", filter=place), ZERO),
            available=Coalesce(Sum(F("levels__on_hand") - F("levels__reserved"), filter=place), ZERO),
            threshold=Coalesce("low_stock_at", Value(settings.SHOP["LOW_STOCK"])),
            is_bundle=Exists(BundlePart.objects.filter(bundle=OuterRef("pk"))),
            is_sold_unseen=Exists(Backorder.objects.filter(variant=OuterRef("pk"), is_active=True)),
        )
    )


def names(way: str = "") -> list[Any]:
    """What ``name_of`` needs; for rows that are no variants themselves, with the way to their variant."""
    here = Presentation.objects.filter(language=get_language() or "en").only("product", "name")
    return [f"{way}chosen__choice", Prefetch(f"{way}product__presentations", here, to_attr="shown_here")]


def name_of(variant: Variant) -> str:
    """The product's name with the variant's options, as far as a page has given one."""
    shown = variant.product.shown_here  # type: ignore[attr-defined]
    name = shown[0].name if shown else variant.product.slug
    language = get_language() or "en"
    return ", ".join([name, *(in_language(row.choice, "label", language) for row in variant.chosen.all())])


def state_of(variant: Any) -> str:
    if variant.is_bundle:
        return _("bundle")
    if variant.available <= 0:
        return _("on order") if variant.is_sold_unseen else _("sold out")
    return _("low") if variant.available <= variant.threshold else ""


class LevelFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Stock"),
        method="filter_state",
        choices=[("low", gettext_lazy("low")), ("none", gettext_lazy("sold out")), ("some", gettext_lazy("available"))],
    )
    warehouse = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Warehouse"),
        method="filter_warehouse",
        queryset=Warehouse.objects.all(),
        to_field_name="code",
    )
    sale = django_filters.ChoiceFilter(
        label=gettext_lazy("Sold as"),
        method="filter_sale",
        choices=[("bundle", gettext_lazy("bundle")), ("unseen", gettext_lazy("pre- or back-order"))],
    )
    category = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Category"), field_name="product__category", queryset=Category.objects.all()
    )

    class Meta:
        model = Variant
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet[Variant], name: str, value: str) -> QuerySet[Variant]:
        if value == "none":
            return queryset.filter(available__lte=0, is_bundle=False)
        some = queryset.filter(available__gt=0)
        return some.filter(available__lte=F("threshold")) if value == "low" else some

    def filter_warehouse(self, queryset: QuerySet[Variant], name: str, value: Warehouse) -> QuerySet[Variant]:
        """The numbers are those of the warehouse already; left out is what never lay there."""
        return queryset.filter(Exists(StockLevel.objects.filter(variant=OuterRef("pk"), warehouse=value)))

    def filter_sale(self, queryset: QuerySet[Variant], name: str, value: str) -> QuerySet[Variant]:
        return queryset.filter(is_bundle=True) if value == "bundle" else queryset.filter(is_sold_unseen=True)


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
            TitleColumn("sku", label=_("SKU"), url_name="shop_stock:inspect", sort_key="sku", classname="shop-code"),
            Column("name", label=_("Product"), accessor=name_of),
            Column("on_hand", label=_("On hand"), sort_key="on_hand"),
            Column("reserved", label=_("Reserved"), sort_key="reserved"),
            Column("available", label=_("Available"), sort_key="available"),
            StatusTagColumn("state", label=_("State"), accessor=state_of, primary=lambda row: row.available <= 0),
        ]

    def get_base_queryset(self) -> QuerySet[Variant]:
        return levels(self.request.GET.get("warehouse", ""))

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
    menu_label = gettext_lazy("Levels")
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
        from shop.admin.stock.variant import LevelView

        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.construct_view(LevelView), name="inspect"),
        ]
