"""A cache in Redis that is away: nothing fails, nothing waits long, and limits still count."""

import logging
import time

import pytest
from django.core.cache import caches
from django.test import Client

from technomart import caching

# Nothing listens there.
NOWHERE = "redis://127.0.0.1:9/0"


@pytest.fixture
def absence(monkeypatch):
    fresh = caching.Absence()
    monkeypatch.setattr(caching, "_absence", fresh)
    return fresh


def cache_at(url):
    return caching.PatientRedisCache(url, {"OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}})


@pytest.fixture
def away(absence):
    cache = cache_at(NOWHERE)
    yield cache
    cache.stand_in.clear()


def test_every_method_works_without_redis(away):
    assert away.get("a") is None
    assert away.add("a", 1) is True
    assert away.add("a", 2) is False
    assert away.incr("a") == 2
    away.set_many({"b": 1, "c": 2})
    assert away.get_many(["b", "c", "d"]) == {"b": 1, "c": 2}
    assert away.has_key("b")
    assert away.touch("b")
    assert away.delete("b")
    away.delete_many(["c"])
    assert away.get_or_set("e", lambda: 5) == 5
    away.clear()
    assert away.get("a") is None


def test_only_the_first_question_waits_and_the_absence_is_logged_once(away, caplog):
    with caplog.at_level(logging.WARNING, "technomart.caching"):
        started = time.monotonic()
        for number in range(200):
            away.set(f"key-{number}", number)
        assert time.monotonic() - started < 1.0
    assert [record.message for record in caplog.records if "does not answer" in record.message] == [
        caplog.records[0].message
    ]


def test_threads_know_of_the_absence_from_each_other(away):
    away.set("a", 1)
    other = cache_at(NOWHERE)
    assert other.get("a") == 1


def test_a_redis_that_is_back_is_asked_again(away, absence, redis_url, caplog):
    away.set("a", "stood in")
    absence.ask_again_at = 0.0
    back = cache_at(redis_url)
    back.delete("a")
    assert back.get("a") is None
    assert not absence.is_noticed
    assert away.stand_in.get("a") is None


def test_redis_keeps_what_it_is_given(absence, redis_url):
    one, other = cache_at(redis_url), cache_at(redis_url)
    one.set("shared", {"x": 1}, timeout=5)
    assert other.get("shared") == {"x": 1}


@pytest.mark.django_db
def test_limits_on_guessing_hold_without_redis(away, settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    monkeypatch.setattr(caches._connections, "default", away, raising=False)
    statuses = [
        Client().post("/en/accounts/login/", {"login": f"x{number}@example.com", "password": "wrong"}).status_code
        for number in range(5)
    ]
    assert statuses == [200, 200, 200, 429, 429]
