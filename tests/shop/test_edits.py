"""Edits of a placed order: agreed lines keep their terms, added ones cost today's price, the difference is settled."""

import pytest
from django.utils import timezone

from shop import books, edit_plan, edits, orders, payments, pricing, refunds, shipments
from shop.errors import (
    DifferenceUnpaid,
    InvalidQuantity,
    NothingChanged,
    OrderNotEditable,
    OutOfStock,
    PriceChanged,
    TooManyPieces,
    UnknownSku,
    VariantUnavailable,
)
from shop.letters.occasions import letter_for
from shop.models import Change, Order, OrderEdit, Payment, Price, Promotion, Redemption, StockLevel, Variant
from tests import factories as make
from tests.shop.agreed import PICKUP, Bought, agree, line

pytestmark = pytest.mark.django_db

Status = Order.Status


def shelf(sku: str) -> tuple[int, int]:
    level = StockLevel.objects.get(variant__sku=sku)
    return level.on_hand, level.reserved


def change(order: Order, reference: str = "edit-1", **quantities: int) -> OrderEdit:
    return edits.edit(order=order, quantities=quantities, reason="by phone", reference=reference)


def sums(order: Order) -> tuple[int, int, int, int]:
    order.refresh_from_db()
    return order.subtotal, order.discount, order.tax, order.total


def paid(order: Order) -> list[tuple[str, str, int, int, int]]:
    return [(one.method, one.status, one.amount, one.captured, one.refunded) for one in order.payments.order_by("pk")]


def test_fewer_pieces_keep_their_price_and_share_of_the_discount_and_the_rest_goes_back():
    order = agree(
        Bought(sku="CUP", quantity=3, unit_price=10_000, discount=3_000), Bought(sku="POT"), delivery_price=39_000
    )

    made = change(order, CUP=1)

    cup = line(order, "CUP")
    assert (cup.quantity, cup.unit_price, cup.line_total, cup.discount, cup.tax) == (1, 10_000, 10_000, 1_000, 1_500)
    assert [one["amount"] for one in cup.discounts] == [1_000]
    assert sums(order) == (110_000, 1_000, 1_500 + 16_667 + 6_500, 148_000)
    assert [(one["basis_points"], one["net"] + one["tax"]) for one in order.taxes] == [(2_000, 148_000)]
    assert (made.difference, made.refund.amount, made.payment) == (-18_000, 18_000, None)
    assert paid(order) == [("sandbox", "paid", 166_000, 166_000, 18_000)]
    assert made.refund.transfers.get().state == "done"
    assert shelf("CUP") == (3, 1)
    assert [one["quantity"] for one in made.before] == [3, 1]
    assert [one["quantity"] for one in made.after] == [1, 1]
    assert order.events.filter(kind="edited").get().note == "by phone"
    assert books.violations() == []


def test_more_pieces_are_asked_for_by_a_further_payment_and_get_no_discount():
    order = agree(Bought(sku="CUP", discount=10_000), spare=1)

    made = change(order, CUP=2)

    cup = line(order, "CUP")
    assert (cup.quantity, cup.line_total, cup.discount) == (2, 200_000, 10_000)
    assert [one["amount"] for one in cup.discounts] == [10_000]
    assert (made.difference, made.refund) == (100_000, None)
    # The sandbox pays at once.
    assert paid(order) == [("sandbox", "paid", 90_000, 90_000, 0), ("sandbox", "paid", 100_000, 100_000, 0)]
    assert made.payment == order.payments.last()
    assert (order.status, order.paid_at is not None) == (Status.CONFIRMED, True)
    assert (shelf("CUP"), orders.due(order)) == ((2, 2), 0)
    assert [row.kind for row in order.events.all()] == ["placed", "edited", "payment_due", "paid"]
    assert books.violations() == []


