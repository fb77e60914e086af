"""When goods can be picked up, in the words of cards."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from shop import delivery, markets
from shop.models import DeliveryMethod, PickupPoint

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 22, 2, 35, tzinfo=ZoneInfo("Europe/Moscow"))


def point(code, *, opens):
    words = {
        "name_en": code,
        "name_ru": code,
        "city_en": "Kazan",
        "city_ru": "Казань",
        "address_en": "1",
        "address_ru": "1",
    }
    PickupPoint.objects.create(code=code, opens_hour=opens, closes_hour=21, preparation_hours=2, **words)


def test_cards_name_the_hour_of_the_first_point_to_have_it():
    DeliveryMethod.objects.create(code="pickup", kind="pickup", name_en="Pick-up", name_ru="Самовывоз")
    point("late", opens=10)
    point("early", opens=8)

    with override("en"):
        assert (
            delivery.earliest_pickup(terms=markets.default(), language="en", now=NIGHT)
            == "Today, 22\u00a0November from 10:00"
        )


def test_cards_are_silent_where_nothing_can_be_picked_up():
    DeliveryMethod.objects.create(code="pickup", kind="pickup", is_active=False, name_en="Pick-up", name_ru="Самовывоз")
    point("early", opens=8)

    assert delivery.earliest_pickup(terms=markets.default(), language="en", now=NIGHT) == ""
