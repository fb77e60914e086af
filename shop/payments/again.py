"""An order that comes back is paid once more with the gift cards that its cancellation was given back to."""

from django.db import transaction

from shop.models import Order, Refund, RefundTransfer
from shop.order_document import SURPLUS

from .gift_card import charge


def given_back(order: Order) -> Refund | None:
    """What the last cancellation gave back, if it gave back what gift cards had paid and nothing else."""
    refund = order.refunds.filter(reference__startswith=f"{order.public_id}:cancelled:").order_by("-pk").first()
    if refund is None:
        return None
    others = refund.transfers.filter(payment__gift_card=None) | refund.transfers.filter(
        state=RefundTransfer.State.FAILED
    )
    return None if others.exists() else refund


@transaction.atomic
def charge_again(order: Order, refund: Refund) -> None:
    """Take from the cards what that refund has brought them, under the order's lock.

    Raises GiftCardEmpty if one of them holds less by now, is blocked or has expired; nothing is changed then.
    """
    # In one order: two orders with the same cards would otherwise wait for each other for ever.
    for transfer in refund.transfers.select_related("payment__gift_card").order_by("payment__gift_card"):
        charge(order, transfer.payment.gift_card, transfer.amount)
    # What went back pays for nothing any more, nor is it the price of any piece: all of them are bought again.
    refund.lines.all().delete()
    Refund.objects.filter(pk=refund.pk).update(
        reference=f"{SURPLUS}{refund.public_id}", other_amount=refund.amount, delivery_amount=0, other_tax=0
    )
