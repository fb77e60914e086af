"""Invoices and credit notes: written once, numbered without gaps within their year, never changed."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from shop.errors import Busy, InvoiceNotIssued, NotFound
from shop.models import Invoice, Order, Refund
from shop.payments.transfers import SURPLUS
from shop.retry import retried

from . import content

Kind = Invoice.Kind
# Nothing was agreed for good yet, or nothing is agreed any more.
WITHOUT = (Order.Status.AWAITING_PAYMENT, Order.Status.CANCELLED)
# Each try loses to somebody who got a number.
MOST_TRIES = 50


@retried
@transaction.atomic
def invoice(order: Order) -> Invoice:
    """The invoice of an order, issued now if there is none that still holds.

    An order that was changed since gets a credit note for its old invoice and a new one.  Raises InvoiceNotIssued for
    an order that is not paid for or agreed yet, and for one that was cancelled before it had an invoice.
    """
    order = Order.objects.select_for_update().get(pk=order.pk)
    made = Invoice.objects.filter(order=order, kind=Kind.INVOICE, is_replaced=False).first()
    if order.status in WITHOUT:
        if made is None:
            raise InvoiceNotIssued
        return made
    if made is not None:
        if content.says_the_same(made, order):
            return made
        _take_back(made)
    now = timezone.now()
    return _numbered(Invoice(kind=Kind.INVOICE, order=order, issued_at=now, content=content.of_invoice(order, now)))


@retried
@transaction.atomic
def credit_note(refund: Refund) -> Invoice:
    """The credit note of a refund, issued now if there is none.  Raises NotFound for a refund that has none."""
    order = Order.objects.select_for_update().get(pk=refund.order_id)
    if (made := Invoice.objects.filter(refund=refund).first()) is not None:
        return made
    if not credited(order).filter(pk=refund.pk).exists():
        raise NotFound
    about = invoice(order)
    now = timezone.now()
    told = content.of_refund(refund, about, now)
    return _numbered(Invoice(kind=Kind.CREDIT_NOTE, order=order, refund=refund, issued_at=now, content=told))


def credited(order: Order) -> QuerySet[Refund]:
    """The refunds that take a part of the invoice back.

    What goes back because staff made the order smaller is not on its new invoice, and what came twice is on none.
    """
    return order.refunds.filter(edit__isnull=True).exclude(reference__startswith=SURPLUS)


def has_invoice(order: Order) -> bool:
    """Whether asking for its invoice gives one."""
    return order.status not in WITHOUT or order.invoices.filter(kind=Kind.INVOICE, is_replaced=False).exists()


def _take_back(made: Invoice) -> None:
    now = timezone.now()
    told = content.of_cancellation(made, now)
    _numbered(Invoice(kind=Kind.CREDIT_NOTE, order=made.order, cancels=made, issued_at=now, content=told))
    Invoice.objects.filter(pk=made.pk).update(is_replaced=True)


def _numbered(paper: Invoice) -> Invoice:
    """Save a paper under the next number of its year.

    Two at once reach for the same number; the second waits for the first and takes the one after.  A number is lost
    only together with its paper, so that there are no gaps.
    """
    paper.year = timezone.localtime(paper.issued_at).year
    for _ in range(MOST_TRIES):
        paper.sequence = _last(paper) + 1
        try:
            with transaction.atomic():
                paper.save(force_insert=True)
        except IntegrityError:
            if not Invoice.objects.filter(kind=paper.kind, year=paper.year, sequence=paper.sequence).exists():
                raise
            continue
        return paper
    raise Busy


def _last(paper: Invoice) -> int:
    same: Any = Invoice.objects.filter(kind=paper.kind, year=paper.year)
    return same.aggregate(last=Max("sequence"))["last"] or 0
