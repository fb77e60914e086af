"""Refunds: by the line, never above what was received, and back to where the money came from."""

from importlib import import_module

import pytest
from django.apps import apps

from shop import books, orders, refunds, shipments
from shop.errors import NotFound, NothingToRefund, RefundTooLarge, TooManyPieces
from shop.models import Order, Payment, Refund, RefundTransfer, Shipment, StockLevel, StockMovement
from tests.shop.agreed import Bought, agree, line

pytestmark = pytest.mark.django_db

Status = Order.Status


def shelf(sku: str) -> tuple[int, int]:
    level = StockLevel.objects.get(variant__sku=sku)
    return level.on_hand, level.reserved


def give(order: Order, reference: str = "refund-1", **wanted) -> Refund:
    lines = {line(order, sku).pk: pieces for sku, pieces in wanted.pop("lines", {}).items()}
    return refunds.refund(order=order, lines=lines, reason="late", reference=reference, **wanted)


def transfers(refund: Refund) -> list[tuple[str, int, str]]:
    return [(row.payment.method, row.amount, row.state) for row in refund.transfers.all()]


def test_a_piece_gives_its_share_of_what_its_line_cost_after_discounts():
    order = agree(Bought(sku="CUP", quantity=3, unit_price=10_000, discount=10_000), Bought(sku="POT"))

    given = [give(order, f"refund-{number}", lines={"CUP": 1}).amount for number in range(3)]

    assert given == [6_667, 6_666, 6_667]
    assert books.violations() == []


def test_a_piece_gives_back_the_tax_that_came_on_top():
    order = agree(Bought(sku="CUP", quantity=2, unit_price=10_001), prices_include_tax=False)

    refund = give(order, lines={"CUP": 2})

    assert (order.total, refund.amount) == (24_002, 24_002)
    assert [(row.amount, row.tax) for row in refund.lines.all()] == [(24_002, 4_000)]


def test_delivery_and_goodwill_go_back_beside_the_lines():
    order = agree(Bought(sku="CUP"), delivery_price=39_000)

    refund = give(order, lines={"CUP": 1}, other_amount=40_000 - 20_000, delivery_amount=15_000)

    assert (refund.amount, refund.other_amount, refund.delivery_amount) == (120_000, 20_000, 15_000)
    # A sixth of what was paid is tax, of 50 roubles goodwill too.
    assert refund.other_tax == 833
    assert refunds.refundable(order).amount == 19_000
    assert refunds.refundable(order).delivery == 24_000
    assert books.violations() == []


def test_more_than_was_received_is_refused_with_what_is_possible():
    order = agree(Bought(sku="CUP"))
    give(order, other_amount=60_000)

    with pytest.raises(RefundTooLarge) as refusal:
        give(order, "refund-2", other_amount=40_001)

    assert refusal.value.extra == {"possible": 40_000}
    assert refusal.value.detail.replace("\u00a0", " ") == "At most 400 ₽ can be given back."
    assert (Refund.objects.count(), order.payments.get().refunded) == (1, 60_000)
    assert give(order, "refund-3", other_amount=40_000).amount == 40_000


def test_more_delivery_than_was_paid_is_refused():
    order = agree(Bought(sku="CUP"), delivery_price=39_000)

    with pytest.raises(RefundTooLarge) as refusal:
        give(order, other_amount=39_001, delivery_amount=39_001)

    assert refusal.value.extra == {"possible": 39_000}


def test_an_order_to_be_paid_on_receipt_gives_nothing_back_before():
    order = agree(Bought(sku="CUP"), payments=[("on_receipt", None)])

    with pytest.raises(RefundTooLarge) as refusal:
        give(order, lines={"CUP": 1})

    assert refusal.value.extra == {"possible": 0}


@pytest.mark.parametrize("pieces", [3, -1])
def test_more_pieces_than_were_bought_are_refused(pieces):
    order = agree(Bought(sku="CUP", quantity=2), Bought(sku="POT"))

    with pytest.raises(TooManyPieces):
        give(order, lines={"CUP": pieces})
    give(order, lines={"CUP": 1})
    with pytest.raises(TooManyPieces) as refusal:
        give(order, "refund-2", lines={"CUP": 2})
    assert refusal.value.extra == {"possible": 1}