def test_goods_wait_until_the_difference_is_paid(monkeypatch):
    order = agree(Bought(sku="CUP", quantity=1, unit_price=10_000), spare=1)
    monkeypatch.setattr(payments.provider("sandbox"), "start", lambda payment: payments.Outcome(status="pending"))
    change(order, CUP=2)

    with pytest.raises(DifferenceUnpaid):
        shipments.ship(order=order, reference="parcel-1")
    assert not order.shipments.exists()

    owed = order.payments.get(status="pending")
    payments.record(owed, payments.Outcome(status="paid", captured=owed.amount, reference="late"))
    assert shipments.ship(order=order, reference="parcel-1").lines.get().quantity == 2
    assert books.violations() == []


def test_an_order_that_owes_more_is_not_paid_until_the_difference_came(monkeypatch):
    order = agree(Bought(sku="CUP"), spare=2)
    asks = {"outcome": "requires_action"}
    begin = payments.begin
    monkeypatch.setattr(payments, "begin", lambda order, amount, method, _: begin(order, amount, method, asks))

    made = change(order, CUP=2)
    order.refresh_from_db()
    assert (order.paid_at, orders.due(order)) == (None, 100_000)
    assert made.payment.next_action["url"].startswith("/payments/")

    # Fewer again: what was asked for is asked for no more.
    change(order, "edit-2", CUP=1)
    order.refresh_from_db()
    assert (order.paid_at is not None, orders.due(order)) == (True, 0)
    assert paid(order)[1][:2] == ("sandbox", "cancelled")

    third = change(order, "edit-3", CUP=2)
    payments.confirm(third.payment.public_id, approved=True)
    order.refresh_from_db()
    assert (order.paid_at is not None, orders.due(order)) == (True, 0)
    assert books.violations() == []


def test_a_declined_difference_can_be_paid_by_another_try(monkeypatch, client):
    order = agree(Bought(sku="CUP"), spare=1)
    begin = payments.begin
    with monkeypatch.context() as patch:
        asks = {"outcome": "requires_action"}
        patch.setattr(payments, "begin", lambda order, amount, method, _: begin(order, amount, method, asks))
        made = change(order, CUP=2)

    declined = payments.confirm(made.payment.public_id, approved=False)
    order.refresh_from_db()
    assert (order.status, orders.due(order)) == (Status.CONFIRMED, 100_000)
    client.post(declined.next_action["url"], {"method": "sandbox"})
    client.post(declined.next_action["url"], {"method": "sandbox"})

    order.refresh_from_db()
    assert (order.paid_at is not None, orders.due(order)) == (True, 0)
    assert [one[1] for one in paid(order)] == ["paid", "declined", "paid"]
    assert books.violations() == []


@pytest.mark.parametrize(
    ("steps", "discount"),
    [
        ([5, 3], 3_000),
        ([5, 2], 2_000),
        ([2, 5], 2_000),
        ([5, 1, 4], 1_000),
        ([1, 5, 2, 1], 1_000),
        ([0, 3], 0),
        ([0, 3, 5], 0),
    ],
)
def test_a_discount_belongs_to_the_fewest_pieces_that_the_line_ever_had(steps, discount):
    order = agree(
        Bought(sku="CUP", quantity=3, unit_price=10_000, discount=3_000), Bought(sku="POT"), spare=2, is_presented=True
    )

    for number, pieces in enumerate(steps):
        change(order, f"edit-{number}", CUP=pieces)

    cup = line(order, "CUP")
    assert (cup.discount, sum(one["amount"] for one in cup.discounts)) == (discount, discount)
    assert sums(order)[3] == 100_000 + 10_000 * steps[-1] - discount
    assert books.violations() == []


def redeemed(order: Order, *shares: int, delivery: int = 0) -> list[Promotion]:
    """So much of the discount of the order's first line from a promotion each, as checkout writes it."""
    promotions = [make.make_promotion(budget=share + delivery) for share in shares]
    first = order.lines.first()
    first.discounts = [
        {"promotion": promotion.public_id, "name": "Sale", "voucher": None, "amount": share}
        for promotion, share in zip(promotions, shares, strict=True)
    ]
    first.save()
    for promotion, share in zip(promotions, shares, strict=True):
        given = share + delivery
        Promotion.objects.filter(pk=promotion.pk).update(used=1, spent=given)
        Redemption.objects.create(promotion=promotion, order=order, amount=given, state="used")
    return promotions


