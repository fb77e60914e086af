"""One order on one screen: what was agreed, what has happened, and what may happen next."""

import uuid
from typing import Any

from babel.dates import format_date
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic

from shop import edits, money, orders, payments, quotes, refunds, shipments
from shop.models import Order, OrderEvent, OrderLine, Payment, Refund, RefundTransfer
from shop.order_document import label, state_of

from .parcels import ParcelForm
from .words import ASKED_ABOUT, STEPS, at, channel_in_words, language, method_names, shown

Transfer = RefundTransfer.State


class OrderView(generic.InspectView):
    """The same number of queries however much has happened to the order."""

    page_title = gettext_lazy("Order")

    def get_object(self, queryset: Any = None) -> Order:
        found = Order.objects.select_related("customer").prefetch_related(
            "lines",
            "events__actor",
            "payments__messages",
            "payments__gift_card",
            "shipments__lines__order_line",
            "refunds__lines__order_line",
            "refunds__transfers__payment",
            "refunds__actor",
        )
        return get_object_or_404(found, pk=self.pk)

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order: Order = self.object
        user = self.request.user
        may_move = self.user_has_permission("change")
        may_refund = user.has_perm("shop.add_refund")
        day = parse_date((order.delivery or {}).get("date") or "")
        return {
            **super().get_context_data(**kwargs),
            "order": order,
            "placed": at(order),
            "channel": channel_in_words(order),
            "lines": _lines(order),
            "sums": _sums(order),
            "total": shown(order.total, order),
            "due": shown(orders.due(order), order) if orders.due(order) else "",
            "explained": quotes.explain(
                order.trace, order.currency, language(), {line.sku: line.name for line in order.lines.all()}
            ),
            "delivery_day": format_date(day, "d MMMM y", locale=language()) if day else "",
            "payments": [_payment(payment) for payment in order.payments.all()],
            "shipments": order.shipments.all(),
            "refunds": [_refund(refund, may_refund) for refund in order.refunds.all()],
            "events": [{"row": event, "label": _label(event, order)} for event in order.events.all()],
            "movements": order.movements.select_related("variant", "actor"),
            "steps": _steps(order) if may_move else [],
            "may_change": may_move,
            "parcel": ParcelForm(order=order) if may_move and order.status in shipments.SHIPPABLE else None,
            "is_at_counter": shipments.is_at_counter(order),
            "can_be_edited": may_move and edits.is_editable(order),
            "can_be_refunded": may_refund and refunds.refundable(order).amount > 0,
            "arrival": _arrival(order) if may_refund else None,
            "key": uuid.uuid4(),
            **{
                f"{name}_url": reverse(f"shop_orders:{name}", args=[order.pk])
                for name in ("move", "ship", "note", "refund", "change", "money")
            },
        }


def _steps(order: Order) -> list[dict[str, Any]]:
    allowed = [status for status in orders.ALLOWED[order.status] if status not in orders.DERIVED]
    return [{"to": status, "label": STEPS[status], "is_serious": status in ASKED_ABOUT} for status in allowed]


def _lines(order: Order) -> list[dict[str, Any]]:
    by_line = shipments.progress(order)
    refunded: dict[int, int] = {}
    for refund in order.refunds.all():
        for row in refund.lines.all():
            refunded[row.order_line_id] = refunded.get(row.order_line_id, 0) + row.quantity
    return [_line(order, line, by_line[line.pk], refunded.get(line.pk, 0)) for line in order.lines.all()]


def _line(order: Order, line: OrderLine, progress: shipments.Progress, refunded: int) -> dict[str, Any]:
    return {
        "row": line,
        "unit_price": shown(line.unit_price, order),
        "discounts": [
            {"name": one["name"], "voucher": one.get("voucher"), "amount": shown(-one["amount"], order)}
            for one in line.discounts
            if one["amount"]
        ],
        "total": shown(line.line_total - line.discount, order),
        "before": shown(line.line_total, order) if line.discount else "",
        "progress": progress,
        "refunded": refunded,
    }


def _sums(order: Order) -> list[tuple[str, str]]:
    tax = _("Tax included") if order.prices_include_tax else _("Tax")
    return [
        (_("Goods"), shown(order.subtotal, order)),
        *([(_("Discount"), shown(-order.discount, order))] if order.discount else []),
        (_("Delivery"), shown(order.delivery_price, order)),
        (tax, shown(order.tax, order)),
    ]


def _payment(payment: Payment) -> dict[str, Any]:
    def amount(value: int) -> str:
        return money.formatted(value, payment.currency, language()) if value else ""

    card = payment.gift_card
    return {
        "row": payment,
        "method": _("Gift card …%(letters)s") % {"letters": card.last_letters}
        if card
        else method_names().get(payment.method, payment.method),
        "amount": money.formatted(payment.amount, payment.currency, language()),
        "reserved": amount(payment.authorised if not payment.captured else 0),
        "captured": money.formatted(payment.captured, payment.currency, language()),
        "refunded": amount(payment.refunded),
        "messages": payment.messages.all(),
    }


def _refund(refund: Refund, may_refund: bool) -> dict[str, Any]:
    order = refund.order
    return {
        "row": refund,
        "amount": shown(refund.amount, order),
        "delivery": shown(refund.delivery_amount, order) if refund.delivery_amount else "",
        "goodwill": shown(refund.other_amount - refund.delivery_amount, order)
        if refund.other_amount != refund.delivery_amount
        else "",
        "state": Transfer(state_of(refund)).label,
        "transfers": [
            {
                "row": transfer,
                "amount": shown(transfer.amount, order),
                "method": method_names().get(transfer.payment.method, transfer.payment.method),
                "can_be_retried": may_refund and transfer.state == Transfer.FAILED,
                "can_be_paid_out": may_refund and transfer.state == Transfer.PENDING and _is_by_hand(transfer.payment),
                "url": reverse("shop_orders:transfer", args=[transfer.pk]),
            }
            for transfer in refund.transfers.all()
        ],
    }


def _is_by_hand(payment: Payment) -> bool:
    return any(way.code == payment.method and way.is_by_hand for way in payments.methods())


def _arrival(order: Order) -> Payment | None:
    """The payment that staff may write down themselves, once they have seen its money."""
    waiting = (Payment.Status.PENDING, Payment.Status.REQUIRES_ACTION, Payment.Status.ON_RECEIPT)
    return next((one for one in order.payments.all() if one.status in waiting and _is_by_hand(one)), None)


def _label(event: OrderEvent, order: Order) -> str:
    if event.kind == "note":
        return _("Note")
    if event.kind == "refunded":
        return _("%(amount)s given back") % {"amount": shown(event.data.get("amount", 0), order)}
    if event.kind == "edited":
        return _("Changed: %(difference)s") % {"difference": shown(event.data.get("difference", 0), order)}
    return label(event, order, language())
