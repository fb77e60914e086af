"""What delivery costs, which parcels a way takes, and that a choice is checked again whenever it is used."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop import carts, delivery, markets
from shop.errors import DeliveryIncomplete, DeliveryUnavailable
from shop.models import (
    BundlePart,
    DeliveryMethod,
    DeliveryRate,
    Product,
    Reservation,
    ShippingClass,
    StockLevel,
    TaxClass,
    Variant,
    Warehouse,
)
from tests import factories as make
from tests.shop.ordering import make_courier, make_point

pytestmark = pytest.mark.django_db

HOME = {"country": "RU", "city": "Kazan", "postcode": "", "line1": "1 Bauman St", "line2": ""}


def parcel(goods=100_000, **more):
    return delivery.Parcel(goods=goods, currency="RUB", **more)


def chosen(stored, of=None):
    return delivery.chosen(stored, parcel=of or parcel(), terms=markets.default())


def choose(of=None, *, option="courier", pickup_point=None, address=None):
    return delivery.choose(
        option=option, pickup_point=pickup_point, address=address, parcel=of or parcel(), terms=markets.default()
    )


def options(of=None):
    return delivery.options(parcel=of or parcel(), terms=markets.default(), language="en")


def make_pickup():
    return DeliveryMethod.objects.create(code="pickup", kind="pickup", name_en="Pick-up", name_ru="Самовывоз")


def make_shelf(code="shelf", **quantities):
    """A warehouse that only serves its counter, with so many pieces of each SKU."""
    shelf = Warehouse.objects.create(code=code, name_en=code, name_ru=code, ships_parcels=False, position=9)
    for sku, quantity in quantities.items():
        variant = Variant.objects.get(sku=sku.replace("_", "-"))
        StockLevel.objects.create(variant=variant, warehouse=shelf, on_hand=quantity)
    return shelf


def variant(sku):
    return Variant.objects.select_related("product").get(sku=sku)


def of_skus(cart=None, **quantities):
    lines = [(variant(sku.replace("_", "-")), quantity) for sku, quantity in quantities.items()]
    return delivery.parcel(lines=lines, goods=100_000, currency="RUB", cart=cart)


def test_a_parcel_adds_up_mass_and_classes_and_unknown_mass_counts_nothing():
    bulky = ShippingClass.objects.create(code="bulky", name_en="Bulky", name_ru="Крупное")
    make.make_product(sku="TV-1", stock_count=0)
    make.make_product(sku="PH-1", stock_count=0)
    make.make_product(sku="CASE-1", stock_count=0)
    Product.objects.filter(variants__sku="TV-1").update(shipping_class=bulky)
    Variant.objects.filter(sku="TV-1").update(mass_grams=12_500)
    Variant.objects.filter(sku="PH-1").update(mass_grams=200)

    found = of_skus(TV_1=1, PH_1=3, CASE_1=2)

    assert (found.grams, found.class_ids) == (13_100, {bulky.pk})
    assert found.quantities == {"TV-1": 1, "PH-1": 3, "CASE-1": 2}


def test_a_bundle_without_a_mass_of_its_own_weighs_what_its_parts_weigh():
    for sku, grams in (("PH-1", 200), ("CASE-1", 40), ("CARD-1", None)):
        make.make_product(sku=sku, stock_count=9, is_presented=True)
        Variant.objects.filter(sku=sku).update(mass_grams=grams)
    parts = {"PH-1": 1, "CASE-1": 2, "CARD-1": 1}
    make.make_bundle(sku="SET-1", parts=parts, is_presented=True)
    cart = carts.open_cart(language="en")
    carts.add(cart=cart, sku="SET-1", quantity=3)

    assert of_skus(SET_1=3, PH_1=1).grams == 3 * 280 + 200
    assert carts.parcel_of(cart).grams == 3 * 280
    Variant.objects.filter(sku="SET-1").update(mass_grams=500)
    assert of_skus(SET_1=2).grams == 1_000


@pytest.mark.parametrize(
    ("grams", "goods", "price", "rule"),
    [
        (0, 0, 29_000, "delivery_courier"),
        (1_999, 0, 29_000, "delivery_courier"),
        (2_000, 0, 39_000, "delivery_courier_by_mass"),
        (9_999, 0, 39_000, "delivery_courier_by_mass"),
        (10_000, 0, 99_000, "delivery_courier_by_mass"),
        (500_000, 0, 99_000, "delivery_courier_by_mass"),
        (0, 999_999, 29_000, "delivery_courier"),
        (0, 1_000_000, 0, "delivery_courier_free_from"),
        (10_000, 1_000_001, 0, "delivery_courier_free_from"),
    ],
)
def test_the_price_follows_the_mass_until_the_goods_are_worth_enough(grams, goods, price, rule):
    method = make_courier(price=29_000, free_from=1_000_000)
    DeliveryRate.objects.create(method=method, from_grams=10_000, price=99_000)
    DeliveryRate.objects.create(method=method, from_grams=2_000, price=39_000)
    of = parcel(goods, grams=grams)

    assert options(of)[0]["price"]["amount"] == price
    assert chosen(choose(of, address=HOME), of).charge() == (price, rule, None)


def test_a_way_that_is_free_anyway_names_no_threshold():
    make_courier(price=0, free_from=1)

    assert chosen(choose(address=HOME)).charge() == (0, "delivery_courier", None)


def test_the_charge_names_the_class_that_it_is_taxed_in():
    reduced = TaxClass.objects.create(code="reduced", name_en="Reduced", name_ru="Льготная")
    make_courier(price=29_000, tax_class=reduced)

    assert chosen(choose(address=HOME)).charge() == (29_000, "delivery_courier", reduced.pk)


@pytest.mark.parametrize(
    ("limits", "of", "is_taken"),
    [
        ({}, {}, True),
        ({"heaviest_grams": 20_000}, {"grams": 20_000}, True),
        ({"heaviest_grams": 20_000}, {"grams": 20_001}, False),
        ({"lightest_grams": 1_000}, {"grams": 1_000}, True),
        ({"lightest_grams": 1_000}, {"grams": 999}, False),
        ({"least_goods": 50_000}, {"goods": 50_000}, True),
        ({"least_goods": 50_000}, {"goods": 49_999}, False),
        ({"most_goods": 50_000}, {"goods": 50_000}, True),
        ({"most_goods": 50_000}, {"goods": 50_001}, False),
        ({"currency": "RUB"}, {}, True),
        ({"currency": "EUR"}, {}, False),
        ({"is_active": False}, {}, False),
    ],
)
def test_limits_belong_to_what_a_way_takes_and_are_checked_in_the_choice_too(limits, of, is_taken):
    make_courier(**limits)
    stored = {"option": "courier", "address": HOME}
    of = parcel(**{"goods": 100_000} | of)

    assert bool(options(of)) is is_taken
    assert (chosen(stored, of) is not None) is is_taken
    if not is_taken:
        with pytest.raises(DeliveryUnavailable):
            choose(of, address=HOME)


def test_goods_of_a_refused_class_do_not_go_that_way():
    bulky = ShippingClass.objects.create(code="bulky", name_en="Bulky", name_ru="Крупное")
    cold = ShippingClass.objects.create(code="cold", name_en="Cold", name_ru="Холод")
    make_courier().refused_classes.add(bulky)

    assert options(parcel(class_ids=frozenset({cold.pk})))
    assert options(parcel(class_ids=frozenset({cold.pk, bulky.pk}))) == []


@pytest.mark.parametrize("country", ["RU", "ru", "", None])
def test_an_address_without_a_country_is_in_the_markets_first(country):
    make_courier()
    address = {"city": " Kazan ", "line1": "1 Bauman St"} | ({} if country is None else {"country": country})

    assert choose(address=address)["address"] == HOME


@pytest.mark.parametrize("address", [None, {}, {"city": "Kazan"}, {"city": " ", "line1": "1 Bauman St"}])
def test_a_courier_needs_city_and_street(address):
    make_courier()

    with pytest.raises(DeliveryIncomplete):
        choose(address=address)


def test_pick_up_needs_a_point_that_is_open():
    make_pickup()
    point = make_point()

    assert choose(option="pickup", pickup_point="kazan-1") == {"option": "pickup", "pickup_point": "kazan-1"}
    with pytest.raises(DeliveryIncomplete):
        choose(option="pickup")
    with pytest.raises(DeliveryUnavailable):
        choose(option="pickup", pickup_point="moon-1")
    point.is_active = False
    point.save()
    with pytest.raises(DeliveryUnavailable):
        choose(option="pickup", pickup_point="kazan-1")
    assert chosen({"option": "pickup", "pickup_point": "kazan-1"}) is None


def test_a_choice_that_left_the_offer_is_none():
    method = make_courier()
    stored = choose(address=HOME)
    method.is_active = False
    method.save()

    assert chosen(stored) is None
    assert chosen(None) is None
    with pytest.raises(DeliveryUnavailable):
        choose(address=HOME)


def test_a_choice_whose_country_was_changed_is_none():
    make_courier()
    stored = choose(address=HOME)

    assert chosen(stored).country == "RU"
    assert chosen(stored | {"address": HOME | {"country": "DE"}}) is None


# Shelves of shops


def test_only_shops_that_have_the_whole_cart_hand_it_out():
    make_pickup()
    make.make_product(sku="PH-1", stock_count=50)
    make.make_product(sku="CASE-1", stock_count=50)
    make_point(code="full", warehouse=make_shelf("full", PH_1=2, CASE_1=1))
    make_point(code="short", warehouse=make_shelf("short", PH_1=1, CASE_1=5))
    make_point(code="half", warehouse=make_shelf("half", PH_1=9))
    make_point(code="brought")

    def points(of):
        return [point["id"] for point in options(of)[0]["pickup_points"]]

    assert points(of_skus(PH_1=2, CASE_1=1)) == ["brought", "full"]
    assert points(of_skus(PH_1=1)) == ["brought", "full", "half", "short"]
    assert points(of_skus(PH_1=10)) == ["brought"]
    with pytest.raises(DeliveryUnavailable, match="shop"):
        choose(of_skus(PH_1=2), option="pickup", pickup_point="short")


def test_the_choice_names_the_shelf_that_the_goods_come_from():
    make_pickup()
    make.make_product(sku="PH-1", stock_count=50)
    shelf = make_shelf(PH_1=1)
    make_point(code="own", warehouse=shelf)
    make_point(code="brought")

    assert chosen({"option": "pickup", "pickup_point": "own"}, of_skus(PH_1=1)).warehouse == shelf
    assert chosen({"option": "pickup", "pickup_point": "brought"}, of_skus(PH_1=1)).warehouse is None
    assert chosen({"option": "pickup", "pickup_point": "own"}, of_skus(PH_1=2)) is None


@pytest.mark.parametrize(
    ("holder", "is_over", "is_offered"),
    [("own", False, True), ("other", False, False), ("other", True, True)],
)
def test_the_carts_own_holds_and_those_that_are_over_count_as_free(holder, is_over, is_offered):
    make_pickup()
    make.make_product(sku="PH-1", stock_count=0)
    shelf = make_shelf(PH_1=1)
    make_point(warehouse=shelf)
    mine, other = carts.open_cart(language="en"), carts.open_cart(language="en")
    until = timezone.now() + timedelta(minutes=-1 if is_over else 1)
    Reservation.objects.create(
        variant=variant("PH-1"),
        warehouse=shelf,
        quantity=1,
        cart=mine if holder == "own" else other,
        state="held",
        expires_at=until,
    )
    StockLevel.objects.filter(warehouse=shelf).update(reserved=1)

    assert bool(options(of_skus(cart=mine, PH_1=1))) is is_offered


def test_a_bundle_is_on_the_shelf_when_its_parts_are():
    make_pickup()
    for sku in ("PH-1", "CASE-1", "SET-1"):
        make.make_product(sku=sku, stock_count=0)
    BundlePart.objects.create(bundle=variant("SET-1"), part=variant("PH-1"), quantity=1)
    BundlePart.objects.create(bundle=variant("SET-1"), part=variant("CASE-1"), quantity=2)
    make_point(warehouse=make_shelf(PH_1=2, CASE_1=3))

    assert options(of_skus(SET_1=1))
    assert options(of_skus(SET_1=1, PH_1=1, CASE_1=1))
    assert options(of_skus(SET_1=1, CASE_1=2)) == []
    assert options(of_skus(SET_1=2)) == []


def test_a_shelf_that_is_out_of_use_hands_nothing_out():
    make_pickup()
    make.make_product(sku="PH-1", stock_count=0)
    shelf = make_shelf(PH_1=1)
    make_point(warehouse=shelf)
    Warehouse.objects.filter(pk=shelf.pk).update(is_active=False)

    assert options(of_skus(PH_1=1)) == []


@pytest.mark.parametrize("number", [1, 12])
def test_options_cost_the_same_queries_for_any_number_of_methods_and_points(number):
    make.make_product(sku="PH-1", stock_count=0)
    shelves = [make_shelf(f"shelf-{place}", PH_1=1) for place in range(number)]
    make_pickup()
    for place, shelf in enumerate(shelves):
        make_point(code=f"point-{place}", warehouse=shelf)
        method = DeliveryMethod.objects.create(code=f"way-{place}", kind="courier", name_en="W", name_ru="W")
        DeliveryRate.objects.create(method=method, from_grams=100, price=1)
    of = of_skus(PH_1=1)
    terms = markets.default()

    with CaptureQueriesContext(connection) as seen:
        found = delivery.options(parcel=of, terms=terms, language="en")

    assert len(found) == number + 1
    assert len(seen) == 5


def test_a_choice_by_courier_costs_one_query():
    make_courier()
    stored, terms, of = choose(address=HOME), markets.default(), parcel()

    with CaptureQueriesContext(connection) as seen:
        delivery.chosen(stored, parcel=of, terms=terms)

    assert len(seen) == 1
