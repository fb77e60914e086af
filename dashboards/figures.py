"""Figures as pure functions: sums in, cards, table rows and Plotly's JSON out; nothing here reads the database.

Amounts stay whole minor units, in the figure too: what is shown equals the ledger to the last one.  Colours are not
chosen here: a trace names its place in the palette (``meta.series``), and the page fills it in for each theme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.periods import AVERAGED, Period
from shop import money
from shop.reporting import Sales

MINUS = "\u2212"
NOTHING = "—"
# With fewer orders than that a percentage says little.
SMALL_BASE = 30
MOST_TICKS = 5
DAYS_A_TICK = {30: 7, 90: 14}


@dataclass(frozen=True, kw_only=True)
class Change:
    """How a number compares with an earlier one; ``percent`` in tenths, none if there was nothing before."""

    absolute: int
    tenths: int | None

    @property
    def direction(self) -> str:
        return "up" if self.absolute > 0 else "down" if self.absolute < 0 else "same"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One number of today, with what it was a week ago and how it is counted."""

    code: str
    label: str
    value: str
    before: str
    change: str
    direction: str
    is_small: bool
    counted: str


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """One day of the figure and of the table under it."""

    day: date
    net: int
    orders: int
    # Mean of this day and the six before; a day that is not over has none, nor has the store's first week.
    average: int | None
    earlier_day: date
    # Nothing to compare with on days before the store sold anything at all.
    earlier: int | None
    is_partial: bool


def compare(now: int, before: int) -> Change:
    """The change from one number to another, rounded half away from zero to a tenth of a percent."""
    if before == 0:
        return Change(absolute=now, tenths=None)
    size = (2 * 1000 * abs(now - before) + before) // (2 * before)
    return Change(absolute=now - before, tenths=size if now >= before else -size)


def percent(change: Change, language: str) -> str:
    """A change with its sign: +12.5 %, −3 %, or that there is nothing to compare with."""
    if change.tenths is None:
        return _("n/a")
    sign = "+" if change.tenths > 0 else MINUS if change.tenths < 0 else ""
    number = format_decimal(abs(change.tenths) / 10, "#,##0.#", locale=language)
    return f"{sign}{number}{money.NO_BREAK_SPACE}%"


def cards(today: Sales, before: Sales, *, currency: str, language: str) -> list[Card]:
    """Today so far against the same weekday last week up to the same time."""

    def amount(value: int | None) -> str:
        return NOTHING if value is None else money.formatted(value, currency, language)

    def count(value: int | None) -> str:
        return format_decimal(value or 0, "#,##0", locale=language)

    is_small = min(today.orders, before.orders) < SMALL_BASE
    numbers = [
        (
            "net",
            _("Net sales"),
            today.net,
            before.net,
            amount,
            _("Goods minus discounts minus tax, without delivery. Unpaid, cancelled and returned orders do not count."),
        ),
        (
            "orders",
            _("Orders"),
            today.orders,
            before.orders,
            count,
            _("Orders placed today that are paid or will be paid on receipt."),
        ),
        (
            "average",
            _("Average order"),
            today.average,
            before.average,
            amount,
            _("Net sales divided by orders."),
        ),
        ("pieces", _("Goods sold"), today.pieces, before.pieces, count, _("Pieces in the orders that count.")),
    ]
    made = []
    for code, label, value, earlier, shown, counted in numbers:
        change = compare(value or 0, earlier or 0)
        made.append(
            Card(
                code=code,
                label=label,
                value=shown(value),
                before=shown(earlier),
                change=percent(change, language) if value is not None else _("n/a"),
                direction=change.direction if value is not None and change.tenths is not None else "same",
                is_small=is_small and change.tenths is not None,
                counted=counted,
            )
        )
    return made


