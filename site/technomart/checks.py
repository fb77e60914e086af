"""Start-up checks: what would lose data or open a door is said before the first request."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from technomart.settings.env import ROOT

# WAL databases could be corrupted by a checkpoint that ran while the log was reset: https://sqlite.org/wal.html
FIRST_SOUND = (3, 51, 3)
SOUND_SERIES = {(3, 50): 7, (3, 44): 6}


def has_wal_reset_fault(version: tuple[int, ...]) -> bool:
    """Whether SQLite of this version may damage a database that several connections write."""
    patch = SOUND_SERIES.get(version[:2])
    is_mended_series = patch is not None and version[2] >= patch
    return version[:3] < FIRST_SOUND and not is_mended_series


def sqlite_may_be_damaged(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Speaks up about the fault on any computer."""
    return [Warning(*fault, id="technomart.W001")] if (fault := _fault_here()) else []


def sqlite_may_lose_orders(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Where orders are real, the same fault is an error."""
    return [Error(*fault, id="technomart.E001")] if (fault := _fault_here()) and not settings.DEBUG else []


def _fault_here() -> tuple[str, str] | None:
    """Message and hint, if the store keeps its data with a faulty SQLite."""
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return None
    if not has_wal_reset_fault(sqlite3.sqlite_version_info):
        return None
    return (
        f"SQLite {sqlite3.sqlite_version} can damage its database when a checkpoint meets a reset of the log.",
        "Use PostgreSQL (DATABASE_URL), or a Python with SQLite 3.51.3, 3.50.7 or 3.44.6 and later of these.",
    )


def site_is_no_package(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """`site` is a module of Python itself; a package of that name would hide it or be hidden."""
    if not (ROOT / "site" / "__init__.py").exists():
        return []
    return [
        Error(
            "site/__init__.py must not exist: Python's own module `site` owns that name.",
            hint="Delete the file; site/ is a plain folder on the import path.",
            id="technomart.E002",
        )
    ]


def payments_take_money(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The sandbox marks orders paid without taking money, so no real store may offer it."""
    if not (settings.SHOP["SANDBOX_PAYMENTS"] or "sandbox" in settings.PAYMENT_PROVIDERS):
        return []
    return [
        Error(
            "Sandbox payments are on: anybody can mark an order paid.",
            hint="Use technomart.settings.production, which turns them off.",
            id="technomart.E003",
        )
    ]


def payments_are_set_up(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A way of payment without its keys would be offered, and fail at its first shopper."""
    needed = settings.NEEDED_BY_PAYMENTS
    return [
        Error(
            f"Payments by {method} are on, but {name} is not set.",
            hint=f"Set {name} (see .env.example), or take {method} out of PAYMENT_PROVIDERS.",
            id="technomart.E006",
        )
        for method in settings.PAYMENT_PROVIDERS
        for name in needed.get(method, [])
        if not getattr(settings, name)
    ]


def second_factor_cannot_be_avoided(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Staff sign in through allauth alone; Django's own admin would be a second door."""
    if "django.contrib.admin" not in settings.INSTALLED_APPS:
        return []
    return [
        Error(
            "django.contrib.admin is installed: its sign-in knows no second factor.",
            hint="Take it out of INSTALLED_APPS; the store is run from Wagtail's admin.",
            id="technomart.E004",
        )
    ]


def tokens_die_with_their_session(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a look at the session, a signed-out or deleted person's token works until it expires."""
    if settings.HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED:
        return []
    return [
        Error(
            "HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED is off: tokens outlive sign-out.",
            hint="Leave it on in settings/base.py.",
            id="technomart.E005",
        )
    ]


def register_all() -> None:
    """Called once, when the project is ready."""
    register(sqlite_may_be_damaged)
    register(sqlite_may_lose_orders, deploy=True)
    register(site_is_no_package)
    register(payments_take_money, Tags.security, deploy=True)
    register(payments_are_set_up, Tags.security)
    register(second_factor_cannot_be_avoided, Tags.security)
    register(tokens_die_with_their_session, Tags.security)
