"""Sums of the shop's ledgers as plain rows, for figures and for screens that follow orders.

The rule of net sales, the only one there is:

* an order counts on the day on which it was placed, in the store's time zone, with its goods minus discounts minus the
  tax in them; delivery does not count;
* it counts once it is agreed and its money is here or will be handed over with the goods: an order that waits for its
  payment does not count yet;
* cancelled, returned and refunded orders do not count, on no day: figures of past days follow them down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from shop import money
from shop.changes import log
from shop.models import Change, Order, OrderLine, Payment

Status = Order.Status
SOLD = (Status.CONFIRMED, Status.PACKED, Status.READY, Status.SHIPPED, Status.COMPLETED)
# More changes than this are not counted one by one: somebody who was away that long reads everything anew.
MOST_CHANGES = 500


class Span(NamedTuple):
    """From one instant until before another."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Sales:
    """What was sold: net sales in minor units, how many orders and how many pieces."""

    net: int = 0
    orders: int = 0
    pieces: int = 0

    @property
    def average(self) -> int | None:
        """Net sales of an order, rounded half up; nothing if there is none."""
        return (2 * self.net + self.orders) // (2 * self.orders) if self.orders else None


class Moments(NamedTuple):
    """When the first and the last order that counts were placed."""

    first: datetime | None
    last: datetime | None


class OrderNews(NamedTuple):
    """What happened to orders since a reader looked: how far the log reaches, how many are new, how many changed."""

    sequence: int
    placed: int
    changed: int


def store_zone() -> tzinfo:
    """The store's own time zone, whatever the person who looks has chosen for himself."""
    return timezone.get_default_timezone()


def day_starts(day: date) -> datetime:
    """The instant at which a day of the store begins."""
    return datetime.combine(day, time(), tzinfo=store_zone())


def sold() -> QuerySet[Order]:
    """The orders that count."""
    refunded = Payment.objects.filter(order=OuterRef("pk"), status=Payment.Status.REFUNDED)
    return Order.objects.filter(~Exists(refunded), status__in=SOLD, currency=money.currency())


def _lines_sold() -> QuerySet[OrderLine]:
    refunded = Payment.objects.filter(order=OuterRef("order"), status=Payment.Status.REFUNDED)
    return OrderLine.objects.filter(~Exists(refunded), order__status__in=SOLD, order__currency=money.currency())


def sales(spans: Mapping[str, Span]) -> dict[str, Sales]:
    """What was sold in each span; two queries, however many spans."""
    start, end = min(span.start for span in spans.values()), max(span.end for span in spans.values())
    of_orders: dict[str, Any] = {}
    of_lines: dict[str, Any] = {}
    for name, span in spans.items():
        placed = Q(created_at__gte=span.start, created_at__lt=span.end)
        of_orders[f"{name}_goods"] = Sum(F("subtotal") - F("discount"), filter=placed, default=0)
        of_orders[f"{name}_orders"] = Count("pk", filter=placed)
        placed = Q(order__created_at__gte=span.start, order__created_at__lt=span.end)
        of_lines[f"{name}_tax"] = Sum("tax", filter=placed, default=0)
        of_lines[f"{name}_pieces"] = Sum("quantity", filter=placed, default=0)
    orders = sold().filter(created_at__gte=start, created_at__lt=end).aggregate(**of_orders)
    lines = _lines_sold().filter(order__created_at__gte=start, order__created_at__lt=end).aggregate(**of_lines)
    return {
        name: Sales(
            net=orders[f"{name}_goods"] - lines[f"{name}_tax"],
            orders=orders[f"{name}_orders"],
            pieces=lines[f"{name}_pieces"],
        )
        for name in spans
    }


def sales_by_day(first: date, last: date) -> dict[date, Sales]:
    """What was sold on each day of the store, both ends included; days without orders are missing.  Two queries."""
    zone = store_zone()
    start, end = day_starts(first), day_starts(last + timedelta(days=1))
    orders = (
        sold()
        .filter(created_at__gte=start, created_at__lt=end)
        .annotate(day=TruncDate("created_at", tzinfo=zone))
        .order_by()
        .values("day")
        .annotate(goods=Sum(F("subtotal") - F("discount")), orders=Count("pk"))
    )
    lines = (
        _lines_sold()
        .filter(order__created_at__gte=start, order__created_at__lt=end)
        .annotate(day=TruncDate("order__created_at", tzinfo=zone))
        .order_by()
        .values("day")
        .annotate(taxes=Sum("tax"), pieces=Sum("quantity"))
    )
    of_lines = {row["day"]: row for row in lines}
    found = {}
    for row in orders:
        of_day = of_lines.get(row["day"], {"taxes": 0, "pieces": 0})
        found[row["day"]] = Sales(net=row["goods"] - of_day["taxes"], orders=row["orders"], pieces=of_day["pieces"])
    return found


def moments() -> Moments:
    """When the store sold for the first and for the last time; one query."""
    found = sold().aggregate(first=Min("created_at"), last=Max("created_at"))
    return Moments(found["first"], found["last"])


def order_news(after: int) -> OrderNews:
    """What has happened to orders since the log stood at ``after``; two cheap queries, one if nothing has."""
    latest = log.latest()
    if after >= latest:
        return OrderNews(latest, 0, 0)
    since = Change.objects.filter(sequence__gt=after, sequence__lte=latest, type="order").order_by("sequence")
    kinds = list(since.values_list("kind", flat=True)[:MOST_CHANGES])
    return OrderNews(latest, kinds.count("placed"), len(kinds) - kinds.count("placed"))
