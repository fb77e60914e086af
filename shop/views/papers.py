"""Invoices and credit notes as their customer gets them: as files, of one's own orders only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from shop import papers
from shop.errors import InvoiceNotIssued, NotFound
from shop.models import Invoice, Refund

from .own_order import find_order


@require_GET
def invoice(request: HttpRequest, key: str) -> HttpResponse:
    try:
        return answer(papers.invoice(find_order(request, key)))
    except InvoiceNotIssued:
        raise Http404 from None


@require_GET
def credit_note(request: HttpRequest, key: str, refund_id: str) -> HttpResponse:
    refund = Refund.objects.filter(order=find_order(request, key), public_id=refund_id).first()
    if refund is None:
        raise Http404
    try:
        return answer(papers.credit_note(refund))
    except (InvoiceNotIssued, NotFound):
        raise Http404 from None


def answer(paper: Invoice) -> HttpResponse:
    kind = "credit-note" if paper.kind == Invoice.Kind.CREDIT_NOTE else "invoice"
    return as_file(papers.pdf(paper), f"{kind}-{paper.number}.pdf")


def as_file(content: bytes, name: str) -> HttpResponse:
    """A PDF to be saved; nobody between us and its reader keeps it."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
