"""What of an order can still come back, until when, and how much money that gives; nothing here changes anything."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property

from shop import refunds, shipments
from shop.models import Order, Return, ReturnLine
from shop.order_document import NOT_COLLECTED

State, Kind, Reason = Return.State, Return.Kind, ReturnLine.Reason

# For these the shopper does not pay, not even for having got the goods.
OUR_FAULT = frozenset({Reason.FAULTY, Reason.DAMAGED, Reason.WRONG, Reason.LATE})


def pieces(order: Order) -> dict[int, int]:
    """What was handed over, is not back and is not on its way back, by the line's key; lines without are left out.

    What was rejected or called off can be asked about once more.
    """
    coming = shipments.on_the_way_back(order)
    free = {line: one.shipped - one.returned - coming.get(line, 0) for line, one in shipments.progress(order).items()}
    return {line: count for line, count in free.items() if count > 0}


def delivered_at(order: Order) -> datetime | None:
    """When the last parcel arrived; None while one is on its way (Directive 2011/83/EU, article 9, paragraph 2)."""
    arrivals = list(order.shipments.values_list("delivered_at", flat=True))
    has_all_arrived = None not in arrivals and not any(shipments.left(order).values())
    return max((at for at in arrivals if at is not None), default=None) if has_all_arrived else None


def open_until(order: Order, days: int) -> datetime | None:
    """The end of the last day, so many days after the day of delivery; None while that has not begun to count.

    The day of delivery itself does not count (Regulation 1182/71, article 3).
    """
    arrived = delivered_at(order)
    if arrived is None:
        return None
    last = timezone.localtime(arrived).date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(last, time.max))


def is_open(order: Order, days: int) -> bool:
    until = open_until(order, days)
    return until is None or timezone.now() <= until


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The money that a return gives back; minor units."""

    goods: int
    delivery: int
    by: date

    @property
    def amount(self) -> int:
        return self.goods + self.delivery


class Standing:
    """How an order stands, each part read once, for all returns of the order that are shown together."""

    def __init__(self, order: Order) -> None:
        self.order = order
        prefetch_related_objects([order], "lines")

    @cached_property
    def left(self) -> refunds.Refundable:
        return refunds.refundable(self.order)

    @cached_property
    def not_collected_at(self) -> datetime | None:
        """When the order was paid on receipt without the pieces that had come back by then."""
        made = (one for one in self.order.refunds.all() if one.reference.endswith(NOT_COLLECTED))
        return next((one.created_at for one in made), None)

    @cached_property
    def taken_before_return(self) -> dict[int, int]:
        return shipments.taken_before_return(self.order)

    @cached_property
    def unsent(self) -> dict[int, int]:
        return shipments.left(self.order)

    @cached_property
    def progress(self) -> dict[int, shipments.Progress]:
        return shipments.progress(self.order)

    def nothing_stays(self, coming: Mapping[int, int]) -> bool:
        """Whether the shopper keeps nothing that was paid for, once these pieces are back; a gift he may keep."""
        return all(
            self.unsent[line.pk]
            + self.progress[line.pk].shipped
            - self.progress[line.pk].returned
            - coming.get(line.pk, 0)
            <= line.gift_quantity
            for line in self.order.lines.all()
        )


def expected(
    order: Order,
    quantities: Mapping[int, int],
    *,
    kind: str = Kind.RETURN,
    reasons: Collection[str] = (),
    are_here: bool = False,
    standing: Standing | None = None,
) -> Expected:
    """What the shopper gets for these pieces, and by which day at the latest.

    Each piece gives its share of what its line cost after discounts.  The price of delivery is given back when
    nothing of what was paid for stays with the shopper, and the reason is ours, or the law's: a withdrawal.  Never
    more than is left of what was paid.  ``are_here`` says that the pieces have arrived already.
    """
    standing = standing or Standing(order)
    left = standing.left
    goods = min(refunds.worth(standing.order, quantities, left), left.amount)
    is_due = kind == Kind.WITHDRAWAL or (bool(reasons) and OUR_FAULT.issuperset(reasons))
    gives_delivery = is_due and standing.nothing_stays({} if are_here else quantities)
    delivery = min(left.delivery, left.amount - goods) if gives_delivery else 0
    return Expected(goods=goods, delivery=delivery, by=refund_day())


def due(ret: Return, standing: Standing | None = None) -> Expected:
    """What a return gives back as things are now."""
    standing = standing or Standing(ret.order)
    return expected(
        ret.order,
        owed_for(ret, standing),
        kind=ret.kind,
        reasons={line.reason for line in ret.lines.all()},
        are_here=ret.state in (State.RECEIVED, State.REFUNDED),
        standing=standing,
    )


def owed_for(ret: Return, standing: Standing) -> dict[int, int]:
    """By line, the pieces of a return whose price is still to be given back.

    What was paid back otherwise is not paid back again, and what was here before it was to be paid was never paid.
    """
    at = standing.not_collected_at
    was_here_first = at is not None and ret.received_at is not None and ret.received_at <= at
    left = standing.left.lines
    owed = {
        line.order_line_id: min(
            standing.taken_before_return.get(line.pk, 0) if was_here_first else line.quantity,
            left[line.order_line_id].quantity,
        )
        for line in ret.lines.all()
    }
    return {line: pieces for line, pieces in owed.items() if pieces} if was_here_first else owed


def refund_day(since: datetime | None = None) -> date:
    """The last day by which the money is on its way."""
    return timezone.localdate(since) + timedelta(days=settings.SHOP["REFUND_DAYS"])
