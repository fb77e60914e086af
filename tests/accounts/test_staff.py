"""Staff come in through the store's own sign-in alone, so that a second factor cannot be walked around."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLResolver, get_resolver

from technomart.accounts.models import User
from tests.accounts.people import PASSWORD, customer, mailed_code, staff

pytestmark = pytest.mark.django_db

ROLES = ["Editors", "Merchandisers", "Order managers", "Analysts", "Owner"]
SIGN_IN = "/en/accounts/login/"


def sign_in(client, user, **more):
    return client.post(SIGN_IN, {"login": user.email, "password": PASSWORD, **more})


def test_who_is_not_signed_in_is_asked_to(client):
    response = client.get("/admin/", follow=True)
    assert [step[0] for step in response.redirect_chain] == [
        "/admin/login/?next=/admin/",
        f"{SIGN_IN}?next=%2Fadmin%2F",
    ]
    assert response.status_code == 200


def test_a_customer_is_told_that_this_is_not_for_him(client):
    client.force_login(customer())
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "This page is not open to you" in response.content.decode()
    assert len(response.redirect_chain) == 1


@pytest.mark.parametrize("role", ROLES)
def test_each_role_enters_the_admin(client, role):
    user = staff(role)
    response = sign_in(client, user, next="/admin/")
    assert response["Location"] == "/admin/"
    response = client.get("/admin/")
    assert response.status_code == 200
    assert "Technomart" in response.content.decode()


def test_signing_in_leads_to_the_admin_page_that_was_wanted(client):
    user = staff("Editors")
    wanted = client.get("/admin/pages/", follow=True).redirect_chain[-1][0]
    assert wanted == f"{SIGN_IN}?next=%2Fadmin%2Fpages%2F"
    client.force_login(user)
    assert client.get("/admin/login/?next=/admin/pages/")["Location"] == "/admin/pages/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
@pytest.mark.parametrize("door", ["/admin/login/", "/en/_util/login/"])
def test_the_doors_lead_nowhere_else(client, elsewhere, door):
    client.force_login(staff("Editors"))
    location = client.get(door, {"next": elsewhere})["Location"]
    assert location in ("/admin/", "/en/account/")


def totp_of(user) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


def test_a_password_is_not_enough_when_there_is_a_second_factor(client):
    user = staff("Owner")
    secret = totp_of(user)
    response = sign_in(client, user, next="/admin/")
    assert response["Location"].startswith("/en/accounts/2fa/authenticate/")
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    response = client.post(response["Location"], {"code": code_now(secret)})
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("way", ["site code", "app password", "app code"])
def test_no_other_way_of_signing_in_skips_the_second_factor(way):
    user = staff("Owner")
    totp_of(user)
    client = Client()
    if way == "site code":
        response = client.post("/en/accounts/login/code/", {"email": user.email})
        response = client.post(response["Location"], {"code": mailed_code()})
        assert response["Location"].startswith("/en/accounts/2fa/authenticate/")
        assert client.get("/admin/").status_code == 302
        return
    app, token = "/_allauth/app/v1", ""
    if way == "app password":
        answer = client.post(
            f"{app}/auth/login", {"email": user.email, "password": PASSWORD}, content_type="application/json"
        )
    else:
        answer = client.post(f"{app}/auth/code/request", {"email": user.email}, content_type="application/json")
        token = answer.json()["meta"]["session_token"]
        answer = client.post(
            f"{app}/auth/code/confirm",
            {"code": mailed_code()},
            content_type="application/json",
            headers={"X-Session-Token": token},
        )
    assert answer.status_code == 401
    token = answer.json()["meta"].get("session_token", token)
    assert "access_token" not in answer.json()["meta"]
    # The token of a half-finished sign-in is no session cookie either.
    client.cookies["sessionid"] = token
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("door", ["/admin/login/", "/en/_util/login/", "/ru/_util/login/"])
def test_wagtails_own_sign_in_forms_are_gone(client, door):
    user = staff("Owner")
    response = client.post(door, {"username": user.email, "password": PASSWORD})
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/admin/password_reset/", "/admin/password_reset/confirm/x/y/"])
def test_a_forgotten_password_of_staff_is_the_stores_affair(client, path):
    assert client.get(path)["Location"] == "/en/accounts/password/reset/"


def test_there_is_no_django_admin(client):
    assert client.get("/django-admin/", follow=True).status_code == 404
    assert not [name for name in names_of(get_resolver()) if name.startswith("admin:")]


def names_of(resolver, space=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names_of(pattern, inner)
        elif pattern.name:
            yield space + pattern.name


def test_roles_are_made_with_rights_to_begin_with():
    assert set(ROLES) <= set(Group.objects.values_list("name", flat=True))
    managers = staff("Order managers")
    assert managers.has_perms(["wagtailadmin.access_admin", "shop.change_order"])
    assert not managers.has_perm("shop.change_price")
    analyst = staff("Analysts", "analyst@example.com")
    assert analyst.has_perm("shop.view_order")
    assert not analyst.has_perm("shop.change_order")


def test_what_the_owner_takes_from_a_role_stays_taken():
    from technomart.accounts import roles

    group = Group.objects.get(name="Analysts")
    group.permissions.clear()
    roles.make()
    assert not group.permissions.exists()


def test_the_owner_adds_a_person_who_sets_his_own_password(client):
    client.force_login(staff("Owner"))
    page = client.get("/admin/users/new/").content.decode()
    assert 'name="name"' in page
    assert 'name="first_name"' not in page
    assert 'name="is_superuser"' not in page
    editors = Group.objects.get(name="Editors")
    response = client.post("/admin/users/new/", {"email": "New@example.com", "name": "Nina", "groups": [editors.pk]})
    assert response.status_code == 302
    person = User.objects.get(email="new@example.com")
    assert (person.name, list(person.groups.all())) == ("Nina", [editors])
    assert not person.has_usable_password()
    assert not person.is_superuser


def test_a_new_person_comes_in_by_a_mailed_code(client):
    client.force_login(staff("Owner"))
    editors = Group.objects.get(name="Editors")
    client.post("/admin/users/new/", {"email": "nina@example.com", "name": "Nina", "groups": [editors.pk]})
    nina = Client()
    response = nina.post("/en/accounts/login/code/", {"email": "nina@example.com", "next": "/admin/"})
    response = nina.post(response["Location"], {"code": mailed_code()})
    assert response.status_code == 302
    assert nina.get("/admin/").status_code == 200


def test_the_owner_does_not_touch_a_superuser(client):
    root = User.objects.create_superuser("root@example.com", PASSWORD)
    client.force_login(staff("Owner"))
    response = client.post(f"/admin/users/edit/{root.pk}/", {"email": "mine@example.com", "name": "Me"})
    assert response.status_code in (302, 403)
    root.refresh_from_db()
    assert root.email == "root@example.com"


def test_a_new_address_of_staff_has_to_be_proved(client):
    person = staff("Editors", "nina@example.com")
    client.force_login(staff("Owner"))
    assert client.get(f"/admin/users/edit/{person.pk}/").status_code == 200
    client.post(f"/admin/users/edit/{person.pk}/", {"email": "nina2@example.com", "name": "Nina", "is_active": "on"})
    person.refresh_from_db()
    assert person.email == "nina2@example.com"
    address = person.emailaddress_set.get()
    assert (address.email, address.verified) == ("nina2@example.com", False)


def test_two_people_cannot_have_one_address(client):
    customer("taken@example.com")
    client.force_login(staff("Owner"))
    response = client.post("/admin/users/new/", {"email": "TAKEN@example.com", "name": "Nina"})
    assert response.status_code == 200
    assert "Somebody already signs in with this address." in response.content.decode()


def test_staff_change_their_name_but_not_their_password_in_the_admin(client):
    user = staff("Editors")
    client.force_login(user)
    page = client.get("/admin/account/").content.decode()
    assert 'name="name_email-name"' in page
    assert "password" not in [word for word in page.split('name="')[1:] if word.startswith("password")]


def addresses_of_the_admin():
    """Every address of the admin that needs no number in it."""
    root = next(
        one for one in get_resolver().url_patterns if str(one.pattern) == "admin/" and hasattr(one, "url_patterns")
    )
    yield from sorted(set(plain(root, "/admin/")))


def plain(resolver, before):
    for pattern in resolver.url_patterns:
        here = str(pattern.pattern)
        if any(sign in here for sign in "<(^*"):
            continue
        if isinstance(pattern, URLResolver):
            yield from plain(pattern, before + here)
        else:
            yield before + here


# The sprite of icons and the words of the scripts are the same for everybody.
FOR_EVERYBODY = {"/admin/sprite/", "/admin/jsi18n/"}
# Wagtail fails there on purpose.
TESTS_OF_FAULTS = {"/admin/failwhale/"}


def test_who_may_not_enter_sees_no_page_of_the_admin(client_class):
    stranger, shopper = client_class(), client_class()
    shopper.force_login(customer())
    addresses = [address for address in addresses_of_the_admin() if address not in FOR_EVERYBODY]
    assert len(addresses) > 60
    for address in addresses:
        for visitor in (stranger, shopper):
            for send in (visitor.get, visitor.post):
                assert send(address).status_code in (302, 403, 405), address
    assert shopper.get("/admin/pages/", follow=True).status_code == 403


@pytest.mark.parametrize("role", ["Editors", "Analysts"])
def test_no_address_of_the_admin_fails_for_staff(client, role):
    client.force_login(staff(role))
    client.raise_request_exception = False
    addresses = [address for address in addresses_of_the_admin() if address not in TESTS_OF_FAULTS]
    faults = [address for address in addresses if client.get(address).status_code >= 500]
    assert faults == []


@pytest.fixture
def client_class():
    return Client
