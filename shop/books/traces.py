"""The books of prices: every order counts again, from its trace alone, to the amounts that are stored of it."""

from collections.abc import Iterator

from shop import quotes
from shop.models import Order

AT_ONCE = 500


def _orders_count_again() -> Iterator[str]:
    """What staff have changed in an order since was never part of its trace."""
    placed = Order.objects.exclude(trace=[]).filter(edits__isnull=True).order_by("pk").prefetch_related("lines")
    for order in placed.iterator(chunk_size=AT_ONCE):
        for one in replayed(order).differences:
            yield f"order {order.number}: {one.where} is stored as {one.stored}, its trace gives {one.counted}"


def replayed(order: Order) -> quotes.Replay:
    """The trace of an order counted again, and where what is stored differs."""
    return quotes.replay(
        order.trace,
        {
            "subtotal": order.subtotal,
            "discount": order.discount,
            "delivery": order.delivery_price,
            "tax": order.tax,
            "tax_added": order.tax_added,
            "total": order.total,
        },
        {
            line.sku: {"line_total": line.line_total, "discount": line.discount, "tax": line.tax}
            for line in order.lines.all()
        },
    )


CHECKS = (_orders_count_again,)
