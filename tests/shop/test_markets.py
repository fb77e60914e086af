"""Markets on the site: the switch, each visitor's own prices, and nothing of them in what is kept for everybody."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop import cards, markets, prepared, pricing
from shop.errors import NotFound
from shop.models import Cart, Variant
from tests import factories as make

pytestmark = pytest.mark.django_db

# Prices that stand on a page nowhere else.
PUBLIC, OF_GROUP, OF_MARKET = 7_499_000, 6_543_200, 98_765
WORDS = {PUBLIC: "74\u00a0990\u00a0₽", OF_GROUP: "65\u00a0432\u00a0₽", OF_MARKET: "987.65\u00a0€"}
PAGES = ("/en/", "/en/smartphones/", "/en/smartphones/orvelo-9/", "/en/search/?q=orvelo")


@pytest.fixture(autouse=True)
def shop(db):
    """A phone in three price lists, a pair of headphones that is sold at home only, and a home page that shows both."""
    make.make_market(code="ru", is_default=True, currency="RUB", countries=["RU"], name_en="Russia")
    phone = make.make_product(slug="orvelo-9", sku="OR-9", price=PUBLIC)
    make.make_product_page(product=phone, title="Orvelo 9")
    other = make.make_product(slug="orvelo-buds", sku="BUDS", price=PUBLIC)
    make.make_product_page(product=other, title="Orvelo Buds")
    make.make_price_list(code="eu", market=make.make_market(name_en="Europe"), prices={"OR-9": OF_MARKET})
    make.make_price_list(code="wholesale", group=make.make_group(), prices={"OR-9": OF_GROUP})
    home = make.make_home()
    home.shelves = json.dumps([{"type": "product_shelf", "value": {"title": "Popular", "count": 4}}])
    make.publish(home)
    return phone


def abroad() -> Client:
    visitor = Client()
    choose(visitor, "eu")
    return visitor


def member() -> Client:
    customer = Client()
    person = make.make_user()
    make.make_group(members=[person])
    customer.force_login(person)
    return customer


def choose(visitor: Client, code: str, **fields: str):
    return visitor.post("/en/market/", {"market": code, **fields}, HTTP_ORIGIN="http://testserver")


def shown(visitor: Client, address: str) -> str:
    """The page without its place in the change log: on PostgreSQL other tests' transactions move that."""
    return re.sub(r' data-live-since="[^"]*"', "", visitor.get(address).content.decode(), count=1)


# Terms


def test_without_a_market_the_settings_say_how_the_store_sells():
    markets.Market.objects.all().update(is_default=False)

    own = markets.default()

    assert (own.currency, own.country, own.prices_include_tax, own.pk) == ("RUB", "RU", True, None)


def test_a_closed_market_is_not_there():
    markets.Market.objects.filter(code="eu").update(is_active=False)

    with pytest.raises(NotFound):
        markets.find("eu")
    assert [terms.code for terms in markets.open_markets()] == ["ru"]


# Prices on pages


@pytest.mark.parametrize("address", PAGES)
def test_each_page_shows_the_prices_of_who_asks(address):
    everybodys, of_market, of_group = (shown(visitor, address) for visitor in (Client(), abroad(), member()))

    assert WORDS[PUBLIC] in everybodys
    assert WORDS[OF_MARKET] in of_market
    assert WORDS[OF_GROUP] in of_group
    for page, others in ((everybodys, (OF_GROUP, OF_MARKET)), (of_market, (OF_GROUP, PUBLIC)), (of_group, [OF_MARKET])):
        assert not [amount for amount in others if WORDS[amount] in page]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("visitor", [abroad, member])
def test_what_is_kept_for_everybody_is_never_theirs(address, visitor):
    """The visitor comes before and after a guest, through one process."""
    his = visitor()
    before = his.get(address)
    kept = shown(Client(), address)
    after = his.get(address)
    again = shown(Client(), address)

    assert kept == again
    assert WORDS[PUBLIC] in kept
    for answer in (before, after):
        page = answer.content.decode()
        assert page != kept
        assert WORDS[OF_MARKET] in page or WORDS[OF_GROUP] in page
    assert not any(WORDS[OF_MARKET].encode() in one.content for one in prepared.store._kept.values())
    assert not any(WORDS[OF_GROUP].encode() in one.content for one in prepared.store._kept.values())


@pytest.mark.parametrize("visitor", [Client, abroad, member])
def test_a_page_is_kept_by_no_other_and_says_that_it_varies(visitor):
    his = visitor()
    for _ in range(2):
        answer = his.get("/en/search/?q=orvelo")
        assert "Cookie" in answer["Vary"]
        assert answer["Cache-Control"] == "private, no-cache"


def test_who_returns_to_the_stores_own_market_is_served_like_everybody():
    visitor = abroad()
    choose(visitor, "ru")

    assert not visitor.cookies["market"].value
    assert shown(visitor, PAGES[1]) == shown(Client(), PAGES[1])


def test_what_is_told_to_search_engines_is_what_is_shown():
    for visitor, price, currency in (
        (Client(), "74990", "RUB"),
        (abroad(), "987.65", "EUR"),
        (member(), "65432", "RUB"),
    ):
        told = re.search(r'ld\+json">(.*?)</script>', shown(visitor, "/en/smartphones/orvelo-9/"), re.S)[1]
        offer = json.loads(told)["@graph"][0]["hasVariant"][0]["offers"]
        assert (offer["price"].removesuffix(".00"), offer["priceCurrency"]) == (price, currency)


