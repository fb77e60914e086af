"""An order as the contract describes it; names stay as they were bought."""

from collections.abc import Iterable
from copy import copy
from datetime import UTC, datetime
from typing import Any

from babel.dates import format_datetime
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from shop import delivery, money
from shop.models import Order, OrderEvent, Payment, Refund, RefundTransfer, Shipment

Status = Order.Status
# Until then its buyer may cancel it alone; afterwards the goods are on their way.
CANCELLABLE_BY_SHOPPER = (Status.AWAITING_PAYMENT, Status.CONFIRMED)
# How the reference of a refund begins that an edit made: what went back with it was never owed again.
BY_EDIT = "edit:"
# How that of a refund begins that gives back money which came twice, or was paid once more: it pays for nothing.
SURPLUS = "surplus:"
# How that of a refund ends whose goods came back before they were paid on receipt: nobody handed that money over.
NOT_COLLECTED = ":not-collected"
# What ``represent`` reads; a list of orders brings it along, so that its queries do not grow with it.
WITH_ALL = (
    "lines",
    "events",
    "payments__gift_card",
    "shipments__lines__order_line",
    "refunds__lines__order_line",
    "refunds__transfers",
)

# What happened to a return, by the kind of its entry.
RETURNS = {
    "return_requested": gettext_lazy("Return %(number)s requested"),
    "return_approved": gettext_lazy("Return %(number)s approved"),
    "return_rejected": gettext_lazy("Return %(number)s rejected"),
    "return_called_off": gettext_lazy("Return %(number)s called off"),
    "return_received": gettext_lazy("Return %(number)s has arrived"),
    "return_closed": gettext_lazy("Return %(number)s closed"),
    "withdrawn": gettext_lazy("Withdrawal from the contract"),
}


def instant(at: datetime) -> str:
    """An instant as clients read it: RFC 3339, UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def in_words(at: datetime, language: str) -> str:
    """An instant as people read it, in the store's time zone."""
    return format_datetime(timezone.localtime(at), "d MMMM, H:mm", locale=language)


def represent(order: Order, language: str) -> dict[str, Any]:
    """An order in that language, from rows that a list may have fetched along (``WITH_ALL``)."""
    # A copy keeps what is fetched here: who goes on with the order sees its rows as they are then.
    order = copy(order)
    prefetch_related_objects([order], *WITH_ALL)

    def shown(amount: int) -> money.Money:
        return money.present(amount, order.currency, language)

    payment = last_payment(order.payments.all())
    # An order that came back was paid by its cards once more; the last time counts.
    by_card = {one.gift_card_id: one for one in order.payments.all() if one.gift_card is not None}
    cards = [(one.gift_card, one.amount) for one in by_card.values()]
    with override(language):
        return {
            "id": order.public_id,
            "number": order.number,
            "status": order.status,
            "status_label": str(Status(order.status).label),
            "lines": _lines(order, language),
            "quote": {
                "subtotal": shown(order.subtotal),
                "discounts": shown(order.discount),
                "delivery": shown(order.delivery_price),
                "tax": shown(order.tax),
                "tax_added": shown(order.tax_added),
                "total": shown(order.total),
                "trace": order.trace,
            },
            "promotions": _promotions(order, language),
            "gift_cards": [
                {"id": card.public_id, "last_letters": card.last_letters, "amount": shown(amount)}
                for card, amount in cards
            ],
            "total": shown(order.total),
            "payable": shown(order.total - sum(amount for _card, amount in cards)),
            "due": shown(_due(order)),
            "contact": order.contact,
            "delivery": delivery.told_now(order.delivery, language) if order.delivery else order.delivery,
            "pickup_code": order.pickup_code or None,
            "payment": {
                "method": payment.method if payment else None,
                "status": payment.status if payment else None,
                "status_label": str(payment.get_status_display()) if payment else "",
                "next_action": payment.next_action if payment else None,
            },
            "shipments": [_shipment(shipment, language) for shipment in order.shipments.all()],
            "refunds": [_refund(refund, order, language) for refund in order.refunds.all()],
            "refunded": shown(sum(refund.amount for refund in order.refunds.all())),
            "can_be_cancelled": order.status in CANCELLABLE_BY_SHOPPER,
            "timeline": [_entry(event, order, language) for event in order.events.all() if not event.is_internal],
            "created_at": instant(order.created_at),
            "created_label": in_words(order.created_at, language),
        }


def last_payment(payments: Iterable[Payment]) -> Payment | None:
    """The attempt that the shopper has to know of: the last that no gift card made, if there is one."""
    return max(payments, key=lambda one: (one.gift_card_id is None, one.pk), default=None)