def given(promotions: list[Promotion]) -> list[tuple[int, int, int]]:
    rows = Redemption.objects.filter(promotion__in=promotions).select_related("promotion").order_by("promotion")
    return [(row.amount, row.promotion.spent, row.promotion.used) for row in rows]


def test_what_fewer_pieces_take_off_a_discount_goes_back_to_its_promotions():
    order = agree(Bought(sku="CUP", quantity=3, unit_price=10_000, discount=4_500), spare=2)
    promotions = redeemed(order, 3_000, 1_500, delivery=700)

    change(order, CUP=5)
    assert given(promotions) == [(3_700, 3_700, 1), (2_200, 2_200, 1)]
    change(order, "edit-2", CUP=1)
    # The share of delivery stays.
    assert given(promotions) == [(1_700, 1_700, 1), (1_200, 1_200, 1)]
    change(order, "edit-3", CUP=4)
    assert given(promotions) == [(1_700, 1_700, 1), (1_200, 1_200, 1)]
    assert (sums(order)[1], books.violations()) == (1_500, [])

    change(order, "edit-4", CUP=0)
    assert [(one.used, one.spent) for one in Promotion.objects.order_by("pk")] == [(0, 0), (0, 0)]
    assert books.violations() == []


@pytest.mark.parametrize(("pieces", "amount"), [(1, 100_000), (3, 300_000)])
def test_on_receipt_only_the_amount_due_changes(pieces, amount):
    order = agree(Bought(sku="CUP", quantity=2), payments=[("on_receipt", None)], spare=1)

    made = change(order, CUP=pieces)

    assert paid(order) == [("on_receipt", "on_receipt", amount, 0, 0)]
    assert (made.payment, made.refund) == (None, None)
    assert books.violations() == []


def test_what_a_gift_card_paid_too_much_goes_back_to_it():
    order = agree(Bought(sku="CUP", quantity=2), payments=[("gift_card", 150_000), ("on_receipt", None)])

    made = change(order, CUP=1)

    assert paid(order) == [("gift_card", "paid", 150_000, 150_000, 50_000), ("on_receipt", "on_receipt", 0, 0, 0)]
    assert made.refund.amount == 50_000
    assert order.payments.first().gift_card.balance == 50_000
    assert books.violations() == []


def test_what_is_reserved_on_a_card_is_taken_in_part():
    order = agree(Bought(sku="CUP", quantity=2))
    Payment.objects.update(status="authorised", authorised=200_000, captured=0)
    Order.objects.update(paid_at=None)

    made = change(order, CUP=1)

    assert paid(order) == [("sandbox", "authorised", 100_000, 0, 0)]
    assert (made.refund, made.payment, payments.owed(order)) == (None, None, 0)


def test_what_was_taken_of_the_reserve_before_an_edit_is_booked_and_what_is_too_much_goes_back(monkeypatch):
    order = agree(Bought(sku="CUP", quantity=3))
    Payment.objects.update(status="authorised", authorised=300_000, captured=0)
    Order.objects.update(paid_at=None)
    order.refresh_from_db()
    sent_in_part(order, CUP=1)
    # The bank has taken it all, and its answer is lost.
    payment = order.payments.get()
    change(order, CUP=2)

    payments.record(payment, payments.Outcome(status="paid", captured=300_000))
    payments.settle()

    order.refresh_from_db()
    assert paid(order) == [("sandbox", "paid", 300_000, 300_000, 100_000)]
    assert (order.paid_at is not None, orders.due(order), order.payments.get().problem) == (True, 0, "")
    assert [one.transfers.get().state for one in order.refunds.all()] == ["done"]
    assert books.violations() == []


