"""Delivery dates: working days of the country that a parcel goes to, counted from the cut-off time."""

from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays
from babel.dates import format_date
from django.utils.translation import gettext

from shop import money

SATURDAY = 5


def arrival(*, working_days: int, cut_off_hour: int, now: datetime, country: str, ready_on: date | None = None) -> date:
    """The day a parcel arrives: working days count from today before the cut-off, from the next working day after.

    Goods that come in later (``ready_on``) are sent off on that day.
    """
    day = now.date()
    if ready_on is not None and ready_on > day:
        day = ready_on if is_working_day(ready_on, country) else next_working_day(ready_on, country)
    elif now.hour >= cut_off_hour or not is_working_day(day, country):
        day = next_working_day(day, country)
    for _ in range(working_days):
        day = next_working_day(day, country)
    return day


def is_working_day(day: date, country: str) -> bool:
    """By the country's own weekend, public holidays and days moved by the government."""
    calendar = _calendar(country, day.year)
    return day.weekday() < SATURDAY if calendar is None else calendar.is_working_day(day)


def next_working_day(day: date, country: str) -> date:
    day += timedelta(days=1)
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def day_in_words(day: date, today: date, language: str) -> str:
    """ "Tomorrow, 23 November" or «23 ноября»."""
    words = format_date(day, "d MMMM", locale=language).replace(" ", money.NO_BREAK_SPACE)
    near = {0: gettext("Today"), 1: gettext("Tomorrow")}.get((day - today).days)
    return f"{near}, {words}" if near else words


def inside_a_sentence(words: str) -> str:
    """The words of a day or an hour where no sentence begins."""
    return words[:1].lower() + words[1:]


def hour_in_words(instant: datetime, now: datetime, language: str) -> str:
    """ "Tomorrow, 23 November from 12:00"."""
    day = day_in_words(instant.date(), now.date(), language)
    return gettext("%(day)s from %(time)s") % {"day": day, "time": instant.strftime("%H:%M")}


@lru_cache(maxsize=64)
def _calendar(country: str, year: int) -> holidays.HolidayBase | None:
    """None for a country that the library does not know: there only weekends are free."""
    try:
        return holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return None
