"""The right of withdrawal over HTTP: declared once by whom it belongs to, receipted, asked for by guests."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from shop import books, orders, returnable
from shop.models import Change, Order, Shipment, Withdrawal
from tests.api.conftest import CONTACT

Status = Order.Status
WHO = {"name": CONTACT["name"], "email": CONTACT["email"]}


@pytest.fixture
def order(api, phone, pickup) -> dict:
    """A guest's order of two phones that is paid and still here."""
    placed = api.order(api.ready_cart("PH-1", 2), method="sandbox").json()
    api.token = {"Order-Token": placed["order_token"]}
    return placed


def hand_over() -> Order:
    order = Order.objects.get()
    for status in (Status.PACKED, Status.READY, Status.COMPLETED):
        orders.move(order, status)
    return order


def lines(quantity: int, sku: str = "PH-1") -> dict:
    return {"lines": [{"sku": sku, "quantity": quantity}]}


def declare(api, order, key: str = "key-1", **changes):
    return api.send("POST", f"orders/{order['id']}/withdrawals/", {**WHO, **changes}, Idempotency_Key=key)


def test_a_guest_withdraws_from_all_that_is_still_here(api, order, django_capture_on_commit_callbacks):
    address = f"orders/{order['id']}/withdrawals/"
    before = api.get_json(address)

    with django_capture_on_commit_callbacks(execute=True):
        answer = declare(api, order)

    assert before == {"results": [], "withdrawable": [{"sku": "PH-1", "quantity": 2}], "until": None}
    receipt = answer.json()
    assert answer.status_code == 201
    assert (receipt["name"], receipt["email"], receipt["order_number"]) == (*WHO.values(), order["number"])
    assert receipt["lines"] == [
        {"sku": "PH-1", "name": receipt["lines"][0]["name"], "quantity": 2, "cancelled": 2, "returned": 0}
    ]
    assert (receipt["is_whole"], receipt["return_id"]) == (True, None)
    assert receipt["refund_by"] == returnable.refund_day(timezone.now()).isoformat()
    assert api.get_json(address) == {"results": [receipt], "withdrawable": [], "until": None}
    assert api.get_json(f"{address}{receipt['id']}/") == receipt
    shown = api.get_json(f"orders/{order['id']}/")
    assert (shown["status"], shown["refunded"]["amount"]) == ("cancelled", order["total"]["amount"])
    assert books.violations() == []


def test_what_was_handed_over_comes_back_as_a_return(api, order):
    at = Shipment.objects.filter(order=hand_over()).get().delivered_at
    last_day = timezone.localtime(at).date() + timedelta(days=14)

    shown = api.get_json(f"orders/{order['id']}/withdrawals/")
    receipt = declare(api, order, **lines(1)).json()

    assert shown["until"] == orders.instant(returnable.open_until(Order.objects.get(), 14))
    assert timezone.localtime(datetime.fromisoformat(shown["until"])).date() == last_day
    assert [(line["cancelled"], line["returned"]) for line in receipt["lines"]] == [(0, 1)]
    assert receipt["is_whole"] is False
    ret = api.get_json(f"orders/{order['id']}/returns/{receipt['return_id']}/")
    assert (ret["kind"], ret["state"], ret["number"]) == ("withdrawal", "approved", receipt["return_number"])
    left = api.get_json(f"orders/{order['id']}/withdrawals/")["withdrawable"]
    assert left == [{"sku": "PH-1", "quantity": 1}]
    assert books.violations() == []


