"""What the shop writes itself is kept in English and read in one's own language; what people type is left alone."""

import pytest
from django.template import engines
from django.utils.translation import override

from shop import edits, orders, own_words, payments, refunds, returns, shipments, withdrawals
from shop.errors import OrderNotEditable
from shop.models import Order, OrderEdit, Refund, ReturnLine
from tests.shop.agreed import Bought, agree, line

pytestmark = pytest.mark.django_db


def returned(order: Order) -> Refund:
    shipments.ship(order=order, reference="parcel-1")
    lines = {line(order, "CUP").pk: (1, ReturnLine.Reason.UNWANTED)}
    ret = returns.request_return(order=order, lines=lines, reference="return-1")
    returns.approve(ret=ret)
    returns.receive(ret=ret, restock={})
    return returns.refund(ret=ret)


def withdraw(order: Order) -> None:
    fields = {"name": "Anna", "email": "anna@example.com", "language": "ru", "reference": "web:1"}
    withdrawals.withdraw(order=order, lines={line(order, "CUP").pk: 1}, **fields)


def test_a_return_is_named_in_english_whoever_pays_it_back():
    with override("ru"):
        refund = returned(agree(Bought(sku="CUP", quantity=2)))

    assert refund.reason == f"Return {refund.belongs_to.number}"
    with override("ru"):
        assert own_words.read(refund.reason) == f"Возврат {refund.belongs_to.number}"


@pytest.mark.parametrize("method", ["sandbox", "on_receipt"])
def test_a_withdrawal_is_noted_in_english_whatever_its_consumer_reads(method):
    order = agree(Bought(sku="CUP", quantity=2), payments=[(method, None)])

    with override("ru"):
        withdraw(order)

    reasons = [*Refund.objects.values_list("reason", flat=True), *OrderEdit.objects.values_list("reason", flat=True)]
    assert reasons == ["Withdrawal from the contract"]


def test_what_staff_have_to_do_themselves_is_noted_in_english(monkeypatch):
    order = agree(Bought(sku="CUP", quantity=2), payments=[("on_receipt", None)])

    def refuse(**_kwargs):
        raise OrderNotEditable

    monkeypatch.setattr(edits, "edit", refuse)
    with override("ru"):
        withdraw(order)

    note = order.events.get(kind="note").note
    assert note == "Withdrawal from the contract: This order can no longer be changed."


def test_money_paid_out_by_hand_is_noted_in_words_that_are_known_again():
    order = agree(Bought(sku="CUP"), payments=[("on_receipt", None)])
    shipments.ship(order=order, reference="parcel-1")
    orders.move(order, Order.Status.COMPLETED)
    refund = refunds.refund(order=order, lines={}, other_amount=100, reason="late", reference="refund-1")
    transfer = refund.transfers.get()

    payments.paid_out(transfer, reference="slip 1", actor=None)

    note = order.events.get(kind="note").note
    assert note == f"{transfer.refund.public_id} was paid out: slip 1"
    assert own_words.WITH_VALUES[own_words.PAID_OUT].fullmatch(note)
    assert own_words.read(note) == note


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Withdrawal from the contract", "Отказ от договора"),
        ("Return RT-4K7X-92BD", "Возврат RT-4K7X-92BD"),
        # Typed by people
        ("Return to the sender", "Return to the sender"),
        ("Withdrawal from the contract?", "Withdrawal from the contract?"),
        ("100% broken, %(number)s", "100% broken, %(number)s"),
        ("<b>broken</b>", "&lt;b&gt;broken&lt;/b&gt;"),
        ("", ""),
    ],
)
def test_a_page_tells_the_shops_words_in_the_readers_language_and_typed_ones_as_they_are(kept, shown):
    template = engines["django"].from_string("{% load own_words %}{{ text|in_own_words }}")

    with override("ru"):
        assert template.render({"text": kept}) == shown
