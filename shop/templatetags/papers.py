"""Which papers an order has, for the pages of orders."""

from typing import Any

from django import template

from shop import papers
from shop.models import Order, Refund

register = template.Library()


@register.simple_tag
def papers_of(order: Order | str) -> dict[str, Any]:
    """Whether an order, or the one with that public id, has an invoice; and its refunds that have a credit note."""
    row = order if isinstance(order, Order) else Order.objects.get(public_id=order)
    has_invoice = papers.has_invoice(row)
    refunds = papers.credited(row) if has_invoice else Refund.objects.none()
    return {"has_invoice": has_invoice, "refunds": refunds}
