"""The shop's plain ledgers in wagtail-modeladmin: to be read and searched, never written."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.translation import get_language, gettext_lazy
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import InspectView

from shop import money
from shop.models import Change, Payment, PaymentMessage, Price, StockMovement


class ReadOnly(PermissionHelper):
    """Whoever has any right on the ledger may read it; nobody may write."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


def named(field: str, label: Any) -> Callable[[Any, Any], Any]:
    """A column of a field whose own name is the developers'."""

    def value(self: ModelAdmin, row: Any) -> Any:
        return getattr(row, field)

    value.short_description = label  # type: ignore[attr-defined]
    value.admin_order_field = field  # type: ignore[attr-defined]
    return value


class Row(InspectView):
    """One row of a ledger, with the words of the staff."""

    def get_field_label(self, field_name: str, field: Any = None) -> Any:
        return self.model_admin.labels.get(field_name) or super().get_field_label(field_name, field)


class Ledger(ModelAdmin):
    """What the ledgers have in common."""

    # Field → what staff call it, where its own name is the developers'.
    labels: ClassVar[dict[str, Any]] = {}
    inspect_view_class = Row
    permission_helper_class = ReadOnly
    inspect_view_enabled = True
    history_view_enabled = False
    list_per_page = 50

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        """Only the addresses that read."""
        readable = {self.url_helper.get_action_url_name(action) for action in ("index", "inspect")}
        return tuple(url for url in super().get_admin_urls_for_registration() if url.name in readable)

    def register_admin_url_finders(self) -> None:
        """There is no address at which a row could be edited."""

    def register_indexing(self) -> None:
        """Rows of ledgers are written while shoppers wait; Wagtail's index of references would write beside them."""

    def shown(self, amount: int, currency: str) -> str:
        return money.formatted(amount, currency, get_language() or "en")


class StockMovements(Ledger):
    model = StockMovement
    base_url_path = "shop/ledgers/movements"
    menu_icon = "order"
    list_display = ("created_at", "variant", "kind", "quantity", "on_hand_change", "reference", "reason", "by")
    list_filter = ("kind", "created_at")
    list_select_related = ("variant", "actor")
    search_fields = ("variant__sku", "reference", "reason")
    ordering = ("-id",)
    labels = {"actor": gettext_lazy("by"), "order": gettext_lazy("order")}
    by = named("actor", labels["actor"])


class Payments(Ledger):
    model = Payment
    base_url_path = "shop/ledgers/payments"
    menu_icon = "tasks"
    list_display = ("created_at", "order", "method", "status", "amount_shown", "captured_shown", "refunded_shown")
    list_filter = ("status", "method", "created_at")
    list_select_related = ("order",)
    search_fields = ("order__number", "public_id", "provider_reference")
    ordering = ("-id",)
    inspect_view_fields_exclude = ["parameters", "next_action"]
    labels = {"public_id": gettext_lazy("code"), "provider_reference": gettext_lazy("reference")}

    def amount_shown(self, row: Payment) -> str:
        return self.shown(row.amount, row.currency)

    amount_shown.short_description = gettext_lazy("amount")  # type: ignore[attr-defined]
    amount_shown.admin_order_field = "amount"  # type: ignore[attr-defined]

    def captured_shown(self, row: Payment) -> str:
        return self.shown(row.captured, row.currency)

    captured_shown.short_description = gettext_lazy("received")  # type: ignore[attr-defined]

    def refunded_shown(self, row: Payment) -> str:
        return self.shown(row.refunded, row.currency)

    refunded_shown.short_description = gettext_lazy("refunded")  # type: ignore[attr-defined]


class PaymentMessages(Ledger):
    model = PaymentMessage
    base_url_path = "shop/ledgers/messages"
    menu_icon = "mail"
    list_display = ("received_at", "provider", "message_id", "about")
    list_filter = ("provider", "received_at")
    list_select_related = ("payment",)
    search_fields = ("message_id", "payment__public_id")
    ordering = ("-id",)
    labels = {"payment": gettext_lazy("payment")}
    about = named("payment", labels["payment"])


class Prices(Ledger):
    model = Price
    base_url_path = "shop/ledgers/prices"
    menu_icon = "tag"
    list_display = ("variant", "amount_shown", "price_list", "source", "starts_at", "ends_at", "note", "actor")
    list_filter = ("source", "starts_at")
    list_select_related = ("variant", "price_list", "actor")
    search_fields = ("variant__sku", "note")
    ordering = ("-id",)

    def amount_shown(self, row: Price) -> str:
        return self.shown(row.amount, row.currency)

    amount_shown.short_description = gettext_lazy("amount")  # type: ignore[attr-defined]
    amount_shown.admin_order_field = "amount"  # type: ignore[attr-defined]


class Changes(Ledger):
    model = Change
    base_url_path = "shop/ledgers/changes"
    menu_icon = "history"
    list_display = ("created_at", "sequence", "type", "object_id", "kind", "is_public")
    list_filter = ("type", "kind", "is_public", "created_at")
    search_fields = ("object_id", "topic")
    ordering = ("-id",)


class Ledgers(ModelAdminGroup):
    menu_label = gettext_lazy("Ledgers")
    menu_item_name = "ledgers"
    menu_icon = "list-ol"
    menu_order = 170
    items = (StockMovements, Prices, Payments, PaymentMessages, Changes)
