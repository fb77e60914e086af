"""The withdrawal from a contract: by its owner alone, in two steps, whole or in part, with a receipt."""

import re
from datetime import timedelta

import pytest
from django.core import mail as sent
from django.core import signing
from django.test import Client
from django.utils import timezone

from shop import books, edits, mail, orders, payments, returns, shipments, stock, withdrawals
from shop.api import limits
from shop.models import Change, Order, Return, Shipment, Withdrawal
from shop.views.own_order import order_key
from tests.factories import make_product, make_user
from tests.shop.ordering import CONTACT, fill_cart, make_courier, place
from tests.shop.test_returns import delivered, line_of

pytestmark = pytest.mark.django_db
Status, State, Kind = Order.Status, Return.State, Return.Kind


@pytest.fixture
def goods():
    make_courier(price=39_000)
    return [
        make_product(sku="PH-1", price=9_999, stock_count=10, is_presented=True),
        make_product(sku="TV-1", price=50_000, stock_count=10, is_presented=True),
    ]


@pytest.fixture(autouse=True)
def _nothing_counted():
    limits._own.clear()


def paid(*skus: str, quantity: int = 1, **more) -> Order:
    return place(fill_cart(*(skus or ("PH-1",)), quantity=quantity, **more), method="sandbox", outcome="paid", **more)


def withdraw(order: Order, lines: dict[str, int] | None = None, *, reference: str = "web:1", **more) -> Withdrawal:
    wanted = None if lines is None else {line_of(order, sku).pk: count for sku, count in lines.items()}
    fields = {"name": "Anna Petrova", "email": CONTACT["email"], "language": "en"} | more
    return withdrawals.withdraw(order=order, lines=wanted, reference=reference, **fields)


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.PACKED])
def test_before_anything_is_sent_the_whole_order_is_cancelled_and_paid_back(
    goods, status, django_capture_on_commit_callbacks
):
    order = paid("PH-1", "TV-1")
    if status == Status.PACKED:
        orders.move(order, Status.PACKED)

    with django_capture_on_commit_callbacks(execute=True):
        statement = withdraw(order)

    order.refresh_from_db()
    assert order.status == Status.CANCELLED
    # Delivery included.
    assert order.payments.get().refunded == order.total == 9_999 + 50_000 + 39_000
    assert [(line["sku"], line["cancelled"], line["returned"]) for line in statement.lines] == [
        ("PH-1", 1, 0),
        ("TV-1", 1, 0),
    ]
    assert (statement.is_whole, statement.belongs_to) == (True, None)
    assert books.violations() == []


def test_part_of_a_paid_order_is_taken_out_and_paid_back(goods, django_capture_on_commit_callbacks):
    order = paid("PH-1", "TV-1", quantity=2)

    with django_capture_on_commit_callbacks(execute=True):
        statement = withdraw(order, {"PH-1": 1})

    order.refresh_from_db()
    assert order.status == Status.CONFIRMED
    assert order.payments.get().refunded == 9_999
    assert shipments.left(order) == {line_of(order).pk: 1, line_of(order, "TV-1").pk: 2}
    assert stock.available([line_of(order).variant_id])[line_of(order).variant_id] == 9
    assert statement.is_whole is False
    assert books.violations() == []


def test_part_of_an_order_that_is_paid_on_receipt_costs_less(goods, django_capture_on_commit_callbacks):
    order = place(fill_cart("PH-1", "TV-1"))
    before = order.total

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(order, {"TV-1": 1})

    order.refresh_from_db()
    assert order.total == before - 50_000
    assert order.payments.get().amount == order.total
    assert not order.refunds.exists()
    assert books.violations() == []


def test_what_was_added_and_never_paid_is_not_paid_back(goods, monkeypatch, django_capture_on_commit_callbacks):
    order = paid("PH-1", "TV-1")
    before, begin = order.total, payments.begin
    asks = {"outcome": "requires_action"}
    monkeypatch.setattr(payments, "begin", lambda order, amount, method, _: begin(order, amount, method, asks))
    edits.edit(order=order, quantities={"TV-1": 2}, reason="by phone", reference="edit-1")

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(order, {"TV-1": 1})

    order.refresh_from_db()
    assert (order.total, orders.due(order), shipments.left(order)[line_of(order, "TV-1").pk]) == (before, 0, 1)
    assert [(one.status, one.captured, one.refunded) for one in order.payments.order_by("pk")] == [
        ("paid", before, 0),
        ("cancelled", 0, 0),
    ]
    assert books.violations() == []


