"""Prepared answers: two people through one process, each with his own language and nothing of the other's."""

import pytest
from django.test import Client

from shop import pricing, stock
from shop.changes import log, tokens
from shop.models import Variant
from tests.factories import make_product, make_user
from tests.shop.ordering import make_courier

pytestmark = pytest.mark.django_db

PRODUCTS = "/api/v1/products/"
SEARCH = "/en/search/?q=nova"


@pytest.fixture(autouse=True)
def phone(db):
    from tests.factories import present

    make_courier()
    product = make_product(slug="nova", sku="PH-1", price=7_499_000, stock_count=10)
    present(product, languages=["en"], name="Nova English")
    present(product, languages=["ru"], name="Nova Russian")
    return product


def test_the_second_guest_costs_only_the_question_for_the_version(django_assert_max_num_queries):
    first = Client().get(SEARCH)
    with django_assert_max_num_queries(2):  # PostgreSQL also asks whether changes wait for a number
        second = Client().get(SEARCH)

    assert second.content == first.content
    assert second["ETag"] == first["ETag"]
    assert not second.cookies


def test_nothing_of_a_customer_is_kept_for_the_next_guest():
    customer = Client()
    customer.force_login(make_user(email="anna@example.com", name="Anna Petrova"))

    hers = customer.get(SEARCH).content.decode()
    his = Client().get(SEARCH).content.decode()
    next_guests = Client().get(SEARCH).content.decode()

    assert "Search" in hers
    for private in ("anna@example.com", "Anna Petrova"):
        assert private not in his
    assert next_guests == his


def test_nothing_of_a_guests_cart_is_kept_for_the_next_guest():
    shopper = Client()
    shopper.post("/en/cart/add/", {"sku": "PH-1"}, HTTP_ORIGIN="http://testserver")
    cart_cookie = shopper.cookies["cart"].value
    shopper.get("/en/cart/")  # shows the message, so that nothing is left to say

    shown = shopper.get(SEARCH)
    next_one = Client().get(SEARCH)

    assert shown.content == next_one.content
    assert cart_cookie not in next_one.content.decode()
    assert not next_one.cookies
    assert "csrfmiddlewaretoken" not in next_one.content.decode()


def test_a_message_to_one_guest_is_shown_to_no_other():
    shopper = Client()
    shopper.post("/en/cart/add/", {"sku": "NO-SUCH", "next": SEARCH}, HTTP_ORIGIN="http://testserver")

    shopper.get(SEARCH)

    assert "NO-SUCH" not in Client().get(SEARCH).content.decode()


@pytest.mark.parametrize("headers", [{"X-Session-Token": "x"}, {"Authorization": "Bearer x"}])
def test_whoever_says_who_he_is_gets_no_answer_for_everybody(headers):
    Client().get(PRODUCTS)

    answer = Client().get(PRODUCTS, headers=headers)

    assert answer.status_code in (200, 401)
    assert answer.status_code == 401 or answer["Cache-Control"] != "public"


@pytest.mark.parametrize("order", [("en", "ru"), ("ru", "en")])
def test_each_language_has_its_answer_whoever_came_first(order):
    names = {
        language: Client().get(PRODUCTS, headers={"Accept-Language": f"{language};q=0.9, de"}) for language in order * 2
    }

    for language, word in (("en", "Nova English"), ("ru", "Nova Russian")):
        assert names[language].json()["results"][0]["name"] == word
        assert names[language]["Content-Language"] == language


def test_the_language_of_the_address_comes_before_that_of_the_browser():
    Client().get(f"{PRODUCTS}?lang=ru", headers={"Accept-Language": "en"})

    assert Client().get(f"{PRODUCTS}?lang=ru", headers={"Accept-Language": "en"})["Content-Language"] == "ru"
    assert Client().get(PRODUCTS, headers={"Accept-Language": "en"})["Content-Language"] == "en"


def test_who_has_the_bytes_already_gets_none():
    tag = Client().get(PRODUCTS)["ETag"]

    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = Client().get(PRODUCTS, headers={"If-None-Match": asked})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    for asked in ('"other"', "nonsense", tag.strip('"'), tag[:-2] + '"'):
        assert Client().get(PRODUCTS, headers={"If-None-Match": asked}).status_code == 200


def test_a_change_of_price_is_seen_at_once_and_makes_old_bytes_old(phone):
    before = Client().get(PRODUCTS)

    pricing.change_prices(changes=[(Variant.objects.get(), 7_599_000)])
    after = Client().get(PRODUCTS, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert after.json()["results"][0]["price"]["amount"] == 7_599_000
    assert "75\u00a0990" in Client().get(SEARCH).content.decode()


def test_the_last_piece_sold_is_seen_at_once(phone):
    assert Client().get(PRODUCTS).json()["results"][0]["availability"]["status"] == "in_stock"

    stock.correct(sku="PH-1", change=-10, reason="lost")

    assert Client().get(PRODUCTS).json()["results"][0]["availability"]["status"] == "out_of_stock"


def test_other_queries_and_hosts_are_other_answers(settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    Client().get(PRODUCTS)

    assert Client().get(f"{PRODUCTS}?limit=1&brand=none").json()["results"] == []
    assert "testserver" not in Client().get(PRODUCTS, headers={"Host": "other.example"}).content.decode()


@pytest.mark.parametrize("path", ["/api/v1/products/?nonsense=1", "/api/v1/products/prd_none/", "/en/none/"])
def test_a_refusal_is_kept_for_nobody(path):
    from shop import prepared

    first, second = Client().get(path), Client().get(path)

    assert first.status_code == second.status_code >= 400
    assert not prepared.store._kept
    assert first["X-Request-Id"] != second["X-Request-Id"]


def test_a_kept_answer_has_a_request_id_and_limits_of_its_own():
    ids = {Client().get(PRODUCTS)["X-Request-Id"] for _ in range(3)}

    assert len(ids) == 3


def test_private_pages_are_never_kept():
    from shop import prepared

    shopper = Client()
    shopper.post("/en/cart/add/", {"sku": "PH-1"}, HTTP_ORIGIN="http://testserver")
    for path in ("/en/cart/", "/en/checkout/", "/en/checkout/contact/", "/en/account/"):
        answer = shopper.get(path)
        assert "no-store" in answer["Cache-Control"] or answer.status_code == 302

    assert not prepared.store._kept


def test_the_store_forgets_the_least_used_before_it_grows_too_large(monkeypatch):
    from shop import prepared

    monkeypatch.setattr(prepared, "LARGEST_STORE", 25)
    store = prepared.Store()
    for name in "abc":
        store.keep((name,), prepared.Kept(b"x" * 10, (), '"t"', float("inf")))

    assert [store.find((name,)) is not None for name in "abc"] == [False, True, True]


def test_a_customers_page_that_has_heard_of_a_change_contains_it(phone, settings):
    """He is served nothing prepared, but from what the process remembers."""
    log._forget()
    settings.SHOP = {**settings.SHOP, "VERSION_MEMORY": 60.0}
    customer = Client()
    customer.force_login(make_user())
    customer.get(SEARCH)

    # Nothing is committed in a test, so that this process is not told, as if another one had changed it.
    pricing.change_prices(changes=[(Variant.objects.get(), 7_599_000)])
    heard = tokens.sealed(log.state().identity, log.state().latest)

    assert "75\u00a0990" not in customer.get(SEARCH).content.decode()
    assert "75\u00a0990" in customer.get(SEARCH, headers={"X-Change": heard}).content.decode()
    log._forget()
