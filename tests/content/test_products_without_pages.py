"""What the catalogue shows can be opened at its address, even if no page describes it."""

import pytest

from tests.factories import make_category, make_category_page, make_product, present

pytestmark = pytest.mark.django_db


def test_a_product_without_a_page_is_shown_below_its_category(client):
    category = make_category(slug="smartphones")
    make_category_page(category=category)
    product = make_product(slug="phone-1", category=category)
    present(product, languages=["en"], name="Phone One")

    answer = client.get("/en/smartphones/phone-1/")

    assert answer.status_code == 200
    assert answer.context["product"]["id"] == product.public_id
    assert [crumb["name"] for crumb in answer.context["breadcrumbs"]][-1] == "Phone One"


def test_another_address_of_it_is_not_found(client):
    category = make_category(slug="smartphones")
    make_category_page(category=category)
    make_category_page(category=make_category(slug="tablets"))
    present(make_product(slug="phone-1", category=category), languages=["en"])

    assert client.get("/en/tablets/phone-1/").status_code == 404
    assert client.get("/en/smartphones/phone-2/").status_code == 404
