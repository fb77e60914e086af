"""What is printed on an invoice or a credit note, taken from the order's own figures at the moment it is issued."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from babel import Locale
from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from shop.models import Invoice, Order, OrderLine, Refund
from shop.quotes.rounding import half_up, spread

Taxes = dict[int, list[int]]


def of_invoice(order: Order, issued_at: datetime) -> dict[str, Any]:
    """Everything an invoice says; sums are the order's, none is counted again."""
    lines = [line for line in order.lines.all() if line.quantity]
    paid = order.payments.aggregate(captured=Sum("captured", default=0), refunded=Sum("refunded", default=0))
    return {
        **_head(order, issued_at),
        "lines": [
            {
                "sku": line.sku,
                "name": line.name,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "discount": line.discount,
                "amount": line.line_total - line.discount,
                "tax": line.tax,
                "basis_points": line.tax_basis_points,
            }
            for line in lines
        ],
        "subtotal": order.subtotal,
        "discount": order.discount,
        "delivery": {"name": order.delivery.get("name", ""), "amount": order.delivery_price},
        "tax": order.tax,
        "tax_added": order.tax_added,
        "taxes": _told(_of_order(order)),
        "total": order.total,
        "paid": min(paid["captured"] - paid["refunded"], order.total),
    }


def of_refund(refund: Refund, invoice: Invoice, issued_at: datetime) -> dict[str, Any]:
    """Everything a credit note for a refund says; its amounts contain the tax."""
    order = refund.order
    rows = list(refund.lines.select_related("order_line"))
    goodwill = refund.other_amount - refund.delivery_amount
    with override(order.language):
        other = [
            (order.delivery.get("name") or _("Delivery"), refund.delivery_amount),
            (_("Goodwill"), goodwill),
        ]
    by_rate: Taxes = {}
    for row in rows:
        _add(by_rate, row.order_line.tax_basis_points, row.amount - row.tax, row.tax)
    delivery = _of_delivery(order)
    _add_spread(by_rate, delivery, refund.delivery_amount, None)
    _add_spread(by_rate, _of_order(order), goodwill, refund.other_tax)
    taxes = _told(by_rate)
    return {
        **_head(order, issued_at),
        "invoice": invoice.number,
        "lines": [
            {
                "sku": row.order_line.sku,
                "name": row.order_line.name,
                "quantity": row.quantity,
                "amount": row.amount,
                "tax": row.tax,
                "basis_points": row.order_line.tax_basis_points,
            }
            for row in rows
        ],
        "other": [{"name": name, "amount": amount} for name, amount in other if amount],
        "tax": sum(one["tax"] for one in taxes),
        "taxes": taxes,
        "total": refund.amount,
    }


def of_cancellation(invoice: Invoice, issued_at: datetime) -> dict[str, Any]:
    """Everything a credit note says that takes a whole invoice back, because the order was changed since."""
    before = invoice.content
    delivery = before["delivery"]
    on_top = bool(before["tax_added"])
    return {
        **before,
        "issued_at": issued_at.isoformat(),
        "invoice": invoice.number,
        "lines": [
            {**line, "amount": line["amount"] + (line["tax"] if on_top else 0), "unit_price": None, "discount": 0}
            for line in before["lines"]
        ],
        "other": [{**delivery, "amount": delivery["amount"] + _tax_of_delivery(before)}] if delivery["amount"] else [],
    }


def says_the_same(invoice: Invoice, order: Order) -> bool:
    """Whether an invoice still tells what was bought and for how much."""
    now = of_invoice(order, invoice.issued_at)
    return all(invoice.content[name] == now[name] for name in ("lines", "delivery", "taxes", "total"))


def _head(order: Order, issued_at: datetime) -> dict[str, Any]:
    address = order.delivery.get("address") or {}
    return {
        "language": order.language,
        "currency": order.currency,
        "prices_include_tax": order.prices_include_tax,
        "issued_at": issued_at.isoformat(),
        "order": order.number,
        "placed_at": order.created_at.isoformat(),
        "seller": list(settings.SHOP["SELLER"].get(order.language) or settings.SHOP["SELLER"][settings.LANGUAGE_CODE]),
        "buyer": {
            "name": order.contact.get("name", ""),
            "email": order.contact.get("email", ""),
            "phone": order.contact.get("phone", ""),
            "address": _lines_of(address, order.language),
        },
        "place": (order.delivery.get("point") or {}).get("address", ""),
    }


def country_name(code: str, language: str) -> str:
    return Locale(language).territories.get(code, code)


def _lines_of(address: dict[str, str], language: str) -> list[str]:
    town = " ".join(part for part in (address.get("postcode"), address.get("city")) if part)
    country = country_name(address.get("country", ""), language)
    return [line for line in (address.get("line1", ""), town, country) if line]


def _of_order(order: Order) -> Taxes:
    return {one["basis_points"]: [one["net"], one["tax"]] for one in order.taxes}


def _of_delivery(order: Order) -> Taxes:
    """What the table of rates has beyond the lines: the delivery's part."""
    rest = {rate: list(sums) for rate, sums in _of_order(order).items()}
    for line in order.lines.all():
        _add(rest, line.tax_basis_points, -_net(order, line), -line.tax)
    return {rate: sums for rate, sums in rest.items() if sums[0] or sums[1]}


def _net(order: Order, line: OrderLine) -> int:
    paid = line.line_total - line.discount
    return paid - line.tax if order.prices_include_tax else paid


def _tax_of_delivery(content: dict[str, Any]) -> int:
    """Tax that comes on top of the delivery's price, which an invoice shows without."""
    return content["tax_added"] - sum(line["tax"] for line in content["lines"]) if content["tax_added"] else 0


def _add(by_rate: Taxes, rate: int, net: int, tax: int) -> None:
    row = by_rate.setdefault(rate, [0, 0])
    row[0] += net
    row[1] += tax


def _add_spread(by_rate: Taxes, taxed_like: Taxes, gross: int, tax: int | None) -> None:
    """Spread an amount over rates as something else was taxed; its tax is given, or follows from there."""
    if not gross:
        return
    rates = sorted(taxed_like)
    weights = [sum(taxed_like[rate]) for rate in rates]
    if not sum(weights):
        _add(by_rate, 0, gross - (tax or 0), tax or 0)
        return
    parts = spread(gross, weights)
    inside = [taxed_like[rate][1] for rate in rates]
    whole = sum(weights)
    all_tax = half_up(sum(inside) * gross, whole) if tax is None else tax
    taxes = spread(all_tax, inside) if sum(inside) else [0] * len(rates)
    for rate, part, of_it in zip(rates, parts, taxes, strict=True):
        _add(by_rate, rate, part - of_it, of_it)


def _told(by_rate: Taxes) -> list[dict[str, int]]:
    rows: Iterable[tuple[int, list[int]]] = sorted(by_rate.items())
    return [{"basis_points": rate, "net": net, "tax": tax} for rate, (net, tax) in rows if net or tax]
