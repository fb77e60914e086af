"""Start-up checks speak up about what would lose data or open a door."""

from types import SimpleNamespace

import pytest
from django.core import checks as django_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from technomart import checks


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 9), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_sqlite_versions_with_the_wal_reset_fault_are_known(version, faulty):
    assert checks.has_wal_reset_fault(version) is faulty


@pytest.fixture
def faulty_sqlite(monkeypatch, settings):
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")


def test_a_faulty_sqlite_is_a_warning_on_ones_own_computer(faulty_sqlite, settings):
    settings.DEBUG = True
    assert [message.id for message in checks.sqlite_may_be_damaged(None)] == ["technomart.W001"]
    assert checks.sqlite_may_lose_orders(None) == []


def test_a_faulty_sqlite_is_an_error_where_orders_are_real(faulty_sqlite, settings):
    settings.DEBUG = False
    assert [message.id for message in checks.sqlite_may_lose_orders(None)] == ["technomart.E001"]


def test_postgres_has_no_such_fault(settings, monkeypatch):
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    assert checks.sqlite_may_be_damaged(None) == checks.sqlite_may_lose_orders(None) == []


def test_site_must_not_become_a_package(monkeypatch, tmp_path):
    (tmp_path / "site").mkdir()
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    assert checks.site_is_no_package(None) == []
    (tmp_path / "site" / "__init__.py").touch()
    assert [message.id for message in checks.site_is_no_package(None)] == ["technomart.E002"]


def test_a_real_store_offers_no_sandbox_payments(settings):
    settings.SHOP = {**settings.SHOP, "SANDBOX_PAYMENTS": False}
    settings.PAYMENT_PROVIDERS = ["on_receipt"]
    assert checks.payments_take_money(None) == []
    settings.PAYMENT_PROVIDERS = ["on_receipt", "sandbox"]
    assert [message.id for message in checks.payments_take_money(None)] == ["technomart.E003"]


def test_a_second_door_for_staff_is_an_error(monkeypatch):
    monkeypatch.setattr(checks, "settings", SimpleNamespace(INSTALLED_APPS=["django.contrib.admin"]))
    assert [message.id for message in checks.second_factor_cannot_be_avoided(None)] == ["technomart.E004"]


def test_tokens_that_outlive_sign_out_are_an_error(settings):
    settings.HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = False
    with pytest.raises(SystemCheckError, match=r"technomart\.E005"):
        call_command("check")


def test_every_check_is_registered():
    registered = {check.__name__ for check in django_checks.registry.registry.get_checks(True)}
    assert {
        "sqlite_may_be_damaged",
        "sqlite_may_lose_orders",
        "site_is_no_package",
        "payments_take_money",
        "second_factor_cannot_be_avoided",
        "tokens_die_with_their_session",
    } <= registered
