"""Delivery dates: cut-off, weekends, holidays and opening hours, in the store's time zone whatever the clock's."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shop import delivery
from shop.errors import DeliveryIncomplete, DeliveryUnavailable
from shop.models import DeliveryMethod
from tests.shop.ordering import make_courier, make_point

pytestmark = pytest.mark.django_db

MOSCOW = ZoneInfo("Europe/Moscow")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("placed", "working_days", "arrives"),
    [
        ("2026-11-23T17:59:59", 1, "2026-11-24"),
        ("2026-11-23T18:00:00", 1, "2026-11-25"),
        ("2026-11-23T17:59:59", 0, "2026-11-23"),
        ("2026-11-23T18:00:00", 0, "2026-11-24"),
        ("2026-11-27T17:00:00", 1, "2026-11-30"),  # Friday
        ("2026-11-27T18:00:00", 1, "2026-12-01"),
        ("2026-11-28T09:00:00", 1, "2026-12-01"),  # Saturday: work begins on Monday
        ("2026-11-28T23:00:00", 1, "2026-12-01"),
        ("2026-11-03T18:00:00", 1, "2026-11-06"),  # 4 November is Unity Day
        ("2026-12-30T12:00:00", 1, "2027-01-11"),  # the New Year holidays
        ("2028-02-28T12:00:00", 1, "2028-02-29"),
    ],
)
def test_working_days_count_from_today_before_the_cut_off(placed, working_days, arrives):
    method = DeliveryMethod(working_days=working_days, cut_off_hour=18)

    assert delivery.arrival(method, at(placed)) == date.fromisoformat(arrives)


def test_the_cut_off_is_an_hour_of_the_store_not_of_utc():
    make_courier(cut_off_hour=18)

    before, after = datetime(2026, 11, 23, 14, 59, tzinfo=UTC), datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

    days = [delivery.options(goods=1, language="en", now=now)[0]["date"] for now in (before, after)]
    assert days == ["2026-11-24", "2026-11-25"]


def test_late_in_the_evening_in_utc_is_tomorrow_in_the_store():
    make_courier(working_days=0, cut_off_hour=18)

    option = delivery.options(goods=1, language="en", now=datetime(2026, 11, 23, 22, 0, tzinfo=UTC))[0]

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
    DeliveryMethod.objects.create(code="pickup", kind="pickup", name_en="Pick-up", name_ru="Самовывоз")

    option = delivery.options(goods=1, language="en", now=at(placed))[0]

    assert option["pickup_points"][0]["ready_at"] == at(ready).isoformat()
    assert option["date"] == ready[:10]


def test_a_shop_that_closes_at_midnight_hands_out_until_then():
    make_point(preparation_hours=2, closes_hour=24)
    DeliveryMethod.objects.create(code="pickup", kind="pickup", name_en="Pick-up", name_ru="Самовывоз")

    ready = [
        delivery.options(goods=1, language="en", now=at(placed))[0]["pickup_points"][0]["ready_at"]
        for placed in ("2026-11-23T21:00", "2026-11-23T21:01")
    ]

    assert ready == [at("2026-11-23T23:00").isoformat(), at("2026-11-24T12:00").isoformat()]


@pytest.mark.parametrize(("goods", "price"), [(0, 29_000), (999_999, 29_000), (1_000_000, 0), (1_000_001, 0)])
def test_delivery_is_free_from_a_value_on(goods, price):
    make_courier(price=29_000, free_from=1_000_000)

    assert delivery.options(goods=goods, language="en")[0]["price"]["amount"] == price
    assert delivery.chosen({"option": "courier"}).price(goods)[0] == price


@pytest.mark.parametrize("country", ["DE", "us", "XX"])
def test_nothing_is_sent_to_other_countries(country):
    make_courier()

    with pytest.raises(DeliveryUnavailable):
        delivery.choose(
            option="courier", pickup_point=None, address={"country": country, "city": "Berlin", "line1": "1 Ring"}
        )


@pytest.mark.parametrize("country", ["RU", "ru", "", None])
def test_an_address_without_a_country_is_in_russia(country):
    make_courier()
    address = {"city": " Kazan ", "line1": "1 Bauman St"} | ({} if country is None else {"country": country})

    stored = delivery.choose(option="courier", pickup_point=None, address=address)

    assert stored["address"] == {
        "country": "RU",
        "city": "Kazan",
        "postcode": "",
        "line1": "1 Bauman St",
        "line2": "",
    }


@pytest.mark.parametrize("address", [None, {}, {"city": "Kazan"}, {"city": " ", "line1": "1 Bauman St"}])
def test_a_courier_needs_city_and_street(address):
    make_courier()

    with pytest.raises(DeliveryIncomplete):
        delivery.choose(option="courier", pickup_point=None, address=address)


def test_a_choice_that_left_the_offer_is_none():
    method = make_courier()
    stored = delivery.choose(option="courier", pickup_point=None, address={"city": "Kazan", "line1": "1 Bauman St"})
    method.is_active = False
    method.save()

    assert delivery.chosen(stored) is None
    with pytest.raises(DeliveryUnavailable):
        delivery.choose(option="courier", pickup_point=None, address=stored["address"])
