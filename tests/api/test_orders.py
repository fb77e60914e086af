"""Orders over HTTP: placed once however often they are sent, seen by their buyer alone."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from shop import checkout, idempotency, orders, pricing, stock
from shop.models import IdempotencyKey, Order, Payment, Price
from tests.api.conftest import CONTACT, Caller
from tests.factories import make_product, make_user


def free(product):
    return stock.available([product.variants.get().pk])[product.variants.get().pk]


def test_a_guest_orders_and_opens_the_order_with_the_token_told_once(api, phone, pickup):
    answer = api.order(api.ready_cart("PH-1", 2))

    assert answer.status_code == 201
    order = answer.json()
    assert set(order) >= {"id", "number", "status", "lines", "quote", "total", "payment", "timeline", "order_token"}
    assert order["total"]["amount"] == 2 * 7_499_000
    assert order["payment"] == {
        "method": "on_receipt",
        "status": "on_receipt",
        "status_label": "to be paid on receipt",
        "next_action": None,
    }
    assert free(phone) == 8
    seen = api.send("GET", f"orders/{order['id']}/", Order_Token=order["order_token"])
    assert seen.status_code == 200
    assert seen.json() == {name: value for name, value in order.items() if name != "order_token"}
    assert seen["Cache-Control"] == "private, no-store"
    assert api.send("GET", f"orders/{order['id']}/").status_code == 404
    assert api.send("GET", f"orders/{order['id']}/", Order_Token="x" * 43).status_code == 404


@pytest.mark.parametrize(
    ("outcome", "order_status", "payment_status"),
    [
        ("paid", "confirmed", "paid"),
        ("declined", "cancelled", "declined"),
        ("requires_action", "awaiting_payment", "requires_action"),
        ("paid_twice", "confirmed", "paid"),
        ("timeout", "awaiting_payment", "pending"),
    ],
)
def test_the_sandbox_plays_the_outcome_that_was_asked_for(api, phone, pickup, outcome, order_status, payment_status):
    cart = api.ready_cart("PH-1")

    order = api.order(cart, payment={"method": "sandbox", "outcome": outcome}).json()

    assert (order["status"], order["payment"]["status"]) == (order_status, payment_status)
    assert (order["payment"]["next_action"] is not None) == (outcome == "requires_action")


@pytest.mark.parametrize(
    ("case", "key"), [("none", ""), ("spaces", "a b"), ("256 characters", "k" * 256), ("another script", "ключ")]
)
def test_an_order_without_a_usable_key_is_refused(api, phone, pickup, case, key):
    answer = api.order(api.ready_cart("PH-1"), key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    assert not Order.objects.exists()


def test_a_repeat_gets_the_same_answer_and_says_so(api, phone, pickup):
    cart = api.ready_cart("PH-1")
    first = api.order(cart, key="k" * 255)

    again = [api.order(cart, key="k" * 255) for _ in range(3)]

    assert "Idempotent-Replayed" not in first
    assert [answer["Idempotent-Replayed"] for answer in again] == ["true"] * 3
    assert [(answer.status_code, answer.json()) for answer in again] == [(201, first.json())] * 3
    assert Order.objects.count() == Payment.objects.count() == 1
    token = again[0].json()["order_token"]
    assert api.send("GET", f"orders/{first.json()['id']}/", Order_Token=token).status_code == 200


def test_what_is_kept_for_repeats_does_not_open_the_order(api, phone, pickup):
    token = api.order(api.ready_cart("PH-1")).json()["order_token"]

    assert token not in str(IdempotencyKey.objects.get().answer)


def test_the_same_key_with_another_body_is_422_and_orders_nothing(api, phone, pickup):
    cart = api.ready_cart("PH-1")
    first = api.order(cart)

    answer = api.order(cart, expected_total=1)

    assert first.status_code == 201
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert Order.objects.count() == 1


def test_the_same_values_in_another_spelling_are_the_same_body(api, phone, pickup):
    cart = api.ready_cart("PH-1")
    api.order(cart, key="one")
    total = cart["total"]["amount"]
    raw = f'{{"expected_total":{total},"payment":{{"method":"on_receipt"}},  "cart":"{cart["id"]}"}}'.encode()

    assert api.send("POST", "orders/", raw=raw, Idempotency_Key="one")["Idempotent-Replayed"] == "true"


def test_a_refusal_is_repeated_too_and_a_new_key_asks_anew(api, phone, pickup):
    cart = api.ready_cart("PH-1")
    refused = api.order(cart, key="one", expected_total=1)

    repeated = api.order(cart, key="one", expected_total=1)
    asked_anew = api.order(cart, key="two")

    assert (refused.status_code, refused.json()["code"]) == (409, "price_changed")
    assert (repeated.status_code, repeated.json()) == (409, refused.json())
    assert repeated["Content-Type"] == "application/problem+json"
    assert repeated["Idempotent-Replayed"] == "true"
    assert asked_anew.status_code == 201


def test_a_body_that_is_not_valid_uses_up_no_key(api, phone, pickup):
    cart = api.ready_cart("PH-1")

    refused = api.order(cart, key="one", expected_total="7499000")

    assert [error["pointer"] for error in refused.json()["errors"]] == ["/expected_total"]
    assert api.order(cart, key="one").status_code == 201


def test_keys_belong_to_their_caller(api, app, phone, pickup):
    mine, theirs = app.ready_cart("PH-1"), api.ready_cart("PH-1")

    assert app.order(mine, key="1").status_code == 201
    assert api.order(theirs, key="1").status_code == 201
    assert Order.objects.count() == 2


def test_a_failure_of_ours_is_not_kept_and_a_repeat_finds_what_was_done(api, phone, pickup, monkeypatch):
    cart = api.ready_cart("PH-1")
    represent = orders.represent

    def fail(*_arguments):
        raise RuntimeError("died between the order and its answer")

    monkeypatch.setattr(orders, "represent", fail)
    failed = api.order(cart)
    monkeypatch.setattr(orders, "represent", represent)
    repeated = api.order(cart)

    assert (failed.status_code, failed.json()["code"]) == (500, "server_error")
    assert repeated.status_code == 201
    assert "Idempotent-Replayed" not in repeated
    order = Order.objects.get()
    assert repeated.json()["id"] == order.public_id
    token = repeated.json()["order_token"]
    assert api.send("GET", f"orders/{order.public_id}/", Order_Token=token).status_code == 200


def test_a_request_that_still_runs_is_409_and_one_whose_process_died_is_taken_over(api, phone, pickup):
    cart = api.ready_cart("PH-1")
    body = {"cart": cart["id"], "payment": {"method": "on_receipt"}, "expected_total": cart["total"]["amount"]}
    claimed = idempotency.claim(actor=f"guest:{cart['id']}", endpoint="orders", key="key-1", body=body)

    running = api.order(cart)

    assert (running.status_code, running.json()["code"]) == (409, "idempotency_key_running")
    assert running["Retry-After"] == "1"
    IdempotencyKey.objects.update(claimed_at=timezone.now() - timedelta(seconds=61))
    assert api.order(cart).status_code == 201
    assert Order.objects.get().placed_by == claimed.reference


def test_a_crash_after_the_order_and_before_its_answer_makes_no_second_order(api, phone, pickup):
    from shop.models import Cart

    cart = api.ready_cart("PH-1")
    body = {"cart": cart["id"], "payment": {"method": "on_receipt"}, "expected_total": cart["total"]["amount"]}
    claimed = idempotency.claim(actor=f"guest:{cart['id']}", endpoint="orders", key="key-1", body=body)
    placed = checkout.place_order(
        cart=Cart.objects.get(public_id=cart["id"]),
        method="on_receipt",
        expected_total=cart["total"]["amount"],
        placed_by=claimed.reference,
    )
    IdempotencyKey.objects.update(claimed_at=timezone.now() - timedelta(seconds=61))

    answer = api.order(cart)

    assert (answer.status_code, answer.json()["id"]) == (201, placed.order.public_id)
    assert Order.objects.count() == 1


def test_keys_are_forgotten_after_72_hours_and_not_before(api, phone, pickup):
    api.order(api.ready_cart("PH-1"))

    IdempotencyKey.objects.update(claimed_at=timezone.now() - timedelta(hours=71))
    assert idempotency.sweep() == 0
    IdempotencyKey.objects.update(claimed_at=timezone.now() - timedelta(hours=73))
    assert idempotency.sweep() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_repeats_of_one_request_make_one_order(pickup, phone):
    cart = Caller().ready_cart("PH-1")
    barrier, answers = threading.Barrier(50), []

    def send():
        barrier.wait()
        for _ in range(100):
            answer = Caller(raise_request_exception=False).order(cart)
            if answer.status_code != 409:
                break
            threading.Event().wait(0.05)
        answers.append((answer.status_code, answer.json()))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Order.objects.count() == 1
    assert [status for status, _ in answers] == [201] * 50
    assert len({answer["order_token"] for _, answer in answers}) == 1


def test_a_price_that_changed_is_refused_with_old_and_new_and_changes_nothing(api, phone, pickup):
    cart = api.ready_cart("PH-1")
    pricing.change_prices(changes=[(phone.variants.get(), 7_999_000)], source=Price.Source.LIST)

    problem = api.order(cart).json()

    assert (problem["status"], problem["code"]) == (409, "price_changed")
    assert problem["total"]["amount"] == 7_999_000
    assert [(line["sku"], line["old"]["amount"], line["new"]["amount"]) for line in problem["lines"]] == [
        ("PH-1", 7_499_000, 7_999_000)
    ]
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("case", "code"), [("empty", "empty_cart"), ("no contact", "contact_incomplete"), ("somebody else's", "not_found")]
)
def test_a_cart_that_cannot_be_ordered_is_refused(api, app, phone, pickup, case, code):
    if case == "somebody else's":
        cart = app.ready_cart("PH-1")
    else:
        cart = api.open_cart()
        if case == "no contact":
            cart = api.add(cart["id"], "PH-1").json()

    assert api.order(cart).json()["code"] == code
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"expected_total": -1}, ["/expected_total"]),
        ({"expected_total": 1.0}, ["/expected_total"]),
        ({"expected_total": 10**30}, ["/expected_total"]),
        ({"payment": "sandbox"}, ["/payment"]),
        ({"payment": {"method": "sandbox", "outcome": "free"}}, ["/payment/outcome"]),
        ({"payment": {"method": 1}}, ["/payment/method"]),
        ({"cart": ["cart_1"]}, ["/cart"]),
        ({"total": 1, "status": "paid"}, ["/status", "/total"]),
    ],
)
def test_an_order_takes_nothing_but_its_own_fields(api, phone, pickup, changes, pointers):
    cart = api.ready_cart("PH-1")
    body = {"cart": cart["id"], "payment": {"method": "on_receipt"}, "expected_total": cart["total"]["amount"]}

    answer = api.send("POST", "orders/", {**body, **changes}, Idempotency_Key="key-1")

    assert answer.status_code == 400
    assert sorted(error["pointer"] for error in answer.json()["errors"]) == pointers
    assert not Order.objects.exists()


def test_a_payment_that_is_not_on_offer_is_refused(api, phone, pickup):
    answer = api.order(api.ready_cart("PH-1"), method="barter")

    assert (answer.status_code, answer.json()["code"]) == (400, "payment_method_unavailable")


def test_a_customer_sees_his_orders_and_nobody_elses(api, app, stranger, phone, pickup):
    mine = app.order(app.ready_cart("PH-1")).json()
    assert "order_token" not in mine

    assert [order["id"] for order in app.get_json("orders/")["results"]] == [mine["id"]]
    assert app.get_json(f"orders/{mine['id']}/") == mine
    assert stranger.get_json("orders/")["results"] == []
    assert api.send("GET", "orders/").status_code == 401
    for caller in (api, stranger):
        assert caller.send("GET", f"orders/{mine['id']}/").status_code == 404
        assert caller.send("POST", f"orders/{mine['id']}/cancel/", {}).status_code == 404
    assert Order.objects.get().status == "confirmed"


def test_orders_are_paged_the_newest_first(app, pickup):
    made = []
    for number in range(5):
        make_product(sku=f"SKU-{number}", is_presented=True)
        made.insert(0, app.order(app.ready_cart(f"SKU-{number}"), key=f"k{number}").json()["id"])

    first = app.get_json("orders/?limit=2")
    second = app.get_json(first["next"])
    third = app.get_json(second["next"])

    assert [[order["id"] for order in page["results"]] for page in (first, second, third)] == [
        made[:2], made[2:4], made[4:],
    ]  # fmt: skip
    assert third["next"] is None
    assert app.get_json(third["previous"])["results"] == second["results"]
    assert app.get_json(second["previous"])["results"] == first["results"]


def test_a_list_of_orders_costs_the_same_for_one_and_for_many(app, pickup, django_assert_max_num_queries):
    for number in range(4):
        make_product(sku=f"SKU-{number}", is_presented=True)
        app.order(app.ready_cart(f"SKU-{number}"), key=f"k{number}")

    with django_assert_max_num_queries(8):
        app.get_json("orders/")


def test_cancelling_gives_the_goods_back_once(api, phone, pickup):
    order = api.order(api.ready_cart("PH-1", 3)).json()
    address, token = f"orders/{order['id']}/cancel/", order["order_token"]

    cancelled = api.send("POST", address, {}, Order_Token=token)
    again = api.send("POST", address, {}, Order_Token=token)

    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert [entry["status"] for entry in cancelled.json()["timeline"]] == ["confirmed", "cancelled"]
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    assert free(phone) == 10


def test_the_tag_of_an_order_saves_reading_it_again(api, phone, pickup):
    order = api.order(api.ready_cart("PH-1")).json()
    address, token = f"orders/{order['id']}/", order["order_token"]

    tag = api.send("GET", address, Order_Token=token)["ETag"]

    assert api.send("GET", address, Order_Token=token, If_None_Match=tag).status_code == 304
    assert api.send("GET", address, Order_Token="x", If_None_Match=tag).status_code == 404


def test_one_reads_and_changes_one_self_and_nothing_else(app, api, customer):
    other = make_user(name="Boris")

    changed = app.send("PATCH", "me/", {"name": "Анна", "phone": "8 917 555-01-23", "language": "ru"})

    assert changed.json() == {
        "email": "anna@example.com", "name": "Анна", "phone": "+79175550123", "language": "ru",
    }  # fmt: skip
    assert app.get_json("me/") == changed.json()
    assert app.send("PATCH", "me/", {}).status_code == 200
    for body in ({"email": "b@example.com"}, {"is_staff": True}, {"id": other.pk}, {"language": "de"}, {"name": None}):
        assert app.send("PATCH", "me/", body).status_code == 400
    assert api.send("PATCH", "me/", {"name": "x"}).status_code == 401
    customer.refresh_from_db()
    assert (customer.email, customer.is_staff) == ("anna@example.com", False)
    assert CONTACT["email"] == customer.email


def test_a_session_of_the_site_needs_its_csrf_token_to_change_anything(customer):
    browser = Caller(enforce_csrf_checks=True)
    browser.force_login(customer)

    assert browser.get_json("me/")["email"] == "anna@example.com"
    refused = browser.send("PATCH", "me/", {"name": "x"})

    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")


def test_a_switched_off_account_is_nobodys(app, customer):
    customer.is_active = False
    customer.save()

    assert app.send("GET", "me/").status_code == 401