def test_what_is_added_costs_todays_price_for_this_customer():
    order = agree(Bought(sku="CUP"), delivery_price=39_000)
    product = make.make_product(sku="POT", price=50_000, stock_count=3, is_presented=True)
    pricing.change_prices(changes=[(product.variants.get(), 40_000)], source=Price.Source.LIST)

    made = change(order, POT=2)

    pot = line(order, "POT")
    assert (pot.quantity, pot.unit_price, pot.line_total, pot.tax, pot.name) == (
        2,
        40_000,
        80_000,
        14_426,
        f"{product.slug} en",
    )
    assert pot.parts == {"POT": 1}
    assert sums(order) == (180_000, 0, 16_667 + 14_426 + 6_500, 219_000)
    assert (made.difference, shelf("POT")) == (80_000, (3, 2))
    assert books.violations() == []


def test_a_line_taken_out_stays_with_nothing_in_it_and_comes_back_at_todays_price():
    order = agree(Bought(sku="CUP", discount=10_000), Bought(sku="POT"), is_presented=True)

    change(order, CUP=0)

    cup = line(order, "CUP")
    assert (cup.quantity, cup.line_total, cup.discount, cup.tax) == (0, 0, 0, 0)
    assert [one["sku"] for one in orders.represent(order, "en")["lines"]] == ["POT"]
    assert shelf("CUP") == (1, 0)
    pricing.change_prices(changes=[(Variant.objects.get(sku="CUP"), 120_000)], source=Price.Source.LIST)

    change(order, "edit-2", CUP=1)

    cup.refresh_from_db()
    assert (cup.quantity, cup.unit_price, cup.discount) == (1, 120_000, 0)
    assert books.violations() == []


def test_a_bundle_is_changed_by_its_parts():
    order = agree(Bought(sku="SET", quantity=1, parts={"CAMERA": 1, "LENS": 2}), spare=2)

    change(order, SET=2)

    assert (shelf("CAMERA"), shelf("LENS")) == ((3, 2), (4, 4))
    change(order, "edit-2", SET=1)
    assert (shelf("CAMERA"), shelf("LENS")) == ((3, 1), (4, 2))
    assert books.violations() == []


def test_tax_on_top_follows():
    order = agree(Bought(sku="CUP", quantity=2, unit_price=10_001), prices_include_tax=False, delivery_price=5_000)

    change(order, CUP=1)

    assert (sums(order), order.tax_added) == ((10_001, 0, 3_000, 18_001), 3_000)
    assert order.taxes == [{"basis_points": 2_000, "net": 15_001, "tax": 3_000}]
    assert books.violations() == []


def test_nothing_left_is_a_cancellation():
    order = agree(Bought(sku="CUP", quantity=2), delivery_price=39_000)

    made = change(order, CUP=0)

    assert (order.status, made.difference, made.after) == (Status.CANCELLED, -239_000, [])
    assert (line(order, "CUP").quantity, shelf("CUP")) == (2, (2, 0))
    assert order.refunds.get().amount == 239_000
    assert books.violations() == []


def test_the_same_request_changes_once():
    order = agree(Bought(sku="CUP", quantity=3))

    first, again = change(order, CUP=2), change(order, CUP=2)

    assert again == first
    assert (order.payments.get().refunded, line(order, "CUP").quantity) == (100_000, 2)


def test_an_order_is_changed_twice_and_still_adds_up():
    order = agree(Bought(sku="CUP", quantity=3, unit_price=9_999, discount=10_000), spare=5)

    for number, pieces in enumerate([2, 5, 1, 4]):
        change(order, f"edit-{number}", CUP=pieces)

    assert orders.due(order) == 0
    assert sum(one.captured - one.refunded for one in order.payments.all()) == order.total
    assert books.violations() == []


