"""Orders after they were placed: one table of transitions, one function that moves, one way to look."""

import hashlib
import hmac
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from babel.dates import format_datetime
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from shop import money, stock
from shop.changes import log
from shop.errors import IllegalTransition, NotFound
from shop.models import Order, OrderEvent, Payment
from shop.retry import retried

Status = Order.Status

ALLOWED: dict[str, tuple[Status, ...]] = {
    Status.AWAITING_PAYMENT: (Status.CONFIRMED, Status.CANCELLED),
    Status.CONFIRMED: (Status.PACKED, Status.CANCELLED),
    Status.PACKED: (Status.READY, Status.SHIPPED, Status.CANCELLED),
    Status.READY: (Status.COMPLETED, Status.CANCELLED),
    Status.SHIPPED: (Status.COMPLETED, Status.RETURNED),
    Status.COMPLETED: (Status.RETURNED,),
    Status.CANCELLED: (),
    Status.RETURNED: (),
}
# Until then its buyer may cancel it alone; afterwards the goods are on their way.
CANCELLABLE_BY_SHOPPER = (Status.AWAITING_PAYMENT, Status.CONFIRMED)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(order_id: str, *, customer: Any = None, token: str | None = None) -> Order:
    """An order for its customer, or for whoever has its token.  Raises NotFound for everybody else."""
    order = Order.objects.filter(public_id=order_id).first()
    if order is None:
        raise NotFound
    is_owner = customer is not None and order.customer_id is not None and order.customer_id == customer.pk
    is_bearer = bool(token) and bool(order.token_hash) and hmac.compare_digest(hashed(token or ""), order.token_hash)
    if not (is_owner or is_bearer):
        raise NotFound
    return order


@retried
@transaction.atomic
def move(
    order: Order, to: str, *, actor: Any = None, note: str = "", only_from: Collection[str] | None = None
) -> Order:
    """Take an order one step on, with what belongs to that step, and write its timeline.

    Raises IllegalTransition if its present status has no such step, or is none of ``only_from``: what the caller has
    read may be old.  A step already taken is refused the same way.
    """
    fresh = Order.objects.select_for_update().get(pk=order.pk)
    is_allowed = to in ALLOWED[fresh.status] and (only_from is None or fresh.status in only_from)
    # On SQLite the row lock is the database's; the condition in the UPDATE is what decides on both.
    if not is_allowed or not Order.objects.filter(pk=fresh.pk, status=fresh.status).update(status=to):
        raise IllegalTransition(str(Status(fresh.status).label), str(Status(to).label))
    if to == Status.CANCELLED:
        stock.release_order(order=fresh, actor=actor)
        # What waits for the shopper ends here.  What waits for the provider is asked about: it may have the money.
        waiting = fresh.payments.filter(status__in=[Payment.Status.REQUIRES_ACTION, Payment.Status.ON_RECEIPT])
        waiting.update(status=Payment.Status.CANCELLED, next_action=None)
    elif to in (Status.SHIPPED, Status.COMPLETED):
        stock.ship(order=fresh, actor=actor)
    elif to == Status.RETURNED:
        stock.take_back(order=fresh, actor=actor)
    record(fresh, to, actor=actor, note=note)
    order.refresh_from_db()
    return order


def record(order: Order, status: str, *, actor: Any = None, note: str = "", kind: str = "status_changed") -> None:
    """Write the timeline and tell whoever follows the order."""
    OrderEvent.objects.create(order=order, status=status, actor=actor, note=note)
    log.append(
        type="order",
        object_id=order.public_id,
        kind=kind,
        data={"status": status, "number": order.number},
        is_public=False,
    )


def cancel(order: Order, *, actor: Any = None, note: str = "") -> Order:
    """Cancel for the buyer: goods go back to the shop.  Raises IllegalTransition once it is packed."""
    return move(order, Status.CANCELLED, actor=actor, note=note, only_from=CANCELLABLE_BY_SHOPPER)


@transaction.atomic
def mark_paid(order: Order) -> None:
    """The provider says that the whole amount is here; repeating it changes nothing."""
    if not Order.objects.filter(pk=order.pk, paid_at__isnull=True).update(paid_at=timezone.now(), payment_due_at=None):
        return
    order.refresh_from_db()
    if order.status == Status.AWAITING_PAYMENT:
        move(order, Status.CONFIRMED)
    log.append(
        type="order",
        object_id=order.public_id,
        kind="paid",
        data={"number": order.number},
        is_public=False,
    )


def instant(at: datetime) -> str:
    """An instant as clients read it: RFC 3339, UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def in_words(at: datetime, language: str) -> str:
    """An instant as people read it, in the store's time zone."""
    return format_datetime(timezone.localtime(at), "d MMMM, H:mm", locale=language)


def represent(order: Order, language: str) -> dict[str, Any]:
    """An order as the contract describes it, in that language; names stay as they were bought."""

    def shown(amount: int) -> money.Money:
        return money.present(amount, order.currency, language)

    # Not by a query of its own: a list of orders brings its payments along.
    payment = max(order.payments.all(), key=lambda one: one.pk, default=None)
    with override(language):
        return {
            "id": order.public_id,
            "number": order.number,
            "status": order.status,
            "status_label": str(Status(order.status).label),
            "lines": [
                {
                    "sku": line.sku,
                    "product_id": line.product_public_id,
                    "name": line.name,
                    "quantity": line.quantity,
                    "unit_price": shown(line.unit_price),
                    "discounts": line.discounts,
                    "line_total": shown(line.line_total),
                }
                for line in order.lines.all()
            ],
            "quote": {
                "subtotal": shown(order.subtotal),
                "discounts": shown(order.discount),
                "delivery": shown(order.delivery_price),
                "tax": shown(order.tax),
                "total": shown(order.total),
                "trace": order.trace,
            },
            "total": shown(order.total),
            "contact": order.contact,
            "delivery": order.delivery,
            "pickup_code": order.pickup_code or None,
            "payment": {
                "method": payment.method if payment else None,
                "status": payment.status if payment else None,
                "status_label": str(payment.get_status_display()) if payment else "",
                "next_action": payment.next_action if payment else None,
            },
            "can_be_cancelled": order.status in CANCELLABLE_BY_SHOPPER,
            "timeline": [
                {
                    "at": instant(event.created_at),
                    "at_label": in_words(event.created_at, language),
                    "status": event.status,
                    "label": str(Status(event.status).label),
                }
                for event in order.events.all()
            ],
            "created_at": instant(order.created_at),
            "created_label": in_words(order.created_at, language),
        }
