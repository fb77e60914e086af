"""The menu of stock."""

from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from shop.admin.stock.levels import StockViewSet
from shop.admin.stock.warehouses import WarehouseViewSet
from shop.admin.stock.watching import AlertViewSet, RequestViewSet


class StockGroup(ViewSetGroup):
    menu_label = gettext_lazy("Stock")
    menu_name = "stock-group"
    menu_icon = "table"
    menu_order = 162
    items = (StockViewSet, AlertViewSet, RequestViewSet, WarehouseViewSet)
