"""Delivery dates: cut-off, weekends, holidays and opening hours, in the store's time zone whatever the clock's."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from shop import delivery, markets
from shop.delivery.dates import arrival
from shop.delivery.pickup import hours_in_words
from shop.models import DeliveryMethod
from tests.shop.ordering import make_courier, make_point

pytestmark = pytest.mark.django_db

MOSCOW = ZoneInfo("Europe/Moscow")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def parcel(goods=1, **more):
    return delivery.Parcel(goods=goods, currency="RUB", **more)


def options(now=None, **more):
    more.setdefault("parcel", parcel())
    return delivery.options(terms=markets.default(), language="en", now=now, **more)


def make_pickup(**fields):
    return DeliveryMethod.objects.create(
        **{"code": "pickup", "kind": "pickup", "name_en": "Pick-up", "name_ru": "Самовывоз"} | fields
    )


@pytest.mark.parametrize(
    ("placed", "working_days", "country", "arrives"),
    [
        ("2026-11-23T17:59:59", 1, "RU", "2026-11-24"),
        ("2026-11-23T18:00:00", 1, "RU", "2026-11-25"),
        ("2026-11-23T17:59:59", 0, "RU", "2026-11-23"),
        ("2026-11-23T18:00:00", 0, "RU", "2026-11-24"),
        ("2026-11-27T17:00:00", 1, "RU", "2026-11-30"),  # Friday
        ("2026-11-27T18:00:00", 1, "RU", "2026-12-01"),
        ("2026-11-28T09:00:00", 1, "RU", "2026-12-01"),  # Saturday: work begins on Monday
        ("2026-11-28T23:00:00", 1, "RU", "2026-12-01"),
        ("2026-11-03T18:00:00", 1, "RU", "2026-11-06"),  # 4 November is Unity Day
        ("2026-12-30T12:00:00", 1, "RU", "2027-01-11"),  # the New Year holidays
        ("2027-02-19T12:00:00", 1, "RU", "2027-02-20"),  # a Saturday that was made a working day
        ("2028-02-28T12:00:00", 1, "RU", "2028-02-29"),
        ("2026-12-24T12:00:00", 1, "DE", "2026-12-28"),  # Christmas Day and the day after
        ("2026-05-07T12:00:00", 1, "FR", "2026-05-11"),  # 8 May
        ("2026-11-25T12:00:00", 1, "US", "2026-11-27"),  # Thanksgiving
        ("2026-11-25T12:00:00", 1, "RU", "2026-11-26"),
        ("2026-11-19T12:00:00", 1, "IL", "2026-11-22"),  # Thursday: work begins on Sunday
        ("2026-11-27T17:00:00", 1, "XX", "2026-11-30"),  # an unknown country still has weekends
    ],
)
def test_working_days_of_the_destination_count_from_today_before_the_cut_off(placed, working_days, country, arrives):
    day = arrival(working_days=working_days, cut_off_hour=18, now=at(placed), country=country)

    assert day == date.fromisoformat(arrives)


@pytest.mark.parametrize(
    ("expected_on", "arrives"),
    [
        (None, "2026-11-24"),
        ("2026-11-20", "2026-11-24"),  # past: it is here
        ("2026-11-23", "2026-11-24"),
        ("2026-11-26", "2026-11-27"),
        ("2026-11-28", "2026-12-01"),  # a Saturday: sent on Monday
    ],
)
def test_goods_that_are_still_to_come_are_sent_when_they_are_here(expected_on, arrives):
    make_courier(working_days=1)
    expected = date.fromisoformat(expected_on) if expected_on else None

    option = options(at("2026-11-23T12:00"), parcel=parcel(expected_on=expected))[0]

    assert option["date"] == arrives


def test_the_cut_off_is_an_hour_of_the_store_not_of_utc():
    make_courier(cut_off_hour=18)

    before, after = datetime(2026, 11, 23, 14, 59, tzinfo=UTC), datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

    assert [options(now)[0]["date"] for now in (before, after)] == ["2026-11-24", "2026-11-25"]


def test_late_in_the_evening_in_utc_is_tomorrow_in_the_store():
    make_courier(working_days=0, cut_off_hour=18)

    option = options(datetime(2026, 11, 23, 22, 0, tzinfo=UTC))[0]

    assert (option["date"], option["date_label"]) == ("2026-11-24", "Today, 24\u00a0November")


@pytest.mark.parametrize(
    ("placed", "hours", "ready"),
    [
        ("2026-11-23T12:00", 2, "2026-11-23T14:00"),
        ("2026-11-23T12:01", 2, "2026-11-23T15:00"),
        ("2026-11-23T18:30", 2, "2026-11-24T12:00"),  # 21:00 is closing time
        ("2026-11-23T18:00", 2, "2026-11-23T20:00"),
        ("2026-11-23T23:30", 2, "2026-11-24T12:00"),
        ("2026-11-24T01:00", 2, "2026-11-24T12:00"),  # nobody prepares it before ten
        ("2026-11-24T09:00", 2, "2026-11-24T12:00"),
        ("2026-11-24T09:59", 0, "2026-11-24T10:00"),
        ("2026-11-23T12:00", 13, "2026-11-25T10:00"),  # not at eleven at night
        ("2026-11-23T12:00", 24, "2026-11-25T10:00"),
        ("2026-12-31T20:59", 2, "2027-01-01T12:00"),
    ],
)
def test_an_order_is_prepared_while_the_shop_is_open(placed, hours, ready):
    make_point(preparation_hours=hours)
    make_pickup()

    option = options(at(placed))[0]

    assert option["pickup_points"][0]["ready_at"] == at(ready).isoformat()
    assert option["date"] == ready[:10]


@pytest.mark.parametrize(
    ("placed", "closed_weekdays", "closed_days", "ready"),
    [
        ("2026-11-21T12:00", [6], [], "2026-11-21T14:00"),  # Saturday noon
        ("2026-11-21T19:30", [6], [], "2026-11-23T12:00"),  # Saturday evening: begun on Monday
        ("2026-11-22T12:00", [6], [], "2026-11-23T12:00"),  # Sunday
        ("2026-12-31T12:00", [], ["2026-12-31", "2027-01-01"], "2027-01-02T12:00"),
        ("2026-11-20T20:30", [5, 6], ["2026-11-23"], "2026-11-24T12:00"),
    ],
)
def test_nothing_is_prepared_or_handed_out_on_closed_days(placed, closed_weekdays, closed_days, ready):
    make_point(closed_weekdays=closed_weekdays, closed_days=closed_days)
    make_pickup()

    assert options(at(placed))[0]["pickup_points"][0]["ready_at"] == at(ready).isoformat()


def test_a_shop_that_does_not_open_any_more_is_not_offered():
    make_point(closed_weekdays=list(range(7)))
    make_pickup()

    assert options(at("2026-11-23T12:00")) == []


def test_a_shop_that_closes_at_midnight_hands_out_until_then():
    make_point(preparation_hours=2, closes_hour=24)
    make_pickup()

    ready = [
        options(at(placed))[0]["pickup_points"][0]["ready_at"] for placed in ("2026-11-23T21:00", "2026-11-23T21:01")
    ]

    assert ready == [at("2026-11-23T23:00").isoformat(), at("2026-11-24T12:00").isoformat()]


@pytest.mark.parametrize(
    ("placed", "ready"),
    [
        ("2026-11-23T12:00", "2026-11-25T00:00"),
        ("2026-11-23T19:00", "2026-11-26T00:00"),
        ("2026-11-27T12:00", "2026-12-01T00:00"),
    ],
)
def test_a_parcel_locker_has_the_order_when_the_carrier_has_brought_it(placed, ready):
    make_point(kind="locker", opens_hour=0, closes_hour=24, preparation_hours=0)
    make_pickup(code="locker", kind="locker", working_days=2)

    option = options(at(placed))[0]

    assert (option["kind"], option["pickup_points"][0]["ready_at"]) == ("locker", at(ready).isoformat())


def test_shops_and_parcel_lockers_belong_to_their_own_methods():
    make_point(code="shop-1")
    make_point(code="locker-1", kind="locker")
    make_pickup()
    make_pickup(code="locker", kind="locker")

    assert {option["id"]: [point["id"] for point in option["pickup_points"]] for option in options()} == {
        "pickup": ["shop-1"],
        "locker": ["locker-1"],
    }


@pytest.mark.parametrize(
    ("language", "closed", "words"),
    [
        ("en", [], "10:00–21:00"),
        ("en", [6], "10:00–21:00, closed: Sunday"),
        ("en", [6, 5], "10:00–21:00, closed: Saturday, Sunday"),
    ],
)
def test_opening_hours_name_the_days_a_shop_is_closed(language, closed, words):
    with override(language):
        assert hours_in_words(make_point(closed_weekdays=closed), language) == words
