"""The menu of markets, customer groups, price lists and taxes."""

from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from shop.admin.markets import CustomerGroupViewSet, MarketViewSet
from shop.admin.price_lists import PriceListViewSet
from shop.admin.taxes import TaxClassViewSet
from shop.admin.what_if import WhatIfViewSet


class MarketGroup(ViewSetGroup):
    menu_label = gettext_lazy("Prices and markets")
    menu_name = "shop-markets"
    menu_icon = "globe"
    menu_order = 161
    items = (PriceListViewSet, WhatIfViewSet, MarketViewSet, CustomerGroupViewSet, TaxClassViewSet)
