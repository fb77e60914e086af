"""Markets and groups over the API: whose prices an answer shows, and who may keep it."""

import pytest

from shop import prepared
from shop.models import Market
from tests.factories import make_group, make_market, make_price_list, make_product, make_user, make_variant

pytestmark = pytest.mark.django_db

PUBLIC, OF_GROUP, OF_MARKET = 7_499_000, 6_543_200, 98_765
CATALOGUE = ("products/", "products/orvelo-9/", "search/suggest/?q=orvelo")


@pytest.fixture(autouse=True)
def shop(db):
    make_market(code="ru", is_default=True, currency="RUB", countries=["RU"])
    eu = make_market(language="de", prices_include_tax=False)
    product = make_product(slug="orvelo-9", sku="OR-9", price=PUBLIC, is_presented=True)
    make_product(slug="orvelo-buds", sku="BUDS", price=100, is_presented=True)
    make_price_list(market=eu, prices={"OR-9": OF_MARKET})
    make_price_list(group=make_group(), prices={"OR-9": OF_GROUP})
    return product


@pytest.fixture
def member(app):
    person = make_user()
    make_group(members=[person])
    return app.signed_in(person)


def prices(caller, address):
    """The amounts and currencies of the phone in an answer."""
    answer = caller.get_json(address)
    things = answer.get("results", [answer])
    return [(one["price"]["amount"], one["price"]["currency"]) for one in things if one["slug"] == "orvelo-9"]


def in_market(address, code="eu"):
    return f"{address}{'&' if '?' in address else '?'}market={code}"


def test_the_markets_are_told_with_their_terms(api):
    told = api.get_json("markets/")["results"]

    assert [(one["code"], one["is_default"]) for one in told] == [("ru", True), ("eu", False)]
    assert told[1] == {
        "code": "eu",
        "name": "EU",
        "currency": "EUR",
        "countries": ["DE", "FR"],
        "language": "de",
        "prices_include_tax": False,
        "is_default": False,
    }


@pytest.mark.parametrize("address", CATALOGUE)
def test_the_catalogue_shows_the_prices_of_who_asks(api, member, address):
    assert prices(api, address) == [(PUBLIC, "RUB")]
    assert prices(api, in_market(address)) == [(OF_MARKET, "EUR")]
    assert prices(member, address) == [(OF_GROUP, "RUB")]
    assert prices(member, in_market(address)) == [(OF_MARKET, "EUR")]
    assert prices(api, in_market(address, "ru")) == [(PUBLIC, "RUB")]
    assert prices(api, address) == [(PUBLIC, "RUB")]


def test_variants_cost_what_their_card_says(api, member):
    for caller, address in ((api, "products/orvelo-9/?market=eu"), (member, "products/orvelo-9/")):
        product = caller.get_json(address)
        assert [variant["price"] for variant in product["variants"]] == [product["price"]]


@pytest.mark.parametrize("address", CATALOGUE)
def test_a_customers_prices_are_kept_by_nobody(api, member, address):
    for answer in (member.send("GET", address), member.send("GET", in_market(address))):
        assert answer["Cache-Control"] == "private, no-store"
    assert api.send("GET", in_market(address))["Cache-Control"].startswith("public")
    assert not [one for one in prepared.store._kept.values() if str(OF_MARKET).encode() in one.content]
    assert not [one for one in prepared.store._kept.values() if str(OF_GROUP).encode() in one.content]


@pytest.mark.parametrize("address", CATALOGUE)
def test_a_tag_of_one_buyers_answer_is_good_for_no_other(api, member, address):
    tags = [
        member.send("GET", address)["ETag"],
        api.send("GET", in_market(address))["ETag"],
        api.send("GET", address)["ETag"],
    ]

    assert len(set(tags)) == 3
    assert api.send("GET", address, If_None_Match=", ".join(tags[:2])).status_code == 200
    assert member.send("GET", address, If_None_Match=", ".join(tags[1:])).status_code == 200
    assert member.send("GET", address, If_None_Match=tags[0]).status_code == 304


def test_a_token_that_is_no_longer_good_makes_a_guest(api):
    for headers in ({"X_Session_Token": "gone"}, {"Authorization": "Bearer gone"}):
        answer = api.send("GET", "products/", **headers)
        assert answer.status_code == 200
        assert answer.json()["results"][0]["price"]["currency"] == "RUB"


