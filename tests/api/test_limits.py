"""Limits: exact under concurrency, told in every answer, and no way round them by a header that anybody can send."""

import threading

import pytest

from shop import prepared
from shop.api import limits
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits_on(settings, monkeypatch):
    settings.SHOP = {**settings.SHOP, "RATE_LIMITS": True}
    # One window for the whole test.
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_010.0)


def only(monkeypatch, view, requests):
    monkeypatch.setattr(view, "limit", limits.Limit("test", requests))


def test_every_answer_says_how_many_requests_are_left(api, phone, monkeypatch):
    from shop.api.products import ProductList

    only(monkeypatch, ProductList, 3)
    answers = [api.send("GET", f"products/?limit={number}") for number in (1, 2, 3, 4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert {answer["RateLimit-Limit"] for answer in answers} == {"3"}
    assert {answer["RateLimit-Reset"] for answer in answers} == {"50"}
    assert answers[-1]["Retry-After"] == "50"
    assert answers[-1].json()["code"] == "rate_limited"


def test_an_unknown_address_is_counted_too(api):
    assert "RateLimit-Remaining" in api.send("GET", "nothing/")


def test_asking_whether_something_has_changed_costs_nothing(api, phone, monkeypatch):
    cart = api.open_cart()["id"]
    first = api.send("GET", f"carts/{cart}/")

    again = [api.send("GET", f"carts/{cart}/", If_None_Match=first["ETag"]) for _ in range(3)]

    assert [answer.status_code for answer in again] == [304] * 3
    assert {answer["RateLimit-Remaining"] for answer in again} == {first["RateLimit-Remaining"]}


def test_asking_again_for_a_part_of_the_catalogue_costs_nothing_kept_or_not(api, phone):
    first = api.send("GET", "products/")
    tag = first["ETag"]

    kept = api.send("GET", "products/", If_None_Match=tag)
    prepared.store.clear()
    made_anew = api.send("GET", "products/", If_None_Match=tag)

    assert [answer.status_code for answer in (kept, made_anew)] == [304, 304]
    assert {answer["RateLimit-Remaining"] for answer in (first, kept, made_anew)} == {"599"}


def test_browsing_never_starves_the_checkout(api, phone, pickup, monkeypatch):
    monkeypatch.setattr(limits, "CATALOGUE", limits.Limit("catalogue", 0))
    from shop.api.products import ProductList

    monkeypatch.setattr(ProductList, "limit", limits.CATALOGUE)

    assert api.send("GET", "products/").status_code == 429
    assert api.order(api.ready_cart("PH-1")).status_code == 201


def test_a_made_up_forwarding_header_is_no_way_round(api, phone, monkeypatch, settings):
    from shop.api.products import ProductList

    settings.TRUSTED_PROXIES = 0
    only(monkeypatch, ProductList, 2)

    answers = [api.send("GET", f"products/?limit={n}", X_Forwarded_For=f"198.51.100.{n}") for n in (1, 2, 3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_a_wrong_token_is_counted_by_address(api, monkeypatch):
    from shop.api.me import Me

    only(monkeypatch, Me, 2)

    answers = [api.send("GET", "me/", X_Session_Token=f"guess{number}") for number in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]


def test_sixty_parallel_requests_at_a_limit_of_five_let_five_through(rf, settings):
    limit, barrier, allowed = limits.Limit("five", 5), threading.Barrier(60), []

    def send():
        request = rf.get("/", REMOTE_ADDR="198.51.100.1")
        barrier.wait()
        counted = limits.count(request, limit)
        if counted.used <= limit.requests:
            allowed.append(1)

    threads = [threading.Thread(target=send) for _ in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(allowed) == 5


def test_without_limits_nothing_is_counted(settings, phone, db):
    settings.SHOP = {**settings.SHOP, "RATE_LIMITS": False}

    assert "RateLimit-Limit" not in Caller().send("GET", "products/")


def test_processes_with_redis_count_together(rf, settings, redis_url):
    settings.REDIS_URL = redis_url
    settings.CACHES = {"default": {"BACKEND": "technomart.caching.PatientRedisCache", "LOCATION": redis_url}}
    limit, request = limits.Limit("together", 5), rf.get("/", REMOTE_ADDR="198.51.100.1")
    barrier, allowed = threading.Barrier(30), []

    def send():
        barrier.wait()
        counted = limits.count(request, limit)
        if counted.used <= limit.requests:
            allowed.append(1)

    threads = [threading.Thread(target=send) for _ in range(30)]
    for thread in threads:
        thread.start()
    # What another process counts for itself is not this process's.
    limits._own.clear()
    for thread in threads:
        thread.join()

    assert len(allowed) == 5