def test_what_was_delivered_comes_back_without_anybody_s_approval(goods, django_capture_on_commit_callbacks):
    order = delivered("PH-1", "TV-1")

    statement = withdraw(order)
    ret = statement.belongs_to
    assert (ret.kind, ret.state) == (Kind.WITHDRAWAL, State.APPROVED)
    assert [(line.order_line.sku, line.quantity, line.reason) for line in ret.lines.all()] == [
        ("PH-1", 1, ""),
        ("TV-1", 1, ""),
    ]
    returns.receive(ret=ret, restock={line.order_line_id: 1 for line in ret.lines.all()})
    refund = returns.refund(ret=ret)

    assert refund.amount == order.total
    order.refresh_from_db()
    assert order.status == Status.RETURNED
    assert books.violations() == []


def test_what_is_still_here_is_cancelled_before_anything_is_carried_back(goods, django_capture_on_commit_callbacks):
    order = paid(quantity=3)
    orders.move(order, Status.PACKED)
    shipments.ship(order=order, lines={line_of(order).pk: 2}, reference="parcel-1")

    with django_capture_on_commit_callbacks(execute=True):
        statement = withdraw(order, {"PH-1": 2})

    assert [(line["cancelled"], line["returned"]) for line in statement.lines] == [(1, 1)]
    assert statement.belongs_to.lines.get().quantity == 1
    assert order.payments.get().refunded == 9_999
    assert books.violations() == []


def test_of_an_order_on_receipt_that_left_in_part_the_rest_is_not_paid_for(goods, django_capture_on_commit_callbacks):
    order = place(fill_cart("PH-1", quantity=3))
    orders.move(order, Status.PACKED)
    shipments.ship(order=order, lines={line_of(order).pk: 1}, reference="parcel-1")
    before = order.total

    with django_capture_on_commit_callbacks(execute=True):
        statement = withdraw(order, {"PH-1": 2})
    order.refresh_from_db()
    assert [(line["cancelled"], line["returned"]) for line in statement.lines] == [(2, 0)]
    assert (order.status, order.total, order.payments.get().amount) == (
        Status.SHIPPED,
        before - 2 * 9_999,
        before - 2 * 9_999,
    )
    assert not order.events.filter(kind="note").exists()
    assert stock.available([line_of(order).variant_id])[line_of(order).variant_id] == 9

    orders.move(order, Status.COMPLETED)
    assert order.payments.get().captured == order.total
    assert books.violations() == []


def test_a_withdrawal_cannot_be_called_off(goods):
    ret = withdraw(delivered()).belongs_to

    with pytest.raises(returns.ReturnMovedOn):
        returns.call_off(ret=ret)


def test_a_repeat_declares_nothing_twice(goods):
    order = delivered()

    assert withdraw(order) == withdraw(order)
    assert (Withdrawal.objects.count(), Return.objects.count()) == (1, 1)
    with pytest.raises(withdrawals.NothingToWithdraw):
        withdraw(order, reference="web:2")


@pytest.mark.parametrize(("days_ago", "is_open"), [(14, True), (15, False)])
def test_the_right_ends_fourteen_days_after_delivery(goods, days_ago, is_open):
    order = delivered(days_ago=days_ago)

    assert withdrawals.can_begin(order) is is_open
    if not is_open:
        with pytest.raises(withdrawals.WithdrawalTooLate):
            withdraw(order)


def test_no_more_is_withdrawn_than_there_is(goods):
    order = delivered()
    with pytest.raises(returns.NotReturnable):
        withdraw(order, {"PH-1": 2})
    with pytest.raises(withdrawals.NothingToWithdraw):
        withdraw(order, {})


def test_the_receipt_is_mailed_with_date_time_and_content(goods):
    order = delivered("PH-1", "TV-1")
    mail.send_due()
    sent.outbox.clear()
    statement = withdraw(order, {"TV-1": 1}, name="Anna P.", email="other@example.com", language="ru")

    mail.send_due()

    (letter,) = sent.outbox
    assert letter.to == ["other@example.com"]
    assert order.number in letter.subject
    assert "Anna P." in letter.body
    assert f"1 × {line_of(order, 'TV-1').name}" in letter.body
    assert f"{timezone.localtime(statement.created_at):%-H:%M:%S} (GMT+03:00)" in letter.body
    assert statement.belongs_to.number in letter.body


# The pages


def declare(client, address: str, order: Order, step: str, **more):
    quantities = {f"quantity_{pk}": count for pk, count in withdrawals.pieces(order).items()}
    fields = {"name": "Anna", "email": "anna@example.com", "key": "8b1f9a36-0f7c-4d0b-9a0e-2f3a5b6c7d8e", "step": step}
    return client.post(address, {**quantities, **fields, **more})


