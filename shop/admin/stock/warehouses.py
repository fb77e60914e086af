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
from wagtail.admin.viewsets.model import ModelViewSet

from shop import alerts
from shop.admin.rows import CarefulDelete
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
            self._get_title_column("name_en"),
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


class WarehouseViewSet(ModelViewSet):
    model = Warehouse
    name = "shop_warehouses"
    url_prefix = "shop/warehouses"
    icon = "home"
    menu_name = "warehouses"
    ordering = "position"
    list_per_page = 50
    search_fields = ["name_en", "name_ru", "code"]
    index_view_class = WarehouseList
    edit_view_class = WarehouseEdit
    delete_view_class = CarefulDelete
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type[WarehouseForm]:
        return WarehouseForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """No reference index is kept, so there is no usage to show."""
        return {**super().get_common_view_kwargs(**kwargs), "usage_url_name": None}
