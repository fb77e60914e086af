"""The same account for apps: tokens of allauth headless, and what ends them at once."""

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from technomart.accounts.models import User
from tests.accounts.people import PASSWORD, customer, mailed_code

pytestmark = pytest.mark.django_db

APP = "/_allauth/app/v1"
JSON = "application/json"


class App:
    """A client without cookies, as a phone is one."""

    def __init__(self) -> None:
        self.session_token = ""
        self.access_token = ""
        self.refresh_token = ""

    def send(self, method: str, path: str, body=None, **headers):
        client = Client()
        if self.session_token:
            headers.setdefault("HTTP_X_SESSION_TOKEN", self.session_token)
        kwargs = {} if method in ("get", "delete") and body is None else {"data": body, "content_type": JSON}
        response = getattr(client, method)(APP + path, **kwargs, **headers)
        self._remember(response.json().get("meta", {}))
        assert not response.cookies
        return response

    def _remember(self, meta) -> None:
        for name in ("session_token", "access_token", "refresh_token"):
            setattr(self, name, meta.get(name) or getattr(self, name))

    def sign_in(self, email="anna@example.com", password=PASSWORD):
        return self.send("post", "/auth/login", {"email": email, "password": password})

    def me(self, **headers) -> int:
        return Client().get("/api/v1/me/", **headers).status_code

    def by_token(self) -> int:
        return self.me(HTTP_AUTHORIZATION=f"Bearer {self.access_token}")

    def by_session(self) -> int:
        return self.me(HTTP_X_SESSION_TOKEN=self.session_token)


@pytest.fixture
def app():
    customer()
    app = App()
    assert app.sign_in().status_code == 200
    assert (app.by_token(), app.by_session()) == (200, 200)
    return app


def dead(app) -> bool:
    refreshed = Client().post(f"{APP}/tokens/refresh", {"refresh_token": app.refresh_token}, JSON).status_code
    return (app.by_token(), app.by_session(), refreshed) == (401, 401, 400)


def test_signing_up_in_the_app_is_complete_when_the_mailed_code_is_entered():
    app = App()
    signed_up = app.send("post", "/auth/signup", {"email": "anna@example.com", "password": PASSWORD, "name": "Anna"})
    assert signed_up.status_code == 401
    pending = [flow["id"] for flow in signed_up.json()["data"]["flows"] if flow.get("is_pending")]
    assert pending == ["verify_email"]
    verified = app.send("post", "/auth/email/verify", {"key": mailed_code()})
    assert verified.status_code == 200
    assert User.objects.get().name == "Anna"
    assert (app.by_token(), app.by_session()) == (200, 200)


def test_an_app_needs_no_csrf_token_and_a_page_does():
    customer()
    strict = Client(enforce_csrf_checks=True)
    body = {"email": "anna@example.com", "password": PASSWORD}
    assert strict.post(f"{APP}/auth/login", body, JSON).status_code == 200
    assert strict.post("/en/accounts/login/", {"login": body["email"], "password": PASSWORD}).status_code == 403


def test_the_app_speaks_the_language_it_asks_for():
    App().send(
        "post",
        "/auth/signup",
        {"email": "anna@example.com", "password": PASSWORD, "name": "Анна"},
        HTTP_ACCEPT_LANGUAGE="ru",
    )
    assert User.objects.get().language == "ru"
    assert "одтвер" in mail.outbox[-1].subject


def test_signing_out_ends_every_token_at_once(app):
    app.send("delete", "/auth/session")
    assert dead(app)


def test_deactivating_somebody_ends_every_token_at_once(app):
    User.objects.update(is_active=False)
    assert dead(app)


def test_changing_the_password_ends_every_token_at_once(app):
    other = App()
    other.sign_in()
    changed = other.send(
        "post", "/account/password/change", {"current_password": PASSWORD, "new_password": "another horse battery"}
    )
    assert changed.status_code in (200, 401)
    assert dead(app)


def test_deleting_somebody_ends_every_token_at_once(app):
    User.objects.get().delete()
    assert dead(app)


def test_ending_a_session_from_the_list_ends_its_tokens(app):
    UserSession.objects.all().delete()
    client = Client()
    client.session.model.objects.all().delete()
    assert dead(app)


def test_a_refresh_token_works_once(app):
    old = app.refresh_token
    assert app.send("post", "/tokens/refresh", {"refresh_token": old}).status_code == 200
    again = Client().post(f"{APP}/tokens/refresh", {"refresh_token": old}, JSON)
    assert again.status_code == 400


@pytest.mark.parametrize(
    "token", ["x", "a.b.c", "\u00e9", "Bearer", "null", "", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."]
)
def test_a_made_up_token_is_401_and_never_a_fault(token):
    customer()
    app = App()
    assert app.me(HTTP_AUTHORIZATION=f"Bearer {token}") == 401
    if token:
        assert app.me(HTTP_X_SESSION_TOKEN=token) == 401


def test_an_app_cannot_change_its_address_without_a_fresh_proof(app, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    response = app.send("post", "/account/email", {"email": "new@example.com"})
    assert response.status_code == 401
    assert "reauthenticate" in [flow["id"] for flow in response.json()["data"]["flows"]]