def test_a_line_of_another_order_is_not_there():
    order, other = agree(Bought(sku="CUP")), agree(Bought(sku="POT"))

    with pytest.raises(NotFound):
        refunds.refund(order=order, lines={line(other, "POT").pk: 1}, reason="late", reference="refund-1")


@pytest.mark.parametrize("wanted", [{}, {"other_amount": 0}, {"lines": {"CUP": 0}}, {"other_amount": -5}])
def test_a_refund_of_nothing_is_refused(wanted):
    with pytest.raises(NothingToRefund):
        give(agree(Bought(sku="CUP")), **wanted)


def test_the_same_request_decides_once():
    order = agree(Bought(sku="CUP"))

    first, again = give(order, other_amount=100), give(order, other_amount=100)

    assert again == first
    assert order.payments.get().refunded == 100
    assert order.events.filter(kind="refunded").count() == 1


def test_money_goes_back_through_the_provider_first_and_to_gift_cards_last():
    order = agree(Bought(sku="CUP", quantity=2), payments=[("gift_card", 70_000), ("sandbox", 50_000), ("bank", None)])

    first = give(order, lines={"CUP": 1})
    second = give(order, "refund-2", lines={"CUP": 1})

    assert transfers(first) == [("sandbox", 50_000, "pending"), ("bank", 50_000, "pending")]
    assert transfers(second) == [("bank", 30_000, "pending"), ("gift_card", 70_000, "pending")]
    assert refunds.refundable(order).amount == 0
    assert books.violations() == []


def test_pieces_that_have_not_left_are_not_sent_any_more_when_they_go_back_on_sale():
    order = agree(Bought(sku="CUP", quantity=3), Bought(sku="POT"))

    refund = give(order, lines={"CUP": 2}, restock=True)

    assert [(row.is_restocked, row.released) for row in refund.lines.all()] == [(True, 2)]
    assert shelf("CUP") == (3, 1)
    orders.move(order, Status.PACKED)
    orders.move(order, Status.SHIPPED)
    assert shelf("CUP") == (2, 0)
    assert books.violations() == []


def test_pieces_that_came_back_go_on_the_shelf_and_those_not_named_do_not():
    order = agree(Bought(sku="CUP", quantity=2), Bought(sku="POT"))
    shipments.ship(order=order, reference="parcel-1")
    assert (shelf("CUP"), shelf("POT")) == ((0, 0), (0, 0))

    give(order, lines={"CUP": 1, "POT": 1}, restock={line(order, "CUP").pk})

    assert (shelf("CUP"), shelf("POT")) == ((1, 0), (0, 0))
    assert [(row.kind, row.quantity) for row in StockMovement.objects.filter(kind="returned")] == [("returned", 1)]
    assert order.status == Status.SHIPPED
    assert books.violations() == []


def test_of_a_line_that_left_in_part_the_rest_is_given_up_first():
    order = agree(Bought(sku="CUP", quantity=3))
    shipments.ship(order=order, lines={line(order, "CUP").pk: 1}, reference="parcel-1")

    give(order, lines={"CUP": 2}, restock=True)

    # The rest never leaves, and what has left is all there was to send.
    assert (order.status, shelf("CUP")) == (Status.SHIPPED, (2, 0))
    give(order, "refund-2", lines={"CUP": 1}, restock=True)
    assert (order.status, shelf("CUP")) == (Status.RETURNED, (3, 0))
    assert books.violations() == []


def test_a_bundle_comes_back_by_its_parts():
    order = agree(Bought(sku="SET", quantity=2, parts={"CAMERA": 1, "LENS": 2}))
    shipments.ship(order=order, reference="parcel-1")

    give(order, lines={"SET": 1}, restock=True)

    assert (shelf("CAMERA"), shelf("LENS")) == ((1, 0), (2, 0))
    assert books.violations() == []


