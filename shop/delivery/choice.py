"""The ways on offer for a parcel and a place, and a shopper's choice, which is checked again whenever it is used."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext

from shop import money
from shop.errors import DeliveryIncomplete, DeliveryUnavailable
from shop.models import DeliveryMethod, PickupPoint, Warehouse, in_language

from . import charges, dates, pickup, zones
from .charges import Way
from .parcels import Parcel
from .zones import Zones

if TYPE_CHECKING:
    from shop.markets import Terms

Kind = DeliveryMethod.Kind
# Which points hand out what comes by which kind of method.
POINTS = {Kind.PICKUP: PickupPoint.Kind.SHOP, Kind.LOCKER: PickupPoint.Kind.LOCKER}
ADDRESS_FIELDS = ("country", "city", "postcode", "line1", "line2")


def options(
    *,
    parcel: Parcel,
    terms: "Terms",
    language: str,
    country: str = "",
    postcode: str = "",
    city: str = "",
    now: datetime | None = None,
    anywhere: bool = True,
) -> list[dict[str, Any]]:
    """The ways to get a parcel to a place, each with its price and date; none for a country that is not served.

    Goods that cannot be sent are on offer only at the counters where all of them lie.
    While the postcode is unknown, ways to any part of the country are on offer; with ``anywhere=False`` only those to
    all of it.  Pick-up points of the city come first.  The number of queries is fixed.
    """
    now = timezone.localtime(now)
    country = country.strip().upper() or terms.country
    if country not in terms.countries:
        return []
    all_zones = zones.read()
    found = [way for way in charges.ways() if way.takes(parcel)]
    points = _points(found, country, parcel, all_zones, terms)
    options = []
    for way in found:
        if way.method.kind in POINTS:
            if not points[way.method.pk]:
                continue
            ready = {point.pk: _ready_at(point, now, way, parcel) for point in points[way.method.pk]}
            shown = [(point, at) for point in points[way.method.pk] if (at := ready[point.pk]) is not None]
            shown.sort(key=lambda pair: (not pickup.is_near(pair[0], city, postcode), pair[0].city_en, pair[0].code))
            if shown:
                day = min(at for _, at in shown).date()
                options.append(
                    _option(
                        way, parcel, day, now, language, [pickup.represent(p, at, now, language) for p, at in shown]
                    )
                )
        elif not parcel.unsendable and serves(way, all_zones, terms, country, postcode, anywhere=anywhere):
            options.append(_option(way, parcel, arrival_of(way, parcel, now, country), now, language, []))
    return options


def choose(
    *, option: str, pickup_point: str | None, address: dict[str, str] | None, parcel: Parcel, terms: "Terms"
) -> dict[str, Any]:
    """The choice as a cart keeps it.  Raises DeliveryUnavailable, with the reason, or DeliveryIncomplete."""
    way = charges.way(option)
    if way is None:
        raise DeliveryUnavailable
    stored: dict[str, Any] = {"option": way.method.code}
    if way.method.kind in POINTS:
        if not pickup_point:
            raise DeliveryIncomplete(gettext("Choose a pick-up point."))
        stored["pickup_point"] = pickup_point
    else:
        stored["address"] = given = _address(address, terms)
        all_zones = zones.read() if way.zone_ids else Zones([])
        if given["country"] not in terms.countries or not serves(
            way, all_zones, terms, given["country"], "", anywhere=True
        ):
            raise DeliveryUnavailable(gettext("Nothing is delivered to this country this way."))
        if not given["postcode"] and not all_zones.within(given["country"]) <= way.zone_ids:
            raise DeliveryIncomplete(gettext("Enter the postcode: this way of delivery depends on it."))
    _check(stored, way, parcel, terms)
    return stored


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A cart's choice with the rows behind it, as long as the parcel can go that way."""

    stored: dict[str, Any]
    way: Way
    point: PickupPoint | None
    parcel: Parcel

    @property
    def method(self) -> DeliveryMethod:
        return self.way.method

    @property
    def country(self) -> str:
        """Where the goods go to; its taxes hold."""
        return self.point.country if self.point else self.stored["address"]["country"]

    @property
    def warehouse(self) -> Warehouse | None:
        """The shelf that the goods have to come from; None for any."""
        return self.point.warehouse if self.point else None

    def charge(self) -> tuple[int, str, int | None]:
        """What it costs in minor units, the rule that says so, and the class it is taxed in."""
        amount, rule = self.way.charge(self.parcel)
        return amount, rule, self.method.tax_class_id

    def describe(self, language: str, now: datetime | None = None) -> dict[str, Any]:
        """The choice in words, as an order keeps it: method, day and place."""
        now = timezone.localtime(now)
        words: dict[str, Any] = {
            **self.stored,
            "kind": self.method.kind,
            "name": in_language(self.method, "name", language),
        }
        day: date | None = None
        if self.point is None:
            day = arrival_of(self.way, self.parcel, now, self.country)
        elif ready := _ready_at(self.point, now, self.way, self.parcel):
            words["point"] = pickup.represent(self.point, ready, now, language)
            day = ready.date()
        if day is None:
            raise DeliveryUnavailable
        return {**words, "date": day.isoformat(), "date_label": dates.day_in_words(day, now.date(), language)}


