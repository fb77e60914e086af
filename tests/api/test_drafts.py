"""A draft over HTTP: read and ordered by the token of its link, and by nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import books, carts, drafts, orders
from shop.models import Cart, Order
from tests.api.conftest import CONTACT, PICKUP
from tests.factories import make_staff


def prepared(customer=None) -> tuple[Cart, str]:
    """A draft of two phones, and the token of its link."""
    cart = drafts.begin(actor=make_staff(), customer=customer, email=CONTACT["email"], language="en")
    carts.add(cart=cart, sku="PH-1", quantity=2)
    carts.set_contact(cart=cart, **CONTACT)
    carts.set_delivery(cart=cart, **PICKUP)
    token = drafts.send(cart=cart)
    cart.refresh_from_db()
    return cart, token


def place(api, token: str, key: str = "key-1", **changes):
    body = {"payment": {"method": "sandbox", "outcome": "paid"}, "expected_total": 14_998_000, **changes}
    return api.send("POST", "draft/order/", body, Draft_Token=token, Idempotency_Key=key)


def test_a_guest_s_draft_is_seen_and_paid_by_its_link(api, phone, pickup):
    cart, token = prepared()

    shown = api.get_json("draft/", Draft_Token=token)
    answer = place(api, token, expected_total=shown["cart"]["total"]["amount"])
    again = place(api, token)

    assert [(line["sku"], line["quantity"]) for line in shown["cart"]["lines"]] == [("PH-1", 2)]
    assert (shown["expires_at"], shown["order_id"]) == (orders.instant(cart.expires_at), None)
    placed = answer.json()
    assert (answer.status_code, placed["status"], placed["payment"]["status"]) == (201, "confirmed", "paid")
    assert (again["Idempotent-Replayed"], again.json()) == ("true", placed)
    opened = api.get_json(f"orders/{placed['id']}/", **{"Order-Token": placed["order_token"]})
    assert opened["id"] == placed["id"]
    after = api.get_json("draft/", Draft_Token=token)
    assert (after["cart"], after["order_id"]) == (None, placed["id"])
    assert books.violations() == []


def test_a_customer_s_draft_becomes_his_order(api, app, customer, phone, pickup):
    _cart, token = prepared(customer)

    placed = place(api, token).json()

    assert "order_token" not in placed
    assert app.get_json(f"orders/{placed['id']}/")["id"] == placed["id"]
    assert api.send("GET", f"orders/{placed['id']}/").status_code == 404


def test_another_total_is_refused(api, phone, pickup):
    _cart, token = prepared()

    answer = place(api, token, expected_total=1)

    assert (answer.status_code, answer.json()["code"]) == (409, "price_changed")
    assert not Order.objects.exists()


def test_a_draft_is_opened_by_nothing_but_its_token(api, app, customer, phone, pickup):
    cart, token = prepared(customer)
    for headers in ({}, {"Draft_Token": ""}, {"Draft_Token": "x" * 43}, {"Draft_Token": cart.public_id}):
        for method, address, body in (("GET", "draft/", None), ("POST", "draft/order/", _body())):
            answer = api.send(method, address, body, Idempotency_Key="key-1", **headers)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    # Nor are its goods changed, or is it ordered, by the id of its cart: not even by its customer.
    for caller in (api, app):
        for method, address, body in (
            ("GET", f"carts/{cart.public_id}/", None),
            ("POST", f"carts/{cart.public_id}/lines/", {"sku": "PH-1", "quantity": 1}),
            ("POST", "orders/", {"cart": cart.public_id, **_body()}),
            ("POST", "live-tickets/", {"topics": [f"cart:{cart.public_id}"]}),
        ):
            answer = caller.send(method, address, body, Idempotency_Key="key-1")
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert api.get_json("draft/", Draft_Token=token)["cart"]["lines"][0]["quantity"] == 2


def _body() -> dict:
    return {"payment": {"method": "on_receipt"}, "expected_total": 14_998_000}


def test_a_link_that_is_over_opens_nothing(api, phone, pickup):
    cart, token = prepared()
    Cart.objects.filter(pk=cart.pk).update(expires_at=timezone.now() - timedelta(seconds=1))

    assert api.send("GET", "draft/", Draft_Token=token).status_code == 404
    assert place(api, token).status_code == 404


@pytest.mark.parametrize("is_sent_again", [False, True])
def test_a_draft_that_changes_while_it_is_ordered_is_not_placed(api, phone, pickup, monkeypatch, is_sent_again):
    _cart, token = prepared()
    find = drafts.find

    def meanwhile(given: str) -> Cart:
        found = find(given)
        drafts.withdraw_link(cart=Cart.objects.get(pk=found.pk))
        if is_sent_again:
            drafts.send(cart=Cart.objects.get(pk=found.pk))
        return found

    monkeypatch.setattr(drafts, "find", meanwhile)
    answer = place(api, token)

    expected = "price_changed" if is_sent_again else "draft_over"
    assert (answer.status_code, answer.json()["code"]) == (409, expected)
    assert not Order.objects.exists()
