"""The environment, read in one place: every variable that .env.example lists, with its meaning and default."""

from pathlib import Path
from typing import Any

import environ

ROOT = Path(__file__).resolve().parents[3]

env = environ.Env()
environ.Env.read_env(ROOT / ".env")


def database(url: str) -> dict[str, Any]:
    """Django's description of the database behind a URL, tuned for concurrent checkouts.

    SQLite begins every transaction with the write lock: with its default, eight of ten concurrent checkouts fail
    with "database is locked".  PostgreSQL keeps a small pool, because sync views under ASGI would otherwise open a
    new connection for each request.
    """
    described: dict[str, Any] = environ.Env.db_url_config(url)
    if described["ENGINE"] == "django.db.backends.sqlite3":
        described["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
        return described
    described.setdefault("OPTIONS", {}).update(
        {
            "pool": {"min_size": 1, "max_size": 20, "timeout": 10},
            "options": "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s",
        }
    )
    described["CONN_MAX_AGE"] = 0
    described["CONN_HEALTH_CHECKS"] = True
    return described
