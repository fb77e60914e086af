"""The waiting list over HTTP: asked, followed, called off, and what is held taken into a cart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import books, carts, stock, waiting
from shop.models import Reservation, StockRequest
from tests.factories import make_product


@pytest.fixture
def phone(db):
    """Sold out."""
    return make_product(slug="phone", sku="PH-1", price=7_499_000, stock_count=0, is_presented=True)


def ask(caller, phone, email: str = "anna@example.com") -> StockRequest:
    answer = caller.send("POST", f"products/{phone.public_id}/stock-requests/", {"sku": "PH-1", "email": email})
    assert answer.status_code == 202, answer.content
    return StockRequest.objects.get(email=email)


def receive(count: int = 1) -> None:
    stock.receive(quantities={"PH-1": count}, reference=f"note:{timezone.now()}")


def letter(asked: StockRequest) -> dict[str, str]:
    """The header that the letter's link gives."""
    asked.refresh_from_db()
    return {"Offer_Token": waiting.token_of(asked)}


def is_code(answer, status: int, code: str) -> bool:
    return (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_customer_sees_what_he_waits_for(app, stranger, phone):
    ask(stranger, phone, "else@example.com")
    asked = ask(app, phone)

    (shown,) = app.get_json("me/stock-requests/")["results"]

    assert (shown["id"], shown["sku"], shown["product_id"]) == (asked.public_id, "PH-1", phone.public_id)
    assert (shown["email"], shown["state"], shown["held_until"]) == ("anna@example.com", "waiting", None)
    assert app.get_json(f"stock-requests/{asked.public_id}/") == shown


def test_what_a_guest_has_asked_for_is_his_once_he_asks_signed_in(api, app, stranger, phone):
    asked = ask(api, phone)
    ask(stranger, phone)
    assert stranger.get_json("me/stock-requests/") == {"results": []}

    ask(app, phone)

    assert [one["id"] for one in app.get_json("me/stock-requests/")["results"]] == [asked.public_id]
    assert StockRequest.objects.count() == 1


def test_a_guest_takes_what_is_held_by_the_letter_s_token(api, phone):
    asked = ask(api, phone)
    receive()
    shown = api.get_json(f"stock-requests/{asked.public_id}/", **letter(asked))
    until = Reservation.objects.get(state="held").expires_at
    cart = api.open_cart()["id"]

    answer = api.send("POST", f"stock-requests/{asked.public_id}/take/", {"cart": cart}, **letter(asked))

    assert (shown["state"], shown["held_until"]) == ("offered", until.isoformat().replace("+00:00", "Z"))
    assert answer.status_code == 200
    assert [(line["sku"], line["quantity"], line["problem"]) for line in answer.json()["lines"]] == [("PH-1", 1, None)]
    assert answer["ETag"] == api.etag(f"carts/{cart}/")
    held = Reservation.objects.get(state="held")
    assert (held.cart.public_id, held.expires_at) == (cart, until)
    after = api.get_json(f"stock-requests/{asked.public_id}/", **letter(asked))
    assert (after["state"], after["held_until"]) == ("taken", None)
    again = api.send("POST", f"stock-requests/{asked.public_id}/take/", {"cart": cart}, **letter(asked))
    assert is_code(again, 409, "offer_over")
    assert books.violations() == []


def test_a_customer_takes_it_without_the_letter(app, customer, phone):
    asked = ask(app, phone)
    cart = app.open_cart()["id"]
    address = f"stock-requests/{asked.public_id}/take/"
    assert is_code(app.send("POST", address, {"cart": cart}), 409, "not_offered")
    receive()

    assert app.send("POST", address, {"cart": cart}).status_code == 200
    assert carts.count(carts.of_customer(customer)) == 1


def test_the_cart_may_have_been_seen_by_another_device(api, phone):
    asked = ask(api, phone)
    receive()
    body = {"cart": api.open_cart()["id"]}

    answer = api.send("POST", f"stock-requests/{asked.public_id}/take/", body, If_Match='"old"', **letter(asked))

    assert is_code(answer, 412, "precondition_failed")
    asked.refresh_from_db()
    assert asked.state == "offered"


def test_an_offer_ends(api, phone):
    asked = ask(api, phone)
    receive()
    Reservation.objects.filter(state="held").update(expires_at=timezone.now() - timedelta(seconds=1))
    body = {"cart": api.open_cart()["id"]}

    answer = api.send("POST", f"stock-requests/{asked.public_id}/take/", body, **letter(asked))

    assert is_code(answer, 409, "offer_over")
    assert api.get_json(f"stock-requests/{asked.public_id}/", **letter(asked))["held_until"] is None
    assert api.get_json(f"carts/{body['cart']}/")["lines"] == []


def test_who_leaves_makes_room_for_the_next(app, api, phone):
    first, second = ask(app, phone), ask(api, phone, "bob@example.com")
    receive()

    left = [app.send("DELETE", f"stock-requests/{first.public_id}/") for _ in range(2)]

    assert [(one.status_code, one.json()["state"]) for one in left] == [(200, "cancelled")] * 2
    second.refresh_from_db()
    assert second.state == "offered"
    gone = api.send("DELETE", f"stock-requests/{second.public_id}/", **letter(second))
    assert (gone.status_code, gone.json()["state"]) == (200, "cancelled")
    assert books.violations() == []


def test_who_waits_leaves_before_it_is_his_turn(app, phone):
    asked = ask(app, phone)

    assert app.send("DELETE", f"stock-requests/{asked.public_id}/").json()["state"] == "cancelled"
    receive()
    assert not Reservation.objects.filter(state="held").exists()


def test_a_place_in_the_queue_is_nobody_else_s(app, api, stranger, phone):
    asked, other = ask(app, phone), ask(api, phone, "bob@example.com")
    receive(2)
    address = f"stock-requests/{asked.public_id}/"
    body = {"cart": api.open_cart()["id"]}
    for caller, headers in (
        (api, {}),
        (api, {"Offer_Token": "x"}),
        (api, {"Offer_Token": f"{asked.public_id}.{'0' * 64}"}),
        (api, letter(other)),
        (stranger, {}),
    ):
        for method, where, content in (
            ("GET", address, None),
            ("DELETE", address, None),
            ("POST", f"{address}take/", body),
        ):
            assert is_code(caller.send(method, where, content, **headers), 404, "not_found")
    assert is_code(api.send("GET", "me/stock-requests/"), 401, "not_authenticated")
    # Nor is it put into the cart of another.
    cart = app.open_cart()["id"]
    answer = api.send("POST", f"stock-requests/{other.public_id}/take/", {"cart": cart}, **letter(other))
    assert is_code(answer, 404, "not_found")
    assert set(StockRequest.objects.values_list("state", flat=True)) == {"offered"}


def test_requests_are_listed_with_the_same_queries_for_one_and_for_ten(app, customer, django_assert_max_num_queries):
    def add(count: int) -> None:
        for _ in range(count):
            variant = make_product(stock_count=0, is_presented=True).variants.get()
            waiting.ask(variant=variant, email="anna@example.com", language="en", customer=customer)

    add(1)
    with django_assert_max_num_queries(40) as one:
        app.get_json("me/stock-requests/")
    add(9)
    with django_assert_max_num_queries(len(one)):
        assert len(app.get_json("me/stock-requests/")["results"]) == 10