def told_now(described: dict[str, Any], language: str, now: datetime | None = None) -> dict[str, Any]:
    """What ``describe`` said once, as it is said now: what was tomorrow then may be today."""
    now = timezone.localtime(now)
    told = dict(described)
    if day := described.get("date"):
        told["date_label"] = dates.day_in_words(date.fromisoformat(day), now.date(), language)
    point = described.get("point")
    if point and point.get("ready_at"):
        ready = timezone.localtime(datetime.fromisoformat(point["ready_at"]))
        told["point"] = {**point, "ready_label": dates.hour_in_words(ready, now, language)}
    return told


def chosen(stored: dict[str, Any] | None, *, parcel: Parcel, terms: "Terms") -> Chosen | None:
    """What a cart's stored choice stands for; None if there is none, or it is not possible any more."""
    way = charges.way(stored["option"]) if stored else None
    if stored is None or way is None:
        return None
    try:
        point = _check(stored, way, parcel, terms)
    except DeliveryUnavailable:
        return None
    return Chosen(stored=stored, way=way, point=point, parcel=parcel)


def countries(*, terms: "Terms") -> list[str]:
    """The countries of a market that anything is sent to or handed out in, in the market's order."""
    all_zones = zones.read()
    found = [way for way in charges.ways() if way.currency == terms.currency]
    handed_out_in = set(PickupPoint.objects.filter(is_active=True).values_list("country", flat=True))
    return [
        country
        for country in terms.countries
        if any(
            serves(way, all_zones, terms, country, "", anywhere=True)
            and (way.method.kind not in POINTS or country in handed_out_in)
            for way in found
        )
    ]


def earliest_pickup(*, terms: "Terms", language: str, now: datetime | None = None) -> str:
    """From when on what is ordered now can be picked up, at the first shop to have it; empty without pick-up.

    Shops with a shelf of their own are left out: they hand out only what lies there.
    """
    pickups = DeliveryMethod.objects.filter(kind=Kind.PICKUP, is_active=True)
    if not pickups.filter(currency__in=_spellings(terms.currency)).exists():
        return ""
    now = timezone.localtime(now)
    shops = pickup.points(kind=PickupPoint.Kind.SHOP, warehouse=None, country=terms.country)
    first = min((ready for point in shops if (ready := pickup.ready_at(point, now))), default=None)
    return dates.hour_in_words(first, now, language) if first else ""


