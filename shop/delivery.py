"""Delivery: which ways are on offer, what they cost and when the goods are there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import holidays
from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import gettext

from shop import money
from shop.errors import DeliveryIncomplete, DeliveryUnavailable
from shop.models import DeliveryMethod, PickupPoint, in_language

Kind = DeliveryMethod.Kind
ADDRESS_FIELDS = ("country", "city", "postcode", "line1", "line2")
# Where goods are sent to (ISO 3166-1 alpha-2).
COUNTRY = "RU"


def options(
    *, goods: int, language: str, city: str = "", postcode: str = "", now: datetime | None = None
) -> list[dict[str, Any]]:
    """The ways to get goods of that value (minor units), each with its price and date.

    Pick-up points of the city come first, then all others; without a city, all in order of city.
    """
    now = timezone.localtime(now)
    points = list(PickupPoint.objects.filter(is_active=True))
    nearby = city.strip().casefold()
    points.sort(key=lambda point: (not _is_near(point, nearby, postcode), point.city_en, point.code))
    found = []
    for method in DeliveryMethod.objects.filter(is_active=True):
        is_pickup = method.kind == Kind.PICKUP
        if is_pickup and not points:
            continue
        day = min(_ready_at(point, now) for point in points).date() if is_pickup else arrival(method, now)
        found.append(
            {
                "id": method.code,
                "kind": method.kind,
                "name": in_language(method, "name", language),
                "price": money.present(_price_of(method, goods), money.currency(), language),
                "date": day.isoformat(),
                "date_label": day_in_words(day, now.date(), language),
                "pickup_points": [_represent_point(point, now, language) for point in points] if is_pickup else [],
            }
        )
    return found


def earliest_pickup(*, language: str, now: datetime | None = None) -> str:
    """From when on what is ordered now can be picked up, at the first point to have it; empty without pick-up."""
    if not DeliveryMethod.objects.filter(kind=Kind.PICKUP, is_active=True).exists():
        return ""
    now = timezone.localtime(now)
    first = min((_ready_at(point, now) for point in PickupPoint.objects.filter(is_active=True)), default=None)
    return _hour_in_words(first, now, language) if first else ""


def choose(*, option: str, pickup_point: str | None, address: dict[str, str] | None) -> dict[str, Any]:
    """The choice as a cart keeps it.  Raises DeliveryUnavailable or DeliveryIncomplete."""
    method = DeliveryMethod.objects.filter(code=option, is_active=True).first()
    if method is None:
        raise DeliveryUnavailable
    if method.kind == Kind.PICKUP:
        if not pickup_point:
            raise DeliveryIncomplete(gettext("Choose a pick-up point."))
        if not PickupPoint.objects.filter(code=pickup_point, is_active=True).exists():
            raise DeliveryUnavailable
        return {"option": method.code, "pickup_point": pickup_point}
    given = {name: str((address or {}).get(name, "")).strip() for name in ADDRESS_FIELDS}
    if not (given["city"] and given["line1"]):
        raise DeliveryIncomplete(gettext("Enter the city and the street with the house number."))
    given["country"] = given["country"].upper() or COUNTRY
    if given["country"] != COUNTRY:
        raise DeliveryUnavailable(gettext("Nothing is delivered to this country."))
    return {"option": method.code, "address": given}


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A cart's choice with the rows behind it, while they are on offer."""

    stored: dict[str, Any]
    method: DeliveryMethod
    point: PickupPoint | None

    def price(self, goods: int) -> tuple[int, str]:
        """What it costs for goods of that value (minor units, tax included), and the rule that says so."""
        amount = _price_of(self.method, goods)
        is_given = self.method.price and not amount
        return amount, f"delivery_{self.method.code}{'_free_from' if is_given else ''}"

    def describe(self, language: str, now: datetime | None = None) -> dict[str, Any]:
        """The choice in words, as an order keeps it: method, day and place."""
        now = timezone.localtime(now)
        words: dict[str, Any] = {
            **self.stored,
            "kind": self.method.kind,
            "name": in_language(self.method, "name", language),
        }
        day = arrival(self.method, now)
        if self.point:
            words["point"] = _represent_point(self.point, now, language)
            day = _ready_at(self.point, now).date()
        return {**words, "date": day.isoformat(), "date_label": day_in_words(day, now.date(), language)}


