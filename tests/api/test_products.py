"""The catalogue over HTTP: lists, filters, cursors, one product, its prices; read from the read model alone."""

import base64

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop import prepared, pricing, remembered, stock
from shop.models import Price
from tests.factories import make_attribute, make_brand, make_category, make_product

CARD = {
    "id", "slug", "url", "name", "brand", "category", "picture", "price", "compare_at_price", "availability",
    "rating", "card_attributes",
}  # fmt: skip


def slugs(page):
    return [card["slug"] for card in page["results"]]


def test_a_card_has_what_the_contract_promises(api, phone):
    (card,) = api.get_json("products/")["results"]

    assert set(card) >= CARD
    assert card["id"] == phone.public_id
    assert card["price"] == {"amount": 7_499_000, "currency": "RUB", "exponent": 2, "formatted": "74\u00a0990\u00a0₽"}
    assert card["availability"] == {"status": "in_stock", "available": 10, "expected_on": None}


def test_a_product_is_found_by_id_and_by_slug(api, phone):
    by_id = api.get_json(f"products/{phone.public_id}/")
    by_slug = api.get_json("products/phone/")

    assert by_id == by_slug
    assert set(by_id) >= CARD | {"variants", "attributes", "pictures", "body", "breadcrumbs", "alternates"}
    assert by_id["alternates"] == {"en": "/en/smartphones/phone/", "ru": "/ru/smartphones/phone/"}
    assert [variant["sku"] for variant in by_id["variants"]] == ["PH-1"]


def test_a_product_is_found_by_the_slug_that_its_page_has_in_that_language(api):
    from shop import catalog

    product = make_product(slug="phone")
    catalog.present(
        product_id=product.public_id, language="ru", name="Телефон", slug="телефон", url="/ru/телефон/", source="page:1"
    )

    assert api.get_json("products/телефон/?lang=ru")["id"] == product.public_id
    assert api.send("GET", "products/телефон/?lang=en").status_code == 404
    assert len(api.get_json("products/телефон/price-history/?lang=ru")["results"]) == 1


@pytest.mark.parametrize("name", ["prd_22", "nothing", "-1", "0" * 5000, "PRD_22", "%F0%9F%98%80", "a'b"])
def test_what_is_not_there_is_404_whatever_its_name(api, phone, name):
    assert api.send("GET", f"products/{name}/").status_code == 404
    assert api.send("GET", f"products/{name}/price-history/").status_code == 404


def test_values_of_one_filter_mean_or_and_filters_mean_and(api):
    phones, cameras = make_category(slug="smartphones"), make_category(slug="cameras")
    make_attribute(code="colour", choices=["red", "blue", "black"], category=phones)
    for name, brand, category, colour in [
        ("a", "Nova", phones, "red"),
        ("b", "Nova", phones, "blue"),
        ("c", "Orvelo", phones, "black"),
        ("d", "Nova", cameras, "red"),
    ]:
        make_product(
            slug=name,
            brand=make_brand(name=brand),
            category=category,
            variants=[{"sku": f"SKU-{name}", "options": {"colour": colour}}],
            is_presented=True,
        )

    assert slugs(api.get_json("products/?brand=nova&brand=orvelo&category=smartphones")) == ["a", "b", "c"]
    assert slugs(api.get_json("products/?brand=nova&category=smartphones")) == ["a", "b"]
    assert slugs(api.get_json("products/?attr.colour=red&attr.colour=blue&category=smartphones")) == ["a", "b"]
    assert slugs(api.get_json("products/?attr.colour=red&brand=orvelo")) == []
    assert slugs(api.get_json("products/?attr.colour=nothing")) == []
    assert slugs(api.get_json("products/?category=nothing")) == []

    facets = api.get_json("products/?category=smartphones&attr.colour=red&include=facets,total")
    assert facets["total"] == 1
    colours = next(facet for facet in facets["facets"] if facet["code"] == "attr.colour")
    counted = {value["value"]: (value["count"], value["selected"]) for value in colours["values"]}
    assert counted == {"red": (1, True), "blue": (1, False), "black": (1, False)}