@pytest.mark.parametrize(
    ("quantities", "refusal"),
    [
        ({"CUP": 2}, NothingChanged),
        ({}, NothingChanged),
        ({"CUP": -1}, InvalidQuantity),
        ({"CUP": 1000}, InvalidQuantity),
        ({"NO-SUCH": 1}, UnknownSku),
        ({"HIDDEN": 1}, VariantUnavailable),
        ({"CUP": 5}, OutOfStock),
    ],
)
def test_what_is_not_possible_changes_nothing(quantities, refusal):
    order = agree(Bought(sku="CUP", quantity=2), spare=1)
    make.make_product(sku="HIDDEN")

    with pytest.raises(refusal):
        change(order, **quantities)

    assert (sums(order)[3], shelf("CUP"), OrderEdit.objects.count()) == (200_000, (3, 2), 0)
    assert books.violations() == []


def test_a_difference_that_is_not_the_one_shown_is_refused():
    order = agree(Bought(sku="CUP", quantity=2))

    with pytest.raises(PriceChanged):
        edits.edit(order=order, quantities={"CUP": 1}, reason="", reference="edit-1", expected_difference=-90_000)

    assert edits.plan(order=order, quantities={"CUP": 1}).difference == -100_000
    assert sums(order)[3] == 200_000


@pytest.mark.parametrize("status", sorted(set(Status) - set(edit_plan.EDITABLE)))
def test_only_an_agreed_order_that_has_not_left_as_a_whole_is_changed(status):
    order = agree(Bought(sku="CUP", quantity=2))
    Order.objects.update(status=status)
    order.refresh_from_db()

    with pytest.raises(OrderNotEditable):
        change(order, CUP=1)


def sent_in_part(order: Order, **quantities: int) -> Order:
    lines = {line(order, sku).pk: pieces for sku, pieces in quantities.items()}
    shipments.ship(order=order, lines=lines, reference="parcel-1")
    return order


def test_of_an_order_that_has_left_in_part_the_rest_is_changed():
    order = sent_in_part(agree(Bought(sku="CUP", quantity=3), Bought(sku="POT"), spare=2), CUP=1)

    made = change(order, CUP=2, POT=2)

    order.refresh_from_db()
    assert (order.status, made.difference, orders.due(order)) == (Status.PARTLY_SHIPPED, 0, 0)
    assert (shelf("CUP"), shelf("POT")) == ((4, 1), (3, 2))
    assert books.violations() == []

    more = change(order, "edit-2", POT=3)
    assert (more.difference, paid(order)[1]) == (100_000, ("sandbox", "paid", 100_000, 100_000, 0))
    shipments.ship(order=order, reference="parcel-2")
    assert (order.status, shelf("CUP"), shelf("POT")) == (Status.SHIPPED, (3, 0), (0, 0))
    assert books.violations() == []


def test_what_has_left_cannot_be_taken_out_nor_what_was_given_up():
    order = sent_in_part(agree(Bought(sku="CUP", quantity=5)), CUP=2)
    refunds.refund(
        order=order, lines={line(order, "CUP").pk: 1}, restock=True, reason="not wanted", reference="refund-1"
    )

    with pytest.raises(TooManyPieces) as refused:
        change(order, CUP=2)
    assert refused.value.extra["possible"] == 2

    made = change(order, CUP=3)
    assert (order.status, made.difference, shelf("CUP")) == (Status.SHIPPED, -200_000, (3, 0))
    assert paid(order) == [("sandbox", "paid", 500_000, 500_000, 300_000)]
    assert [row.kind for row in order.events.all()][-1] == "edited"
    assert books.violations() == []


def test_an_order_whose_rest_is_taken_out_is_completed_once_its_parcel_has_arrived():
    order = sent_in_part(agree(Bought(sku="CUP", quantity=2), payments=[("on_receipt", None)]), CUP=1)
    shipments.deliver(order.shipments.get())

    change(order, CUP=1)

    assert (order.status, order.paid_at is not None) == (Status.COMPLETED, True)
    assert paid(order) == [("on_receipt", "paid", 100_000, 100_000, 0)]
    assert books.violations() == []