def days(sales: Mapping[date, Sales], period: Period, opened: date | None) -> list[DayRow]:
    """The rows of the figure and of its table: every day of the period, with the same weekday some weeks earlier.

    ``opened`` is the day of the store's first sale: days before it are not days without sales.
    """
    nothing = Sales()

    def net(day: date) -> int:
        return sales.get(day, nothing).net

    rows = []
    for day in period.dates():
        is_partial = day == period.today
        week = sum(net(day - timedelta(days=back)) for back in range(AVERAGED))
        has_week = not is_partial and opened is not None and opened <= day - timedelta(days=AVERAGED - 1)
        has_earlier = opened is not None and opened <= day - period.shift
        rows.append(
            DayRow(
                day=day,
                net=net(day),
                orders=sales.get(day, nothing).orders,
                average=(2 * week + AVERAGED) // (2 * AVERAGED) if has_week else None,
                earlier_day=day - period.shift,
                earlier=net(day - period.shift) if has_earlier else None,
                is_partial=is_partial,
            )
        )
    return rows


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Sums of full days; ``compared`` and ``earlier`` are of those days that have a day to compare with."""

    net: int
    orders: int
    compared: int
    earlier: int
    days_compared: int

    @property
    def change(self) -> Change:
        return compare(self.compared, self.earlier)


def totals(rows: Sequence[DayRow]) -> Totals:
    full = [row for row in rows if not row.is_partial]
    both = [row for row in full if row.earlier is not None]
    return Totals(
        net=sum(row.net for row in full),
        orders=sum(row.orders for row in full),
        compared=sum(row.net for row in both),
        earlier=sum(row.earlier or 0 for row in both),
        days_compared=len(both),
    )


def is_empty(rows: Sequence[DayRow]) -> bool:
    return not any(row.orders for row in rows)


def finding(rows: Sequence[DayRow], period: Period, *, currency: str, language: str) -> str:
    """The main thing that the figure shows, in a few sentences, for people who do not see it."""
    sums = totals(rows)
    sentences = [
        _("Net sales of %(days)d full days: %(total)s.")
        % {"days": period.days, "total": money.formatted(sums.net, currency, language)}
    ]
    if sums.earlier:
        words = {"change": percent(sums.change, language), "weeks": weeks(period), "days": sums.days_compared}
        if sums.days_compared == period.days:
            sentences.append(_("%(change)s against the same weekdays %(weeks)s earlier.") % words)
        else:
            sentences.append(
                _("%(change)s against the same weekdays %(weeks)s earlier, on the %(days)d days that can be compared.")
                % words
            )
    best = max((row for row in rows if not row.is_partial), key=lambda row: row.net)
    if best.net:
        day = format_date(best.day, "d MMMM", locale=language)
        words = {"day": day, "amount": money.formatted(best.net, currency, language)}
        sentences.append(_("Best day: %(day)s with %(amount)s.") % words)
    return " ".join(sentences)


def weeks(period: Period) -> str:
    return ngettext("%(count)d week", "%(count)d weeks", period.weeks_earlier) % {"count": period.weeks_earlier}


def net_sales_by_day(rows: Sequence[DayRow], period: Period, *, currency: str, language: str) -> dict[str, Any]:
    """Plotly's JSON: a bar for each day, the average as a line, the earlier days dashed."""
    dates = [row.day.isoformat() for row in rows]

    def amount(value: int) -> str:
        return money.formatted(value, currency, language)

    def named(day: date) -> str:
        return format_date(day, "EE, d MMM", locale=language)

    averaged = [row for row in rows if row.average is not None]
    compared = [row for row in rows if row.earlier is not None]
    bars = {
        "type": "bar",
        "name": _("Net sales"),
        "x": dates,
        "y": [row.net for row in rows],
        # A day that is not over is hatched, so that nobody takes it for a bad one.
        "marker": {"pattern": {"shape": ["/" if row.is_partial else "" for row in rows], "size": 6}},
        "hovertext": [
            f"{named(row.day)}: {amount(row.net)}" + (f" ({_('so far')})" if row.is_partial else "") for row in rows
        ],
        "hoverinfo": "text",
        "meta": {"series": 1},
    }
    averages = {
        "type": "scatter",
        "mode": "lines",
        "name": _("7-day average"),
        "x": [row.day.isoformat() for row in averaged],
        "y": [row.average for row in averaged],
        "line": {"width": 3},
        "hovertext": [_("7-day average: %(amount)s") % {"amount": amount(row.average or 0)} for row in averaged],
        "hoverinfo": "text",
        "meta": {"series": 2},
    }
    earlier = {
        "type": "scatter",
        "mode": "lines",
        "name": _("%(weeks)s earlier") % {"weeks": weeks(period)},
        "x": [row.day.isoformat() for row in compared],
        "y": [row.earlier for row in compared],
        "line": {"width": 2, "dash": "dash"},
        "hovertext": [f"{named(row.earlier_day)}: {amount(row.earlier or 0)}" for row in compared],
        "hoverinfo": "text",
        "meta": {"series": 3},
    }
    marks = ticks(max((max(row.net, row.earlier or 0) for row in rows), default=0), currency)
    shown = rows[:: DAYS_A_TICK[period.days]]
    return {
        "data": [bars, *([earlier] if compared else []), averages],
        "layout": {
            "xaxis": {
                "type": "date",
                "tickvals": [row.day.isoformat() for row in shown],
                "ticktext": [format_date(row.day, "d MMM", locale=language) for row in shown],
                "fixedrange": True,
            },
            "yaxis": {
                "tickvals": marks,
                "ticktext": [compact(mark, currency, language) for mark in marks],
                "range": [0, marks[-1]],
                "fixedrange": True,
            },
        },
    }


def ticks(most: int, currency: str) -> list[int]:
    """Round amounts from zero to the next one above the highest, at most five steps."""
    unit = 10 ** money.exponent(currency)
    step = unit
    while step * MOST_TICKS < most:
        # 1, 2, 5, 10, 20, 50, …
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    count = max(1, -(-most // step))
    return [step * number for number in range(count + 1)]


def compact(amount: int, currency: str, language: str) -> str:
    """A short amount for an axis: 1.5M ₽."""
    number = format_compact_decimal(amount / 10 ** money.exponent(currency), locale=language, fraction_digits=1)
    return f"{number}{money.NO_BREAK_SPACE}{money.SYMBOLS.get(currency, currency)}"
