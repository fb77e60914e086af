"""Signing up and in on the site, in both languages, with plain forms."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail

from technomart.accounts.models import User
from tests.accounts.people import PASSWORD, customer, mailed_code

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "ru"]
ENTRANCES = ["login/", "signup/", "login/code/", "password/reset/"]
ROOMS = ["email/", "password/change/", "2fa/", "sessions/", "logout/", "reauthenticate/"]


def sign_up(client, language="en", **fields):
    filled = {"name": "Anna", "email": "anna@example.com", "password1": PASSWORD, **fields}
    return client.post(f"/{language}/accounts/signup/", filled)


def sign_in(client, email="anna@example.com", password=PASSWORD, **more):
    return client.post("/en/accounts/login/", {"login": email, "password": password, **more})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entrance", ENTRANCES)
def test_entrances_look_like_the_store(client, language, entrance):
    response = client.get(f"/{language}/accounts/{entrance}")
    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in text
    assert 'class="btn btn-primary"' in text
    assert 'id="main"' in text
    assert "<style" not in text
    assert " style=" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_rooms_look_like_the_store(client, language, room):
    customer()
    sign_in(client)
    response = client.get(f"/{language}/accounts/{room}")
    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in text
    assert 'id="main"' in text


@pytest.mark.parametrize(("language", "subject"), [("en", "Email Verification"), ("ru", "одтвер")])
def test_signing_up_is_complete_when_the_mailed_code_is_entered(client, language, subject):
    response = sign_up(client, language)
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    assert len(mail.outbox) == 1

    response = client.post(response["Location"], {"code": mailed_code()})
    assert response.status_code == 302
    user = User.objects.get()
    assert (user.name, user.email, user.language) == ("Anna", "anna@example.com", language)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.emailaddress_set.get().verified


def test_a_wrong_code_does_not_sign_in(client):
    sign_up(client)
    response = client.post("/en/accounts/confirm-email/", {"code": "WRONG1"})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_passwords_are_kept_as_argon2(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    sign_up(client)
    assert User.objects.get().password.startswith("argon2$argon2id$")


def test_signing_in_by_a_mailed_code(client):
    user = customer()
    response = client.post("/en/accounts/login/code/", {"email": user.email})
    response = client.post(response["Location"], {"code": mailed_code()})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_forgotten_password_is_replaced_through_the_mailed_link(client):
    user = customer()
    client.post("/ru/accounts/password/reset/", {"email": user.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    assert link.startswith("http://testserver/ru/accounts/password/reset/key/")
    page = client.get(link.removeprefix("http://testserver"), follow=True)
    assert page.status_code == 200
    new = "another horse battery"
    response = client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)


def test_signing_in_changes_the_session_key_and_kills_the_old_one(client):
    customer()
    planted = client.session
    planted["planted"] = "by somebody else"
    planted.save()
    before = planted.session_key
    assert client.cookies["sessionid"].value == before
    sign_in(client)
    after = client.session.session_key
    assert after != before
    assert not type(client.session)(before).exists(before)


def test_letter_case_of_the_address_does_not_matter(client):
    user = customer()
    sign_in(client, email="ANNA@Example.com")
    assert client.session["_auth_user_id"] == str(user.pk)


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "http:///evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "//testserver.evil.example/",
    "https://testserver@evil.example/",
    "https://evil.example\\@testserver/",
    "/\t/evil.example",
    "\x01https://evil.example",
    "ftp://testserver/",
]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_next_leads_to_the_store_only(client, elsewhere):
    customer()
    response = sign_in(client, next=elsewhere)
    assert response.status_code == 302
    assert response["Location"] == "/en/account/"


def test_next_leads_back_to_where_somebody_was(client):
    customer()
    assert sign_in(client, next="/ru/checkout/contact/?a=1")["Location"] == "/ru/checkout/contact/?a=1"


def shown(response):
    """What a visitor can tell apart, without what is different in each answer."""
    return response.status_code, response.get("Location"), len(response.cookies)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("signup/", {"name": "X", "password1": "a sound password"}),
        ("password/reset/", {}),
        ("login/code/", {}),
    ],
)
def test_nobody_learns_who_has_an_account(client_class, path, fields):
    customer("known@example.com")
    answers = []
    for email in ("known@example.com", "unknown@example.com"):
        visitor = client_class()
        first = visitor.post(f"/en/accounts/{path}", {**fields, "email": email})
        second = visitor.get(first["Location"]).content.decode().replace(email, "…")
        answers.append((shown(first), second.split("csrfmiddlewaretoken")[0]))
    assert answers[0] == answers[1]
    assert [letter.to for letter in mail.outbox] == [["known@example.com"], ["unknown@example.com"]]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client_class):
    customer()
    answers = []
    for email in ("anna@example.com", "nobody@example.com"):
        text = sign_in(client_class(), email=email, password="wrong wrong wrong").content.decode()
        answers.append(text.replace(email, "…").split("csrfmiddlewaretoken")[1][80:])
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("login/", {"password": "wrong wrong wrong"}),
        ("signup/", {"name": "X", "password1": "a sound password"}),
        ("password/reset/", {}),
        ("login/code/", {}),
    ],
)
def test_the_time_it_takes_tells_nothing(client_class, monkeypatch, path, fields):
    customer("known@example.com")
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed[-1] += 1
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for email in ("known@example.com", "unknown@example.com"):
        hashed.append(0)
        client_class().post(f"/en/accounts/{path}", {**fields, "email": email, "login": email})
    assert hashed[0] == hashed[1] <= 1


@pytest.fixture
def client_class():
    from django.test import Client

    return Client