def test_taking_every_piece_out_before_it_left_cancels_the_order_and_gives_all_back():
    order = agree(Bought(sku="CUP", quantity=2), delivery_price=39_000)

    give(order, lines={"CUP": 2}, restock=True)

    assert (order.status, shelf("CUP")) == (Status.CANCELLED, (2, 0))
    assert [refund.amount for refund in order.refunds.all()] == [200_000, 39_000]
    assert books.violations() == []


def test_cancelling_gives_back_all_that_is_left_goodwill_included():
    order = agree(Bought(sku="CUP", quantity=2), delivery_price=39_000)
    give(order, other_amount=150_000)

    orders.cancel(order)

    rest = order.refunds.last()
    assert (rest.amount, rest.other_amount, [row.amount for row in rest.lines.all()]) == (89_000, 0, [89_000])
    assert (order.payments.get().refunded, refunds.refundable(order).amount) == (239_000, 0)
    assert [(row.kind, row.status) for row in order.events.all()][-2:] == [
        ("status_changed", "cancelled"),
        ("refunded", "cancelled"),
    ]
    assert books.violations() == []


def test_cancelling_an_order_without_money_gives_none_back():
    order = agree(Bought(sku="CUP"), payments=[("on_receipt", None)])

    orders.cancel(order)

    assert not order.refunds.exists()
    assert order.payments.get().status == Payment.Status.CANCELLED


def test_what_is_refundable_is_told_by_line():
    order = agree(Bought(sku="CUP", quantity=3, unit_price=10_000, discount=10_000), delivery_price=39_000)
    give(order, lines={"CUP": 1})

    possible = refunds.refundable(order)

    cups = possible.lines[line(order, "CUP").pk]
    assert (possible.amount, possible.delivery) == (59_000 - 6_667, 39_000)
    assert (cups.quantity, cups.amount) == (2, 13_333)


def test_the_customer_reads_of_a_refund_in_the_timeline_and_of_a_failed_one_that_it_is_on_its_way():
    order = agree(Bought(sku="CUP"))
    give(order, lines={"CUP": 1})
    RefundTransfer.objects.update(state="failed")

    shown = orders.represent(order, "en")

    assert [(one["amount"]["amount"], one["state"]) for one in shown["refunds"]] == [(100_000, "pending")]
    assert shown["timeline"][-1]["label"].replace("\u00a0", " ") == "1 000 ₽ go back to you"
    assert (shown["refunded"]["amount"], shown["lines"][0]["refunded"]) == (100_000, 1)


def test_orders_that_were_sent_and_refunded_before_keep_their_books():
    """What the migration does for them."""
    sent = agree(Bought(sku="CUP", quantity=2), payments=[("on_receipt", None)])
    orders.move(sent, Status.PACKED)
    orders.move(sent, Status.SHIPPED)
    orders.move(sent, Status.COMPLETED)
    Shipment.objects.get().lines.all().delete()
    Shipment.objects.all().delete()
    Payment.objects.update(status="on_receipt", captured=0)
    Order.objects.update(paid_at=None)
    cancelled = agree(Bought(sku="POT"))
    orders.cancel(cancelled)
    for refund in Refund.objects.all():
        refund.transfers.all().delete()
        refund.delete()
    assert books.violations() != []

    migration = import_module("shop.migrations.0013_parcels_of_orders_sent")
    for carry_over in (migration.pack, migration.take_note_of_money, migration.write_refunds):
        carry_over(apps, None)

    sent.refresh_from_db()
    assert (sent.payments.get().captured, sent.paid_at is not None) == (200_000, True)
    assert books.violations() == []


def test_what_staff_took_back_whole_stays_returned_and_is_put_on_the_shelf_once():
    order = agree(Bought(sku="CUP", quantity=2))
    orders.move(order, Status.PACKED)
    orders.move(order, Status.SHIPPED)
    orders.move(order, Status.RETURNED)

    with pytest.raises(TooManyPieces):
        give(order, lines={"CUP": 2}, restock=True)
    give(order, lines={"CUP": 2})

    order.refresh_from_db()
    assert (order.status, shelf("CUP")) == (Status.RETURNED, (2, 0))
    assert order.payments.get().refunded == 200_000
    assert books.violations() == []
