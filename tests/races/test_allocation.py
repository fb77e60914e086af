"""What an order was promised out of a delivery to come, while the delivery comes and the order changes."""

import threading

import pytest
from django.db import connection, transaction

from shop import books, edits, orders, shipments, stock
from shop.errors import Refusal
from shop.models import DeliveryMethod, Order, StockLevel
from tests.factories import make_backorder, make_product, make_warehouse
from tests.races.buyers import at_once, buy
from tests.shop.agreed import Bought, agree

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def courier(transactional_db):
    return DeliveryMethod.objects.create(code="courier", kind="courier", name_en="Courier", name_ru="Курьер")


def tried(action):
    try:
        action()
    except Refusal as refusal:
        return refusal.code
    return "done"


def waiting_for(sku: str, count: int) -> list[Order]:
    """So many orders of a piece each that is still to come; no shelf has ever seen it."""
    make_product(sku=sku, stock_count=0, is_presented=True)
    make_backorder(sku=sku, cap=count + 2)
    for number in range(count):
        assert buy([sku], key=f"{sku}:{number}") == "sold"
    return list(Order.objects.filter(lines__sku=sku))


def receive(sku: str, quantity: int, number: int) -> None:
    stock.receive(quantities={sku: quantity}, reference=f"note:{sku}:{number}")


def test_a_delivery_is_promised_to_an_order_that_somebody_is_at():
    """Whoever holds the order asks for shelves next, so the delivery that holds the shelves must not wait for it."""
    if connection.vendor == "sqlite":
        pytest.skip("one transaction writes at a time")
    (order,) = waiting_for("PH-1", 1)

    with transaction.atomic():
        orders.locked(order)
        delivery = threading.Thread(target=at_once, args=([lambda: receive("PH-1", 1, 1)],))
        delivery.start()
        delivery.join(timeout=10)
        has_come = not delivery.is_alive()
    delivery.join()

    assert has_come
    assert StockLevel.objects.get().reserved == 1
    assert books.violations() == []


@pytest.mark.parametrize("sku", ["PH-1", "PH-2", "PH-3"])
def test_sending_changing_and_cancelling_orders_while_their_delivery_comes(sku):
    placed = waiting_for(sku, 4)
    sent, changed, cancelled, kept = placed

    results = at_once(
        [
            lambda: tried(lambda: shipments.ship(order=sent, reference="parcel-1")),
            lambda: tried(lambda: edits.edit(order=changed, quantities={sku: 2}, reason="", reference="edit-1")),
            lambda: tried(lambda: edits.edit(order=changed, quantities={sku: 1}, reason="", reference="edit-2")),
            lambda: tried(lambda: orders.cancel(cancelled)),
            *[lambda number=number: tried(lambda: receive(sku, 1, number)) for number in range(3)],
        ]
    )

    assert set(results) <= {"done", "not_on_shelf", "nothing_changed"}, results
    stock.fill_all()
    cancelled.refresh_from_db()
    assert cancelled.status == Order.Status.CANCELLED
    assert not cancelled.reservations.filter(state="allocated").exists()
    assert kept.reservations.filter(state="allocated").count() == 1
    assert books.violations() == []


def test_what_comes_back_at_once_to_a_shelf_that_never_had_any_is_all_there():
    main, north = make_warehouse(code="main", position=0), make_warehouse(code="north", position=1)
    placed = [agree(Bought(sku="CUP")) for _ in range(6)]
    for number, order in enumerate(placed):
        shipments.ship(order=order, reference=f"parcel-{number}")
    # They lay elsewhere.
    StockLevel.objects.filter(warehouse=main).update(warehouse=north)

    results = at_once([
        lambda order=order: tried(lambda: orders.move(order, Order.Status.RETURNED)) for order in placed
    ])  # fmt: skip

    assert results == {"done": 6}
    assert StockLevel.objects.get(warehouse=main).on_hand == 6
