"""What a method would ask of a few parcels, worked out by the rules that shoppers meet."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop import delivery, markets, money
from shop.delivery import charges, choice, trial
from shop.models import DeliveryMethod, DeliveryZone

GRAMS = 1000
# Enough to see every step of a usual table of prices.
MOST_EXAMPLES = 8


@dataclass(frozen=True, kw_only=True)
class Example:
    mass: str
    goods: str
    place: str
    price: str
    day: str


def of_method(method: DeliveryMethod, now: datetime | None = None) -> list[Example]:
    """A parcel for each step of its prices to the first of its places, then one to each other place."""
    way = charges.way(method.code)
    if way is None:
        return []
    now = timezone.localtime(now)
    places = _places(method)
    # A kilogram, if the method takes that; and what is just heavy enough for each price of its own.
    usual = min(max(GRAMS, method.lightest_grams or 0), method.heaviest_grams or GRAMS)
    masses = sorted({usual, *(grams for grams, _price in way.rates)})
    goods = [method.least_goods or 0]
    if method.free_from is not None and method.free_from > goods[0]:
        goods.append(method.free_from)
    cases = [(grams, goods[0], places[0]) for grams in masses] + [(usual, value, places[0]) for value in goods[1:]]
    cases += [(usual, goods[0], place) for place in places[1:]]
    return [_example(way, *case, now) for case in cases[:MOST_EXAMPLES]]


def in_kilograms(grams: int) -> str:
    number = format_decimal(grams / GRAMS, "0.###", locale=get_language() or "en")
    return _("%(number)s kg") % {"number": number}


def weekday(day: datetime | None) -> str:
    """ "Tuesday, 24 November"."""
    return format_date(day, "EEEE, d MMMM", locale=get_language() or "en") if day else ""


def _example(way: charges.Way, grams: int, goods: int, place: tuple[str, str], now: datetime) -> Example:
    name, country = place
    parcel = delivery.Parcel(goods=goods, currency=way.currency, grams=grams)
    tried = trial.of_way(way, parcel=parcel, country=country, now=now)
    language = get_language() or "en"
    return Example(
        mass=in_kilograms(grams),
        goods=money.formatted(goods, way.currency, language) if goods else "",
        place=name,
        price=money.formatted(tried.price or 0, way.currency, language) if tried.price else _("free"),
        day=_("at each point its own") if way.method.kind in choice.POINTS else weekday(tried.day),
    )


def _places(method: DeliveryMethod) -> list[tuple[str, str]]:
    """Where it goes: its zones, by name and country."""
    zones: list[DeliveryZone] = list(method.zones.all())
    if not zones:
        home = markets.default().country
        return [(home, home)]
    return [(str(zone), country) for zone in zones for country in zone.countries[:1]]
