"""Returns, withdrawals and pay links under fire: no piece comes back twice, no money goes back twice."""

import pytest

from shop import books, carts, drafts, orders, returns, withdrawals
from shop.errors import Refusal
from shop.models import Order, Refund, Return, StockMovement, Withdrawal
from tests.factories import make_product, make_staff
from tests.races.buyers import at_once
from tests.shop.ordering import ADDRESS, CONTACT, fill_cart, make_courier, place

pytestmark = pytest.mark.django_db(transaction=True)
Status = Order.Status
AT_ONCE = 8


@pytest.fixture
def order() -> Order:
    """Four pieces that were paid and delivered."""
    make_courier(price=39_000)
    make_product(sku="PH-1", price=9_999, stock_count=10, is_presented=True)
    placed = place(fill_cart("PH-1", quantity=4), method="sandbox", outcome="paid")
    for status in (Status.PACKED, Status.SHIPPED, Status.COMPLETED):
        orders.move(placed, status)
    return placed


def outcome(action) -> str:
    try:
        action()
    except Refusal as refusal:
        return refusal.code
    return "done"


def ask(order: Order, quantity: int, reference: str) -> Return:
    lines = {order.lines.get().pk: (quantity, "unwanted")}
    return returns.request_return(order=order, lines=lines, reference=reference)


def test_no_more_comes_back_than_was_bought_however_many_ask(order):
    results = at_once([lambda n=n: outcome(lambda: ask(order, 2, f"test:{n}")) for n in range(AT_ONCE)])

    assert results == {"done": 2, "not_returnable": AT_ONCE - 2}
    assert books.violations() == []


def test_one_request_sent_many_times_is_one_return(order):
    results = at_once([lambda: ask(order, 1, "test:1").number for _ in range(AT_ONCE)])

    assert list(results.values()) == [AT_ONCE]
    assert Return.objects.count() == 1


def test_goods_are_received_once_and_not_after_they_were_called_off(order):
    ret = ask(order, 2, "test:1")
    returns.approve(ret=ret)
    line = order.lines.get().pk

    def receive() -> None:
        returns.receive(ret=Return.objects.get(), restock={line: 2})

    def call_off() -> None:
        returns.call_off(ret=Return.objects.get())

    results = at_once([lambda: outcome(receive), lambda: outcome(call_off)] * (AT_ONCE // 2))

    assert results == {"done": 1, "return_moved_on": AT_ONCE - 1}
    back = StockMovement.objects.filter(kind=StockMovement.Kind.RETURNED)
    assert [row.quantity for row in back] == ([2] if Return.objects.get().state == "received" else [])
    assert books.violations() == []


def test_many_clicks_give_the_money_back_once(order):
    ret = ask(order, 2, "test:1")
    returns.approve(ret=ret)
    returns.receive(ret=ret, restock={})

    results = at_once([lambda: returns.refund(ret=Return.objects.get()).public_id for _ in range(AT_ONCE)])

    assert list(results.values()) == [AT_ONCE]
    assert Refund.objects.get().amount == 2 * 9_999
    assert order.payments.get().refunded == 2 * 9_999
    assert books.violations() == []


def test_an_order_is_withdrawn_from_once(order):
    def withdraw(number: int) -> None:
        withdrawals.withdraw(
            order=order, name="Anna", email="anna@example.com", language="en", reference=f"test:{number}"
        )

    results = at_once([lambda n=n: outcome(lambda: withdraw(n)) for n in range(AT_ONCE)])

    assert results == {"done": 1, "nothing_to_withdraw": AT_ONCE - 1}
    assert (Withdrawal.objects.count(), Return.objects.count()) == (1, 1)
    assert books.violations() == []


def test_a_return_and_a_withdrawal_do_not_share_a_piece(order):
    def withdraw() -> None:
        withdrawals.withdraw(order=order, name="Anna", email="anna@example.com", language="en", reference="test:w")

    at_once([lambda: outcome(withdraw), *(lambda n=n: outcome(lambda: ask(order, 1, f"test:{n}")) for n in range(6))])

    assert sum(line.quantity for ret in Return.objects.all() for line in ret.lines.all()) == 4
    assert books.violations() == []


def test_a_pay_link_makes_one_order_or_is_withdrawn(order):
    cart = drafts.begin(actor=make_staff(), email=CONTACT["email"], language="en")
    carts.add(cart=cart, sku="PH-1")
    carts.set_contact(cart=cart, **CONTACT)
    carts.set_delivery(cart=cart, option="courier", address=ADDRESS)
    drafts.send(cart=cart)
    total = carts.priced(cart).quote.total

    def pay(number: int) -> None:
        drafts.pay(
            cart=cart,
            method="on_receipt",
            expected_total=total,
            seen_version=cart.version,
            placed_by=f"draft:{number}",
        )

    at_once(
        [
            *(lambda n=n: outcome(lambda: pay(n)) for n in range(AT_ONCE - 1)),
            lambda: outcome(lambda: drafts.withdraw_link(cart=cart)),
        ]
    )

    assert Order.objects.exclude(pk=order.pk).count() <= 1
    assert books.violations() == []
