"""Delivery in the admin; amounts are typed as people write them."""

from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from .screens import DeliveryMethodViewSet, DeliveryZoneViewSet, PickupPointViewSet, ShippingClassViewSet


class DeliveryGroup(ViewSetGroup):
    menu_label = gettext_lazy("Delivery")
    menu_name = "shop-delivery"
    menu_icon = "redirect"
    menu_order = 165
    items = (DeliveryMethodViewSet, DeliveryZoneViewSet, PickupPointViewSet, ShippingClassViewSet)


__all__ = ["DeliveryGroup"]
