"""What stands for the placeholders of a letter, taken from the order, return or draft that it is about."""

from collections.abc import Iterable, Mapping
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from shop import money, orders
from shop.models import Order, Return, Shipment

from .wording import Block, Link, Value
from .writing import write

Values = dict[str, Value]


def of_order(order: Order) -> Values:
    """Of any letter about an order; in the language that is active."""
    shown = orders.represent(order, order.language)
    return {
        "name": order.contact.get("name", ""),
        "order_number": order.number,
        "order_link": Link(order_address(order)),
        "lines": _priced(shown["lines"]),
        "sums": sums(shown),
        "total": shown["total"]["formatted"],
        "pickup_code": order.pickup_code,
        **_whereto(shown["delivery"]),
    }


def of_shipment(order: Order, shipment: Shipment | None) -> Values:
    """Of a parcel; an order that went without one is all in one."""
    if shipment is None:
        return {**of_order(order), "tracking": "", "tracking_link": Link("")}
    rows = shipment.lines.select_related("order_line")
    return {
        **of_order(order),
        "lines": pieces((row.quantity, row.order_line.name) for row in rows),
        "tracking": ", ".join(part for part in (shipment.carrier, shipment.tracking_number) if part),
        "tracking_link": Link(shipment.tracking_url),
    }


def of_return(ret: Return, shown: Mapping[str, Any]) -> Values:
    """Of any letter about a return, which was put into words before."""
    order = ret.order
    return {
        "name": order.contact.get("name", ""),
        "order_number": order.number,
        "return_number": ret.number,
        "return_link": Link(return_address(ret)),
        "lines": pieces((line["quantity"], line["name"]) for line in shown["lines"]),
        "answer": ret.answer,
        "amount": (shown["expected_refund"] or {}).get("formatted", ""),
    }


def of_withdrawal(shown: Mapping[str, Any], address: str, language: str) -> Values:
    """Of the receipt of a withdrawal, which was put into words before."""
    said = _("I, %(name)s, withdraw from the contract for these goods of order %(number)s:")
    said %= {"name": shown["name"], "number": shown["order_number"]}
    listed = tuple((f"{line['quantity']} × {line['name']}",) for line in shown["lines"])
    return {
        "name": shown["name"],
        "order_number": shown["order_number"],
        "at": shown["at_label"],
        "statement": Block(((said,), *listed)),
        "refund_by": format_date(shown["refund_by"], "d MMMM y", locale=language) if shown["has_cancelled"] else "",
        "return_number": shown["return_number"] or "",
        "link": Link(address),
    }


def of_draft(shown: Mapping[str, Any], until: str, address: str) -> Values:
    """Of the letter that brings the link to a prepared order."""
    return {
        "name": shown["contact"]["name"],
        "lines": _priced(shown["lines"]),
        "sums": sums(shown),
        "total": shown["total"]["formatted"],
        "until": until,
        "link": Link(address),
        **_whereto(shown["delivery"]),
    }


def draft(*, shown: Mapping[str, Any], language: str, until: str, address: str) -> EmailMultiAlternatives:
    """The letter with the link that pays a prepared order, ready to be sent."""
    with override(language):
        values = of_draft(shown, until, address)
    return write("draft", language=language, to=shown["contact"]["email"], values=values)


def amount(order: Order, minor_units: int) -> str:
    return money.formatted(abs(minor_units), order.currency, order.language)


def pieces(rows: Iterable[tuple[int, str]]) -> Block:
    return Block(tuple((f"{quantity} × {name}",) for quantity, name in rows))


def sums(shown: Mapping[str, Any]) -> Block:
    """Discount, delivery and total of an order or a draft; what is nothing is left out."""
    quote, delivery = shown["quote"], shown["delivery"] or {}
    rows = [(_("Goods"), quote["subtotal"]["formatted"])]
    if quote["discounts"]["amount"]:
        rows.append((_("Discount"), f"\u2212{quote['discounts']['formatted']}"))
    rows.append((delivery.get("name") or _("Delivery"), quote["delivery"]["formatted"]))
    rows.append((_("Total"), shown["total"]["formatted"]))
    return Block(tuple(rows), has_total=True)


def order_address(order: Order) -> str:
    from shop.views.checkout import done_url

    with override(order.language):
        return settings.SITE_URL + done_url(order)


def return_address(ret: Return) -> str:
    from shop.views.own_order import order_key

    with override(ret.order.language):
        return settings.SITE_URL + reverse("shop:return", args=[order_key(ret.order), ret.public_id])


def _priced(lines: Iterable[Mapping[str, Any]]) -> Block:
    return Block(tuple((f"{line['quantity']} × {line['name']}", line["line_total"]["formatted"]) for line in lines))


def _whereto(delivery: Mapping[str, Any] | None) -> Values:
    delivery = delivery or {}
    point, address = delivery.get("point") or {}, delivery.get("address") or {}
    parts = [point.get("name"), point.get("address"), point.get("hours")] if point else []
    parts = parts or [address.get(name) for name in ("postcode", "city", "line1", "line2")]
    return {
        "delivery": ", ".join(part for part in (delivery.get("name"), delivery.get("date_label")) if part),
        "place": ", ".join(part for part in parts if part),
    }
