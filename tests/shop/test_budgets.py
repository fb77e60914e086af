"""Query budgets of the use cases: the same for one line and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop import carts, checkout, listing, pricing, remembered, window
from shop.models import DeliveryMethod
from tests.factories import make_attribute, make_category, make_product

pytestmark = pytest.mark.django_db


def queries(action):
    """The statements that an action sends, without those that only mark transactions."""
    with CaptureQueriesContext(connection) as seen:
        action()
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [query["sql"] for query in seen.captured_queries if not query["sql"].startswith(marks)]


def test_adding_and_ordering_stay_within_twenty_queries_each(settings):
    settings.SHOP = settings.SHOP | {"TERMS_MEMORY": 60.0}
    DeliveryMethod.objects.create(code="courier", kind="courier", name_en="Courier", name_ru="Курьер", price=29_000)
    make_product(sku="PH-1", stock_count=50, is_presented=True)
    cart = carts.open_cart(language="en")

    adding = queries(lambda: carts.add(cart=cart, sku="PH-1"))
    contact = {"name": "Anna", "email": "anna@example.com", "phone": "+79175550123"}
    address = {"city": "Kazan", "line1": "1 Bauman St"}
    choosing = queries(
        lambda: carts.fill(cart=cart, contact=contact, delivery={"option": "courier", "address": address})
    )
    total = carts.priced(cart).quote.total
    placing = queries(lambda: checkout.place_order(cart=cart, method="on_receipt", expected_total=total, placed_by="k"))

    assert len(adding) <= 11
    assert len(choosing) <= 27
    assert len(placing) <= 16


def readings(action):
    """The statements that read the shop; how far the change log reaches is asked once a second by each process."""
    of_the_log = ("shop_change", "shop_logidentity", "advisory")
    return [sql for sql in queries(action) if not any(name in sql for name in of_the_log)]


@pytest.mark.parametrize("products", [1, 20])
def test_a_list_and_its_facets_are_read_once_for_any_number_of_products(products):
    category = make_category(slug="smartphones")
    make_attribute(code="memory", choices=["128"], category=category)
    for number in range(products):
        make_product(slug=f"phone-{number}", is_presented=True)
    filters = listing.Filters(language="en", category="smartphones")

    # The category, its products, their values; the cards.
    assert len(readings(lambda: listing.page(filters))) == 4
    # Brands, attributes, choices.
    assert len(readings(lambda: listing.facets(filters))) == 3
    narrower = listing.replace(filters, price_min=1)
    assert readings(lambda: (listing.page(narrower), listing.total(narrower), listing.facets(narrower))) == []


def test_after_a_change_only_its_products_are_read_again():
    variants = [make_product(slug=f"phone-{n}", is_presented=True).variants.get() for n in range(3)]
    filters = listing.Filters(language="en", category="smartphones")
    listing.facets(filters), listing.page(filters)

    pricing.change_prices(changes=[(variants[0], 1_000)])
    read = readings(lambda: (listing.page(filters), listing.facets(filters)))

    # Which products they are, their rows and values, and the card that has changed.
    assert len(read) == 4
    assert all("IN (" in sql for sql in read)
    assert listing.facets(filters)[0]["min"] == 1_000


def test_a_list_of_the_whole_catalogue_is_held_unless_it_is_too_large(monkeypatch):
    for number in range(3):
        make_product(slug=f"phone-{number}", is_presented=True)
    filters = listing.Filters(language="en")

    # How many products there are, all of them; the cards.
    assert len(readings(lambda: listing.page(filters))) == 3
    assert readings(lambda: listing.page(listing.replace(filters, price_min=1))) == []
    monkeypatch.setattr(window, "LARGEST_CATALOGUE", 2)
    remembered.forget()
    assert len(readings(lambda: listing.page(filters))) == 3
    assert len(readings(lambda: listing.page(listing.replace(filters, price_min=1)))) == 1
