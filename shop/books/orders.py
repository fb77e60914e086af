"""The books of orders: sums, parcels, refunds and promises, checked row by row."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from shop.models import (
    Order,
    OrderLine,
    Payment,
    Refund,
    RefundLine,
    RefundTransfer,
    Reservation,
    Return,
    ReturnLine,
    ShipmentLine,
)

Status = Order.Status
State = Reservation.State
BEFORE_PARCELS = (Status.AWAITING_PAYMENT, Status.CONFIRMED, Status.PACKED, Status.READY, Status.CANCELLED)
AFTER_PARCELS = (Status.SHIPPED, Status.COMPLETED, Status.RETURNED)


def _orders_add_up() -> Iterator[str]:
    """An order's total is the sum of its lines and its delivery; each line is its price times its quantity."""
    for line in OrderLine.objects.exclude(line_total=F("unit_price") * F("quantity")).select_related("order"):
        yield f"order {line.order.number}: line {line.sku} is not price × quantity"
    sums = Order.objects.annotate(
        goods=Coalesce(Sum("lines__line_total"), 0),
        off=Coalesce(Sum("lines__discount"), 0),
        taxes_of_lines=Coalesce(Sum("lines__tax"), 0),
    )
    for order in sums.exclude(goods=F("subtotal")):
        yield f"order {order.number}: subtotal {order.subtotal}, lines add up to {order.goods}"
    for order in sums.exclude(off=F("discount")):
        yield f"order {order.number}: discount {order.discount}, lines add up to {order.off}"
    for order in sums.filter(taxes_of_lines__gt=F("tax")):
        yield f"order {order.number}: tax {order.tax}, lines add up to {order.taxes_of_lines}"
    whole = F("subtotal") - F("discount") + F("delivery_price") + F("tax_added")
    for order in Order.objects.exclude(total=whole):
        yield f"order {order.number}: total {order.total} is not the sum of its parts"
    wrongly_added = Q(prices_include_tax=True) & ~Q(tax_added=0)
    wrongly_added |= Q(prices_include_tax=False) & ~Q(tax_added=F("tax"))
    for order in Order.objects.filter(wrongly_added):
        yield f"order {order.number}: {order.tax_added} of {order.tax} tax comes on top"
    for number in Order.objects.filter(lines__isnull=True).values_list("number", flat=True):
        yield f"order {number}: no lines"


def _taxes_and_discounts_are_told() -> Iterator[str]:
    """The lists that say what a tax and a discount are made of add up to them."""
    for number, tax, taxes in Order.objects.exclude(taxes=[]).values_list("number", "tax", "taxes").iterator():
        told = sum(one["tax"] for one in taxes)
        if told != tax:
            yield f"order {number}: tax {tax}, by rates {told}"
    lines = OrderLine.objects.exclude(discounts=[]).values_list("order__number", "sku", "discount", "discounts")
    for number, sku, discount, discounts in lines.iterator():
        told = sum(one["amount"] for one in discounts)
        if told != discount:
            yield f"order {number}: line {sku} is {discount} off, its promotions take {told}"


def _orders_and_promises_agree() -> Iterator[str]:
    """What is left of an order is promised to it part by part, what has left was shipped; a cancelled one has none."""
    promised: Counter[tuple[int, str, str]] = Counter()
    rows = Reservation.objects.filter(order__isnull=False, state__in=[State.ALLOCATED, State.SHIPPED])
    for order_id, sku, state, pieces in rows.values_list("order", "variant__sku", "state").annotate(
        sum=Sum("quantity")
    ):
        promised[order_id, sku, state] += pieces
    expected: Counter[tuple[int, str, str]] = Counter()
    numbers, left_of, shipped_of = {}, Counter[int](), Counter[int]()
    for line in _lines_with_sums():
        order = line.order
        left = line.quantity - line.released - line.shipped
        if left < 0:
            yield f"order {order.number}: line {line.sku} has sent or given up more than {line.quantity}"
        if line.back > line.shipped:
            yield f"order {order.number}: line {line.sku} has {line.back} back of {line.shipped} sent"
        numbers[order.pk] = (order.number, order.status)
        left_of[order.pk] += left
        shipped_of[order.pk] += line.shipped
        for sku, each in (line.parts or {line.sku: 1}).items():
            expected[order.pk, sku, State.SHIPPED] += each * line.shipped
            if order.status != Status.CANCELLED:
                expected[order.pk, sku, State.ALLOCATED] += each * left
    for key in sorted(promised.keys() | expected.keys()):
        if promised[key] != expected[key]:
            order_id, sku, state = key
            number = numbers[order_id][0] if order_id in numbers else order_id
            yield f"order {number}: {promised[key]} pieces of {sku} are {state}, not {expected[key]}"
    for order_id, (number, status) in numbers.items():
        if status not in _statuses(left_of[order_id], shipped_of[order_id]):
            yield f"order {number}: {status} with {shipped_of[order_id]} pieces sent and {left_of[order_id]} left"


