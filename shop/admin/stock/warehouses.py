"""Warehouses in the admin: where goods lie, and in which order they are asked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column
from wagtail.admin.views import generic

from shop import alerts
from shop.admin.columns import here
from shop.admin.viewsets import RowsViewSet
from shop.models import Variant, Warehouse


class WarehouseForm(forms.ModelForm):
    class Meta:
        model = Warehouse
        fields = ["name_en", "name_ru", "code", "country", "position", "ships_parcels", "is_active"]
        help_texts = {
            "position": gettext_lazy("Orders take from the lowest number first."),
            "ships_parcels": gettext_lazy("Without it, its goods are only handed out at its own counter."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).upper()
        if len(country) != 2 or not (country.isascii() and country.isalpha()):
            raise ValidationError(_("Enter the country's two letters, such as RU."), code="country")
        return country


class WarehouseEdit(generic.EditView):
    """A warehouse that goes out of use, or sends parcels now, changes what can be bought at once."""

    def save_instance(self) -> Warehouse:
        from shop import catalog

        warehouse: Warehouse = super().save_instance()
        products = Variant.objects.filter(levels__warehouse=warehouse).values_list("product", flat=True)
        catalog.refresh_stock(set(products))
        alerts.check_all()
        return warehouse


class WarehouseList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            self._get_title_column(here("name")),
            Column("code", label=_("Code"), sort_key="code"),
            Column("position", label=_("Order of preference"), sort_key="position"),
            Column("on_hand", label=_("On hand"), sort_key="on_hand"),
            Column("reserved", label=_("Reserved"), sort_key="reserved"),
            BooleanColumn("ships_parcels", label=_("Sends parcels")),
            BooleanColumn("is_active", label=_("In use")),
        ]

    def get_base_queryset(self) -> QuerySet[Warehouse]:
        return Warehouse.objects.annotate(
            on_hand=Coalesce(Sum(F("levels__on_hand")), 0), reserved=Coalesce(Sum(F("levels__reserved")), 0)
        )


class WarehouseViewSet(RowsViewSet):
    model = Warehouse
    name = "shop_warehouses"
    url_prefix = "shop/warehouses"
    icon = "home"
    menu_name = "warehouses"
    form_class = WarehouseForm
    ordering = "position"
    search_fields = ["name_en", "name_ru", "code"]
    index_view_class = WarehouseList
    edit_view_class = WarehouseEdit
    inspect_view_enabled = True
