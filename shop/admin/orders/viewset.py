"""Where the screens of orders are; nothing but them changes an order in the admin."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.auth import require_admin_access
from wagtail.admin.viewsets.model import ModelViewSet

from shop.admin.papers import InvoiceView, PackingSlipView
from shop.models import Order

from .changing import change
from .listing import OrderFilters, OrderList, news
from .page import OrderView
from .parcels import DeliverView, ShipView
from .refunding import money_arrived, refund, transfer
from .steps import MoveView, NoteView


class OrderURLFinder(ModelAdminURLFinder):
    """Links from Wagtail's own reports lead to the order's screen."""

    edit_url_name = "shop_orders:inspect"


class OrderViewSet(ModelViewSet):
    model = Order
    name = "shop_orders"
    url_prefix = "shop/orders"
    icon = "clipboard-list"
    menu_label = gettext_lazy("Orders")
    menu_name = "orders"
    list_per_page = 50
    ordering = "-created_at"
    index_view_class = OrderList
    inspect_view_class = OrderView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_template_name = "shop/admin/orders.html"
    inspect_template_name = "shop/admin/order.html"
    filterset_class = OrderFilters
    search_fields = ["number"]
    export_filename = "orders"
    list_export = [
        "number",
        "created_at",
        "status",
        "channel",
        "name",
        "email",
        "phone",
        "subtotal",
        "discount",
        "delivery_price",
        "tax",
        "total",
        "currency",
        "payment",
    ]
    url_finder_class = OrderURLFinder

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """There are no addresses at which an order could be added, edited, copied or deleted."""
        absent = ("add", "edit", "delete", "copy", "usage", "history")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{name}_url_name": None for name in absent}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("news/", require_admin_access(news), name="news"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("move/<int:pk>/", self.construct_view(MoveView), name="move"),
            path("note/<int:pk>/", self.construct_view(NoteView), name="note"),
            path("ship/<int:pk>/", self.construct_view(ShipView), name="ship"),
            path("deliver/<int:pk>/<int:shipment>/", self.construct_view(DeliverView), name="deliver"),
            path("packing-slip/<int:pk>/", self.construct_view(PackingSlipView), name="packing_slip"),
            path("invoice/<int:pk>/", self.construct_view(InvoiceView), name="invoice"),
            path("change/<int:pk>/", require_admin_access(change), name="change"),
            path("refund/<int:pk>/", require_admin_access(refund), name="refund"),
            path("money/<int:pk>/", require_admin_access(money_arrived), name="money"),
            path("transfer/<int:pk>/", require_admin_access(transfer), name="transfer"),
        ]
