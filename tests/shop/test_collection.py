"""On receipt only what was kept is paid for: what came back before it was paid is not given back later."""

import pytest

from shop import books, orders, refunds, returnable, returns, shipments
from shop.letters.occasions import asks_for_letter
from shop.models import Change, Order, Refund, RefundTransfer, Return, ReturnLine
from shop.papers import issuing
from tests.shop.agreed import Bought, agree, line

pytestmark = pytest.mark.django_db
Status, Reason = Order.Status, ReturnLine.Reason
ON_RECEIPT = [("on_receipt", None)]


def sent(*lines: Bought, **more) -> Order:
    order = agree(
        *(lines or (Bought(sku="CUP", quantity=2),)), **{"payments": ON_RECEIPT, "delivery_price": 39_000, **more}
    )
    shipments.ship(order=order, reference="parcel-1")
    return order


def back(order: Order, pieces: int = 1, *, sku: str = "CUP", reference: str = "return-1", **more) -> Return:
    """Refused at the door, and here again."""
    asked = {line(order, sku).pk: (pieces, Reason.UNWANTED)}
    ret = returns.request_return(order=order, lines=asked, reference=reference, **more)
    returns.approve(ret=ret)
    returns.receive(ret=ret, restock={line(order, sku).pk: pieces})
    return ret


def complete(order: Order, run) -> Order:
    with run(execute=True):
        orders.move(order, Status.COMPLETED)
    return order


def kept(order: Order) -> list[tuple[str, str, int, int]]:
    return [
        (one.method, one.status, one.captured, one.captured - one.refunded) for one in order.payments.order_by("pk")
    ]


def test_what_was_refused_at_the_door_was_never_paid(django_capture_on_commit_callbacks):
    order = sent()
    ret = back(order)
    assert returnable.due(ret).amount == 0

    complete(order, django_capture_on_commit_callbacks)

    refund = order.refunds.get()
    transfer = refund.transfers.get()
    assert (refund.reference, refund.amount, refund.belongs_to) == (f"{order.public_id}:not-collected", 100_000, None)
    assert (transfer.state, transfer.provider_reference) == ("done", "not collected")
    assert transfer.finished_at is not None
    assert [(row.order_line.sku, row.quantity, row.is_restocked) for row in refund.lines.all()] == [("CUP", 1, False)]
    assert kept(order) == [("on_receipt", "paid", 239_000, 139_000)]
    assert (order.paid_at is not None, orders.due(order)) == (True, 0)
    assert books.violations() == []


@pytest.mark.parametrize("closes_first", [True, False])
def test_the_return_then_gives_nothing_more(closes_first, django_capture_on_commit_callbacks):
    order = sent()
    ret = back(order)
    if closes_first:
        assert returns.refund(ret=ret) is None
    complete(order, django_capture_on_commit_callbacks)

    assert returnable.due(ret).amount == 0
    assert returns.refund(ret=ret) is None

    assert (ret.state, order.refunds.count()) == (Return.State.REFUNDED, 1)
    assert not RefundTransfer.objects.exclude(state="done").exists()
    # The other piece was paid for, and comes back like any other.
    other = back(order, reference="return-2")
    assert returnable.due(other).amount == 100_000
    assert returns.refund(ret=other).amount == 100_000
    assert books.violations() == []


def test_what_was_taken_with_its_parcel_and_brought_back_later_was_paid(django_capture_on_commit_callbacks):
    order = agree(Bought(sku="CUP"), Bought(sku="POT"), payments=ON_RECEIPT)
    first = shipments.ship(order=order, lines={line(order, "CUP").pk: 1}, reference="parcel-1")
    shipments.deliver(first)
    ret = back(order)
    second = shipments.ship(order=order, reference="parcel-2")

    with django_capture_on_commit_callbacks(execute=True):
        shipments.deliver(second)
    order.refresh_from_db()

    assert (order.status, kept(order)) == ("completed", [("on_receipt", "paid", 200_000, 200_000)])
    assert returnable.due(ret).amount == 100_000
    assert returns.refund(ret=ret).amount == 100_000
    assert kept(order) == [("on_receipt", "paid", 200_000, 100_000)]
    assert books.violations() == []


