"""Which of several dated prices holds for a buyer, and what it is compared with; pure but for the question itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Q

from shop import money
from shop.markets import Buyer
from shop.models import Price

# EU Price Indication Directive 98/6/EC, article 6a: a reduction is announced against the lowest price of 30 days.
REFERENCE_PERIOD = timedelta(days=30)
# Goods that have been on sale for less have no earlier price that anybody could have paid: a file that brings a price
# and a struck one at once reduces nothing.
SHORTEST_ON_SALE = timedelta(days=1)


def open_to(buyer: Buyer | None, currency: str | None = None) -> Q:
    """The condition of the rows that concern a buyer: public ones of his currency, and those of his price lists."""
    wanted = currency or (buyer.terms.currency if buyer else money.currency())
    public = Q(price_list=None, currency=wanted)
    if buyer is None or buyer.is_everybody:
        return public
    its = Q(price_list__is_active=True, currency=wanted)
    its &= Q(price_list__market=None) | Q(price_list__market=buyer.terms.pk)
    of_groups = Q(price_list__group__in=buyer.group_ids)
    # The public prices are those of the default market: a list for all of it would say otherwise than the catalogue.
    its &= of_groups if buyer.terms.is_default else of_groups | Q(price_list__group=None)
    # Public prices are in the store's currency, and hold in every market that has the same.
    return public | its if wanted == money.currency() else its


def holding(rows: Sequence[Price], at: datetime) -> Price | None:
    """The row of one list that holds at an instant: a campaign before a list price, then the one that started last."""
    in_effect = [row for row in rows if row.starts_at <= at and (row.ends_at is None or at < row.ends_at)]
    return max(in_effect, key=lambda row: (row.source == Price.Source.CAMPAIGN, row.starts_at, row.pk), default=None)


def at(rows: Sequence[Price], instant: datetime) -> Price | None:
    """The row that a buyer pays at an instant, of those that are open to him.

    The list that names him most closely replaces the others; of several that do so equally, the cheapest.  A campaign
    of a less close list, or for everybody, wins while it is lower.
    """
    by_list = sorted(rows, key=lambda row: row.price_list_id or 0)
    found = [holding(list(its), instant) for _, its in groupby(by_list, key=lambda row: row.price_list_id)]
    in_effect = [row for row in found if row is not None]
    closest = max(in_effect, key=lambda row: (_closeness(row), -row.amount, row.pk), default=None)
    if closest is None:
        return None
    lower = [row for row in in_effect if row.source == Price.Source.CAMPAIGN and row.amount < closest.amount]
    return min(lower, key=lambda row: (row.amount, row.pk), default=closest)


def lowest_before(rows: Sequence[Price], instant: datetime) -> int | None:
    """The lowest price that this buyer could have paid in the 30 days before the present price began.

    None unless the price went down then.  What a group pays less than everybody is compared with the public price of
    the day as well, whichever is lower.
    """
    current = at(rows, instant)
    if current is None:
        return None
    lowest = _before_reduction(rows, current, instant)
    if current.price_list_id is None or current.price_list is None or current.price_list.group_id is None:
        return lowest
    public = holding([row for row in rows if row.price_list_id is None], instant)
    if public is None:
        return lowest
    if lowest is None:
        return public.amount if public.amount > current.amount else None
    return min(lowest, public.amount)


def _before_reduction(rows: Sequence[Price], current: Price, instant: datetime) -> int | None:
    changes = sorted(
        {change for row in rows for change in (row.starts_at, row.ends_at) if change is not None and change <= instant}
    )
    # (from when, what was paid from then on), one for each change of the amount.
    steps: list[tuple[datetime, int | None]] = []
    for change in changes:
        row = at(rows, change)
        amount = row.amount if row is not None else None
        if not steps or steps[-1][1] != amount:
            steps.append((change, amount))
    began, _ = steps[-1]
    earlier = steps[:-1]
    paid = [amount for _, amount in earlier if amount is not None]
    if not paid or paid[-1] <= current.amount or began - earlier[0][0] < SHORTEST_ON_SALE:
        return None
    opening = began - REFERENCE_PERIOD
    ends = [start for start, _ in steps[1:]]
    amounts = [amount for (_, amount), end in zip(earlier, ends, strict=True) if amount is not None and end > opening]
    return min(amounts, default=None)


def _closeness(row: Price) -> int:
    """How closely a row's list names its buyer: for a group in a market, a group, a market, everybody."""
    if row.price_list is None:
        return 0
    return 2 * (row.price_list.group_id is not None) + (row.price_list.market_id is not None)
