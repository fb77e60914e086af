"""Where Wagtail's admin finds the shop: one menu, its screens, rights, words for the audit log."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from shop.admin.books import BooksMenuItem, BooksViewSet
from shop.admin.catalog import AttributeViewSet, BrandViewSet, CategoryViewSet
from shop.admin.delivery import DeliveryGroup
from shop.admin.drafts import DraftViewSet
from shop.admin.letters import LetterViewSet
from shop.admin.market_group import MarketGroup
from shop.admin.orders import OrderViewSet
from shop.admin.orders import log_words as order_log_words
from shop.admin.payments import PaymentViewSet
from shop.admin.promotion_group import PromotionGroup
from shop.admin.promotion_group import log_words as promotion_log_words
from shop.admin.returns import ReturnViewSet
from shop.admin.stock import watching
from shop.admin.stock.group import StockGroup
from shop.modeladmin import Ledgers
from shop.models import Return


class ShopGroup(ViewSetGroup):
    menu_label = gettext_lazy("Shop")
    # Wagtail opens each menu whose name begins the name of the right one.
    menu_name = "orders-and-goods"
    menu_icon = "clipboard-list"
    menu_order = 160
    items = (
        OrderViewSet,
        ReturnViewSet,
        PaymentViewSet,
        DraftViewSet,
        LetterViewSet,
        CategoryViewSet,
        AttributeViewSet,
        BrandViewSet,
    )


@hooks.register("register_admin_viewset")
def shop_group() -> ShopGroup:
    return ShopGroup()


@hooks.register("register_admin_viewset")
def market_group() -> ViewSetGroup:
    return MarketGroup()


@hooks.register("register_admin_viewset")
def delivery_group() -> ViewSetGroup:
    return DeliveryGroup()


@hooks.register("register_admin_viewset")
def stock_group() -> ViewSetGroup:
    return StockGroup()


@hooks.register("register_admin_viewset")
def promotion_group() -> ViewSetGroup:
    return PromotionGroup()


@hooks.register("register_permissions")
def rights() -> QuerySet[Permission]:
    """Wagtail leaves out the right to look where a model has no screen of its own; roles of the shop need it."""
    return Permission.objects.filter(content_type__app_label="shop", codename__startswith="view_")


@hooks.register("register_log_actions")
def log_words(actions: Any) -> None:
    @actions.register_action("shop.return_moved")
    class ReturnMoved(LogFormatter):
        label = gettext_lazy("Move a return")

        def format_message(self, log_entry: Any) -> str:
            return _("Return is now “%(state)s”") % {"state": Return.State(log_entry.data["to"]).label}


hooks.register("register_log_actions", order_log_words)
hooks.register("register_log_actions", promotion_log_words)
hooks.register("construct_homepage_summary_items", watching.summary)
modeladmin_register(Ledgers)


@hooks.register("register_admin_viewset")
def books() -> BooksViewSet:
    return BooksViewSet()


@hooks.register("register_reports_menu_item")
def books_in_reports() -> BooksMenuItem:
    return BooksMenuItem()
