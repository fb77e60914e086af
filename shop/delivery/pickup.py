"""Pick-up points: which are open when, which have the whole cart on their own shelf, and when an order is ready."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import get_day_names
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext

from shop.models import BundlePart, PickupPoint, Reservation, StockLevel, in_language

from . import dates
from .charges import Way
from .parcels import Parcel

# A point that stays closed for longer hands nothing out.
LONGEST_CLOSED = timedelta(days=60)


def points(**conditions: Any) -> list[PickupPoint]:
    return list(PickupPoint.objects.filter(is_active=True, **conditions).select_related("warehouse"))


def with_goods(points: Iterable[PickupPoint], parcel: Parcel) -> list[PickupPoint]:
    """The points that can hand the whole parcel out; those without a shelf of their own get it from the warehouse.

    At most two queries for any number of points.
    """
    points = list(points)
    shelves = {point.warehouse_id for point in points if point.warehouse_id is not None}
    full = _full_shelves(shelves, parcel) if shelves and parcel.pieces else shelves
    return [point for point in points if point.warehouse_id is None or point.warehouse_id in full]


def ready_at(
    point: PickupPoint, now: datetime, way: Way | None = None, ready_on: date | None = None
) -> datetime | None:
    """When an order placed now can be picked up, on a full hour; None if the point does not open any more.

    A shop prepares it while it is open.  To a parcel locker it is brought, which takes the method's working days.
    Goods that come in later (``ready_on``) are prepared from that day on.
    """
    if point.kind == PickupPoint.Kind.LOCKER and way is not None:
        arrives = dates.arrival(
            working_days=way.method.working_days,
            cut_off_hour=way.method.cut_off_hour,
            now=now,
            country=point.country,
            ready_on=ready_on,
        )
        return _first_open(point, _at_hour(now, arrives, point.opens_hour))
    if ready_on is not None and ready_on > now.date():
        now = _at_hour(now, ready_on, 0)
    preparation = timedelta(hours=point.preparation_hours)
    day = _open_day(point, now.date())
    if day is None:
        return None
    opening = _at_hour(now, day, point.opens_hour)
    ready = _full_hour(max(now, opening) + preparation)
    if ready < _at_hour(now, day, point.closes_hour):
        return ready
    # What is not ready before closing time is begun on the next day that the shop is open.
    day = _open_day(point, day + timedelta(days=1))
    return None if day is None else _first_open(point, _at_hour(now, day, point.opens_hour) + preparation)


def represent(point: PickupPoint, ready: datetime, now: datetime, language: str) -> dict[str, Any]:
    return {
        "id": point.code,
        "name": in_language(point, "name", language),
        "city": in_language(point, "city", language),
        "address": in_language(point, "address", language),
        "hours": hours_in_words(point, language),
        "ready_at": ready.isoformat(),
        "ready_label": dates.hour_in_words(ready, now, language),
    }


def hours_in_words(point: PickupPoint, language: str) -> str:
    """ "10:00–21:00, closed: Sunday"."""
    hours = f"{point.opens_hour:02d}:00–{point.closes_hour:02d}:00"
    if not point.closed_weekdays:
        return hours
    names = get_day_names("wide", context="stand-alone", locale=language)
    closed = ", ".join(names[day] for day in sorted(point.closed_weekdays))
    return gettext("%(hours)s, closed: %(days)s") % {"hours": hours, "days": closed}


def is_near(point: PickupPoint, city: str, postcode: str) -> bool:
    if city := city.strip().casefold():
        return city in (point.city_en.casefold(), point.city_ru.casefold())
    return bool(postcode) and point.postcode[:3] == postcode[:3]


def is_open(point: PickupPoint, day: date) -> bool:
    return day.weekday() not in point.closed_weekdays and day.isoformat() not in point.closed_days


def _full_shelves(warehouse_ids: Iterable[int], parcel: Parcel) -> set[int]:
    """The warehouses in use that hold all pieces; holds that are over, and the cart's own, count as free."""
    wanted = _parts(parcel)
    counts_as_free = Q(expires_at__lte=timezone.now())
    if parcel.cart_id is not None:
        counts_as_free |= Q(cart=parcel.cart_id)
    holds = Reservation.objects.filter(
        counts_as_free, variant=OuterRef("variant"), warehouse=OuterRef("warehouse"), state=Reservation.State.HELD
    )
    freed = Subquery(holds.order_by().values("variant").annotate(pieces=Sum("quantity")).values("pieces"))
    levels = StockLevel.objects.filter(
        warehouse__in=warehouse_ids, warehouse__is_active=True, variant__in=wanted
    ).annotate(free=F("on_hand") - F("reserved") + Coalesce(freed, 0))
    held: dict[int, set[int]] = {}
    for warehouse, variant, free in levels.values_list("warehouse", "variant", "free"):
        if free >= wanted[variant]:
            held.setdefault(warehouse, set()).add(variant)
    return {warehouse for warehouse, variants in held.items() if len(variants) == len(wanted)}


def _parts(parcel: Parcel) -> dict[int, int]:
    """What lies on shelves: the pieces themselves, and for a bundle its parts."""
    wanted: dict[int, int] = {}
    bundles: set[int] = set()
    rows: Sequence[tuple[int, int, int]] = BundlePart.objects.filter(bundle__in=parcel.pieces).values_list(
        "bundle", "part", "quantity"
    )
    for bundle, part, quantity in rows:
        bundles.add(bundle)
        wanted[part] = wanted.get(part, 0) + quantity * parcel.pieces[bundle]
    for variant, quantity in parcel.pieces.items():
        if variant not in bundles:
            wanted[variant] = wanted.get(variant, 0) + quantity
    return wanted


def _first_open(point: PickupPoint, instant: datetime) -> datetime | None:
    """That full hour if the point is open then, or the next one that it opens at."""
    instant = _full_hour(instant)
    day = instant.date()
    if instant.hour >= point.closes_hour:
        day += timedelta(days=1)
    opens_on = _open_day(point, day)
    if opens_on is None:
        return None
    return max(instant, _at_hour(instant, opens_on, point.opens_hour))


def _open_day(point: PickupPoint, day: date) -> date | None:
    """That day, or the next one on which the point is open."""
    last = day + LONGEST_CLOSED
    while not is_open(point, day):
        day += timedelta(days=1)
        if day > last:
            return None
    return day


def _at_hour(moment: datetime, day: date, hour: int) -> datetime:
    """An hour of a day in the moment's time zone; 24 is the end of the day."""
    midnight = moment.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=hour)


def _full_hour(instant: datetime) -> datetime:
    """The full hour that it is, or the next one."""
    return (instant + timedelta(hours=1, microseconds=-1)).replace(minute=0, second=0, microsecond=0)
