"""What search engines are told about pages."""

import re

import pytest

from shop import catalog
from tests import factories as make

pytestmark = pytest.mark.django_db


def locations(client) -> list[str]:
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    return re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", answer.content.decode())


def test_the_map_names_every_published_page_with_its_translations(client):
    product = make.make_product(slug="orvelo-9")
    make.make_product_page(product=product, language="en")
    make.make_product_page(product=product, language="ru", slug="orvelo-9-ru")
    make.make_static_page(title="Delivery").unpublish()

    assert locations(client) == [
        "/en/",
        "/en/smartphones/",
        "/en/smartphones/orvelo-9/",
        "/ru/",
        "/ru/smartphones/",
        "/ru/smartphones/orvelo-9-ru/",
    ]
    text = client.get("/sitemap.xml").content.decode()
    entry = re.search(r"<url>\s*<loc>[^<]*/en/smartphones/orvelo-9/</loc>.*?</url>", text, re.DOTALL)[0]
    assert re.findall(r'hreflang="(\w+)" href="https?://[^/]+([^"]+)"', entry) == [
        ("en", "/en/smartphones/orvelo-9/"),
        ("ru", "/ru/smartphones/orvelo-9-ru/"),
    ]


def test_the_map_leaves_out_what_is_sold_no_more(client):
    product = make.make_product(slug="orvelo-9")
    make.make_product_page(product=product)
    product.is_active = False
    product.save()
    catalog.refresh([product.pk])

    assert locations(client) == ["/en/", "/en/smartphones/"]


def test_the_map_costs_the_same_for_one_page_and_for_many(client, django_assert_max_num_queries):
    make.make_product_page()
    # On PostgreSQL the first reader after a change numbers it, which is no cost of the map.
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(10) as asked:
        client.get("/sitemap.xml")
    for_one = len(asked)
    for _ in range(5):
        make.make_product_page()
    client.get("/sitemap.xml")

    with django_assert_max_num_queries(for_one):
        client.get("/sitemap.xml")
