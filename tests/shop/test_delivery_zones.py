"""Which zone a place belongs to, and which ways of delivery go there."""

import pytest

from shop import delivery
from shop.delivery.zones import NotPostcodes, Part, Zones, part
from shop.errors import DeliveryIncomplete, DeliveryUnavailable
from shop.markets import Terms
from shop.models import DeliveryMethod, DeliveryZone
from tests.shop.ordering import make_courier, make_point

pytestmark = pytest.mark.django_db

EUROPE = Terms(
    code="europe",
    pk=None,
    name_en="Europe",
    name_ru="Европа",
    currency="EUR",
    countries=("DE", "FR", "GB"),
    language="en",
    prices_include_tax=True,
    is_default=False,
)
RUSSIA = Terms(
    code="russia",
    pk=None,
    name_en="Russia",
    name_ru="Россия",
    currency="RUB",
    countries=("RU", "KZ"),
    language="ru",
    prices_include_tax=True,
    is_default=True,
)


def make_zone(code, countries, postcodes=()):
    return DeliveryZone.objects.create(
        code=code, name_en=code, name_ru=code, countries=list(countries), postcodes=list(postcodes)
    )


def make_method(code, *zones, **fields):
    method = DeliveryMethod.objects.create(
        **{"code": code, "kind": "courier", "name_en": code, "name_ru": code} | fields
    )
    method.zones.set(zones)
    return method


def offered(terms=RUSSIA, **where):
    parcel = delivery.Parcel(goods=100, currency=terms.currency)
    return [option["id"] for option in delivery.options(parcel=parcel, terms=terms, language="en", **where)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("101000-135999", Part("101000", "135999")),
        (" 101000 – 135999 ", Part("101000", "135999")),
        ("101000..135999", Part("101000", "135999")),
        ("19", Part("19")),
        ("sw1", Part("SW1")),
        ("SW1A 1AA", Part("SW1A1AA")),
        ("00-001", Part("00001")),  # a Polish postcode
        ("00-001 – 05-999", Part("00001", "05999")),
        ("100-0001", Part("1000001")),  # a Japanese one
    ],
)
def test_postcodes_are_written_as_people_of_each_country_do(text, read):
    assert part(text) == read


@pytest.mark.parametrize("text", ["", " ", "-", "135999-101000", "101000..1359", "SW1..SW9", "—"])
def test_what_is_no_postcode_is_refused(text):
    with pytest.raises(NotPostcodes):
        part(text)


@pytest.mark.parametrize(
    ("country", "postcode", "zone"),
    [
        ("RU", "", "russia"),
        ("RU", "420111", "russia"),
        ("RU", "102000", "moscow"),
        ("RU", "135999", "moscow"),
        ("RU", "136000", "russia"),
        ("RU", "100999", "russia"),
        ("RU", "101 001", "centre"),  # smaller than the city around it
        ("RU", "1010", "russia"),  # too short to lie in a range
        ("KZ", "101000", "neighbours"),
        ("GB", "sw1a 1aa", "westminster"),
        ("GB", "SW2 1AA", None),
        ("FR", "75001", None),
        ("PL", "00-950", "warsaw"),
        ("PL", "30-001", None),
        ("US", "10001-2345", "new-york"),
    ],
)
def test_a_place_belongs_to_the_smallest_zone_that_has_it(country, postcode, zone):
    zones = [
        make_zone("russia", ["RU"]),
        make_zone("moscow", ["RU"], ["101000-135999"]),
        make_zone("centre", ["RU"], ["10100"]),
        make_zone("neighbours", ["KZ", "BY"]),
        make_zone("westminster", ["GB"], ["SW1"]),
        make_zone("warsaw", ["PL"], ["00-001 – 05-999"]),
        make_zone("new-york", ["US"], ["10001-14999"]),
    ]
    names = {row.pk: row.code for row in zones}

    found = Zones(zones).at(country, postcode)

    assert [names[pk] for pk in found] == ([zone] if zone else [])


