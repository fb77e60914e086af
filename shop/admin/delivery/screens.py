"""Screens of delivery: methods with prices by mass and examples, zones, points, classes, and a page to try it out."""

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from shop import delivery, markets, money
from shop.admin.columns import countries, here
from shop.admin.rows import RowsUnderForm
from shop.admin.viewsets import RowsViewSet
from shop.delivery import choice, trial
from shop.models import DeliveryMethod, DeliveryZone, PickupPoint, ShippingClass

from . import examples
from .forms import DeliveryMethodForm, PickupPointForm, RateRows, ShippingClassForm, TrialForm, ZoneForm


class DeliveryMethodList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        def price(method: DeliveryMethod) -> str:
            return money.formatted(method.price, method.currency or money.currency(), get_language() or "en")

        def zones(method: DeliveryMethod) -> str:
            return ", ".join(str(zone) for zone in method.zones.all()) or _("the whole country")

        return [
            self._get_title_column(here("name")),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("zones", label=_("Zones"), accessor=zones),
            Column("price", label=_("Price"), accessor=price, sort_key="price"),
            BooleanColumn("is_active", label=_("On offer"), sort_key="is_active"),
        ]

    def get_base_queryset(self) -> QuerySet[DeliveryMethod]:
        return DeliveryMethod.objects.prefetch_related("zones")

    @cached_property
    def header_buttons(self) -> list[Any]:
        try_out = HeaderButton(_("Try it out"), url=reverse("shop_delivery:try"), icon_name="view")
        return [*super().header_buttons, try_out]


class DeliveryMethodCreate(RowsUnderForm, generic.CreateView):
    rows_class = RateRows


class DeliveryMethodEdit(RowsUnderForm, generic.EditView):
    rows_class = RateRows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "examples": examples.of_method(self.object)}


class ZoneList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            self._get_title_column(here("name")),
            Column("countries", label=_("Countries"), accessor=lambda zone: countries(zone.countries)),
            Column("postcodes", label=_("Postcodes"), accessor=_first_postcodes),
            Column("methods", label=_("Methods"), accessor="methods_count"),
        ]

    def get_base_queryset(self) -> QuerySet[DeliveryZone]:
        return DeliveryZone.objects.annotate(methods_count=Count("methods"))


class PickupPointList(generic.IndexView):
    @property
    def columns(self) -> list[BaseColumn]:
        return [
            self._get_title_column(here("name")),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column(here("city"), label=_("City"), sort_key=here("city")),
            Column(here("address"), label=_("Address")),
            Column("warehouse", label=_("Own shelf"), sort_key="warehouse"),
            BooleanColumn("is_active", label=_("Open"), sort_key="is_active"),
        ]

    def get_base_queryset(self) -> QuerySet[PickupPoint]:
        return PickupPoint.objects.select_related("warehouse")


class Trial(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What each way of delivery would ask for a parcel to a place, or why it is not on offer there."""

    template_name = "shop/admin/delivery_trial.html"
    page_title = gettext_lazy("Try delivery out")
    header_icon = "redirect"
    model = DeliveryMethod
    any_permission_required = ["add", "change", "delete", "view"]
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        methods = {"url": reverse("shop_delivery:index"), "label": DeliveryMethod._meta.verbose_name_plural}
        return [*super().get_breadcrumbs_items(), methods, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        terms = markets.default()
        form = TrialForm(self.request.GET or None, initial={"country": terms.country})
        context |= {"form": form, "zones": [], "tried": []}
        if form.is_valid():
            context |= self._tried(form.cleaned_data, terms)
        return context

    def _tried(self, given: dict[str, Any], terms: markets.Terms) -> dict[str, Any]:
        country = given["country"]
        # The market that sells to this country, the store's own first.
        here = next((one for one in (terms, *markets.open_markets()) if country in one.countries), terms)
        lines = [(given["sku"], 1)] if given["sku"] else []
        of_goods = delivery.parcel(lines=lines, goods=given["goods"] or 0, currency=here.currency)
        grams = of_goods.grams if given["grams"] is None else given["grams"]
        parcel = delivery.Parcel(
            goods=of_goods.goods, currency=of_goods.currency, grams=grams, class_ids=of_goods.class_ids
        )
        there, tried = trial.try_out(parcel=parcel, terms=here, country=country, postcode=given["postcode"])
        return {
            "market": here.name,
            "mass": examples.in_kilograms(grams),
            "zones": there,
            "tried": [_shown(one) for one in tried],
            "was_tried": True,
        }


class DeliveryMethodViewSet(RowsViewSet):
    model = DeliveryMethod
    name = "shop_delivery"
    url_prefix = "shop/delivery"
    icon = "redirect"
    menu_name = "delivery"
    inspect_view_enabled = True
    form_class = DeliveryMethodForm
    ordering = "position"
    search_fields = ["name_en", "name_ru", "code"]
    index_view_class = DeliveryMethodList
    add_view_class = DeliveryMethodCreate
    edit_view_class = DeliveryMethodEdit
    create_template_name = edit_template_name = "shop/admin/delivery_method_form.html"

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("try/", self.construct_view(Trial), name="try")]


class DeliveryZoneViewSet(RowsViewSet):
    model = DeliveryZone
    name = "shop_zones"
    url_prefix = "shop/delivery-zones"
    icon = "globe"
    menu_name = "delivery-zones"
    inspect_view_enabled = True
    form_class = ZoneForm
    ordering = "name_en"
    search_fields = ["name_en", "name_ru", "code"]
    index_view_class = ZoneList


class PickupPointViewSet(RowsViewSet):
    model = PickupPoint
    name = "shop_points"
    url_prefix = "shop/pickup-points"
    icon = "site"
    menu_name = "pickup-points"
    inspect_view_enabled = True
    form_class = PickupPointForm
    ordering = "city_en"
    search_fields = ["name_en", "name_ru", "city_en", "city_ru", "code"]
    list_filter = ["kind", "warehouse"]
    index_view_class = PickupPointList


class ShippingClassViewSet(RowsViewSet):
    model = ShippingClass
    name = "shop_shipping_classes"
    url_prefix = "shop/shipping-classes"
    icon = "warning"
    menu_name = "shipping-classes"
    inspect_view_enabled = True
    form_class = ShippingClassForm
    ordering = "name_en"
    search_fields = ["name_en", "name_ru", "code"]
    list_display = ["name_en", "name_ru", "code"]


def _first_postcodes(zone: DeliveryZone) -> str:
    few = 3
    shown = ", ".join(zone.postcodes[:few])
    return f"{shown} …" if len(zone.postcodes) > few else shown or _("the whole country")


def _shown(one: trial.Tried) -> dict[str, Any]:
    way = one.way
    amount = money.formatted(one.price, way.currency, get_language() or "en") if one.price else _("free")
    is_at_points = way.method.kind in choice.POINTS
    return {
        "name": str(way.method),
        "url": reverse("shop_delivery:edit", args=[way.method.pk]),
        "price": "" if one.reason else amount,
        "day": _("at each point its own") if is_at_points and not one.reason else examples.weekday(one.day),
        "reason": one.reason,
    }
