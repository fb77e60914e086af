"""What networks, banks and dying processes do to a payment: the order ends paid once, or its money goes back."""

import pytest
from django.utils.html import escape

from shop import books, carts, checkout, edits, gift_cards, money, orders, payments, refunds
from shop.errors import MoneyBookedElsewhere, NothingToPay, PaymentMethodUnavailable, PaymentNotOpen, WrongAmount
from shop.models import GiftCard, Order, Payment, PaymentMessage, Refund, RefundTransfer
from shop.payments import sandbox
from shop.payments.words import Outcome
from tests.factories import make_staff
from tests.payments.conftest import PRICE
from tests.shop.ordering import fill_cart

pytestmark = pytest.mark.django_db

Status, Paid = Order.Status, Payment.Status


@pytest.fixture
def spoilt(phone):
    """An order whose payment the sandbox spoils in this way."""
    numbers = iter(range(1, 1000))

    def order(outcome="paid", **faults):
        cart = fill_cart("PH-1")
        return checkout.place_order(
            cart=cart,
            method="sandbox",
            expected_total=carts.priced(cart).quote.total,
            placed_by=f"key-{next(numbers)}",
            parameters={"outcome": outcome, "faults": faults},
        ).order

    return order


def states(order):
    order.refresh_from_db()
    return order.status, [one.status for one in order.payments.order_by("pk")]


@pytest.mark.parametrize(
    ("outcome", "faults"),
    [
        ("paid", {}),
        ("paid_twice", {}),
        ("paid_twice", {"duplicate": 3}),
        ("paid_twice", {"reorder": True}),
        ("pending_then_paid", {"duplicate": 2}),
        ("pending_then_paid", {"drop": True}),
        ("pending_then_paid", {"delay": True}),
        ("timeout", {}),
    ],
)
def test_whatever_the_network_does_the_order_is_paid_once(spoilt, later, outcome, faults):
    order = spoilt(outcome, **faults)
    later()
    payments.settle()

    assert states(order) == (Status.CONFIRMED, [Paid.PAID])
    assert order.payments.get().captured == PRICE
    assert order.events.filter(status=Status.CONFIRMED).count() == 1
    assert books.violations() == []


@pytest.mark.parametrize("point", ["before_call", "after_call"])
def test_a_process_that_dies_beside_the_call_leaves_one_order_and_one_charge(spoilt, later, point):
    with pytest.raises(sandbox.Crash):
        spoilt(crash=point)
    order = Order.objects.get()
    assert states(order) == (Status.AWAITING_PAYMENT, [Paid.PENDING])

    later()
    payments.settle()

    assert states(order) == (Status.CONFIRMED, [Paid.PAID])
    assert books.violations() == []


@pytest.mark.parametrize("faults", [{"amount": 1}, {"amount": -1}, {"currency": "USD"}])
def test_a_wrong_amount_or_currency_is_never_paid_and_staff_see_it(spoilt, later, caplog, faults):
    order = spoilt("pending_then_paid", **faults)
    later()
    payments.settle()

    assert states(order) == (Status.AWAITING_PAYMENT, [Paid.PENDING])
    payment = order.payments.get()
    assert payment.captured == 0
    assert payment.problem
    assert PaymentMessage.objects.get().state == PaymentMessage.State.REFUSED
    assert payment.problem in caplog.text
    later(is_expired=True)
    assert checkout.expire_unpaid() == 1
    assert books.violations() == []


def test_reserved_money_lets_the_goods_go_and_is_taken_when_they_leave(spoilt):
    order = spoilt(authorise_only=True)
    assert states(order) == (Status.CONFIRMED, [Paid.AUTHORISED])
    assert books.violations() == []

    orders.move(order, Status.PACKED)
    orders.move(order, Status.SHIPPED)
    payments.settle()

    assert states(order) == (Status.SHIPPED, [Paid.PAID])
    order.refresh_from_db()
    assert order.paid_at is not None
    assert books.violations() == []


def test_nothing_more_than_is_reserved_can_be_taken(spoilt):
    payment = spoilt(authorise_only=True).payments.get()

    for amount in (0, -1, PRICE + 1):
        with pytest.raises(PaymentNotOpen):
            payments.capture(payment, amount)
    payments.capture(payment, 1)
    with pytest.raises(PaymentNotOpen):
        payments.capture(payment, 1)


@pytest.mark.parametrize(
    ("faults", "state", "refunded"),
    [
        ({"refund": "pending"}, "done", 100),
        ({"refund": "pending", "refund_later": "failed"}, "failed", 0),
        ({"refund": "failed"}, "failed", 0),
        ({"refund": "timeout"}, "pending", 100),
    ],
)
def test_a_refund_that_is_slow_or_fails_keeps_the_books_right(spoilt, faults, state, refunded):
    order = spoilt(**faults)
    refund = refunds.refund(
        order=order, lines={}, other_amount=100, restock=False, reason="late", reference="r1", actor=None
    )
    payments.carry_out(refund)
    assert books.violations() == []

    payments.settle()

    assert (refund.transfers.get().state, order.payments.get().refunded) == (state, refunded)
    assert books.violations() == []