def test_a_method_serves_its_zones_and_without_any_the_stores_own_country():
    russia, moscow = make_zone("russia", ["RU"]), make_zone("moscow", ["RU"], ["101000-135999"])
    make_method("anywhere", position=1)
    make_method("post", russia, position=2)
    make_method("express", moscow, position=3)
    make_method("both", russia, moscow, position=4)

    assert offered(postcode="101000") == ["anywhere", "express", "both"]
    assert offered(postcode="420111") == ["anywhere", "post", "both"]
    assert offered() == ["anywhere", "post", "express", "both"]
    assert offered(anywhere=False) == ["anywhere", "post", "both"]


def test_a_zone_without_methods_takes_its_places_off_the_map():
    russia = make_zone("russia", ["RU"])
    make_zone("far-islands", ["RU"], ["694550"])
    make_method("post", russia)

    assert (offered(postcode="694550"), offered(postcode="694500")) == ([], ["post"])


@pytest.mark.parametrize(
    ("terms", "country", "ways"),
    [
        (RUSSIA, "", ["own"]),
        (RUSSIA, "RU", ["own"]),
        (RUSSIA, "kz", ["neighbours"]),
        (RUSSIA, "DE", []),  # another market's country
        (RUSSIA, "XX", []),
        (EUROPE, "", ["dhl"]),
        (EUROPE, "DE", ["dhl"]),
        (EUROPE, "FR", []),  # the market's, but nothing goes there
        (EUROPE, "RU", []),
    ],
)
def test_each_market_has_the_methods_of_its_countries_in_its_currency(terms, country, ways):
    make_method("own", position=1)
    make_method("neighbours", make_zone("kz", ["KZ"]), position=2)
    germany = make_zone("germany", ["DE"])
    make_method("dhl", germany, currency="EUR", position=3)
    make_method("dhl-in-roubles", germany, position=4)

    assert offered(terms, country=country) == ways


def test_the_countries_of_a_market_are_those_that_anything_goes_to():
    make_method("own")
    make_method("dhl", make_zone("germany", ["DE"]), currency="EUR")
    make_method("shops", make_zone("france", ["FR"]), currency="EUR", kind="pickup")

    assert delivery.countries(terms=RUSSIA) == ["RU"]
    assert delivery.countries(terms=EUROPE) == ["DE"]

    make_point(code="paris", country="FR")
    assert delivery.countries(terms=EUROPE) == ["DE", "FR"]


def test_pickup_points_are_those_of_the_country_and_of_the_methods_zones():
    make_point(code="kazan", postcode="420111")
    make_point(code="moscow", postcode="101000")
    make_point(code="almaty", postcode="050000", country="KZ")
    make_method("pickup", make_zone("moscow", ["RU"], ["101000-135999"]), make_zone("kz", ["KZ"]), kind="pickup")
    parcel = delivery.Parcel(goods=100, currency="RUB")

    def points(country):
        found = delivery.options(parcel=parcel, terms=RUSSIA, language="en", country=country)
        return [point["id"] for option in found for point in option["pickup_points"]]

    assert (points("RU"), points("KZ"), points("DE")) == (["moscow"], ["almaty"], [])


def choose(option, address, terms=RUSSIA):
    return delivery.choose(
        option=option,
        pickup_point=None,
        address={"city": "Kazan", "line1": "1 Bauman St"} | address,
        parcel=delivery.Parcel(goods=100, currency=terms.currency),
        terms=terms,
    )


@pytest.mark.parametrize("country", ["DE", "us", "XX", "KZ"])
def test_a_country_that_nothing_goes_to_is_refused(country):
    make_courier()

    with pytest.raises(DeliveryUnavailable, match="country"):
        choose("courier", {"country": country})


def test_a_postcode_outside_the_methods_zone_is_refused():
    make_method("express", make_zone("moscow", ["RU"], ["101000-135999"]))

    assert choose("express", {"postcode": "101000"})["address"]["postcode"] == "101000"
    with pytest.raises(DeliveryUnavailable, match="address"):
        choose("express", {"postcode": "420111"})


def test_the_postcode_is_asked_for_where_the_way_depends_on_it():
    russia = make_zone("russia", ["RU"])
    make_zone("far-islands", ["RU"], ["694550"])
    make_method("post", russia)
    make_method("own")

    with pytest.raises(DeliveryIncomplete, match="postcode"):
        choose("post", {})
    assert choose("own", {})["option"] == "own"
    assert choose("post", {"postcode": "420111"})["option"] == "post"
