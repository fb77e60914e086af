"""Delivery in the admin: zones, methods with prices by mass and examples, points with hours, and trying it out."""

import pytest

from shop.models import DeliveryMethod, DeliveryRate, DeliveryZone, Market, PickupPoint, ShippingClass, Warehouse
from tests import factories as make
from tests.shop.ordering import make_courier, make_point
from tests.shop_admin.orders import make_delivery
from tests.shop_admin.staff import signed_in, staff_in, staff_with
from tests.shop_admin.test_catalogue import rows

pytestmark = pytest.mark.django_db

METHODS, ZONES, POINTS = "/admin/shop/delivery/", "/admin/shop/delivery-zones/", "/admin/shop/pickup-points/"
METHOD = {
    "name_en": "Courier",
    "name_ru": "Курьер",
    "code": "courier",
    "kind": "courier",
    "price": "390",
    "working_days": "1",
    "cut_off_hour": "18",
    "is_active": "on",
    "position": "1",
}
ZONE = {"name_en": "Petersburg", "name_ru": "Петербург", "code": "petersburg", "countries": "ru", "postcodes": "19"}
POINT = {
    "name_en": "Centre",
    "name_ru": "Центр",
    "code": "centre",
    "kind": "shop",
    "country": "ru",
    "city_en": "Kazan",
    "city_ru": "Казань",
    "address_en": "1 Bauman St",
    "address_ru": "ул. Баумана, 1",
    "postcode": "420111",
    "opens_hour": "10",
    "closes_hour": "21",
    "preparation_hours": "2",
    "is_active": "on",
}


@pytest.fixture
def owner():
    return signed_in(staff_in("Owner"))


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def make_zone(code, countries, postcodes=()):
    return DeliveryZone.objects.create(
        code=code, name_en=code, name_ru=code, countries=list(countries), postcodes=list(postcodes)
    )


# Zones


def test_a_zone_is_typed_as_countries_and_lines_of_postcodes(owner):
    response = owner.post(f"{ZONES}new/", ZONE | {"postcodes": "190000-199999\r\n 187 \n\n187"})

    assert response.status_code == 302
    zone = DeliveryZone.objects.get()
    assert (zone.countries, zone.postcodes) == (["RU"], ["190000-199999", "187"])
    assert "190000-199999\n187" in page(owner.get(f"{ZONES}edit/{zone.pk}/"))


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"countries": "RU, Russia"}, "countries", "“RUSSIA” is not a country's code; Germany is DE."),
        ({"countries": ""}, "countries", "Fill in this field."),
        ({"countries": "ru de"}, "countries", "Postcodes belong to one country: name only that one."),
        ({"postcodes": "199999-190000"}, "postcodes", "neither a range such as 101000-135999 nor a beginning"),
        ({"postcodes": "19\n--"}, "postcodes", "“--” is neither a range"),
        ({"postcodes": "18\n19 0"}, "postcodes", "“19 0” is part of “neighbour” already."),
    ],
)
def test_a_zone_that_means_nothing_is_refused(owner, given, field, message):
    make_zone("neighbour", ["RU"], ["190"])
    make_zone("abroad", ["DE"], ["18"])

    response = owner.post(f"{ZONES}new/", ZONE | given)

    assert message in "".join(response.context["form"].errors[field])
    assert DeliveryZone.objects.count() == 2


def test_a_zone_may_have_several_whole_countries(owner):
    owner.post(f"{ZONES}new/", ZONE | {"countries": "de; FR, de", "postcodes": ""})

    assert DeliveryZone.objects.get().countries == ["DE", "FR"]


# Methods


def test_a_method_is_saved_with_its_zones_limits_and_prices_by_mass(owner):
    zone = make_zone("russia", ["RU"])
    bulky = ShippingClass.objects.create(code="bulky", name_en="Bulky", name_ru="Крупное")
    given = METHOD | {"zones": [zone.pk], "refused_classes": [bulky.pk], "heaviest_grams": "30000"}
    given |= {"least_goods": "1 000", "most_goods": "50 000,50", "free_from": "20000"}
    given |= rows("rates", {"from_grams": 2000, "price": "490"}, {"from_grams": 10_000, "price": "990,50"})

    assert owner.post(f"{METHODS}new/", given).status_code == 302

    method = DeliveryMethod.objects.get()
    assert (method.price, method.free_from, method.least_goods, method.most_goods) == (
        39_000,
        2_000_000,
        100_000,
        5_000_050,
    )
    assert (list(method.zones.all()), list(method.refused_classes.all()), method.heaviest_grams) == (
        [zone],
        [bulky],
        30_000,
    )
    assert list(method.rates.values_list("from_grams", "price")) == [(2000, 49_000), (10_000, 99_050)]