class TestASecondPayment:
    def test_of_what_is_paid_is_not_begun(self, spoilt):
        with pytest.raises(NothingToPay):
            payments.begin(spoilt(), PRICE, "sandbox")

    def test_of_what_waits_already_is_not_begun(self, spoilt):
        with pytest.raises(NothingToPay):
            payments.begin(spoilt("requires_action"), PRICE, "sandbox")

    def test_by_a_way_that_is_off_is_not_begun(self, spoilt):
        with pytest.raises(PaymentMethodUnavailable):
            payments.begin(spoilt("timeout"), PRICE, "stripe")

    def test_on_receipt_lets_the_order_go_on_at_once(self, spoilt, monkeypatch, later):
        monkeypatch.setattr(sandbox.Sandbox, "decline_ends_order", False)
        order = spoilt("declined")

        payments.begin(order, PRICE, "on_receipt")

        assert states(order) == (Status.CONFIRMED, [Paid.DECLINED, Paid.ON_RECEIPT])
        later(is_expired=True)
        assert checkout.expire_unpaid() == 0
        assert books.violations() == []

    def test_that_is_captured_as_well_goes_back_and_is_seen(self, spoilt, monkeypatch, caplog):
        """Two windows: the bank declined in one, the shopper paid in the other, and then the bank paid both."""
        monkeypatch.setattr(sandbox.Sandbox, "decline_ends_order", False)
        order = spoilt("declined")
        payments.begin(order, PRICE, "sandbox")
        payments.start(order)
        first = order.payments.first()
        payments.record(first, Outcome(status=Paid.PAID, captured=PRICE))

        payments.settle()
        payments.settle()

        assert states(order) == (Status.CONFIRMED, [Paid.REFUNDED, Paid.PAID])
        assert (Refund.objects.get().amount, Refund.objects.get().reason) == (PRICE, "paid twice")
        assert order.events.filter(kind="refunded", note="paid twice").count() == 1
        assert "is paid twice" in caplog.text
        assert books.violations() == []


class TestBankTransfer:
    @pytest.fixture(autouse=True)
    def is_on(self, settings):
        settings.PAYMENT_PROVIDERS = ["on_receipt", "sandbox", "bank_transfer"]
        settings.BANK_ACCOUNT = {"Recipient": "Technomart", "Account": "40702"}

    def test_says_where_the_money_goes_and_waits_for_days(self, order_of, settings, client):
        order = order_of("bank_transfer")
        payment = order.payments.get()

        assert states(order) == (Status.AWAITING_PAYMENT, [Paid.REQUIRES_ACTION])
        assert payment.next_action["reference"] == order.number
        assert order.payment_due_at - order.created_at == settings.SHOP["TRANSFER_LIFETIME"]
        shown = money.formatted(PRICE, "RUB", "en")
        page = client.get(payment.next_action["url"]).content.decode()
        assert all(words in page for words in (order.number, escape(shown), "40702"))

    def test_is_paid_when_staff_have_seen_the_money_once(self, order_of, client):
        order, staff = order_of("bank_transfer"), make_staff()

        payments.money_arrived(order, PRICE, "statement 7, line 3", staff)
        payments.money_arrived(order, PRICE, "statement 7, line 3", staff)

        assert states(order) == (Status.CONFIRMED, [Paid.PAID])
        assert books.violations() == []
        with pytest.raises(PaymentNotOpen):
            payments.money_arrived(order, PRICE, "statement 7, line 4", staff)

    def test_one_line_of_the_statement_pays_for_one_order(self, order_of):
        order, other, staff = order_of("bank_transfer"), order_of("bank_transfer"), make_staff()
        payments.money_arrived(order, PRICE, "statement 7, line 3", staff)

        with pytest.raises(MoneyBookedElsewhere) as refused:
            payments.money_arrived(other, PRICE, " statement 7, line 3 ", staff)

        assert refused.value.extra == {"order_number": order.number}
        assert order.number in refused.value.detail
        assert states(other) == (Status.AWAITING_PAYMENT, [Paid.REQUIRES_ACTION])
        payments.money_arrived(other, PRICE, "statement 7, line 3/2", staff)
        assert states(other) == (Status.CONFIRMED, [Paid.PAID])
        assert books.violations() == []

    def test_takes_no_other_amount(self, order_of):
        order = order_of("bank_transfer")

        with pytest.raises(WrongAmount):
            payments.money_arrived(order, PRICE - 1, "statement 7, line 3", make_staff())

        assert states(order) == (Status.AWAITING_PAYMENT, [Paid.REQUIRES_ACTION])

    @pytest.mark.parametrize("amount", [PRICE, PRICE + 1])
    def test_is_found_by_its_amount_when_another_was_asked_for_before(self, order_of, amount):
        order = order_of("bank_transfer")
        first = order.payments.get()
        # More is owed by now, and the first transfer was called off.
        Payment.objects.filter(pk=first.pk).update(status=Paid.CANCELLED)
        second = Payment.objects.create(
            order=order, method="bank_transfer", status=Paid.REQUIRES_ACTION, amount=PRICE + 1, currency="RUB"
        )

        payments.money_arrived(order, amount, "statement 7, line 3", make_staff())

        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.captured, second.captured) == ((PRICE, 0) if amount == PRICE else (0, PRICE + 1))

    def test_goes_back_by_hand_and_somebody_says_so(self, order_of):
        order, staff = order_of("bank_transfer"), make_staff()
        payments.money_arrived(order, PRICE, "statement 7, line 3", staff)
        orders.cancel(order)
        payments.settle()
        transfer = RefundTransfer.objects.get()
        assert (transfer.state, order.payments.get().status) == ("pending", "paid")

        payments.paid_out(transfer, reference="our order 12", actor=staff)

        transfer.refresh_from_db()
        assert (transfer.state, order.payments.get().status) == ("done", "refunded")
        assert books.violations() == []

    def test_cannot_be_said_to_have_gone_back_where_a_machine_does_it(self, spoilt):
        order = spoilt(refund="pending")
        refund = refunds.refund(
            order=order, lines={}, other_amount=100, restock=False, reason="late", reference="r1", actor=None
        )

        with pytest.raises(PaymentNotOpen):
            payments.paid_out(refund.transfers.get(), reference="x", actor=make_staff())


