"""Query budgets of the use cases: the same for one line and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop import carts, checkout, listing
from shop.models import DeliveryMethod
from tests.factories import make_category, make_product

pytestmark = pytest.mark.django_db


def queries(action):
    """The statements that an action sends, without those that only mark transactions."""
    with CaptureQueriesContext(connection) as seen:
        action()
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [query["sql"] for query in seen.captured_queries if not query["sql"].startswith(marks)]


def test_adding_and_ordering_stay_within_twenty_queries_each():
    DeliveryMethod.objects.create(code="courier", kind="courier", name_en="Courier", name_ru="Курьер", price=29_000)
    make_product(sku="PH-1", stock_count=50, is_presented=True)
    cart = carts.open_cart(language="en")

    adding = queries(lambda: carts.add(cart=cart, sku="PH-1"))
    carts.set_contact(cart=cart, name="Anna", email="anna@example.com", phone="+79175550123")
    address = {"city": "Kazan", "line1": "1 Bauman St"}
    carts.set_delivery(cart=cart, option="courier", address=address)
    total = carts.priced(cart).quote.total
    placing = queries(lambda: checkout.place_order(cart=cart, method="on_receipt", expected_total=total, placed_by="k"))

    assert len(adding) <= 20
    assert len(placing) <= 20


@pytest.mark.parametrize("products", [1, 20])
def test_a_list_and_its_facets_cost_the_same_for_any_number_of_products(products):
    make_category(slug="smartphones")
    for number in range(products):
        make_product(slug=f"phone-{number}", is_presented=True)
    filters = listing.Filters(language="en", category="smartphones")

    assert len(queries(lambda: listing.page(filters))) == 2
    assert len(queries(lambda: listing.facets(filters))) == 8