def test_prices_and_stock_filter_and_order(api):
    make_product(slug="cheap", price=100_00, is_presented=True)
    make_product(slug="middle", price=200_00, stock_count=0, is_presented=True)
    make_product(slug="dear", price=300_00, is_presented=True)

    assert slugs(api.get_json("products/?ordering=price")) == ["cheap", "middle", "dear"]
    assert slugs(api.get_json("products/?ordering=-price&in_stock=true")) == ["dear", "cheap"]
    assert slugs(api.get_json("products/?price_min=20000&price_max=20000")) == ["middle"]


@pytest.mark.parametrize(
    "query",
    ["price_min=-1", "price_min=1.5", "price_min=9e30", "price_min=" + "9" * 5000, "price_min=%D9%A3", "price_min=+1",
     "price_min=01", "price_min= 1", "price_min=", "price_min=true", "limit=0", "limit=101", "limit=1000000000",
     "in_stock=1", "ordering=cost", "ordering=user__password", "page=2", "offset=1", "format=json", "lang=de",
     "fields=name,secret", "include=user", "category=a&category=b", "q=" + "a" * 201, "cursor=" + "a" * 1001,
     "attr.colour=" + "a" * 101, "attr.=x", "attr." + "a" * 51 + "=x", "user__password__startswith=a"],
)  # fmt: skip
def test_a_parameter_that_means_nothing_is_refused(api, phone, query):
    answer = api.send("GET", f"products/?{query}")

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize(
    "words", ["%25_%25_", '"', "a'b", "((((", "*", "%5C", "   ", "AND OR NOT", "ё" * 200, "%F0%9F%98%80"]
)
def test_search_survives_any_words(api, phone, words):
    assert api.send("GET", f"products/?q={words}").status_code == 200
    assert api.send("GET", f"search/suggest/?q={words}").status_code == 200


def test_search_and_suggestions_find_by_words_and_by_sku(api, phone):
    assert slugs(api.get_json("products/?q=PH-1")) == ["phone"]
    assert slugs(api.get_json("search/suggest/?q=pho")) == ["phone"]
    assert slugs(api.get_json("search/suggest/?q=")) == []


def test_cursors_walk_the_whole_list_forth_and_back_while_rows_come_and_go(api):
    for number in range(7):
        make_product(slug=f"p{number}", price=(number + 1) * 100_00, is_presented=True)

    first = api.get_json("products/?ordering=price&limit=3")
    make_product(slug="early", price=1_00, is_presented=True)
    second = api.get_json(first["next"])
    third = api.get_json(second["next"])

    assert slugs(first) + slugs(second) + slugs(third) == [f"p{number}" for number in range(7)]
    assert first["previous"] is None
    assert third["next"] is None
    assert slugs(api.get_json(second["previous"])) == ["p0", "p1", "p2"]


@pytest.mark.parametrize("ordering", ["popular", "price", "-price", "rating", "newest", "discount"])
def test_every_ordering_can_be_walked(api, ordering):
    for number in range(5):
        make_product(slug=f"p{number}", is_presented=True)

    found, address = [], f"products/?ordering={ordering}&limit=2"
    while address:
        page = api.get_json(address)
        found += slugs(page)
        address = page["next"]

    assert sorted(found) == [f"p{number}" for number in range(5)]


def test_a_cursor_tells_nothing_and_is_the_same_for_the_same_place(api):
    for number in range(3):
        make_product(slug=f"p{number}", is_presented=True)

    first = api.get_json("products/?limit=1")
    prepared.store.clear()
    again = api.get_json("products/?limit=1")
    cursor = first["next"].rpartition("cursor=")[2]

    assert first["next"] == again["next"]
    assert b"after" not in base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


@pytest.mark.parametrize("cursor", ["", "a", "ab", "abcd", "A" * 400, "é", "%2B%2F", "...", "%F0%9F%98%80"])
def test_a_cursor_that_was_made_up_is_refused(api, phone, cursor):
    assert api.send("GET", f"products/?cursor={cursor}").status_code == 400


def test_a_cursor_is_good_for_its_own_list_only(api):
    for number in range(3):
        make_product(slug=f"p{number}", is_presented=True)
    following = api.get_json("products/?limit=1&ordering=price")["next"]

    answer = api.send("GET", following.replace("ordering=price", "ordering=-price"))

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_cursor"


def test_fields_leave_out_everything_else(api, phone):
    assert api.get_json("products/?fields=name,price")["results"] == [
        {"name": "phone en", "price": api.get_json("products/phone/")["price"]}
    ]
    assert set(api.get_json("products/phone/?fields=id,variants")) == {"id", "variants"}


