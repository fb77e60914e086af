"""Returns in the admin: a queue with counts, and one step after the other for those who may."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import books, orders, photos, returns
from shop.models import Order, Refund, Return, ReturnLine, Shipment, StockMovement
from tests import factories as make
from tests.api.test_returns import picture
from tests.shop_admin.orders import make_order
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

LIST = "/admin/shop/returns/"
Status, State = Order.Status, Return.State


@pytest.fixture
def manager():
    return signed_in(staff_in("Order managers"))


def delivered(**more) -> Order:
    order = make_order(method="sandbox", quantity=2, **more)
    for status in (Status.PACKED, Status.SHIPPED, Status.COMPLETED):
        orders.move(order, status)
    return order


def make_return(order: Order | None = None, *, quantity: int = 1, reason: str = "unwanted", **more) -> Return:
    order = order or delivered()
    lines = {order.lines.get().pk: (quantity, reason)}
    return returns.request_return(order=order, lines=lines, reference=f"test:{make.number()}", **more)


def inspect(ret: Return) -> str:
    return f"{LIST}inspect/{ret.pk}/"


def step(client, ret: Return, name: str, **fields):
    answer = client.post(f"{LIST}step/{ret.pk}/", {"step": name, **fields}, follow=True)
    ret.refresh_from_db()
    return answer.content.decode().replace("\u00a0", " ")


def test_the_queue_counts_what_waits_and_is_filtered_by_state(manager):
    first, second = make_return(), make_return()
    returns.approve(ret=second)

    found = manager.get(LIST).content.decode()
    filtered = manager.get(LIST, {"state": "approved"}).context["object_list"]

    assert first.number in found
    assert second.number in found
    assert "to be answered: <strong>1</strong>" in found
    assert "to be received: <strong>1</strong>" in found
    assert "to be refunded: <strong>0</strong>" in found
    assert [ret.number for ret in filtered] == [second.number]


def test_the_queue_takes_the_same_number_of_queries_for_one_and_for_ten(manager, django_assert_max_num_queries):
    make_return()
    manager.get(LIST)
    with django_assert_max_num_queries(60) as one:
        manager.get(LIST)
    for _ in range(4):
        make_return()
    with django_assert_max_num_queries(len(one)):
        manager.get(LIST)


def test_a_return_is_approved_received_and_refunded_on_its_screen(manager):
    ret = make_return(reason="unwanted")
    line = ret.lines.get().order_line

    step(manager, ret, "approve", answer="Bring it to Tverskaya")
    assert (ret.state, ret.answer) == (State.APPROVED, "Bring it to Tverskaya")
    step(manager, ret, "receive", **{f"restock_{line.pk}": "1"})
    assert (ret.state, ret.lines.get().restocked) == (State.RECEIVED, 1)
    assert "Give 12 200 ₽ back" in manager.get(inspect(ret)).content.decode().replace("\u00a0", " ")
    step(manager, ret, "refund")

    assert ret.state == State.REFUNDED
    assert ret.order.payments.get().refunded == 1_220_000
    assert StockMovement.objects.filter(order=ret.order, kind=StockMovement.Kind.RETURNED).count() == 1
    assert books.violations() == []


def test_a_second_click_refunds_nothing_twice(manager):
    ret = make_return()
    returns.approve(ret=ret)
    returns.receive(ret=ret, restock={})

    for _ in range(2):
        step(manager, ret, "refund")

    assert [refund.amount for refund in Refund.objects.all()] == [1_220_000]
    assert books.violations() == []


def test_a_rejection_needs_words(manager):
    ret = make_return()

    assert "Tell the customer why" in step(manager, ret, "reject")
    assert ret.state == State.REQUESTED
    step(manager, ret, "reject", answer="It was worn for a month")
    assert (ret.state, ret.answer) == (State.REJECTED, "It was worn for a month")


@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("requested", "receive"),
        ("requested", "refund"),
        ("approved", "approve"),
        ("received", "receive"),
        ("rejected", "approve"),
        ("withdrawn", "receive"),
    ],
)
def test_a_step_that_is_not_next_changes_nothing(manager, state, name):
    ret = make_return()
    Return.objects.filter(pk=ret.pk).update(state=state)
    line = ret.lines.get().order_line_id

    words = step(manager, ret, name, **{f"restock_{line}": "0"})

    assert "cannot become" in words
    assert ret.state == state


def test_no_more_is_restocked_than_came(manager):
    ret = make_return()
    returns.approve(ret=ret)
    line = ret.lines.get().order_line_id

    step(manager, ret, "receive", **{f"restock_{line}": "2"})

    assert ret.state == State.APPROVED


def test_staff_begin_a_return_for_a_customer_on_the_phone_even_late(manager):
    order = delivered()
    Shipment.objects.update(delivered_at=timezone.now() - timedelta(days=60))
    line = order.lines.get()
    address = f"{LIST}open/{order.pk}/"

    assert line.name in manager.get(address).content.decode()
    fields = {f"quantity_{line.pk}": "2", f"reason_{line.pk}": "faulty", "comment": "Does not charge", "key": "k1"}
    first = manager.post(address, fields)
    manager.post(address, fields)

    ret = Return.objects.get()
    assert first["Location"] == inspect(ret)
    assert (ret.comment, ret.lines.get().quantity) == ("Does not charge", 2)


def test_photos_are_shown_to_those_who_see_returns_and_kept_by_no_cache(manager):
    ret = make_return(photos=[photos.cleaned(picture())])
    address = f"{inspect(ret)}photos/{ret.photos.get().pk}/"

    assert address in manager.get(inspect(ret)).content.decode()
    answer = manager.get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "private, no-store" in answer["Cache-Control"]
    other = make_return()
    assert manager.get(f"{inspect(other)}photos/{ret.photos.get().pk}/").status_code == 404


@pytest.mark.parametrize("rights", [(), ("view_order", "change_order")])
def test_who_has_no_right_on_returns_sees_none(rights):
    ret = make_return(photos=[photos.cleaned(picture())])
    client = signed_in(staff_with(*rights))

    for address in (LIST, inspect(ret), f"{inspect(ret)}photos/{ret.photos.get().pk}/", f"{LIST}open/{ret.order_id}/"):
        assert client.get(address).status_code in (302, 403)
    client.post(f"{LIST}step/{ret.pk}/", {"step": "approve"})
    ret.refresh_from_db()
    assert ret.state == State.REQUESTED


def test_who_may_only_look_changes_nothing():
    ret = make_return()
    client = signed_in(staff_with("view_return"))

    assert "Approve" not in client.get(inspect(ret)).content.decode()
    client.post(f"{LIST}step/{ret.pk}/", {"step": "approve"})
    assert client.get(f"{LIST}open/{ret.order_id}/").status_code in (302, 403)
    ret.refresh_from_db()
    assert ret.state == State.REQUESTED
    assert ReturnLine.objects.count() == 1


def test_the_order_s_screen_leads_to_its_returns(manager):
    ret = make_return()

    found = manager.get(f"/admin/shop/orders/inspect/{ret.order_id}/").content.decode()

    assert inspect(ret) in found
    assert f"{LIST}open/{ret.order_id}/" in found