def test_prices_are_typed_as_people_write_them_and_the_code_stays(owner):
    method = make_delivery(price=39_000)
    address = f"{METHODS}edit/{method.pk}/"
    assert 'name="price" value="390"' in page(owner.get(address))

    given = METHOD | {"code": "other", "price": "449,50", "free_from": "10 000"} | rows("rates")
    assert owner.post(address, given).status_code == 302

    method.refresh_from_db()
    assert (method.price, method.free_from, method.code) == (44_950, 1_000_000, "courier")


def test_prices_are_in_the_currency_that_is_chosen(owner):
    words = {"name_en": "Japan", "name_ru": "Япония", "language": "en"}
    Market.objects.create(code="japan", countries=["JP"], currency="JPY", **words)
    given = METHOD | {"currency": "JPY", "price": "500"} | rows("rates", {"from_grams": 2000, "price": "900"})

    assert owner.post(f"{METHODS}new/", given).status_code == 302

    method = DeliveryMethod.objects.get()
    assert (method.currency, method.price, method.rates.get().price) == ("JPY", 500, 900)
    refused = owner.post(f"{METHODS}edit/{method.pk}/", given | {"price": "500.50"})
    assert refused.context["form"].errors["price"] == ["At most 0 decimals."]


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        *[({"price": price}, "price", "") for price in ("1.234", "x", "NaN", "1e99", "")],
        ({"price": "-1"}, "price", "Enter an amount between"),
        ({"lightest_grams": "2", "heaviest_grams": "1"}, "heaviest_grams", "The largest mass is below the smallest."),
        ({"least_goods": "2", "most_goods": "1"}, "most_goods", "The largest value is below the smallest."),
        ({"free_from": "2", "most_goods": "1"}, "most_goods", "This is below the value that it would be free from."),
        ({"cut_off_hour": "24"}, "cut_off_hour", "less than or equal to 23"),
        ({"currency": "EUR"}, "currency", "Select a valid choice."),
    ],
)
def test_a_method_that_contradicts_itself_is_refused(owner, given, field, message):
    response = owner.post(f"{METHODS}new/", METHOD | given | rows("rates"))

    assert message in "".join(response.context["form"].errors[field])
    assert not DeliveryMethod.objects.exists()


@pytest.mark.parametrize(
    ("rates", "message"),
    [
        ([{"from_grams": 0, "price": "1"}], "greater than or equal to 1"),
        ([{"from_grams": 40_000, "price": "1"}], "The method takes no parcels as heavy as that."),
        ([{"from_grams": 5, "price": "1"}, {"from_grams": 5, "price": "2"}], "duplicate"),
    ],
)
def test_prices_by_mass_that_never_hold_are_refused(owner, rates, message):
    response = owner.post(f"{METHODS}new/", METHOD | {"heaviest_grams": "30000"} | rows("rates", *rates))

    assert message in page(response)
    assert not DeliveryMethod.objects.exists()


def test_a_method_shows_what_it_asks_for_parcels_of_each_price(owner):
    method = make_courier(price=39_000, free_from=2_000_000)
    method.zones.set([make_zone("Petersburg", ["RU"], ["19"])])
    DeliveryRate.objects.create(method=method, from_grams=2000, price=49_000)

    shown = owner.get(f"{METHODS}edit/{method.pk}/").context["examples"]

    assert [(one.mass, one.goods, one.place, one.price) for one in shown] == [
        ("1 kg", "", "Petersburg", "390\u00a0₽"),
        ("2 kg", "", "Petersburg", "490\u00a0₽"),
        ("1 kg", "20\u00a0000\u00a0₽", "Petersburg", "free"),
    ]
    assert all(one.day for one in shown)


# Points


