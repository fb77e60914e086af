"""What payments need a person for, in one list: each entry leads to its order, where something can be done about it."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from shop import money, orders, payments
from shop.models import Order, Payment, PaymentMessage, RefundTransfer
from shop.payments.providers import known

MAY_LOOK = "shop.view_payment"
SHOWN = 100
MESSAGES_OF = timedelta(days=30)
# A payment whose provider has not answered for so long has hardly been forgotten by us alone.
SILENT_AFTER = timedelta(hours=2)


def to_pay_out() -> QuerySet[RefundTransfer]:
    by_hand = [way.code for way in payments.methods() if way.is_by_hand]
    return RefundTransfer.objects.filter(state=RefundTransfer.State.PENDING, payment__method__in=by_hand)


def failed() -> QuerySet[RefundTransfer]:
    return RefundTransfer.objects.filter(state=RefundTransfer.State.FAILED)


def wrong() -> QuerySet[Payment]:
    """Money that came otherwise than it was asked for; a decline is the shopper's to mend."""
    ended = [Payment.Status.DECLINED, Payment.Status.REFUNDED]
    return Payment.objects.exclude(problem="").exclude(status__in=ended)


def silent() -> QuerySet[Payment]:
    waiting = Q(status=Payment.Status.PENDING) | Q(
        status=Payment.Status.CANCELLED, closed_at=None, asked_at__isnull=False
    )
    return Payment.objects.filter(waiting, created_at__lte=timezone.now() - SILENT_AFTER)


def awaited() -> QuerySet[Payment]:
    waiting = Payment.objects.filter(method="bank_transfer", status=Payment.Status.REQUIRES_ACTION)
    return waiting.exclude(order__status=Order.Status.CANCELLED)


def not_taken() -> QuerySet[PaymentMessage]:
    recent = PaymentMessage.objects.filter(received_at__gt=timezone.now() - MESSAGES_OF)
    return recent.exclude(state=PaymentMessage.State.APPLIED).select_related("payment__order")


class PaymentsView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Six short lists with what each of them asks for."""

    permission_required = MAY_LOOK
    template_name = "shop/admin/payments.html"
    page_title = gettext_lazy("Payments to look at")
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = [
            (_("Money came otherwise than it was asked for"), _("Ask the provider, then pay it back there."), wrong()),
            (_("Refunds that failed"), _("Open the order and try again, or pay in another way."), failed()),
            (_("To be paid out by hand"), _("Pay, then write the reference down in the order."), to_pay_out()),
            (_("Bank transfers on their way"), _("Write down what is on the account, in the order."), awaited()),
            (_("No answer of the provider for hours"), _("Look at the provider whether it has the money."), silent()),
        ]
        shown = [
            {"title": title, "advice": advice, "rows": [_row(one) for one in _with_orders(rows)]}
            for title, advice, rows in lists
        ]
        said = [
            {
                "what": f"{known(message.provider).name}: {message.content.get('kind', '')}",
                "order": _order(message.payment.order) if message.payment else None,
                "state": message.get_state_display(),
                "problem": message.problem,
                "at": _at(message.received_at),
            }
            for message in not_taken().order_by("-pk")[:SHOWN]
        ]
        return super().get_context_data(**kwargs) | {
            "lists": shown,
            "is_quiet": not said and not any(one["rows"] for one in shown),
            "quiet": [one["title"] for one in shown if not one["rows"]],
            "messages_not_taken": said,
        }


def _with_orders(rows: QuerySet[Any]) -> QuerySet[Any]:
    order = "payment__order" if rows.model is RefundTransfer else "order"
    return rows.select_related(order).order_by("-pk")[:SHOWN]


def _row(one: Payment | RefundTransfer) -> dict[str, Any]:
    payment = one.payment if isinstance(one, RefundTransfer) else one
    return {
        "order": _order(payment.order),
        "method": str(known(payment.method).name),
        "amount": money.formatted(one.amount, payment.currency, get_language() or "en"),
        "reference": payment.provider_reference,
        "problem": one.problem,
        "at": _at(one.created_at),
    }


def _order(order: Order) -> dict[str, str]:
    return {"number": order.number, "url": reverse("shop_orders:inspect", args=[order.pk])}


def _at(instant: Any) -> str:
    return orders.in_words(instant, get_language() or "en")


class LookersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_LOOK))


class PaymentViewSet(ViewSet):
    name = "shop_payments"
    url_prefix = "shop/payments"
    icon = "warning"
    menu_label = gettext_lazy("Payments to look at")
    menu_name = "payments-to-look-at"
    menu_item_class = LookersMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [path("", PaymentsView.as_view(), name="index")]