def test_an_order_of_which_nothing_is_left_to_send_is_cancelled_and_its_letter_says_so(
    django_capture_on_commit_callbacks,
):
    order = agree(Bought(sku="CUP", quantity=2), delivery_price=39_000)
    refunds.refund(
        order=order, lines={line(order, "CUP").pk: 1}, restock=True, reason="not wanted", reference="refund-1"
    )

    with django_capture_on_commit_callbacks(execute=True):
        change(order, CUP=1)

    assert (order.status, shelf("CUP")) == (Status.CANCELLED, (2, 0))
    assert paid(order) == [("sandbox", "paid", 239_000, 239_000, 239_000)]
    assert [(one.amount, one.transfers.get().state) for one in order.refunds.order_by("pk")] == [
        (100_000, "pending"),
        (100_000, "done"),
        (39_000, "done"),
    ]
    told = letter_for(Change.objects.filter(type="order", kind="edited").get())
    assert "is cancelled" in told.subject
    assert books.violations() == []


def test_more_is_not_handed_over_at_the_counter_before_it_is_paid(monkeypatch):
    order = agree(Bought(sku="CUP"), spare=1, delivery=PICKUP)
    Order.objects.update(status=Status.READY)
    monkeypatch.setattr(payments.provider("sandbox"), "start", lambda payment: payments.Outcome(status="pending"))
    order.refresh_from_db()
    change(order, CUP=2)

    with pytest.raises(DifferenceUnpaid):
        orders.move(order, Status.COMPLETED)

    assert (order.status, order.shipments.count()) == (Status.READY, 0)


def test_what_is_owed_for_an_order_that_left_in_part_is_asked_for_by_the_clock(monkeypatch):
    order = sent_in_part(agree(Bought(sku="CUP", quantity=2), spare=1), CUP=1)
    with monkeypatch.context() as patch:
        patch.setattr(edits, "_settle", lambda made: None)
        change(order, CUP=3)
    OrderEdit.objects.update(created_at=timezone.now() - edits.LEFT_AFTER)

    assert (edits.settle_left(), orders.due(order)) == (1, 0)


def test_pieces_whose_money_went_back_stay_in_the_order():
    order = agree(Bought(sku="CUP", quantity=3))
    refunds.refund(order=order, lines={line(order, "CUP").pk: 2}, reason="scratched", reference="refund-1")

    with pytest.raises(TooManyPieces):
        change(order, CUP=1)

    change(order, CUP=2)
    assert books.violations() == []


def test_what_a_crash_kept_from_being_asked_for_is_asked_for_by_the_clock(monkeypatch):
    order = agree(Bought(sku="CUP"), spare=1)
    with monkeypatch.context() as patch:
        patch.setattr(edits, "_settle", lambda made: None)
        change(order, CUP=2)
    assert (edits.settle_left(), orders.due(order)) == (0, 100_000)
    OrderEdit.objects.update(created_at=timezone.now() - edits.LEFT_AFTER)

    assert (edits.settle_left(), edits.settle_left()) == (1, 0)

    order.refresh_from_db()
    assert (orders.due(order), order.paid_at is not None) == (0, True)
    assert order.edits.get().payment == order.payments.last()
    assert books.violations() == []


def test_what_is_reserved_and_not_wanted_any_more_is_set_free():
    order = agree(Bought(sku="CUP", quantity=2), payments=[("gift_card", 150_000), ("sandbox", None)])
    order.payments.filter(method="sandbox").update(status="authorised", authorised=50_000, captured=0)
    Order.objects.update(paid_at=None)
    change(order, CUP=1)
    order.payments.filter(method="sandbox").update(parameters={"outcome": "paid", "faults": {"authorise_only": True}})

    payments.settle()

    assert paid(order) == [("gift_card", "paid", 150_000, 150_000, 50_000), ("sandbox", "cancelled", 0, 0, 0)]
    order.refresh_from_db()
    assert order.paid_at is not None
    assert books.violations() == []
