"""The books of promotions, vouchers and gift cards: counters equal what orders have used, balances their ledgers."""

from collections.abc import Iterator

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from shop.models import GiftCard, GiftCardEntry, Order, Payment, Promotion, Redemption, RefundTransfer, Voucher

Kind = GiftCardEntry.Kind
USED = Q(redemptions__state=Redemption.State.USED)


def _counters_equal_uses() -> Iterator[str]:
    """What counts as used is the sum of what orders use, within the limits."""
    for promotion in _counted(Promotion.objects.all()).exclude(used=F("uses"), spent=F("given")):
        uses, given = promotion.uses, promotion.given
        yield f"promotion {promotion}: {promotion.used} uses of {promotion.spent}, orders have {uses} of {given}"
    for voucher in _counted(Voucher.objects.all()).exclude(used=F("uses")):
        yield f"voucher {voucher}: used {voucher.used} times, orders have {voucher.uses}"
    for promotion in Promotion.objects.filter(Q(used__gt=F("most_uses")) | Q(spent__gt=F("budget"))):
        yield f"promotion {promotion}: more is used than its limits allow"


def _counted(rows: QuerySet) -> QuerySet:
    given = Coalesce(Sum("redemptions__amount", filter=USED), 0)
    return rows.annotate(uses=Count("redemptions", filter=USED), given=given)


def _orders_use_what_they_have() -> Iterator[str]:
    """A cancelled order has given back what it used; every other one still uses it."""
    State = Redemption.State
    wrong = Q(state=State.USED, order__status=Order.Status.CANCELLED)
    wrong |= Q(state=State.GIVEN_BACK) & ~Q(order__status=Order.Status.CANCELLED)
    for redemption in Redemption.objects.filter(wrong).select_related("order", "promotion"):
        order = redemption.order
        yield f"order {order.number} is {order.status}, its use of {redemption.promotion} is {redemption.state}"


def _balances_equal_ledgers() -> Iterator[str]:
    """A card holds the sum of its entries, the first of which is what it was issued with."""
    cards = GiftCard.objects.annotate(
        entered=Coalesce(Sum("entries__amount"), 0),
        issued=Coalesce(Sum("entries__amount", filter=Q(entries__kind=Kind.ISSUED)), 0),
    )
    for card in cards.exclude(entered=F("balance"), issued=F("initial")):
        yield f"gift card {card.public_id}: holds {card.balance}, entries add up to {card.entered}"


def _cards_pay_what_payments_say() -> Iterator[str]:
    """What a payment took from a card is in the card's ledger, and so is what a refund has brought back to it."""
    keys = ("order", "gift_card")
    paid = Payment.objects.filter(gift_card__isnull=False).order_by().values_list(*keys)
    payments = {(order, card): sums for order, card, *sums in paid.annotate(Sum("captured"), Sum("refunded"))}
    done = RefundTransfer.objects.filter(payment__gift_card__isnull=False, state=RefundTransfer.State.DONE)
    arrived = {
        (order, card): amount
        for order, card, amount in done.order_by()
        .values_list("payment__order", "payment__gift_card")
        .annotate(Sum("amount"))
    }
    entries = GiftCardEntry.objects.filter(order__isnull=False).order_by().values_list("order", "card")
    ledger = {
        (order, card): (-spent, returned)
        for order, card, spent, returned in entries.annotate(
            spent=Coalesce(Sum("amount", filter=Q(kind=Kind.SPENT)), 0),
            returned=Coalesce(Sum("amount", filter=Q(kind=Kind.RETURNED)), 0),
        )
    }
    for key in {*payments, *ledger}:
        captured, refunded = payments.get(key, (0, 0))
        spent, returned = ledger.get(key, (0, 0))
        # Between the entry and the note that the refund has arrived, a process may die; the note is made up for.
        if spent != captured or not arrived.get(key, 0) <= returned <= refunded:
            yield (
                f"order {key[0]}, gift card {key[1]}: paid {captured} and refunded {refunded}, "
                f"its ledger says {spent} and {returned}"
            )


CHECKS = (
    _counters_equal_uses,
    _orders_use_what_they_have,
    _balances_equal_ledgers,
    _cards_pay_what_payments_say,
)
