"""What the dashboard shows at an instant: the sums asked for once, and every view of them made from those."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_date, format_datetime, format_time

from dashboards import figures, periods
from shop import money, reporting


@dataclass(frozen=True, kw_only=True)
class Today:
    """Today's cards, and when the store sold last if today is still empty."""

    cards: list[figures.Card]
    is_empty: bool
    last_sale: str
    updated: str
    weekday: str


def today(now: datetime, language: str, moments: reporting.Moments) -> Today:
    """Two queries, whatever was sold."""
    sums = reporting.sales(periods.today_and_a_week_ago(now))
    local = now.astimezone(reporting.store_zone())
    last = moments.last.astimezone(reporting.store_zone()) if moments.last else None
    return Today(
        cards=figures.cards(sums["today"], sums["before"], currency=money.currency(), language=language),
        is_empty=sums["today"].orders == 0,
        last_sale=format_datetime(last, "d MMMM, H:mm", locale=language) if last else "",
        updated=format_time(local, "H:mm", locale=language),
        weekday=format_date(local.date() - periods.WEEK, "EEEE, d MMMM", locale=language),
    )


def sales(now: datetime, asked: str | None, language: str, moments: reporting.Moments) -> dict[str, Any]:
    """The figure of the period that was asked for, and the table that equals it.  Two queries."""
    currency = money.currency()
    period = periods.period(now, asked)
    opened = periods.local_day(moments.first) if moments.first else None
    rows = figures.days(reporting.sales_by_day(*period.needed()), period, opened)
    if figures.is_empty(rows):
        return {"period": period, "rows": [], "figure": None}
    sums = figures.totals(rows)
    return {
        "period": period,
        "figure": figures.net_sales_by_day(rows, period, currency=currency, language=language),
        "finding": figures.finding(rows, period, currency=currency, language=language),
        "weeks": figures.weeks(period),
        "rows": [_in_words(row, currency, language) for row in reversed(rows)],
        "total": money.formatted(sums.net, currency, language),
        "earlier": money.formatted(sums.earlier, currency, language) if sums.days_compared else figures.NOTHING,
        "change": figures.percent(sums.change, language) if sums.days_compared else figures.NOTHING,
        "orders": sums.orders,
    }


def _in_words(row: figures.DayRow, currency: str, language: str) -> dict[str, Any]:
    def amount(value: int | None) -> str:
        return figures.NOTHING if value is None else money.formatted(value, currency, language)

    is_compared = row.earlier is not None and not row.is_partial
    return {
        "day": format_date(row.day, "EE, d MMM y", locale=language),
        "is_partial": row.is_partial,
        "net": amount(row.net),
        "orders": row.orders,
        "average": amount(row.average),
        "earlier_day": format_date(row.earlier_day, "d MMM", locale=language),
        "earlier": amount(row.earlier),
        "change": figures.percent(figures.compare(row.net, row.earlier or 0), language)
        if is_compared
        else figures.NOTHING,
    }