@pytest.mark.parametrize("path", ["/en/cart/", "/en/withdraw/", "/ru/search/", "/en/accounts/login/"])
def test_the_function_is_reached_from_every_page(goods, client, path):
    language = path[1:3]

    assert f'href="/{language}/withdraw/"' in client.get(path).content.decode()


def test_a_guest_withdraws_with_the_link_that_was_mailed(goods, client):
    order = delivered()
    mail.send_due()
    sent.outbox.clear()

    client.post("/en/withdraw/", {"number": order.number.lower(), "email": "ANNA@example.com"})
    mail.send_due()

    (letter,) = sent.outbox
    assert letter.to == [CONTACT["email"]]
    address = re.search(r"/en/withdraw/\S+", letter.body)[0]
    assert declare(client, address, order, "check").context["chosen"] == [(line_of(order), 1)]
    assert not Withdrawal.objects.exists()
    answer = declare(client, address, order, "confirm")
    page = client.get(answer["Location"]).content.decode()
    statement = Withdrawal.objects.get()
    assert withdrawals.represent(statement, "en")["at_label"] in page
    assert statement.belongs_to.number in page
    assert declare(client, address, order, "confirm")["Location"] == answer["Location"]
    assert Withdrawal.objects.count() == 1


def test_a_guess_is_answered_like_a_hit(goods, client):
    order = delivered()
    pages, entries = set(), []
    hit = (order.number, CONTACT["email"])
    for number, email in (hit, hit, (order.number, "x@example.com"), ("TM-22", CONTACT["email"])):
        before = Change.objects.count()
        answer = client.post("/en/withdraw/", {"number": number, "email": email})
        page = re.sub(r'[\w.]+@example\.com|data-live-since="\S*"', "", answer.content.decode())
        pages.add((answer.status_code, page))
        entries.append(Change.objects.count() - before)

    assert len(pages) == 1
    assert entries == [1, 1, 1, 1]
    assert Change.objects.filter(type="order", kind="withdrawal_link").count() == 1


def test_nobody_s_mailbox_is_filled(goods):
    order = delivered()
    for _ in range(3):
        withdrawals.ask_for_link(number=order.number, email=CONTACT["email"])

    assert Change.objects.filter(type="order", kind="withdrawal_link").count() == 1


def test_guessing_is_limited(goods, client, settings):
    settings.SHOP = {**settings.SHOP, "RATE_LIMITS": True}
    fields = {"number": "TM-2222-2222", "email": "x@example.com"}

    statuses = [client.post("/en/withdraw/", fields).status_code for _ in range(limits.GUESSING.requests + 1)]

    assert statuses == [200] * limits.GUESSING.requests + [429]


def test_a_customer_chooses_among_own_orders(goods, client):
    anna = make_user()
    order = delivered(customer=anna)
    client.force_login(anna)

    assert order.number in client.get("/en/withdraw/").content.decode()
    answer = declare(client, f"/en/withdraw/{order.public_id}/", order, "confirm")
    assert client.get(answer["Location"]).status_code == 200


def test_the_order_of_somebody_else_is_not_there(goods):
    order = delivered(customer=make_user())
    statement = withdraw(order)
    stranger = Client()
    stranger.force_login(make_user())
    old = signing.TimestampSigner(salt=withdrawals.LINK).sign_object(order.public_id)[:-3] + "abc"
    for caller in (Client(), stranger):
        for key in (order.public_id, "ord_22", "x", old):
            for address in (f"/en/withdraw/{key}/", f"/en/withdraw/{key}/receipt/{statement.public_id}/"):
                assert caller.get(address).status_code == 404
                assert caller.post(address, {}).status_code in (404, 405)


def test_the_mailed_link_is_over_after_a_day(goods, client, monkeypatch):
    order = delivered()
    address = f"/en/withdraw/{withdrawals.link_token(order)}/"
    assert client.get(address).status_code == 200

    monkeypatch.setattr(withdrawals, "LINK_LIFETIME", timedelta(seconds=-1))
    assert client.get(address).status_code == 404


def test_a_receipt_is_found_under_its_own_order_alone(goods, client):
    first, second = delivered(key="key-1"), delivered(key="key-2")
    statement = withdraw(first)

    assert client.get(f"/en/withdraw/{order_key(first)}/receipt/{statement.public_id}/").status_code == 200
    assert client.get(f"/en/withdraw/{order_key(second)}/receipt/{statement.public_id}/").status_code == 404


def test_a_late_withdrawal_is_told_why(goods, client):
    order = delivered(days_ago=20)

    page = client.get(f"/en/withdraw/{order_key(order)}/").content.decode()

    assert "within 14 days of delivery" in page
    assert Shipment.objects.count() == 1