def test_papers_charge_everything_and_take_back_what_was_not_kept(django_capture_on_commit_callbacks):
    order = sent(Bought(sku="CUP", quantity=2, discount=10_001))
    back(order)
    complete(order, django_capture_on_commit_callbacks)

    invoice, note = issuing.invoice(order), issuing.credit_note(order.refunds.get())

    assert (invoice.content["total"], note.content["total"], invoice.content["paid"]) == (228_999, 95_000, 133_999)
    assert books.violations() == []


def test_of_a_gift_card_and_money_at_the_door_the_money_is_what_was_not_handed_over(django_capture_on_commit_callbacks):
    order = sent(payments=[("gift_card", 200_000), ("on_receipt", None)])
    back(order)

    complete(order, django_capture_on_commit_callbacks)

    # Nothing was handed over at the door; the rest is on the card again.
    assert kept(order) == [("gift_card", "paid", 200_000, 139_000), ("on_receipt", "refunded", 39_000, 0)]
    assert order.payments.first().gift_card.balance == 61_000
    assert [one.state for one in order.refunds.get().transfers.all()] == ["done", "done"]
    assert books.violations() == []


def test_what_a_return_could_not_give_before_is_not_handed_over(django_capture_on_commit_callbacks):
    order = sent(payments=[("gift_card", 30_000), ("on_receipt", None)])
    ret = back(order)
    with django_capture_on_commit_callbacks(execute=True):
        assert returns.refund(ret=ret).amount == 30_000

    complete(order, django_capture_on_commit_callbacks)

    refund = order.refunds.get(belongs_to=None)
    assert (refund.amount, [(row.quantity, row.amount, row.tax) for row in refund.lines.all()]) == (
        70_000,
        # The tax of the piece was given back with what there was.
        [(0, 70_000, 0)],
    )
    assert kept(order) == [("gift_card", "refunded", 30_000, 0), ("on_receipt", "paid", 209_000, 139_000)]
    note = issuing.credit_note(refund)
    assert (note.content["total"], books.violations()) == (70_000, [])


def test_pieces_that_never_left_or_were_paid_back_already_count_once(django_capture_on_commit_callbacks):
    order = agree(Bought(sku="CUP", quantity=4), payments=[("gift_card", 200_000), ("on_receipt", None)])
    refunds.refund(order=order, lines={line(order, "CUP").pk: 1}, restock=True, reason="broken", reference="refund-1")
    shipments.ship(order=order, reference="parcel-1")
    back(order, 1)

    complete(order, django_capture_on_commit_callbacks)

    made = Refund.objects.get(reference__endswith=":not-collected")
    assert (made.amount, made.lines.get().quantity) == (100_000, 1)
    assert books.violations() == []


def test_no_more_is_given_back_than_is_left(django_capture_on_commit_callbacks):
    order = sent(payments=[("gift_card", 200_000), ("on_receipt", None)])
    refunds.refund(order=order, lines={}, other_amount=190_000, reason="sorry", reference="refund-1")
    back(order)

    complete(order, django_capture_on_commit_callbacks)

    assert order.refunds.get(reference__endswith=":not-collected").amount == 49_000
    assert books.violations() == []


def test_what_was_paid_beforehand_is_given_back_by_its_return_alone(django_capture_on_commit_callbacks):
    order = sent(payments=[("sandbox", None)])
    ret = back(order)

    complete(order, django_capture_on_commit_callbacks)

    assert not order.refunds.exists()
    assert returns.refund(ret=ret).amount == 100_000


def test_the_shopper_reads_that_it_was_not_to_be_paid_and_no_letter_says_it_comes_back(
    django_capture_on_commit_callbacks,
):
    order = sent()
    back(order)
    complete(order, django_capture_on_commit_callbacks)

    label = orders.represent(order, "en")["timeline"][-1]["label"]
    assert label.replace("\u00a0", " ") == "1 000 ₽ were not to be paid: goods had come back"
    told = Change.objects.get(type="order", kind="not_collected")
    assert (told.data["amount"], asks_for_letter(told)) == (100_000, False)
