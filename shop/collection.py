"""Payment on receipt: what is handed over together with the goods counts as received once the order is completed."""

from collections import Counter
from functools import partial

from django.db import transaction
from django.db.models import F, Sum

from shop import orders, own_words, payments, refunds, shipments
from shop.models import Order, Payment, RefundLine, RefundTransfer, Return, ReturnLine
from shop.order_document import NOT_COLLECTED
from shop.payments import RefundOutcome, transfers

ON_RECEIPT = "on_receipt"


@transaction.atomic
def collect(order: Order) -> None:
    """Take note of the money of a completed order, without that for pieces that came back before it was paid.

    The payment is received as a whole and the refund of those pieces is done at once, so that what is left is what was
    handed over, and papers tell both.  Call it with the order locked.
    """
    waiting = order.payments.filter(status=Payment.Status.ON_RECEIPT)
    if not waiting.update(status=Payment.Status.PAID, captured=F("amount")):
        return
    orders.mark_paid(order)
    _not_collected(order)


def _not_collected(order: Order) -> None:
    made = refunds.refund_what_came_back(
        order=order,
        lines=_back_and_paid(order),
        reason=own_words.NOT_COLLECTED,
        reference=f"{order.public_id}{NOT_COLLECTED}",
        first=ON_RECEIPT,
    )
    if made is None:
        return
    for transfer in made.transfers.filter(payment__method=ON_RECEIPT).select_related("payment"):
        transfers.finish(transfer, RefundOutcome(state=RefundTransfer.State.DONE, reference=own_words.NOT_COLLECTED))
    # What was paid beforehand, by a gift card for instance, goes back the way it came.
    transaction.on_commit(partial(payments.carry_out, made), robust=True)


def _back_and_paid(order: Order) -> dict[int, int]:
    """By line, the pieces that came back with their parcel and that no refund has been about.

    For what was taken first and brought back later, the money was handed over with its parcel.
    """
    rows = RefundLine.objects.filter(refund__order=order).values_list("order_line")
    # What was given up before it was sent never came back.
    refunded = dict(rows.annotate(pieces=Sum(F("quantity") - F("released"))).order_by())
    taken: Counter[int] = Counter()
    first = shipments.taken_before_return(order)
    # Its return is still to give back what it is worth.
    for row in ReturnLine.objects.filter(pk__in=first, belongs_to__state=Return.State.RECEIVED):
        taken[row.order_line_id] += first[row.pk]
    back = {line: one.returned - refunded.get(line, 0) - taken[line] for line, one in shipments.progress(order).items()}
    return {line: pieces for line, pieces in back.items() if pieces > 0}
