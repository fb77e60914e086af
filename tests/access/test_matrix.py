"""Every address, made from the URL list, tried by everybody: nothing private leaks, nothing is done without a right."""

import pytest
from django.apps import apps

from shop import books
from tests.access.policies import Callers, Owners, Public, SignedIn, Staff, Wagtail, policy_of
from tests.access.routes import routes
from tests.access.world import SECRETS, World

# Rights do not depend on the database.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

ROUTES = routes()
METHODS = ("GET", "POST", "DELETE")
ORIGIN = {"Origin": "http://testserver"}
# What may be written while somebody is turned away.
NOTES = {"sessions.session", "usersessions.usersession", "wagtailcore.editingsession", "shop.cart", "shop.change"}


# Here the owner reads his own words; without that a matrix of broken addresses would pass too.
SEEN_BY_THE_OWNER = {
    "en/account/",
    "en/account/orders/<str:order_id>/",
    "en/orders/<str:key>/returns/<str:return_id>/",
    "en/orders/<str:key>/returns/<str:return_id>/photos/<int:number>/",
    "en/withdraw/<str:key>/receipt/<str:withdrawal_id>/",
    "api/v1/me/stock-requests/",
    "api/v1/stock-requests/<id:stock_request>/",
    "api/v1/orders/<id:order>/",
    "api/v1/orders/<id:order>/returns/",
    "api/v1/orders/<id:order>/returns/<id:ret>/",
    "api/v1/orders/<id:order>/returns/<id:ret>/photos/<int:photo>/",
    "api/v1/orders/<id:order>/withdrawals/",
    "api/v1/orders/<id:order>/withdrawals/<id:withdrawal>/",
}


@pytest.fixture
def world():
    return World()


def asked(caller, world, route, method):
    headers = {**ORIGIN, **(caller.headers or {})}
    return caller.client.generic(method, world.address(route), headers=headers)


def is_refused(answer):
    """Turned away: not signed in, not allowed, not there, no such deed, or sent to a page that says so."""
    if answer.status_code in (301, 302):
        home = answer.url in ("/admin/", "/en/", "/en/cart/", "/en/withdraw/")
        return home or "/login/" in answer.url
    return answer.status_code in (400, 401, 403, 404, 405, 410, 428)


def told(answer):
    """The customer's words that an answer gives away."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    return [secret for secret in SECRETS if secret in text]


def rows():
    """How many rows there are of everything that matters."""
    models = [model for model in apps.get_models() if model._meta.label_lower not in NOTES and model._meta.managed]
    return {model._meta.label_lower: model._default_manager.count() for model in models}


def of(*kinds):
    return [route for route in ROUTES if isinstance(policy_of(route.written), kinds)]


def test_every_address_has_a_policy():
    unknown = [route.written for route in ROUTES if policy_of(route.written) is None]
    assert not unknown, "\n".join(unknown)


def test_the_owner_sees_what_the_others_must_not(world):
    """Without this, a matrix of broken addresses would pass too."""
    owner = world.owner()
    seen = {
        route.written
        for route in of(Owners, SignedIn)
        if told(asked(owner, world, route, "GET")) or "carts/<" in route.written
    }
    assert seen >= SEEN_BY_THE_OWNER


def problem(caller, policy, method, answer):
    """What is wrong with an answer; nothing if it is as the policy says."""
    may = isinstance(policy, Staff) and caller.user is not None and any(map(caller.user.has_perm, policy.rights))
    # What a role may open it may read, customers' words too.
    if not may and (words := told(answer)):
        return f"tells {words}"
    # 503: open connections are served by another process.  What Wagtail makes of nonsense is its own matter.
    if answer.status_code >= 500 and answer.status_code != 503 and not isinstance(policy, Wagtail):
        return answer.status_code
    closed = isinstance(policy, Owners)
    closed |= isinstance(policy, SignedIn) and caller.user is None
    closed |= isinstance(policy, Staff) and not may
    closed |= isinstance(policy, Wagtail) and (caller.user is None or not caller.user.is_staff)
    if closed and not is_refused(answer):
        return f"open: {answer.status_code}"
    if method == "GET" and (may or isinstance(policy, Public)) and answer.status_code in (401, 403):
        return f"closed: {answer.status_code}"
    return None


def check(world, callers, kinds, method):
    """Fail with every address that answers somebody otherwise than its policy says."""
    found = []
    for caller in callers:
        for route in of(*kinds):
            policy = policy_of(route.written)
            if method != "GET" and isinstance(policy, Staff | Wagtail) and caller.name == "Owner":
                # The owner may delete things, and would.
                continue
            answer = asked(caller, world, route, method)
            if wrong := problem(caller, policy, method, answer):
                found.append(f"{caller.name}: {method} {route.written}: {wrong}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("method", METHODS)
def test_nobody_gets_anything_of_a_customer(world, method):
    check(world, [*world.strangers(), *world.staff()], (Public, Callers, SignedIn, Owners), method)


@pytest.mark.parametrize("method", METHODS)
def test_the_admin_is_closed_to_all_who_are_no_staff(world, method):
    strangers = world.strangers()
    before = rows()
    check(world, strangers, (Staff, Wagtail), method)
    assert rows() == before


@pytest.mark.parametrize("method", METHODS)
def test_staff_open_what_their_role_allows_and_nothing_else(world, method):
    check(world, world.staff(), (Staff, Wagtail), method)


def test_after_all_that_the_books_are_right(world):
    for caller in world.strangers():
        for route in of(Owners, Callers):
            for method in ("POST", "DELETE"):
                asked(caller, world, route, method)
    assert books.violations() == []
