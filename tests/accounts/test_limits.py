"""Limits on guessing: they count the caller whom a proxy of ours saw, whatever the caller writes into headers."""

import pytest
from django.test import Client

from tests.accounts.people import PASSWORD, customer

pytestmark = pytest.mark.django_db

LIMITED = {"login": "4/m/ip", "login_failed": "4/m/ip,3/5m/key", "signup": "3/m/ip", "reset_password": "3/m/ip"}


@pytest.fixture(autouse=True)
def limited(settings):
    settings.ACCOUNT_RATE_LIMITS = LIMITED


def addresses(count):
    return [f"203.0.113.{number}" for number in range(1, count + 1)]


def guess(email, **headers):
    filled = {"login": email, "password": "wrong wrong wrong"}
    return Client().post("/en/accounts/login/", filled, **headers)


def test_a_new_forged_address_for_each_guess_changes_nothing():
    statuses = [
        guess(f"x{number}@example.com", HTTP_X_FORWARDED_FOR=forged).status_code
        for number, forged in enumerate(addresses(6))
    ]
    assert statuses == [200, 200, 200, 200, 429, 429]


def test_behind_a_proxy_only_its_own_entry_counts(settings):
    settings.TRUSTED_PROXIES = 1
    statuses = [
        guess(f"x{number}@example.com", HTTP_X_FORWARDED_FOR=f"{forged}, 198.51.100.7").status_code
        for number, forged in enumerate(addresses(6))
    ]
    assert statuses == [200, 200, 200, 200, 429, 429]
    other = guess("y@example.com", HTTP_X_FORWARDED_FOR="198.51.100.8")
    assert other.status_code == 200


def test_many_callers_guessing_one_password_are_stopped_too():
    user = customer()
    for caller in addresses(5):
        last = guess(user.email, REMOTE_ADDR=caller)
    assert "Too many failed login attempts" in last.content.decode()
    right = Client().post("/en/accounts/login/", {"login": user.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.99")
    assert right.status_code == 200
    assert "Too many failed login attempts" in right.content.decode()


def test_the_app_door_counts_as_well():
    statuses = [
        Client()
        .post(
            "/_allauth/app/v1/auth/login",
            {"email": f"x{number}@example.com", "password": "wrong wrong wrong"},
            content_type="application/json",
            HTTP_X_FORWARDED_FOR=forged,
        )
        .status_code
        for number, forged in enumerate(addresses(6))
    ]
    assert statuses == [400, 400, 400, 400, 429, 429]


def test_who_tries_too_often_is_told_in_his_language():
    for number in range(5):
        page = Client().post("/ru/accounts/login/", {"login": f"x{number}@example.com", "password": "wrong wrong"})
    assert page.status_code == 429
    assert '<html lang="ru"' in page.content.decode()
