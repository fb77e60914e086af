"""Whatever goes wrong, the answer is a problem document."""

import re

import pytest
from django.urls import get_resolver

from shop import errors, listing
from shop.api import problems

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# One address for each route of the API that has a resource.
ADDRESSES = (
    "products/",
    "products/prd_22/",
    "products/prd_22/price-history/",
    "products/prd_22/stock-requests/",
    "stock-requests/ask_22/",
    "stock-requests/ask_22/take/",
    "markets/",
    "categories/",
    "search/suggest/",
    "navigation/",
    "pages/",
    "carts/",
    "carts/cart_22/",
    "carts/cart_22/lines/",
    "carts/cart_22/lines/line_22/",
    "carts/cart_22/vouchers/",
    "carts/cart_22/vouchers/SALE/",
    "carts/cart_22/gift-cards/",
    "carts/cart_22/gift-cards/gft_22/",
    "carts/cart_22/delivery-options/",
    "orders/",
    "orders/ord_22/",
    "orders/ord_22/cancel/",
    "orders/ord_22/invoice/",
    "orders/ord_22/returns/",
    "orders/ord_22/returns/ret_22/",
    "orders/ord_22/returns/ret_22/call-off/",
    "orders/ord_22/returns/ret_22/photos/",
    "orders/ord_22/returns/ret_22/photos/22/",
    "orders/ord_22/withdrawals/",
    "orders/ord_22/withdrawals/wdr_22/",
    "draft/",
    "draft/order/",
    "withdrawal-links/",
    "me/",
    "me/stock-requests/",
    "sync/",
    "live-tickets/",
    "openapi.json",
    "docs/",
    "docs/errors/",
)


def assert_problem(answer, code=None, status=None):
    assert answer["Content-Type"] == "application/problem+json", answer.content
    problem = answer.json()
    assert {"type", "title", "status", "detail", "code", "request_id"} <= set(problem)
    assert problem["status"] == answer.status_code
    assert problem["type"].endswith(f"/api/v1/docs/errors/#{problem['code']}")
    assert problem["request_id"] == answer["X-Request-ID"]
    assert problems.KINDS[problem["code"]].status == answer.status_code
    if code:
        assert (problem["code"], answer.status_code) == (code, status or answer.status_code)
    return problem


@pytest.mark.parametrize("method", [*METHODS, "OPTIONS", "TRACE"])
@pytest.mark.parametrize("address", ["/api/v1/nothing/", "/api/v1/products", "/api/v2/", "/api/v1/" + "9" * 5000])
def test_an_unknown_address_is_a_problem_whatever_the_method(api, address, method):
    assert_problem(api.send(method, address), "not_found", 404)


def test_the_sweep_below_knows_every_route():
    routes = {
        re.sub(r"<[^>]+>", "…", str(route.pattern))
        for route in get_resolver("shop.api.urls").url_patterns
        if route.name != "unknown"
    }

    assert {
        re.sub(r"(prd|cart|line|gft|ord|ret|wdr|ask)_22|SALE|\b22\b", "…", address) for address in ADDRESSES
    } == routes


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_refusal_of_every_operation_is_a_problem(api, address, method):
    for headers in ({}, {"If_Match": '"x"'}, {"Accept": "text/html"}, {"Content_Type": "text/plain"}):
        for raw in (b"", b"{}", b"[", b'{"nothing": 1}'):
            answer = api.send(method, address, raw=raw, **headers)
            assert answer.status_code < 500
            if answer.status_code >= 400:
                assert_problem(answer)