def test_a_cookie_of_the_site_says_nothing_to_the_api(api):
    api.cookies["market"] = "eu"

    assert prices(api, "products/") == [(PUBLIC, "RUB")]


def test_what_has_no_price_in_a_market_is_not_there(api):
    answer = api.get_json("products/?market=eu&include=total,facets")

    assert [card["slug"] for card in answer["results"]] == ["orvelo-9"]
    assert answer["total"] == 1
    assert next(one for one in answer["facets"] if one["code"] == "brand")["values"][0]["count"] == 1
    refused = api.send("GET", "products/orvelo-buds/?market=eu")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_sold_here")
    assert api.send("GET", "products/orvelo-buds/").status_code == 200


@pytest.mark.parametrize("code", ["nowhere", "EU"])
@pytest.mark.parametrize("address", CATALOGUE)
def test_an_unknown_market_is_refused_by_name(api, address, code):
    refused = api.send("GET", in_market(address, code))

    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_market")


def test_a_closed_market_is_unknown(api):
    Market.objects.filter(code="eu").update(is_active=False)

    assert api.send("GET", "products/?market=eu").json()["code"] == "unknown_market"


def test_orderings_and_filters_by_price_go_by_the_public_one(api, shop):
    make_product(slug="orvelo-1", sku="OR-1", price=PUBLIC - 1, is_presented=True)
    make_price_list(market=Market.objects.get(code="eu"), prices={"OR-1": OF_MARKET + 1})

    listed = api.get_json("products/?market=eu&ordering=price")["results"]
    dear = api.get_json(f"products/?market=eu&price_min={PUBLIC}")["results"]

    assert [card["price"]["amount"] for card in listed] == [OF_MARKET + 1, OF_MARKET]
    assert [card["slug"] for card in dear] == ["orvelo-9"]


def test_cursors_walk_a_list_of_a_market(api):
    for n in range(4):
        make_product(slug=f"phone-{n}", sku=f"PH-{n}", price=100, is_presented=True)
    make_price_list(market=Market.objects.get(code="eu"), prices={f"PH-{n}": 10 + n for n in range(4)})
    address, seen = "products/?market=eu&limit=2", []
    while address:
        answer = api.get_json(address)
        seen += [card["slug"] for card in answer["results"]]
        address = answer["next"]

    assert sorted(seen) == ["orvelo-9", "phone-0", "phone-1", "phone-2", "phone-3"]


def test_a_long_list_costs_as_many_queries_as_a_short_one(member, shop, django_assert_num_queries):
    def count(address):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        member.get_json(address)
        with CaptureQueriesContext(connection) as captured:
            member.get_json(address)
        return len(captured)

    before = [count(address) for address in ("products/", "products/?market=eu", "products/orvelo-9/")]
    make_variant(product=shop, sku="OR-9B", price=1)
    skus = [f"PH-{n}" for n in range(8)]
    for sku in skus:
        make_product(slug=sku.lower(), sku=sku, is_presented=True)
    make_price_list(market=Market.objects.get(code="eu"), prices=dict.fromkeys(skus, 5))

    assert [count(address) for address in ("products/", "products/?market=eu", "products/orvelo-9/")] == before


def test_a_cart_of_a_market_is_in_its_currency(api):
    answer = api.send("POST", "carts/", {"market": "eu"})
    cart = answer.json()["id"]
    line = api.add(cart, "OR-9", 2).json()["lines"][0]

    assert line["line_total"]["amount"] == 2 * OF_MARKET
    assert line["unit_price"]["currency"] == "EUR"
    refused = api.send("POST", f"carts/{cart}/lines/", {"sku": "BUDS", "quantity": 1})
    assert refused.json()["code"] == "unavailable"


def test_a_cart_of_a_member_costs_what_the_catalogue_says(member):
    cart = member.open_cart()["id"]

    line = member.add(cart, "OR-9").json()["lines"][0]

    assert line["unit_price"]["amount"] == prices(member, "products/")[0][0] == OF_GROUP


def test_the_stores_own_market_by_name_is_the_cart_that_is_open_without_one(member):
    cart = member.open_cart()["id"]

    assert member.send("POST", "carts/", {"market": "ru"}).json()["id"] == cart
