"""Who may call what: every route names a policy, and a view that forgets to is closed."""

import pytest
from django.test import RequestFactory
from django.urls import get_resolver
from rest_framework.response import Response

from shop.api import base, policies
from shop.api.base import View, operation

ROUTES = get_resolver("shop.api.urls").url_patterns
KNOWN = (policies.Anyone, policies.Holder, policies.Customer)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_route_says_whom_it_is_for(route):
    view = route.callback.view_class
    declared = [kind for kind in view.__mro__ if "permission_classes" in vars(kind) or "get_permissions" in vars(kind)]

    assert issubclass(view, View)
    assert declared[0] is not View
    if "get_permissions" not in vars(declared[0]):
        assert view.permission_classes
        assert all(policy in KNOWN for policy in view.permission_classes)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.name != "unknown"], ids=lambda route: route.name)
def test_what_is_public_knows_nobody_and_what_is_private_knows_its_caller(route):
    view = route.callback.view_class

    assert issubclass(view, base.Public) == (view.authentication_classes == ())


def test_a_view_that_names_no_policy_is_closed_to_everybody(rf: RequestFactory, admin_user):
    class Forgotten(View):
        @operation("forgotten", "Forgotten", tag="Catalogue")
        def get(self, request, query):
            return Response({"secret": 1})

    answer = Forgotten.as_view()(rf.get("/api/v1/forgotten/"))

    assert answer.status_code == 401
    assert b"secret" not in answer.content


PUBLIC = ["products/", "products/phone/", "products/phone/price-history/", "categories/", "navigation/",
          "search/suggest/?q=a", "sync/", "openapi.json", "docs/", "docs/errors/"]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_the_same_for_everybody(api, app, stranger, phone, address):
    answers = [caller.send("GET", address) for caller in (api, app, stranger)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    ("method", "address"),
    [("GET", "me/"), ("PATCH", "me/"), ("GET", "orders/")],
)
def test_what_belongs_to_a_customer_needs_one(api, app, method, address):
    assert api.send(method, address, {} if method == "PATCH" else None).status_code == 401
    assert app.send(method, address, {} if method == "PATCH" else None).status_code == 200


def test_a_ticket_opens_only_what_is_the_callers(api, app, stranger, phone, pickup):
    cart = app.open_cart()["id"]
    order = api.order(api.ready_cart("PH-1")).json()
    own, guests = {"topics": [f"cart:{cart}"]}, {"topics": [f"order:{order['id']}"]}

    assert app.send("POST", "live-tickets/", own).status_code == 201
    assert api.send("POST", "live-tickets/", own).status_code == 404
    assert stranger.send("POST", "live-tickets/", own).status_code == 404
    assert api.send("POST", "live-tickets/", guests).status_code == 404
    answer = api.send("POST", "live-tickets/", guests, Order_Token=order["order_token"])
    assert answer.status_code == 201
    assert set(answer.json()) == {"ticket", "expires_in"}


@pytest.mark.parametrize("topics", [["cart"], [1], "cart:cart_1", ["a" * 61], ["catalog"] * 21, [None]])
def test_what_is_no_topic_is_refused(api, topics):
    assert api.send("POST", "live-tickets/", {"topics": topics}).status_code in (400, 404)
