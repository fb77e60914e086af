"""Sums of the shop's ledgers as plain rows, for figures and for screens that follow orders.

The rule of net sales, the only one there is:

* an order counts on the day on which it was placed, in the store's time zone, with its goods minus discounts minus the
  tax in them; delivery does not count;
* it counts once it is agreed and its money is here or will be handed over with the goods: an order that waits for its
  payment does not count yet;
* cancelled, returned and wholly refunded orders do not count, on no day: figures of past days follow them down;
* of a partial refund, what goes back for goods and as goodwill is taken off that same day without its tax, with the
  pieces that it is for; money back for delivery is not, nor what was paid twice, nor what an edit of the order has
  taken off its lines already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from shop import money
from shop.changes import log
from shop.models import Change, Order, OrderLine, Payment, Refund, RefundLine
from shop.payments.transfers import SURPLUS

Status = Order.Status
SOLD = (
    Status.CONFIRMED,
    Status.PACKED,
    Status.READY,
    Status.PARTLY_SHIPPED,
    Status.SHIPPED,
    Status.COMPLETED,
)
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
    return Order.objects.filter(~_all_is_back("pk"), status__in=SOLD, currency=money.currency())


def _all_is_back(order: str) -> Q:
    """Whether all the money that was received for an order has gone back."""
    received = Payment.objects.filter(order=OuterRef(order), captured__gt=0)
    return Q(Exists(received)) & ~Q(Exists(received.filter(captured__gt=F("refunded"))))


def _of_sold(rows: QuerySet[Any], order: str) -> QuerySet[Any]:
    """Rows that belong to orders that count."""
    which = {f"{order}__status__in": SOLD, f"{order}__currency": money.currency()}
    return rows.filter(~_all_is_back(f"{order}_id"), **which)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One ledger that sales are added up from: its rows, how they reach their order, what they add."""

    rows: QuerySet[Any]
    # Where its order was placed, as a filter names it.
    placed: str
    net: Any
    pieces: Any = None
    orders: Any = None


def _parts() -> tuple[_Part, ...]:
    """Goods, the tax in them, what went back for goods, and what went back beside them."""
    tax_inside = Case(When(order__prices_include_tax=True, then=F("tax")), default=0)
    given_back = Refund.objects.filter(edit__isnull=True).exclude(reference__startswith=SURPLUS)
    return (
        _Part(rows=sold(), placed="created_at", net=F("subtotal") - F("discount"), orders=F("pk")),
        _Part(
            rows=_of_sold(OrderLine.objects.all(), "order"),
            placed="order__created_at",
            net=-tax_inside,
            pieces=F("quantity"),
        ),
        _Part(
            rows=_of_sold(RefundLine.objects.all(), "refund__order"),
            placed="refund__order__created_at",
            net=F("tax") - F("amount"),
            pieces=-F("quantity"),
        ),
        _Part(
            rows=_of_sold(given_back, "order"),
            placed="order__created_at",
            net=F("delivery_amount") + F("other_tax") - F("other_amount"),
        ),
    )


def sales(spans: Mapping[str, Span]) -> dict[str, Sales]:
    """What was sold in each span; four queries, however many spans."""
    start, end = min(span.start for span in spans.values()), max(span.end for span in spans.values())
    sums: dict[str, dict[str, int]] = {name: {} for name in spans}
    for part in _parts():
        asked = {}
        for name, span in spans.items():
            placed = Q(**{f"{part.placed}__gte": span.start, f"{part.placed}__lt": span.end})
            asked |= {f"{name}_{field}": sum_ for field, sum_ in _sums(part, placed).items()}
        rows = part.rows.filter(**{f"{part.placed}__gte": start, f"{part.placed}__lt": end})
        found = rows.aggregate(**asked)
        for name in spans:
            _add(sums[name], {field: found[f"{name}_{field}"] for field in _sums(part, None)})
    return {name: Sales(**found) for name, found in sums.items()}


def sales_by_day(first: date, last: date) -> dict[date, Sales]:
    """What was sold on each day of the store, both ends included; days without orders are missing.  Four queries."""
    start, end = day_starts(first), day_starts(last + timedelta(days=1))
    sums: dict[date, dict[str, int]] = {}
    for part in _parts():
        rows = part.rows.filter(**{f"{part.placed}__gte": start, f"{part.placed}__lt": end})
        by_day = rows.annotate(day=TruncDate(part.placed, tzinfo=store_zone())).order_by().values("day")
        for row in by_day.annotate(**_sums(part, None, of="_")):
            _add(sums.setdefault(row["day"], {}), {field: row[f"_{field}"] for field in _sums(part, None)})
    return {day: Sales(**found) for day, found in sums.items()}


def _sums(part: _Part, placed: Q | None, of: str = "") -> dict[str, Any]:
    """The sums of a ledger; ``of`` keeps their names off those of its fields."""
    sums: dict[str, Any] = {f"{of}net": Sum(part.net, filter=placed, default=0)}
    if part.pieces is not None:
        sums[f"{of}pieces"] = Sum(part.pieces, filter=placed, default=0)
    if part.orders is not None:
        sums[f"{of}orders"] = Count(part.orders, filter=placed)
    return sums


def _add(sums: dict[str, int], more: Mapping[str, int]) -> None:
    for field, amount in more.items():
        sums[field] = sums.get(field, 0) + amount


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