def test_a_point_is_saved_with_its_hours_closed_days_and_shelf(owner):
    shelf = Warehouse.objects.create(code="shelf", name_en="Shelf", name_ru="Полка")
    given = POINT | {"closed_weekdays": ["6", "5"], "closed_days": "2027-01-02\n01/01/2027", "warehouse": shelf.pk}

    assert owner.post(f"{POINTS}new/", given).status_code == 302

    point = PickupPoint.objects.get()
    assert (point.closed_weekdays, point.closed_days) == ([5, 6], ["2027-01-01", "2027-01-02"])
    assert (point.country, point.warehouse) == ("RU", shelf)


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"opens_hour": "21"}, "closes_hour", "It must close after it opens."),
        ({"closes_hour": "25"}, "closes_hour", "less than or equal to 24"),
        ({"closed_weekdays": [str(day) for day in range(7)]}, "closed_weekdays", "It has to open on some day"),
        ({"closed_weekdays": ["7"]}, "closed_weekdays", "Select a valid choice."),
        ({"closed_days": "tomorrow"}, "closed_days", "“tomorrow” is not a day; write it as 2027-01-31."),
        ({"country": "XX"}, "country", "“XX” is not a country's code; Germany is DE."),
    ],
)
def test_a_point_that_could_not_hand_out_is_refused(owner, given, field, message):
    response = owner.post(f"{POINTS}new/", POINT | given)

    assert message in "".join(response.context["form"].errors[field])
    assert not PickupPoint.objects.exists()


# Trying it out


def test_trying_out_shows_price_and_day_of_each_way_or_why_it_is_not_on_offer(owner):
    petersburg = make_zone("petersburg", ["RU"], ["19"])
    bulky = ShippingClass.objects.create(code="bulky", name_en="Bulky", name_ru="Крупное")
    make_courier(price=39_000).zones.set([petersburg])
    other = {"kind": "courier", "name_ru": "П"}
    DeliveryMethod.objects.create(code="light", name_en="Light", heaviest_grams=1000, **other)
    DeliveryMethod.objects.create(code="euro", name_en="Euro", currency="EUR", **other)
    DeliveryMethod.objects.create(code="far", name_en="Far", **other).zones.set([make_zone("far", ["RU"], ["69"])])
    product = make.make_product(sku="TV-1")
    product.variants.update(mass_grams=2000)
    product.shipping_class = bulky
    product.save()

    response = owner.get(f"{METHODS}try/?sku=TV-1&country=ru&postcode=190000")

    assert "A parcel of 2 kg to RU 190000" in page(response)
    assert [str(zone) for zone in response.context["zones"]] == ["petersburg"]
    shown = {one["name"]: (one["price"], one["reason"]) for one in response.context["tried"]}
    assert shown == {
        "Courier": ("390\u00a0₽", ""),
        "Light": ("", "It does not take goods of this mass, value or class."),
        "Euro": ("", "It is in another currency: EUR."),
        "Far": ("", "It does not go to this place."),
    }


def test_trying_out_begins_with_an_empty_form_and_says_what_is_wrong(owner):
    assert 'name="country" value="RU"' in page(owner.get(f"{METHODS}try/"))
    assert "“XX” is not a country" in page(owner.get(f"{METHODS}try/?country=xx"))


# Rights


@pytest.mark.parametrize(
    ("address", "model"),
    [
        (ZONES, "deliveryzone"),
        ("/admin/shop/shipping-classes/", "shippingclass"),
        (f"{METHODS}try/", "deliverymethod"),
    ],
)
def test_the_right_to_look_opens_the_screen(client, address, model):
    assert client.get(address).url == f"/admin/login/?next={address}"
    assert signed_in(staff_with("view_order")).get(address).url == "/admin/"
    assert signed_in(staff_with(f"view_{model}")).get(address).status_code == 200


def test_who_may_only_look_cannot_add_a_zone():
    client = signed_in(staff_with("view_deliveryzone"))

    assert client.post(f"{ZONES}new/", ZONE).url == "/admin/"
    assert not DeliveryZone.objects.exists()


@pytest.mark.parametrize("address", [METHODS, ZONES, POINTS, "/admin/shop/shipping-classes/"])
def test_lists_take_the_same_number_of_queries_for_any_number_of_rows(owner, address, django_assert_max_num_queries):
    make_delivery()
    counts = []
    for number in (1, 15):
        for place in range(number):
            method = make_method(f"m-{number}-{place}")
            method.zones.set([make_zone(f"z-{number}-{place}", ["RU"])])
            make_point(code=f"p-{number}-{place}", warehouse=make_shelf(f"w-{number}-{place}"))
            ShippingClass.objects.create(code=f"s-{number}-{place}", name_en="S", name_ru="С")
        owner.get(address)
        with django_assert_max_num_queries(20) as seen:
            assert owner.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def make_method(code):
    return DeliveryMethod.objects.create(code=code, kind="courier", name_en=code, name_ru=code)


def make_shelf(code):
    return Warehouse.objects.create(code=code, name_en=code, name_ru=code)