def test_one_language_is_answered_and_named(api, phone):
    answer = api.send("GET", "products/phone/", Accept_Language="de,ru;q=0.8,en;q=0.5")

    assert answer.json()["name"] == "phone ru"
    assert answer["Content-Language"] == "ru"
    assert api.send("GET", "products/phone/?lang=en", Accept_Language="ru").json()["name"] == "phone en"
    assert api.send("GET", "products/phone/", Accept_Language="x" * 5000).json()["name"] == "phone en"


def test_the_price_history_names_each_price_with_its_dates(api, phone):
    pricing.change_prices(changes=[(phone.variants.get(), 6_999_000)], source=Price.Source.LIST)

    rows = api.get_json("products/phone/price-history/")["results"]

    assert [row["price"]["amount"] for row in rows] == [7_499_000, 6_999_000]
    assert [(row["sku"], row["source"], row["ends_at"]) for row in rows] == [("PH-1", "list", None)] * 2
    assert rows[0]["starts_at"] < rows[1]["starts_at"]
    assert rows[0]["starts_at"].endswith("Z")


def test_the_catalogue_may_be_kept_for_a_minute_and_is_the_same_for_everybody(api, app, phone):
    # Whoever says who he is may see prices of his own.
    priced = "Accept-Language, Authorization, X-Session-Token, Cookie"
    for address, varies in (
        ("products/", priced),
        ("products/phone/", priced),
        ("search/suggest/?q=a", priced),
        ("categories/", "Accept-Language"),
        ("navigation/", "Accept-Language"),
        ("markets/", "Accept-Language"),
    ):
        answer = api.send("GET", address)
        assert answer["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
        assert answer["Vary"] == varies
        assert not answer.cookies
        assert app.send("GET", address)["ETag"] == answer["ETag"]


def test_the_tag_is_strong_and_moves_with_the_content(api, app, phone):
    for caller in (api, app):
        before = caller.send("GET", "products/phone/")
        again = caller.send("GET", "products/phone/", If_None_Match=before["ETag"])
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", before["ETag"])
        assert caller.send("GET", "products/phone/", If_None_Match='"x", W/' + before["ETag"]).status_code == 304
        assert caller.send("GET", "products/phone/", If_None_Match='"x"').status_code == 200
        assert not before["ETag"].startswith("W/")

        stock.correct(sku="PH-1", change=-1, reason="broken", actor=None)
        after = caller.send("GET", "products/phone/", If_None_Match=before["ETag"])
        assert after.status_code == 200
        assert after["ETag"] != before["ETag"]


def queries(api, address):
    """What a process asks that has just begun."""
    prepared.store.clear()
    remembered.forget()
    with CaptureQueriesContext(connection) as caught:
        api.get_json(address)
    return besides_the_log(caught)


def besides_the_log(caught):
    """The queries, but for those that ask how far the change log reaches: there PostgreSQL has to number it first."""
    queries = [query["sql"] for query in caught.captured_queries]
    return [sql for sql in queries if "shop_change" not in sql and "SAVEPOINT" not in sql and "advisory" not in sql]


@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("products/?limit=100", 3),
        ("products/?limit=100&include=total,facets&category=smartphones", 7),
        ("categories/", 2),
        ("products/phone/", 1),
        ("search/suggest/?q=p", 2),
    ],
)
def test_as_many_queries_for_a_hundred_rows_as_for_one_and_none_of_a_page(api, phone, address, budget):
    of_one = queries(api, address)
    for number in range(12):
        make_product(slug=f"p{number}", category=make_category(), is_presented=True)

    of_many = queries(api, address)

    assert len(of_many) == len(of_one)
    assert len(of_many) <= budget
    assert not [sql for sql in of_many if "wagtail" in sql or "content_" in sql]


def test_a_warm_answer_asks_nothing_but_the_version_and_is_the_same_to_the_byte(api, phone):
    cold = api.send("GET", "products/?limit=24")

    with CaptureQueriesContext(connection) as caught:
        warm = api.send("GET", "products/?limit=24")

    assert warm.content == cold.content
    assert warm["ETag"] == cold["ETag"]
    assert besides_the_log(caught) == []