def _statuses(left: int, shipped: int) -> tuple[str, ...]:
    if not shipped:
        return BEFORE_PARCELS
    return (Status.PARTLY_SHIPPED,) if left else AFTER_PARCELS


def _lines_with_sums() -> Iterator[Any]:
    """Every line with what was sent, given up before it was sent, and is back."""

    def pieces(rows: object, field: str = "quantity") -> Coalesce:
        sums = rows.filter(order_line=OuterRef("pk")).order_by().values("order_line")  # type: ignore[attr-defined]
        return Coalesce(Subquery(sums.annotate(sum=Sum(field)).values("sum")), 0)

    with_us = ReturnLine.objects.filter(belongs_to__state__in=[Return.State.RECEIVED, Return.State.REFUNDED])
    restocked = RefundLine.objects.filter(is_restocked=True)
    lines = OrderLine.objects.select_related("order").annotate(
        shipped=pieces(ShipmentLine.objects.all()),
        released=pieces(RefundLine.objects.all(), "released"),
        back=pieces(with_us) + pieces(restocked) - pieces(restocked, "released"),
    )
    return lines.iterator()


def _orders_are_paid_once() -> Iterator[str]:
    """Of an order's money never more is kept than it costs; one that is paid has all of it, edits included."""
    of_order = Refund.objects.filter(order=OuterRef("pk"), edit__isnull=False).order_by().values("order")
    orders = Order.objects.annotate(
        captured=Coalesce(Sum("payments__captured"), 0),
        refunded=Coalesce(Sum("payments__refunded"), 0),
        by_edits=Coalesce(Subquery(of_order.annotate(sum=Sum("amount")).values("sum")), 0),
    )
    for order in orders.filter(captured__gt=F("total") + F("refunded")):
        yield f"order {order.number}: {order.captured - order.refunded} kept of {order.total}"
    paid = orders.filter(paid_at__isnull=False).exclude(status=Status.CANCELLED)
    for order in paid.filter(captured__lt=F("total") + F("by_edits")):
        yield f"order {order.number}: marked paid with {order.captured} of {order.total + order.by_edits}"
    free = Q(total=0)
    for number in Order.objects.filter(payments__isnull=True).exclude(free).values_list("number", flat=True):
        yield f"order {number}: no payment"


def _refunds_agree() -> Iterator[str]:
    """A refund is the sum of its parts and of its transfers; what is on its way or done is what a payment gave."""
    lines = RefundLine.objects.filter(refund=OuterRef("pk")).order_by().values("refund")
    sent = RefundTransfer.objects.filter(refund=OuterRef("pk")).order_by().values("refund")
    refunds = Refund.objects.select_related("order").annotate(
        goods=Coalesce(Subquery(lines.annotate(sum=Sum("amount")).values("sum")), 0),
        sent=Coalesce(Subquery(sent.annotate(sum=Sum("amount")).values("sum")), 0),
    )
    for refund in refunds.exclude(amount=F("goods") + F("other_amount")):
        yield f"refund {refund.public_id}: {refund.amount}, its lines and the rest are {refund.goods}"
    for refund in refunds.exclude(sent=F("amount")):
        yield f"refund {refund.public_id}: {refund.amount}, its transfers are {refund.sent}"
    counted = ~Q(transfers__state=RefundTransfer.State.FAILED)
    payments = Payment.objects.annotate(given=Coalesce(Sum("transfers__amount", filter=counted), 0))
    for payment in payments.exclude(given=F("refunded")):
        yield f"payment {payment.public_id}: refunded {payment.refunded}, transfers add up to {payment.given}"
    for payment in Payment.objects.filter(refunded__gt=F("captured")):
        yield f"payment {payment.public_id}: refunded more than captured"
    pieces = OrderLine.objects.select_related("order").annotate(refunded=Coalesce(Sum("refunded_in__quantity"), 0))
    for line in pieces.filter(refunded__gt=F("quantity")):
        yield f"order {line.order.number}: {line.refunded} pieces of {line.sku} refunded, {line.quantity} bought"


def _carts_make_one_order() -> Iterator[str]:
    doubled = Order.objects.exclude(cart=None).values("cart").annotate(count=Count("pk")).filter(count__gt=1)
    for row in doubled:
        yield f"cart {row['cart']}: {row['count']} orders"
    placed = Order.objects.exclude(placed_by="").values("placed_by").annotate(count=Count("pk")).filter(count__gt=1)
    for row in placed:
        yield f"request {row['placed_by']}: {row['count']} orders"


def _every_order_is_told() -> Iterator[str]:
    """Each order has its timeline; whoever follows the log has heard of it, unless that part was pruned."""
    for number in Order.objects.filter(events__isnull=True).values_list("number", flat=True):
        yield f"order {number}: no timeline"


CHECKS = (
    _orders_add_up,
    _taxes_and_discounts_are_told,
    _orders_and_promises_agree,
    _orders_are_paid_once,
    _refunds_agree,
    _carts_make_one_order,
    _every_order_is_told,
)
