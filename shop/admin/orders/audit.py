"""What the audit log says of each thing that staff do to an order."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from shop.models import Order


def log_words(actions: Any) -> None:
    @actions.register_action("shop.order_moved")
    class OrderMoved(LogFormatter):
        label = gettext_lazy("Move an order")

        def format_message(self, log_entry: Any) -> str:
            return _("Order is now “%(status)s”") % {"status": Order.Status(log_entry.data["to"]).label}

    @actions.register_action("shop.order_noted")
    class OrderNoted(LogFormatter):
        label = gettext_lazy("Note something about an order")

        def format_message(self, log_entry: Any) -> str:
            return _("Note: %(note)s") % log_entry.data

    @actions.register_action("shop.order_shipped")
    class OrderShipped(LogFormatter):
        label = gettext_lazy("Send a parcel")

        def format_message(self, log_entry: Any) -> str:
            return _("Parcel sent: %(pieces)s") % log_entry.data

    @actions.register_action("shop.order_delivered")
    class OrderDelivered(LogFormatter):
        label = gettext_lazy("Note that a parcel arrived")
        message = gettext_lazy("A parcel has arrived")

    @actions.register_action("shop.order_edited")
    class OrderEdited(LogFormatter):
        label = gettext_lazy("Change an order")

        def format_message(self, log_entry: Any) -> str:
            return _("Order changed by %(difference)s: %(reason)s") % log_entry.data

    @actions.register_action("shop.order_refunded")
    class OrderRefunded(LogFormatter):
        label = gettext_lazy("Give money back")

        def format_message(self, log_entry: Any) -> str:
            return _("%(amount)s given back: %(reason)s") % log_entry.data

    @actions.register_action("shop.refund_retried")
    class RefundRetried(LogFormatter):
        label = gettext_lazy("Send money back once more")

        def format_message(self, log_entry: Any) -> str:
            return _("%(amount)s sent back once more") % log_entry.data

    @actions.register_action("shop.refund_paid_out")
    class RefundPaidOut(LogFormatter):
        label = gettext_lazy("Pay money out by hand")

        def format_message(self, log_entry: Any) -> str:
            return _("%(amount)s paid out by hand: %(reference)s") % log_entry.data

    @actions.register_action("shop.money_arrived")
    class MoneyArrived(LogFormatter):
        label = gettext_lazy("Note that money arrived")

        def format_message(self, log_entry: Any) -> str:
            return _("%(amount)s received: %(reference)s") % log_entry.data