def test_lists_leave_out_what_is_not_sold_in_a_market_and_count_without_it():
    page = shown(abroad(), "/en/smartphones/")

    assert "Orvelo 9" in page
    assert "Orvelo Buds" not in page
    assert "1 product<" in page
    assert "2 products<" in shown(Client(), "/en/smartphones/")
    assert "2 products<" in shown(member(), "/en/smartphones/")


def test_the_page_of_what_is_not_sold_here_says_so_and_offers_nothing():
    visitor = abroad()
    page = shown(visitor, "/en/smartphones/orvelo-buds/")

    assert "Not sold in this market" in page
    assert WORDS[PUBLIC] not in page
    assert "cart/add" not in page
    visitor.post("/en/cart/add/", {"sku": "BUDS"}, HTTP_ORIGIN="http://testserver")
    assert not Cart.objects.filter(lines__isnull=False).exists()


def test_filters_by_price_stay_at_home():
    assert "price_min" not in shown(abroad(), "/en/smartphones/")
    assert "price_min" in shown(Client(), "/en/smartphones/")


@pytest.mark.parametrize(("includes", "words"), [(True, "including VAT"), (False, "plus tax")])
def test_a_price_says_whether_tax_is_in_it(includes, words):
    markets.Market.objects.filter(code="eu").update(prices_include_tax=includes)
    visitor = abroad()

    for address in PAGES[1:]:
        assert words in shown(visitor, address)


def test_a_card_stands_for_the_cheapest_variant_of_its_buyer(shop):
    make.make_variant(product=shop, sku="OR-9B", price=PUBLIC + 100)
    group = make.make_group()
    pricing.change_prices(changes=[(Variant.objects.get(sku="OR-9B"), 5)], price_list=group.price_lists.get())

    page = shown(member(), "/en/search/?q=orvelo+9")

    assert 'value="OR-9B"' in page
    assert "0.05" in page


@pytest.mark.parametrize("visitor", [abroad, member])
def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(visitor, django_assert_max_num_queries):
    his = visitor()
    shown(his, PAGES[1])
    with CaptureQueriesContext(connection) as one:
        shown(his, PAGES[1])
    least = len(one)
    skus = {f"MORE-{n}": 100 + n for n in range(6)}
    for sku in skus:
        make.make_product_page(product=make.make_product(slug=sku.lower(), sku=sku))
    make.make_price_list(market=markets.Market.objects.get(code="eu"), prices=skus)
    shown(his, PAGES[1])
    with django_assert_max_num_queries(least):
        shown(his, PAGES[1])


# The switch


def test_the_switch_stands_on_pages_once_there_are_two_markets():
    assert 'value="eu"' in shown(Client(), "/en/search/?q=orvelo")


def test_a_change_of_the_markets_is_on_the_pages_at_once():
    shown(Client(), "/en/search/?q=orvelo")
    market = markets.Market.objects.get(code="eu")
    market.is_active = False
    market.save()
    markets.tell(market)

    assert 'value="eu"' not in shown(Client(), "/en/search/?q=orvelo")


@pytest.mark.parametrize("market", ["", "nowhere", "x" * 300])
def test_an_unknown_market_changes_nothing(market):
    visitor = Client()

    answer = choose(visitor, market, next="/en/search/?q=orvelo")

    assert answer.status_code == 302
    assert "market" not in visitor.cookies


def test_a_cookie_with_nonsense_is_the_stores_own_market():
    visitor = Client()
    visitor.cookies["market"] = "nowhere"

    assert WORDS[PUBLIC] in shown(visitor, PAGES[1])


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", ""])
def test_the_switch_leads_to_no_other_site(target):
    assert choose(Client(), "eu", next=target)["Location"] == "/en/cart/"


def test_another_sites_form_cannot_switch():
    visitor = Client()

    answer = visitor.post("/en/market/", {"market": "eu"}, HTTP_ORIGIN="https://evil.example")

    assert answer.status_code == 403
    assert "market" not in visitor.cookies


@pytest.mark.parametrize("visitor", [Client, member])
def test_the_cart_comes_along_as_far_as_it_is_sold_there(visitor):
    his = visitor()
    for sku in ("OR-9", "BUDS"):
        his.post("/en/cart/add/", {"sku": sku, "quantity": "2"}, HTTP_ORIGIN="http://testserver")

    choose(his, "eu")

    there = Cart.objects.get(market__code="eu")
    assert [(line.variant.sku, line.quantity, line.price_seen) for line in there.lines.all()] == [
        ("OR-9", 2, OF_MARKET)
    ]
    assert "Orvelo Buds" in shown(his, "/en/cart/")
    choose(his, "ru")
    choose(his, "eu")
    assert [line.quantity for line in there.lines.all()] == [2]
    assert Cart.objects.get(market=None).lines.count() == 2


def test_cards_say_nothing_of_money_but_what_the_buyer_pays():
    priced = cards.priced(
        pricing.Offer(amount=1_500, compare_at=None, row_id=1, since=None, lowest_before=1_250), "KWD", "en"
    )

    assert priced["price"]["formatted"] == "1.500\u00a0KWD"
    assert priced["lowest_price"]["formatted"] == "1.250\u00a0KWD"
    assert priced["compare_at_price"] is None
