"""Spans of days that figures show and compare; pure functions of the present instant."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shop.reporting import Span, day_starts, store_zone

WEEK = timedelta(days=7)
# How many full days a figure can show, and how many weeks earlier it looks for the same weekdays.
LENGTHS = {30: 5, 90: 13}
DEFAULT = 30
AVERAGED = 7


@dataclass(frozen=True, kw_only=True)
class Period:
    """Full days up to yesterday, and today as far as it has come."""

    days: int
    today: date

    @property
    def first(self) -> date:
        return self.today - timedelta(days=self.days)

    @property
    def weeks_earlier(self) -> int:
        return LENGTHS[self.days]

    @property
    def shift(self) -> timedelta:
        """Whole weeks, so that Mondays are compared with Mondays."""
        return WEEK * self.weeks_earlier

    def dates(self) -> list[date]:
        """Every day that is shown, today last."""
        return [self.first + timedelta(days=number) for number in range(self.days + 1)]

    def needed(self) -> tuple[date, date]:
        """The first and the last day whose sales the figure needs."""
        earliest = min(self.first - self.shift, self.first - timedelta(days=AVERAGED - 1))
        return earliest, self.today


def local_day(now: datetime) -> date:
    """The day it is in the store."""
    return now.astimezone(store_zone()).date()


def period(now: datetime, asked: str | None) -> Period:
    """The period that was asked for in the address, or the usual one."""
    days = int(asked) if asked and asked.isascii() and asked.isdigit() and int(asked) in LENGTHS else DEFAULT
    return Period(days=days, today=local_day(now))


def today_and_a_week_ago(now: datetime) -> dict[str, Span]:
    """Today so far, and the same weekday last week up to the same time on the clock."""
    local = now.astimezone(store_zone())
    before = local.date() - WEEK
    return {
        "today": Span(day_starts(local.date()), now),
        "before": Span(day_starts(before), datetime.combine(before, local.time(), tzinfo=store_zone())),
    }