def chosen(stored: dict[str, Any] | None) -> Chosen | None:
    """What a cart's stored choice stands for; None if there is none, or it is no longer on offer."""
    if not stored:
        return None
    method = DeliveryMethod.objects.filter(code=stored["option"], is_active=True).first()
    if method is None:
        return None
    point = None
    if method.kind == Kind.PICKUP:
        point = PickupPoint.objects.filter(code=stored.get("pickup_point"), is_active=True).first()
        if point is None:
            return None
    return Chosen(stored=stored, method=method, point=point)


def arrival(method: DeliveryMethod, now: datetime) -> date:
    """The day a parcel arrives: working days count from today before the cut-off, from the next working day after."""
    day = now.date()
    if now.hour >= method.cut_off_hour or not _is_working_day(day):
        day = _next_working_day(day)
    for _ in range(method.working_days):
        day = _next_working_day(day)
    return day


def day_in_words(day: date, today: date, language: str) -> str:
    """ "Tomorrow, 23 November" or «23 ноября»."""
    words = format_date(day, "d MMMM", locale=language).replace(" ", money.NO_BREAK_SPACE)
    near = {0: gettext("Today"), 1: gettext("Tomorrow")}.get((day - today).days)
    return f"{near}, {words}" if near else words


def _price_of(method: DeliveryMethod, goods: int) -> int:
    return 0 if method.free_from is not None and goods >= method.free_from else method.price


def _is_near(point: PickupPoint, city: str, postcode: str) -> bool:
    if city:
        return city in (point.city_en.casefold(), point.city_ru.casefold())
    return bool(postcode) and point.postcode[:3] == postcode[:3]


def _ready_at(point: PickupPoint, now: datetime) -> datetime:
    """When an order placed now can be picked up: prepared from the opening on, handed out on a full hour."""
    opening = now.replace(hour=point.opens_hour, minute=0, second=0, microsecond=0)
    preparation = timedelta(hours=point.preparation_hours)
    ready = _full_hour(max(now, opening) + preparation)
    if ready < opening + timedelta(hours=point.closes_hour - point.opens_hour):
        return ready
    ready = opening + timedelta(days=1) + preparation
    if point.opens_hour <= ready.hour < point.closes_hour:
        return ready
    is_evening = ready.hour >= point.closes_hour
    return ready.replace(hour=point.opens_hour) + timedelta(days=1 if is_evening else 0)


def _full_hour(instant: datetime) -> datetime:
    """The full hour that it is, or the next one."""
    return (instant + timedelta(hours=1, microseconds=-1)).replace(minute=0, second=0, microsecond=0)


def _represent_point(point: PickupPoint, now: datetime, language: str) -> dict[str, Any]:
    ready = _ready_at(point, now)
    return {
        "id": point.code,
        "name": in_language(point, "name", language),
        "city": in_language(point, "city", language),
        "address": in_language(point, "address", language),
        "hours": f"{point.opens_hour:02d}:00–{point.closes_hour:02d}:00",
        "ready_at": ready.isoformat(),
        "ready_label": _hour_in_words(ready, now, language),
    }


def _hour_in_words(ready: datetime, now: datetime, language: str) -> str:
    day = day_in_words(ready.date(), now.date(), language)
    return gettext("%(day)s from %(time)s") % {"day": day, "time": ready.strftime("%H:%M")}


@lru_cache(maxsize=8)
def _holidays(year: int) -> Any:
    return holidays.country_holidays("RU", years=year)


def _is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year)


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not _is_working_day(day):
        day += timedelta(days=1)
    return day