@pytest.mark.parametrize(
    ("case", "method", "address", "options", "code", "status"),
    [
        ("a method that is not there", "PUT", "products/", {}, "method_not_allowed", 405),
        ("a format that is not there", "GET", "products/", {"Accept": "text/html"}, "not_acceptable", 406),
        ("JSON that is not wanted", "GET", "products/", {"Accept": "application/json;q=0"}, "not_acceptable", 406),
        ("a form", "POST", "carts/", {"raw": b"a=1", "Content_Type": "application/x-www-form-urlencoded"},
         "unsupported_media_type", 415),
        ("another character set", "POST", "carts/", {"raw": b"{}", "Content_Type": "application/json; charset=koi8-r"},
         "unsupported_media_type", 415),
        ("a body that is too large", "POST", "carts/", {"raw": b"{" + b" " * 300_000 + b"}"}, "too_large", 413),
        ("a body that is too deep", "POST", "carts/", {"raw": b"[" * 100_000}, "malformed_json", 400),
        ("a body in chunks", "POST", "carts/", {"raw": b"", "Transfer_Encoding": "chunked"}, "length_required", 411),
        ("a token of nobody", "GET", "me/", {"X_Session_Token": "nobody"}, "not_authenticated", 401),
        ("a token in another script", "GET", "me/", {"X_Session_Token": "ключ"}, "not_authenticated", 401),
        ("a wrong bearer token", "GET", "me/", {"Authorization": "Bearer x.y.z"}, "not_authenticated", 401),
        ("no token", "GET", "me/", {}, "not_authenticated", 401),
        ("a NUL in the query", "GET", "products/?q=%00", {}, "invalid_characters", 400),
        ("bytes that are not UTF-8", "GET", "products/?q=%ff", {}, "invalid_characters", 400),
        ("a page without path", "GET", "pages/", {}, "invalid", 400),
        ("too many parameters", "GET", "products/?" + "&".join(f"a{n}=1" for n in range(101)), {}, "invalid", 400),
        ("more parameters than Django counts", "GET", "products/?" + "a=1&" * 10_001, {}, "bad_request", 400),
        ("a cursor that was made up", "GET", "products/?cursor=abc", {}, "invalid_cursor", 400),
        ("a token of another log", "GET", "sync/?since=abc", {}, "resync_required", 410),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_served_says_why(api, case, method, address, options, code, status):
    assert_problem(api.send(method, address, **options), code, status)


def test_a_refused_method_is_answered_with_those_that_are_possible(api):
    assert api.send("PUT", "products/")["Allow"] == "GET, HEAD, OPTIONS"
    answer = api.send("OPTIONS", "products/")
    assert (answer.status_code, answer["Allow"], answer.content) == (204, "GET, HEAD, OPTIONS", b"")


def test_all_errors_of_a_body_are_told_at_once_each_with_its_place(api):
    cart = api.open_cart()["id"]
    body = {"quantity": True, "placement": {"position": -1, "where": "top"}, "sku": "A", "colour": "red"}

    problem = assert_problem(api.send("POST", f"carts/{cart}/lines/", body), "invalid", 400)

    assert sorted((error["pointer"], error["code"]) for error in problem["errors"]) == [
        ("/colour", "unknown_field"),
        ("/placement/position", "min_value"),
        ("/placement/where", "unknown_field"),
        ("/quantity", "invalid"),
    ]
    assert all(error["detail"] for error in problem["errors"])


def test_an_unknown_parameter_is_refused_by_name_with_those_allowed(api):
    problem = assert_problem(api.send("GET", "products/?colour=red&limit=0"), "invalid", 400)

    assert sorted((error["pointer"], error["code"]) for error in problem["errors"]) == [
        ("/colour", "unknown_parameter"),
        ("/limit", "min_value"),
    ]
    refused = next(error for error in problem["errors"] if error["pointer"] == "/colour")
    assert "price_min" in refused["detail"]


def test_language_changes_the_words_and_never_the_code(api):
    english = api.send("GET", "nothing/", Accept_Language="en")
    russian = api.send("GET", "nothing/", Accept_Language="ru")

    assert english["Content-Language"] == "en"
    assert russian["Content-Language"] == "ru"
    assert "Accept-Language" in russian["Vary"]
    assert english.json()["code"] == russian.json()["code"] == "not_found"
    assert english.json()["type"] == russian.json()["type"]


def test_a_failure_of_ours_is_a_problem_that_tells_nothing_of_the_inside(api, monkeypatch):
    def fail(*_args, **_options):
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(listing, "page", fail)

    answer = api.send("GET", "products/")

    assert_problem(answer, "server_error", 500)
    assert b"secret" not in answer.content


def test_a_busy_database_is_a_problem_that_says_when_to_come_back(api, monkeypatch):
    def fail(*_args, **_options):
        raise errors.Busy

    monkeypatch.setattr(listing, "page", fail)

    answer = api.send("GET", "products/")

    assert_problem(answer, "busy", 503)
    assert answer["Retry-After"] == "1"


def test_every_code_of_the_shop_has_its_place_in_the_table():
    def below(kind):
        return {kind, *(deeper for child in kind.__subclasses__() for deeper in below(child))}

    internal = {"refused", "stock_below_zero", "already_recorded", "unknown_filter"}
    codes = {kind.code for kind in below(errors.Refusal) if kind.__module__.startswith("shop.")} - internal

    assert codes <= set(problems.KINDS)


def test_the_page_of_codes_explains_each_at_its_anchor(api):
    answer = api.send("GET", "docs/errors/", Accept="text/html")

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert set(re.findall(r'<section id="(\w+)">', answer.content.decode())) == set(problems.KINDS)