def test_a_repeat_declares_nothing_twice(api, order):
    first = declare(api, order, **lines(1))

    again = declare(api, order, **lines(1))

    assert (again.status_code, again["Idempotent-Replayed"], again.json()) == (201, "true", first.json())
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize(
    ("case", "changes", "key", "code", "status"),
    [
        ("more than were bought", lines(3), "key-1", "not_returnable", 409),
        ("another product", lines(1, "TV-1"), "key-1", "not_returnable", 409),
        ("no key", {}, "", "idempotency_key_missing", 400),
        ("nobody", {"name": ""}, "key-1", "invalid", 400),
        ("no goods", {"lines": []}, "key-1", "invalid", 400),
        ("a SKU twice", {"lines": lines(1)["lines"] * 2}, "key-1", "invalid", 400),
        ("a reason", {"reason": "unwanted"}, "key-1", "invalid", 400),
    ],
)
def test_what_cannot_be_declared_is_refused(api, order, case, changes, key, code, status):
    answer = declare(api, order, key, **changes)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Withdrawal.objects.exists()


def test_the_right_ends_and_is_used_up(api, order):
    declare(api, order)
    second = declare(api, order, "key-2")
    assert (second.status_code, second.json()["code"]) == (409, "nothing_to_withdraw")


def test_after_fourteen_days_it_is_too_late(api, order):
    hand_over()
    Shipment.objects.update(delivered_at=timezone.now() - timedelta(days=16))

    answer = declare(api, order)

    assert (answer.status_code, answer.json()["code"]) == (409, "withdrawal_too_late")
    shown = api.get_json(f"orders/{order['id']}/withdrawals/")
    assert (shown["withdrawable"], shown["until"] < orders.instant(timezone.now())) == ([], True)


def test_nobody_else_finds_a_withdrawal(api, order, stranger):
    receipt = declare(api, order, **lines(1)).json()
    api.token = {}
    for caller, headers in ((api, {}), (api, {"Order-Token": "x" * 43}), (stranger, {})):
        caller.token = caller.token | headers
        for method, address, content in (("GET", "", None), ("POST", "", WHO), ("GET", f"{receipt['id']}/", None)):
            answer = caller.send(
                method, f"orders/{order['id']}/withdrawals/{address}", content, Idempotency_Key="key-2"
            )
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert Withdrawal.objects.count() == 1


def test_a_receipt_is_found_under_its_own_order_alone(app, customer, phone, pickup):
    own = app.order(app.ready_cart("PH-1")).json()
    other = app.order(app.ready_cart("PH-1"), key="key-2").json()
    receipt = declare(app, own, "key-3").json()

    assert app.send("GET", f"orders/{own['id']}/withdrawals/{receipt['id']}/").status_code == 200
    assert app.send("GET", f"orders/{other['id']}/withdrawals/{receipt['id']}/").status_code == 404


def test_a_guest_asks_for_the_link_and_learns_nothing(api, order):
    api.token = {}
    for number, email in (
        (order["number"].lower(), CONTACT["email"].upper()),
        (order["number"], "else@example.com"),
        ("TM-2222-2222", CONTACT["email"]),
    ):
        answer = api.send("POST", "withdrawal-links/", {"number": number, "email": email})
        assert (answer.status_code, answer.json()) == (202, {"email": email})
    # Each leaves a trace of the same kind; one of them is about an order.
    asked = Change.objects.filter(kind="withdrawal_link").order_by("pk").values_list("type", "object_id")
    assert list(asked) == [("order", order["id"]), ("guess", ""), ("guess", "")]


def test_guessing_is_limited(api, order, settings):
    settings.SHOP = {**settings.SHOP, "RATE_LIMITS": True}
    body = {"number": "TM-2222-2222", "email": "ann@example.com"}

    statuses = [api.send("POST", "withdrawal-links/", body).status_code for _ in range(11)]

    assert statuses == [202] * 10 + [429]


def test_withdrawals_are_listed_with_the_same_queries_for_one_and_for_ten(api, order, django_assert_max_num_queries):
    found = Order.objects.get()

    def add(count: int) -> None:
        for _ in range(count):
            number = Withdrawal.objects.count()
            Withdrawal.objects.create(order=found, **WHO, language="en", reference=f"test:{number}")

    add(1)
    with django_assert_max_num_queries(60) as one:
        api.get_json(f"orders/{order['id']}/withdrawals/")
    add(9)
    with django_assert_max_num_queries(len(one)):
        api.get_json(f"orders/{order['id']}/withdrawals/")