def test_a_gift_card_gets_back_what_it_paid(phone):
    card, code = gift_cards.issue(amount=1_000_000, currency="RUB", reference="issued-1")
    cart = fill_cart("PH-1")
    carts.add_gift_card(cart=cart, code=code)
    order = checkout.place_order(
        cart=cart, method="sandbox", expected_total=carts.priced(cart).quote.total, placed_by="key-1"
    ).order
    assert states(order)[0] == Status.CONFIRMED
    assert books.violations() == []

    orders.cancel(order)
    payments.settle()
    payments.settle()

    assert GiftCard.objects.get(pk=card.pk).balance == 1_000_000
    assert states(order) == (Status.CANCELLED, [Paid.REFUNDED, Paid.REFUNDED])
    assert books.violations() == []


def test_card_numbers_are_stored_nowhere(order_of, deliver, caplog, client):
    """Whatever comes to the door for messages, or to a page of payments, leaves no trace of it."""
    order = order_of(outcome="requires_action")
    number = "4242424242424242"

    deliver("sandbox", f'{{"card": "{number}"}}'.encode(), **{"Sandbox-Signature": f"t=1,v1={number}"})
    client.post(order.payments.get().next_action["url"], {"answer": "approve", "card": number})

    kept = [str(row) for model in (Payment, PaymentMessage, Order) for row in model.objects.values()]
    assert number not in "".join(kept) + caplog.text


def test_what_came_twice_and_went_back_pays_for_nothing_that_is_added_later(spoilt, monkeypatch):
    monkeypatch.setattr(sandbox.Sandbox, "decline_ends_order", False)
    order = spoilt("declined")
    payments.begin(order, PRICE, "sandbox")
    payments.start(order)
    payments.record(order.payments.first(), Outcome(status=Paid.PAID, captured=PRICE))

    edits.edit(order=order, quantities={"PH-1": 2}, reason="one more", reference="edit-1")

    order.refresh_from_db()
    assert (order.total, orders.due(order)) == (2 * PRICE, 0)
    assert [(one.status, one.amount) for one in order.payments.order_by("pk")] == [
        (Paid.PAID, PRICE),
        (Paid.PAID, PRICE),
        (Paid.PAID, PRICE),
    ]
    payments.settle()
    assert books.violations() == []


def test_a_provider_that_cannot_call_off_yet_is_asked_until_it_can(order_of, yookassa_bank, later):
    order = order_of("yookassa")
    payment = order.payments.get()
    orders.cancel(order)
    payments.settle()
    payment.refresh_from_db()
    assert (payment.status, payment.closed_at) == (Paid.CANCELLED, None)

    yookassa_bank.decline(payment.provider_reference, "expired_on_confirmation")
    later()
    payments.settle()

    payment.refresh_from_db()
    assert payment.status == Paid.CANCELLED
    assert payment.closed_at is not None
    assert books.violations() == []


def test_a_declined_payment_stays_declined_when_its_order_has_ended(order_of):
    order = order_of(outcome="declined")

    payments.settle()

    assert states(order) == (Status.CANCELLED, [Paid.DECLINED])
    assert order.payments.get().closed_at is not None
