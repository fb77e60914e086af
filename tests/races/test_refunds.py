"""The same money and the same pieces go back once, whoever decides it at the same time."""

from collections import Counter

import pytest

from shop import books, edits, orders, payments, refunds, shipments
from shop.errors import Refusal
from shop.models import Order, Refund, RefundTransfer
from tests.races.buyers import at_once
from tests.shop.agreed import Bought, agree, line

pytestmark = pytest.mark.django_db(transaction=True)


def tried(action):
    """Run it; the code of its refusal if it is refused."""
    try:
        action()
    except Refusal as refusal:
        return refusal.code
    return "done"


def give(order: Order, reference: str, **wanted):
    def run():
        refund = refunds.refund(order=order, reason="late", reference=reference, **{"lines": {}, **wanted})
        payments.carry_out(refund)

    return lambda: tried(run)


def test_of_twenty_refunds_of_sixty_per_cent_one_is_decided():
    order = agree(Bought(sku="CUP"), payments=[("gift_card", 30_000), ("sandbox", None)])

    results = at_once([give(order, f"refund-{number}", other_amount=60_000) for number in range(20)])

    assert results == {"done": 1, "refund_too_large": 19}
    assert [(row.payment.method, row.amount) for row in RefundTransfer.objects.all()] == [("sandbox", 60_000)]
    assert books.violations() == []


def test_of_twenty_refunds_of_the_same_three_pieces_three_are_decided():
    order = agree(Bought(sku="CUP", quantity=3), Bought(sku="POT", quantity=9))
    cup = line(order, "CUP")

    results = at_once([
        give(order, f"refund-{number}", lines={cup.pk: 1}, restock=True) for number in range(20)
    ])  # fmt: skip

    assert results == {"done": 3, "too_many_pieces": 17}
    assert sum(Refund.objects.values_list("amount", flat=True)) == 300_000
    assert books.violations() == []


def test_one_request_sent_twenty_times_gives_back_once():
    order = agree(Bought(sku="CUP"))

    results = at_once([give(order, "refund-1", other_amount=60_000)] * 20)

    assert results == {"done": 20}
    assert Refund.objects.get().transfers.get().state == "done"
    assert books.violations() == []


def test_refunding_sending_changing_and_cancelling_at_once_end_as_if_one_after_the_other():
    placed = [agree(Bought(sku="CUP", quantity=2), spare=1) for _ in range(3)]
    actions = []
    for number, order in enumerate(placed):
        cup = line(order, "CUP")
        actions += [
            give(order, f"refund-{number}", lines={cup.pk: 1}, restock=True),
            give(order, f"goodwill-{number}", other_amount=150_000),
            lambda order=order, number=number, cup=cup: tried(
                lambda: shipments.ship(order=order, lines={cup.pk: 1}, reference=f"parcel-{number}")
            ),
            lambda order=order: tried(lambda: orders.cancel(order)),
            lambda order=order, number=number: tried(
                lambda: edits.edit(order=order, quantities={"CUP": 1}, reason="", reference=f"edit-{number}")
            ),
        ]

    results = at_once(actions)

    allowed = {
        "done",
        "refund_too_large",
        "too_many_pieces",
        "illegal_transition",
        "order_not_editable",
        "nothing_changed",
    }
    assert set(results) <= allowed | {"nothing_to_ship"}, results
    payments.settle()
    for order in placed:
        order.refresh_from_db()
        kept = sum(payment.captured - payment.refunded for payment in order.payments.all())
        assert kept <= order.total
        assert kept == 0 or order.status != Order.Status.CANCELLED
    assert Counter(RefundTransfer.objects.values_list("state", flat=True)).keys() <= {"done"}
    assert books.violations() == []
