"""Papers of an order: its invoice and credit notes, with addresses to fetch them from as PDF."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from rest_framework.request import Request
from rest_framework.response import Response

from shop import money, orders, papers
from shop.models import Invoice, Order
from shop.views.own_order import order_key

from . import shapes
from .base import operation
from .orders import TAG, OrderView


class InvoiceOne(OrderView):
    """The invoice of an order."""

    @operation(
        "getInvoice",
        "Show the invoice of an order, with its credit notes",
        tag=TAG,
        answer=shapes.Invoice,
        headers=("Order-Token",),
        refusals=("invoice_not_issued",),
        description=(
            "It is issued when it is asked for first. `pdf` opens without a token: treat it like the order's own. "
            "After a refund there is a credit note beside the invoice."
        ),
    )
    def get(self, request: Request, order: str, query: dict[str, Any]) -> Response:
        found = self.found(request, order)
        language = get_language()
        content = _told(papers.invoice(found), found, language)
        notes = [papers.credit_note(refund) for refund in papers.credited(found)]
        return Response({**content, "credit_notes": [_told(note, found, language) for note in notes]})


def _told(paper: Invoice, order: Order, language: str) -> dict[str, Any]:
    key = order_key(order)
    with override(order.language):
        path = reverse("shop:credit-note", args=[key, paper.refund.public_id]) if paper.refund else None
        address = path or reverse("shop:invoice", args=[key])
    return {
        "number": paper.number,
        "issued_at": orders.instant(paper.issued_at),
        "total": money.present(paper.content["total"], order.currency, language),
        "tax": money.present(paper.content["tax"], order.currency, language),
        "pdf": settings.SITE_URL + address,
    }