def label(event: OrderEvent, order: Order, language: str) -> str:
    """What an entry of the timeline says, in the language that is active."""
    amount = event.data.get("amount")
    of = {"amount": money.formatted(abs(amount), order.currency, language)} if amount is not None else {}
    if event.kind == "refunded":
        return _("%(amount)s go back to you") % of
    if event.kind == "not_collected":
        return _("%(amount)s were not to be paid: goods had come back") % of
    if event.kind == "paid":
        return _("%(amount)s received") % of if of else _("Paid")
    if event.kind == "payment_due" and of:
        return _("%(amount)s to be paid") % of
    if event.kind in RETURNS:
        return RETURNS[event.kind] % {"number": event.data.get("return_number", "")}
    if event.kind == "edited":
        return _("The store has changed the order")
    if event.kind == "delivered":
        return _("A parcel was received")
    return str(Status(event.status).label)


def _lines(order: Order, language: str) -> list[dict[str, Any]]:
    shipped: dict[int, int] = {}
    for shipment in order.shipments.all():
        for row in shipment.lines.all():
            shipped[row.order_line_id] = shipped.get(row.order_line_id, 0) + row.quantity
    refunded: dict[int, int] = {}
    for refund in order.refunds.all():
        for part in refund.lines.all():
            refunded[part.order_line_id] = refunded.get(part.order_line_id, 0) + part.quantity
    return [
        {
            "sku": line.sku,
            "product_id": line.product_public_id,
            "name": line.name,
            "quantity": line.quantity,
            "unit_price": money.present(line.unit_price, order.currency, language),
            "discount": money.present(line.discount, order.currency, language),
            "discounts": [
                {
                    "promotion": one["promotion"],
                    "name": one["name"],
                    "voucher": one.get("voucher"),
                    "amount": money.present(one["amount"], order.currency, language),
                }
                for one in line.discounts
            ],
            "line_total": money.present(line.line_total, order.currency, language),
            "discounted_total": money.present(line.line_total - line.discount, order.currency, language),
            "shipped": shipped.get(line.pk, 0),
            "refunded": refunded.get(line.pk, 0),
        }
        for line in order.lines.all()
        # What staff took out of the order is told by the timeline.
        if line.quantity
    ]


def _promotions(order: Order, language: str) -> list[dict[str, Any]]:
    """What each promotion took off the goods, all lines together."""
    sums: dict[tuple[str, str | None], int] = {}
    for line in order.lines.all():
        for one in line.discounts:
            key = (one["name"], one.get("voucher"))
            sums[key] = sums.get(key, 0) + one["amount"]
    return [
        {"name": name, "voucher": voucher, "amount": money.present(amount, order.currency, language)}
        for (name, voucher), amount in sums.items()
    ]


def _due(order: Order) -> int:
    """As ``orders.due``, from rows that were fetched along."""
    captured = sum(payment.captured for payment in order.payments.all())
    by_edits = sum(refund.amount for refund in order.refunds.all() if refund.reference.startswith(BY_EDIT))
    twice = sum(refund.amount for refund in order.refunds.all() if refund.reference.startswith(SURPLUS))
    is_over = order.status in (Status.CANCELLED, Status.RETURNED)
    return 0 if is_over else max(order.total + by_edits + twice - captured, 0)


def _shipment(shipment: Shipment, language: str) -> dict[str, Any]:
    return {
        "id": shipment.public_id,
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "tracking_url": shipment.tracking_url or None,
        "shipped_at": instant(shipment.shipped_at),
        "shipped_label": in_words(shipment.shipped_at, language),
        "delivered_at": instant(shipment.delivered_at) if shipment.delivered_at else None,
        "delivered_label": in_words(shipment.delivered_at, language) if shipment.delivered_at else None,
        "lines": [
            {"sku": row.order_line.sku, "name": row.order_line.name, "quantity": row.quantity}
            for row in shipment.lines.all()
        ],
    }


def _refund(refund: Refund, order: Order, language: str) -> dict[str, Any]:
    state = state_of(refund)
    return {
        "id": refund.public_id,
        "amount": money.present(refund.amount, order.currency, language),
        # What failed is ours to try again; the shopper's money is still on its way.
        "state": "done" if state == RefundTransfer.State.DONE else "pending",
        "state_label": _("done") if state == RefundTransfer.State.DONE else _("on its way"),
        "lines": [
            {"sku": row.order_line.sku, "name": row.order_line.name, "quantity": row.quantity}
            for row in refund.lines.all()
        ],
        "created_at": instant(refund.created_at),
        "created_label": in_words(refund.created_at, language),
    }


def state_of(refund: Refund) -> str:
    """Where the money of a refund is: failed if any part of it failed, pending until all of it is done."""
    states = {transfer.state for transfer in refund.transfers.all()}
    for state in (RefundTransfer.State.FAILED, RefundTransfer.State.PENDING):
        if state in states:
            return state
    return RefundTransfer.State.DONE


def _entry(event: OrderEvent, order: Order, language: str) -> dict[str, Any]:
    return {
        "at": instant(event.created_at),
        "at_label": in_words(event.created_at, language),
        "status": event.status,
        "kind": event.kind,
        "label": label(event, order, language),
    }
