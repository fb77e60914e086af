"""Alive and ready are two questions: one about the process, one about what stands behind it."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection

from technomart import health

FIT = {"database": "ok", "migrations": "ok", "read_model": "ok", "cache": "ok"}


def test_alive_asks_nothing(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_a_new_store_is_ready(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "parts": FIT})


@pytest.mark.django_db
def test_a_missing_migration_makes_it_unready(client, monkeypatch):
    monkeypatch.setattr(health, "_is_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["parts"]["migrations"]) == (503, "pending")


@pytest.mark.django_db
def test_a_database_that_does_not_answer_makes_it_unready(client, monkeypatch):
    def fail():
        raise DatabaseError

    monkeypatch.setattr(health, "_read_model", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not_ready", "parts": {"database": "unreachable", "cache": "ok"}}


@pytest.mark.django_db
def test_a_missing_cache_only_makes_it_slower(client, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda *args, **kwargs: None)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["parts"]["cache"]) == (200, "unreachable")


@pytest.mark.django_db
def test_neither_tells_versions(client):
    for path in ("/healthz", "/readyz"):
        text = str(client.get(path).headers) + client.get(path).content.decode()
        for word in ("django", "python", "sqlite", "postgres", "daphne"):
            assert word not in text.lower()