def _check(stored: dict[str, Any], way: Way, parcel: Parcel, terms: "Terms") -> PickupPoint | None:
    """Everything that the choice rests on, looked at again; the point, if there is one.  Raises DeliveryUnavailable."""
    if not way.takes(parcel):
        raise DeliveryUnavailable(gettext("These goods cannot be delivered this way. Choose another one."))
    all_zones = zones.read() if way.zone_ids else Zones([])
    kind = POINTS.get(Kind(way.method.kind))
    if kind is None:
        address = stored.get("address") or {}
        country = address.get("country", "")
        if country not in terms.countries or not serves(
            way, all_zones, terms, country, address.get("postcode", ""), anywhere=False
        ):
            raise DeliveryUnavailable(gettext("This way of delivery does not go to this address. Choose another one."))
        return None
    points = pickup.points(kind=kind, code=stored.get("pickup_point") or "")
    if not points or not _hands_out(points[0], way, all_zones, terms):
        raise DeliveryUnavailable
    if _ready_at(points[0], timezone.localtime(), way, parcel) is None:
        raise DeliveryUnavailable
    if not pickup.with_goods(points, parcel):
        raise DeliveryUnavailable(gettext("Not all of these goods are in this shop. Choose another one."))
    return points[0]


def _points(
    found: list[Way], country: str, parcel: Parcel, all_zones: Zones, terms: "Terms"
) -> dict[int, list[PickupPoint]]:
    """For each method that has points those of the country that hold the parcel."""
    with_points = [way for way in found if way.method.kind in POINTS]
    if not with_points:
        return {}
    points = pickup.with_goods(pickup.points(country=country), parcel)
    if parcel.unsendable:
        # To the others the goods are sent first.
        points = [point for point in points if point.warehouse_id is not None]
    return {
        way.method.pk: [
            point
            for point in points
            if point.kind == POINTS[Kind(way.method.kind)] and _hands_out(point, way, all_zones, terms)
        ]
        for way in with_points
    }


def _ready_at(point: PickupPoint, now: datetime, way: Way, parcel: Parcel) -> datetime | None:
    """A shop with a shelf of its own hands out what lies there, and waits for nothing."""
    waits_for = parcel.expected_on if point.warehouse_id is None else None
    return pickup.ready_at(point, now, way, waits_for)


def _hands_out(point: PickupPoint, way: Way, all_zones: Zones, terms: "Terms") -> bool:
    return point.country in terms.countries and serves(
        way, all_zones, terms, point.country, point.postcode, anywhere=False
    )


def serves(way: Way, all_zones: Zones, terms: "Terms", country: str, postcode: str, *, anywhere: bool) -> bool:
    """Whether a way goes to a place; without zones it serves the store's own country."""
    if not way.zone_ids:
        return terms.is_default and country == terms.country
    there = all_zones.within(country) if anywhere and not postcode else all_zones.at(country, postcode)
    return bool(way.zone_ids & there)


def _address(address: dict[str, str] | None, terms: "Terms") -> dict[str, str]:
    given = {name: str((address or {}).get(name, "")).strip() for name in ADDRESS_FIELDS}
    if not (given["city"] and given["line1"]):
        raise DeliveryIncomplete(gettext("Enter the city and the street with the house number."))
    given["country"] = given["country"].upper() or terms.country
    return given


def arrival_of(way: Way, parcel: Parcel, now: datetime, country: str) -> date:
    return dates.arrival(
        working_days=way.method.working_days,
        cut_off_hour=way.method.cut_off_hour,
        now=now,
        country=country,
        ready_on=parcel.expected_on,
    )


def _option(
    way: Way, parcel: Parcel, day: date, now: datetime, language: str, points: list[dict[str, Any]]
) -> dict[str, Any]:
    amount, _ = way.charge(parcel)
    return {
        "id": way.method.code,
        "kind": way.method.kind,
        "name": in_language(way.method, "name", language),
        "price": money.present(amount, way.currency, language),
        "date": day.isoformat(),
        "date_label": dates.day_in_words(day, now.date(), language),
        "pickup_points": points,
    }


def _spellings(currency: str) -> list[str]:
    """How methods in a currency name it: the store's own goes without saying."""
    return [currency, ""] if currency == money.currency() else [currency]
