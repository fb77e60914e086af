"""Trying delivery out: for a parcel and a place the price and day of each way, or why it is not on offer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from shop.models import DeliveryZone

from . import charges, choice
from .charges import Way
from .parcels import Parcel
from .zones import Zones

if TYPE_CHECKING:
    from shop.markets import Terms


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A way with its price (minor units) and day, or with the reason why it is not on offer."""

    way: Way
    price: int | None = None
    day: date | None = None
    reason: str = ""


def try_out(
    *, parcel: Parcel, terms: "Terms", country: str, postcode: str, now: datetime | None = None
) -> tuple[list[DeliveryZone], list[Tried]]:
    """The zones that the place belongs to, and what becomes of each way to the door there."""
    now = timezone.localtime(now)
    rows = list(DeliveryZone.objects.all())
    all_zones = Zones(rows)
    there = all_zones.at(country, postcode)
    tried = [_tried(way, parcel, terms, all_zones, country, postcode, now) for way in charges.ways()]
    return [row for row in rows if row.pk in there], tried


def of_way(way: Way, *, parcel: Parcel, country: str, now: datetime | None = None) -> Tried:
    """What a parcel that this way takes costs, and when it is there."""
    amount, _ = way.charge(parcel)
    return Tried(way=way, price=amount, day=choice.arrival_of(way, parcel, timezone.localtime(now), country))


def _tried(
    way: Way, parcel: Parcel, terms: "Terms", all_zones: Zones, country: str, postcode: str, now: datetime
) -> Tried:
    if parcel.currency != way.currency:
        return Tried(way=way, reason=gettext("It is in another currency: %(currency)s.") % {"currency": way.currency})
    if not way.takes(parcel):
        return Tried(way=way, reason=gettext("It does not take goods of this mass, value or class."))
    if country not in terms.countries or not choice.serves(way, all_zones, terms, country, postcode, anywhere=False):
        return Tried(way=way, reason=gettext("It does not go to this place."))
    return of_way(way, parcel=parcel, country=country, now=now)
