"""Requests that cannot be read are refused with 400, and every answer names its request."""

import asyncio

import pytest
from django.test import AsyncClient, Client

from technomart.middleware.bodies import LARGEST, BoundedBodies

pytestmark = pytest.mark.django_db

BAD = ["%ff", "%c3%28", "%ed%a0%80", "%00", "a%00b", "%f5%80%80%80"]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("address", ["/en/search/?q={}", "/en/{}/", "/{}", "/admin/?q={}", "/en/?{}=1"])
def test_what_is_no_text_is_400_for_people(client, bad, address):
    response = client.generic("GET", address.format(bad))
    assert response.status_code == 400
    assert "<h1>The request cannot be read</h1>" in response.content.decode()


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("address", ["/api/v1/products/?q={}", "/api/v1/products/{}/", "/_allauth/app/v1/config?x={}"])
def test_what_is_no_text_is_a_problem_document_for_machines(client, bad, address):
    response = client.generic("GET", address.format(bad))
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == "invalid_characters"
    assert problem["request_id"] == response["X-Request-ID"]


@pytest.mark.parametrize("bad", BAD)
def test_the_asgi_door_refuses_the_same(bad):
    async def ask():
        client = AsyncClient()
        return await client.generic("GET", f"/en/search/?q={bad}")

    assert asyncio.run(ask()).status_code == 400


@pytest.mark.parametrize("good", ["%D0%BD%D0%BE%D1%83%D1%82", "a+b", "100%25", "%F0%9F%92%A1", "%"])
def test_what_is_text_passes(client, good):
    assert client.generic("GET", f"/?q={good}").status_code == 302


@pytest.mark.parametrize(
    ("given", "kept"), [("abcdefgh-1234", True), ("short", False), ("a" * 65, False), ("abc\tdef ghi", False)]
)
def test_a_request_id_of_a_proxy_is_kept_if_it_is_one(client, given, kept):
    answered = client.get("/healthz", HTTP_X_REQUEST_ID=given)["X-Request-ID"]
    assert (answered == given) is kept
    assert len(answered) >= 8


def test_a_foreign_host_is_400_and_no_fault(client):
    for path in ("/en/accounts/login/", "/api/v1/nothing/", "/admin/"):
        assert client.get(path, HTTP_HOST="evil.example").status_code == 400


def test_unknown_addresses_of_machines_are_problems_in_place(client):
    for path in ("/api/", "/api/v2/products/", "/api/v1/nothing/", "/_allauth/nothing/", "/payments/nothing/"):
        response = client.get(path)
        assert (path, response.status_code) == (path, 404)
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "not_found"


def test_an_unknown_address_of_people_is_tried_under_their_language(client):
    response = client.get("/guides/", HTTP_ACCEPT_LANGUAGE="ru")
    assert (response.status_code, response["Location"]) == (302, "/ru/guides/")


@pytest.mark.parametrize(
    ("asked", "tree"), [("ru", "/ru/"), ("en-GB", "/en/"), ("de", "/en/"), ("ru;q=0.3,en", "/en/")]
)
def test_the_first_page_is_in_the_visitors_language(client, asked, tree):
    response = client.get("/", HTTP_ACCEPT_LANGUAGE=asked)
    assert (response.status_code, response["Location"]) == (302, tree)
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].replace(" ", "").split(","))


class Sent(list):
    async def __call__(self, message):
        self.append(message)

    @property
    def status(self):
        return self[0]["status"]


async def read_everything(scope, receive, send):
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def upload(chunks, headers=(), path="/api/v1/carts/"):
    pieces = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    pieces.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive():
        return pieces.pop(0)

    sent = Sent()
    scope = {"type": "http", "path": path, "headers": list(headers)}
    asyncio.run(BoundedBodies(read_everything)(scope, receive, sent))
    return sent.status


def test_a_body_is_refused_by_what_it_announces_or_by_what_arrives():
    assert upload([b"x" * 1000]) == 200
    assert upload([b"x"], headers=[(b"content-length", str(LARGEST + 1).encode())]) == 413
    assert upload([b"x" * 65536] * 17) == 413
    assert upload([b"x" * 65536] * 17, path="/admin/images/add/") == 200


def test_a_form_with_too_many_fields_is_400_and_no_fault(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    body = "&".join(f"a{number}=1" for number in range(20)).encode()
    response = Client().generic("POST", "/en/accounts/login/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/carts/", "/en/accounts/login/", "/en/cart/add/"])
def test_a_body_that_announces_too_much_is_not_read(client, path):
    response = client.generic("POST", path, b"x", content_type="text/plain", CONTENT_LENGTH=str(LARGEST + 1))
    assert response.status_code == 413
    assert response.json()["code"] == "too_large"


def test_switching_the_language_stays_on_the_page(client):
    text = client.get("/en/accounts/signup/?next=/en/cart/").content.decode()
    assert 'hreflang="ru" href="/ru/accounts/signup/?next=%2Fen%2Fcart%2F"' in text
