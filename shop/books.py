"""The books: what must hold between stock, money and orders, checked row by row."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from shop import order_books
from shop.models import (
    Change,
    Order,
    Payment,
    Reservation,
    StockLevel,
    StockMovement,
)


def violations() -> list[str]:
    """Every row that breaks an invariant, in words; empty if the books are right."""
    return [line for check in CHECKS for line in check()]


def _levels_equal_movements() -> Iterator[str]:
    """What is on the shelf is the sum of what came and went."""
    here = Q(variant__movements__warehouse=F("warehouse"))
    levels = StockLevel.objects.annotate(moved=Coalesce(Sum("variant__movements__on_hand_change", filter=here), 0))
    for level in levels.exclude(moved=F("on_hand")).select_related("variant"):
        yield f"stock {level.variant.sku}: on hand {level.on_hand}, movements add up to {level.moved}"
    there = StockLevel.objects.filter(variant=OuterRef("variant"), warehouse=OuterRef("warehouse"))
    moved = StockMovement.objects.exclude(warehouse=None).filter(~Exists(there))
    for sku in moved.values_list("variant__sku", flat=True):
        yield f"stock {sku}: movements without a level"


def _reserved_equals_promises() -> Iterator[str]:
    """What is reserved is the sum of what is held and allocated."""
    live = Q(variant__reservations__state__in=Reservation.LIVE, variant__reservations__warehouse=F("warehouse"))
    levels = StockLevel.objects.annotate(promised=Coalesce(Sum("variant__reservations__quantity", filter=live), 0))
    for level in levels.exclude(promised=F("reserved")).select_related("variant"):
        yield f"stock {level.variant.sku}: reserved {level.reserved}, promises add up to {level.promised}"


def _levels_within_bounds() -> Iterator[str]:
    for level in StockLevel.objects.filter(Q(reserved__lt=0) | Q(on_hand__lt=F("reserved"))).select_related("variant"):
        yield f"stock {level.variant.sku}: on hand {level.on_hand}, reserved {level.reserved}"


def _carts_make_one_order() -> Iterator[str]:
    doubled = Order.objects.exclude(cart=None).values("cart").annotate(count=Count("pk")).filter(count__gt=1)
    for row in doubled:
        yield f"cart {row['cart']}: {row['count']} orders"
    placed = Order.objects.exclude(placed_by="").values("placed_by").annotate(count=Count("pk")).filter(count__gt=1)
    for row in placed:
        yield f"request {row['placed_by']}: {row['count']} orders"


def _payments_agree() -> Iterator[str]:
    """A payment that is paid was received as a whole."""
    paid = Payment.objects.filter(status__in=[Payment.Status.PAID, Payment.Status.REFUNDED])
    for payment in paid.exclude(captured=F("amount")):
        yield f"payment {payment.public_id}: captured {payment.captured} of {payment.amount}"


def _every_order_is_told() -> Iterator[str]:
    """Each order has its timeline; whoever follows the log has heard of it, unless that part was pruned."""
    for number in Order.objects.filter(events__isnull=True).values_list("number", flat=True):
        yield f"order {number}: no timeline"


def _log_has_no_gaps() -> Iterator[str]:
    sequences = Change.objects.filter(sequence__isnull=False)
    first, last = sequences.order_by("sequence").first(), sequences.order_by("sequence").last()
    if first and last:
        there = sequences.count()
        expected = (last.sequence or 0) - (first.sequence or 0) + 1
        if there != expected:
            yield f"change log: {there} rows between {first.sequence} and {last.sequence}"


CHECKS = (
    _levels_equal_movements,
    _reserved_equals_promises,
    _levels_within_bounds,
    *order_books.CHECKS,
    _carts_make_one_order,
    _payments_agree,
    _every_order_is_told,
    _log_has_no_gaps,
)
