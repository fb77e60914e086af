"""Ways of delivery and pick-up points in the admin; prices are typed as people write them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from shop import money
from shop.admin.rows import CarefulDelete
from shop.amounts import AmountField
from shop.models import DeliveryMethod, PickupPoint

MIDNIGHT = 24


class FixedCode(forms.ModelForm):
    """Carts and clients remember the code, so it is chosen once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None


class DeliveryMethodForm(FixedCode):
    price = AmountField(label=gettext_lazy("Price"), help_text=gettext_lazy("With tax, such as 390; 0 if it is free."))
    free_from = AmountField(
        label=gettext_lazy("Free from"),
        required=False,
        help_text=gettext_lazy("Goods of this value or more are delivered free; empty if never."),
    )
    cut_off_hour = forms.IntegerField(
        label=gettext_lazy("Same-day cut-off, hour"),
        min_value=0,
        max_value=MIDNIGHT - 1,
        help_text=gettext_lazy("Orders from this hour on count from the next working day."),
    )

    class Meta:
        model = DeliveryMethod
        fields = [
            "name_en",
            "name_ru",
            "code",
            "kind",
            "price",
            "free_from",
            "working_days",
            "cut_off_hour",
            "is_active",
            "position",
        ]


class PickupPointForm(FixedCode):
    opens_hour = forms.IntegerField(label=gettext_lazy("Opens, hour"), min_value=0, max_value=MIDNIGHT - 1)
    closes_hour = forms.IntegerField(label=gettext_lazy("Closes, hour"), min_value=1, max_value=MIDNIGHT)

    class Meta:
        model = PickupPoint
        fields = [
            "name_en",
            "name_ru",
            "code",
            "city_en",
            "city_ru",
            "address_en",
            "address_ru",
            "postcode",
            "opens_hour",
            "closes_hour",
            "preparation_hours",
            "is_active",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_hour"), cleaned.get("closes_hour")
        if opens is not None and closes is not None and opens >= closes:
            self.add_error("closes_hour", ValidationError(_("It must close after it opens."), code="order"))
        return cleaned


class DeliveryMethodList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        def price(method: DeliveryMethod) -> str:
            return money.formatted(method.price, money.currency(), get_language() or "en")

        return [
            self._get_title_column("name_en"),
            Column("name_ru", label=_("Name (Russian)"), sort_key="name_ru"),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("price", label=_("Price"), accessor=price, sort_key="price"),
            BooleanColumn("is_active", label=_("On offer"), sort_key="is_active"),
        ]


class DeliveryViewSet(ModelViewSet):
    """What the two have in common."""

    list_per_page = 50
    delete_view_class = CarefulDelete
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    form_class: type[forms.ModelForm]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return self.form_class

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """No reference index is kept, so there is no usage to show."""
        return {**super().get_common_view_kwargs(**kwargs), "usage_url_name": None}


class DeliveryMethodViewSet(DeliveryViewSet):
    model = DeliveryMethod
    name = "shop_delivery"
    url_prefix = "shop/delivery"
    icon = "redirect"
    menu_name = "delivery"
    form_class = DeliveryMethodForm
    ordering = "position"
    search_fields = ["name_en", "name_ru", "code"]
    index_view_class = DeliveryMethodList


class PickupPointViewSet(DeliveryViewSet):
    model = PickupPoint
    name = "shop_points"
    url_prefix = "shop/pickup-points"
    icon = "site"
    menu_name = "pickup-points"
    form_class = PickupPointForm
    ordering = "city_en"
    search_fields = ["name_en", "name_ru", "city_en", "city_ru", "code"]
    list_display = ["name_en", "city_en", "address_en", BooleanColumn("is_active", label=gettext_lazy("Open"))]
