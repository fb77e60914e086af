"""Which entry of the change log asks for which letter, and to whom it goes."""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from shop import carts, orders, return_document, waiting, withdrawals
from shop.models import Change, Order, Payment, Reservation, Return, Shipment, StockRequest, Withdrawal

from . import values
from .wording import Link
from .writing import write

Status = Order.Status


class Told(NamedTuple):
    """A letter's code and the values for its placeholders; ``to`` and ``language`` if they are not the order's."""

    code: str
    values: values.Values
    to: str = ""
    language: str = ""


def asks_for_letter(change: Change) -> bool:
    """Whether an entry may have to do with letters at all; costs no query."""
    if change.type == "order":
        return change.kind in ABOUT_ORDERS
    return (change.type, change.kind) == (waiting.TYPE, waiting.KIND)


def letter_for(change: Change) -> EmailMultiAlternatives | None:
    """The letter that an entry asks for, ready to be sent; None if it asks for none, or what it is about is gone."""
    if change.type != "order":
        return _back_in_stock(change)
    order = Order.objects.filter(public_id=change.object_id).first()
    if order is None:
        return None
    with override(order.language):
        told = ABOUT_ORDERS[change.kind](order, change)
    to = told.to or order.contact.get("email", "") if told else ""
    if told is None or not to:
        return None
    return write(
        told.code,
        language=told.language or order.language,
        to=to,
        values=told.values,
        message_id=f"{change.sequence}.{order.public_id}",
    )


def _placed(order: Order, change: Change) -> Told:
    return Told("order_placed", values.of_order(order))


def _paid(order: Order, change: Change) -> Told | None:
    # What is paid at the counter or the door needs no letter.
    paid = order.payments.exclude(method="on_receipt").filter(captured__gt=0)
    captured = change.data.get("amount") or paid.aggregate(sum=Sum("captured", default=0))["sum"]
    if not captured or order.status == Status.CANCELLED:
        return None
    return Told("order_paid", {**values.of_order(order), "amount": values.amount(order, captured)})


def _moved(order: Order, change: Change) -> Told | None:
    if change.data.get("status") == Status.SHIPPED:
        return _shipped(order, change)
    codes = {Status.READY: "order_ready", Status.CANCELLED: "order_cancelled"}
    code = codes.get(change.data.get("status", ""))
    return Told(code, values.of_order(order)) if code else None


def _shipped(order: Order, change: Change) -> Told:
    shipment = Shipment.objects.filter(order=order, public_id=change.data.get("shipment", "")).first()
    return Told("order_shipped", values.of_shipment(order, shipment))


def _edited(order: Order, change: Change) -> Told:
    # What could be taken out was the rest of it.
    is_over = change.data.get("status") == Status.CANCELLED
    return Told("order_cancelled" if is_over else "order_edited", values.of_order(order))


def _payment_due(order: Order, change: Change) -> Told | None:
    asked = order.payments.filter(public_id=change.data.get("payment", ""))
    if asked.filter(status__in=[Payment.Status.PAID, Payment.Status.CANCELLED]).exists():
        return None
    return Told("payment_due", {**values.of_order(order), "amount": values.amount(order, change.data.get("amount", 0))})


def _refunded(order: Order, change: Change) -> Told:
    return Told("refunded", {**values.of_order(order), "amount": values.amount(order, change.data["amount"])})


def _about_return(order: Order, change: Change) -> Told | None:
    ret = Return.objects.filter(public_id=change.data["return"]).select_related("order").first()
    if ret is None:
        return None
    return Told(change.kind, values.of_return(ret, return_document.represent(ret, order.language)))


def _withdrawal_link(order: Order, change: Change) -> Told:
    path = reverse("shop:withdraw-declare", args=[withdrawals.link_token(order)])
    words = {"name": order.contact.get("name", ""), "order_number": order.number}
    return Told("withdrawal_link", {**words, "link": Link(settings.SITE_URL + path)})


def _withdrawn(order: Order, change: Change) -> Told | None:
    """On a durable medium: what was declared, on which day and at what time (2011/83/EU, article 11a, paragraph 4)."""
    statement = Withdrawal.objects.filter(public_id=change.data["withdrawal"]).first()
    if statement is None:
        return None
    ret = statement.belongs_to
    with override(statement.language):
        shown = withdrawals.represent(statement, statement.language)
        address = values.return_address(ret) if ret else values.order_address(order)
        filled = values.of_withdrawal(shown, address, statement.language)
    return Told("withdrawal_receipt", filled, to=statement.email, language=statement.language)


def _back_in_stock(change: Change) -> EmailMultiAlternatives | None:
    """To whoever waited; none if the offer is over or used by now."""
    request = StockRequest.objects.filter(public_id=change.object_id, state=StockRequest.State.OFFERED).first()
    if request is None:
        return None
    held = request.reservations.filter(state=Reservation.State.HELD, expires_at__gt=timezone.now()).first()
    if held is None or held.expires_at is None:
        return None
    with override(request.language):
        filled: values.Values = {
            "product": carts.name_of(request.variant.sku, request.language),
            "until": orders.in_words(held.expires_at, request.language),
            "link": Link(settings.SITE_URL + reverse("shop:stock-offer", args=[waiting.token_of(request)])),
        }
    return write(
        "back_in_stock",
        language=request.language,
        to=request.email,
        values=filled,
        message_id=f"{change.sequence}.{request.public_id}",
    )


ABOUT_ORDERS: dict[str, Callable[[Order, Change], Told | None]] = {
    "placed": _placed,
    "paid": _paid,
    "status_changed": _moved,
    "shipped": _shipped,
    "edited": _edited,
    "payment_due": _payment_due,
    "refunded": _refunded,
    "return_requested": _about_return,
    "return_approved": _about_return,
    "return_rejected": _about_return,
    "return_received": _about_return,
    "withdrawal_link": _withdrawal_link,
    "withdrawn": _withdrawn,
}
