"""What staff do to an order on its day: parcels, refunds, changes, notes; who may, and what the log says."""

import re
import uuid

import pytest
from wagtail.log_actions import registry

from shop import books, orders, payments, refunds, shipments
from shop.models import Order, OrderEdit, Payment, Refund, RefundTransfer, Shipment
from tests import factories as make
from tests.shop.agreed import PICKUP, Bought, agree, line
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

Status = Order.Status


@pytest.fixture
def manager():
    return signed_in(staff_in("Order managers"))


@pytest.fixture
def order():
    return agree(
        Bought(sku="CUP", quantity=3, unit_price=10_000, discount=3_000),
        Bought(sku="POT"),
        delivery_price=39_000,
        spare=2,
        is_presented=True,
    )


def url(order: Order, what: str = "inspect") -> str:
    return f"/admin/shop/orders/{what}/{order.pk}/"


def page(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def logged(order: Order) -> list[tuple[str, str]]:
    entries = reversed(list(registry.get_logs_for_instance(order)))
    return [(entry.action, str(entry.formatter.format_message(entry)).replace("\u00a0", " ")) for entry in entries]


def parcel(order: Order, **values) -> dict[str, str]:
    left = shipments.left(order)
    pieces = {f"line_{pk}": values.pop(sku, 0) for pk, sku in order.lines.values_list("pk", "sku") if left[pk]}
    return {"key": str(uuid.uuid4()), **pieces, **values}


def wanted(order: Order, **values) -> dict[str, str]:
    pieces = {f"line_{pk}": values.pop(sku, 0) for pk, sku in order.lines.values_list("pk", "sku")}
    return {"key": str(uuid.uuid4()), "reason": "by phone", **pieces, **values}


# Parcels


def test_a_parcel_is_sent_with_chosen_pieces_and_its_tracking(manager, order):
    given = parcel(order, CUP=2, POT=0, carrier="Post", tracking_number="RU1", tracking_url="https://post.example/RU1")

    shown = page(manager.post(url(order, "ship"), given, follow=True))

    shipment = Shipment.objects.get()
    order.refresh_from_db()
    assert [(row.order_line.sku, row.quantity) for row in shipment.lines.all()] == [("CUP", 2)]
    assert (shipment.carrier, shipment.tracking_number, shipment.actor.is_staff) == ("Post", "RU1", True)
    assert order.status == Status.PARTLY_SHIPPED
    assert 'href="https://post.example/RU1"' in shown
    assert logged(order) == [("shop.order_shipped", "Parcel sent: CUP × 2")]

    # The button was pressed twice.
    manager.post(url(order, "ship"), given)
    assert (Shipment.objects.count(), len(logged(order))) == (1, 1)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"CUP": 4}, "less than or equal to 3"),
        ({"CUP": -1}, "greater than or equal to 0"),
        ({"CUP": ""}, "Fill in this field"),
        ({"CUP": 1, "tracking_url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({}, "Nothing of this order is left to send"),
    ],
)
def test_a_parcel_that_is_not_possible_is_refused_in_words(manager, order, values, words):
    shown = page(manager.post(url(order, "ship"), parcel(order, **values), follow=True))

    assert words in shown
    assert not Shipment.objects.exists()
    assert logged(order) == []


def test_a_parcel_that_has_arrived_is_noted_once(manager, order):
    shipment = shipments.ship(order=order, reference="parcel-1")
    address = f"/admin/shop/orders/deliver/{order.pk}/{shipment.pk}/"
    assert address in page(manager.get(url(order)))

    manager.post(address)
    manager.post(address)

    order.refresh_from_db()
    assert order.status == Status.COMPLETED
    assert logged(order) == [("shop.order_delivered", "A parcel has arrived")]


def test_a_parcel_of_another_order_is_not_there(manager, order):
    other = shipments.ship(order=agree(Bought(sku="PAN")), reference="parcel-1")

    assert manager.post(f"/admin/shop/orders/deliver/{order.pk}/{other.pk}/").status_code == 404


def test_at_the_counter_pieces_are_handed_over(manager):
    order = agree(Bought(sku="CUP", quantity=2), delivery=PICKUP)
    orders.move(order, Status.PACKED)
    orders.move(order, Status.READY)
    shown = page(manager.get(url(order)))
    assert "Hand over these pieces" in shown
    assert "Tracking number" not in shown

    manager.post(url(order, "ship"), parcel(order, CUP=2))

    order.refresh_from_db()
    assert order.status == Status.COMPLETED


# Notes


def test_a_note_of_staff_is_seen_by_staff_alone(manager, order):
    manager.post(url(order, "note"), {"note": "Call before five"})

    event = order.events.last()
    assert (event.note, event.is_internal, event.actor.is_staff) == ("Call before five", True, True)
    assert "Call before five" in page(manager.get(url(order)))
    assert "Call before five" not in str(orders.represent(order, "en"))
    assert logged(order) == [("shop.order_noted", "Note: Call before five")]


@pytest.mark.parametrize("text", ["", "x" * 501])
def test_an_empty_or_endless_note_is_refused(manager, order, text):
    manager.post(url(order, "note"), {"note": text})

    assert order.events.count() == 1


# Refunds


def test_a_partial_refund_goes_back_with_its_goods(manager, order):
    given = wanted(order, CUP=2, delivery="100", goodwill="5,50") | {f"restock_{line(order, 'CUP').pk}": "on"}

    shown = page(manager.post(url(order, "refund"), given, follow=True))

    refund = Refund.objects.get()
    assert (refund.amount, refund.delivery_amount, refund.other_amount) == (18_000 + 10_550, 10_000, 10_550)
    assert [(row.order_line.sku, row.quantity, row.released) for row in refund.lines.all()] == [("CUP", 2, 2)]
    assert refund.transfers.get().state == RefundTransfer.State.DONE
    assert "285.50 ₽ go back to the customer." in shown
    assert logged(order) == [("shop.order_refunded", "285.50 ₽ given back: by phone")]
    assert books.violations() == []

    manager.post(url(order, "refund"), given)
    assert (Refund.objects.count(), len(logged(order))) == (1, 1)


def test_too_much_is_refused_with_the_figure_that_is_possible(manager, order):
    assert "At most 1 660 ₽ can be given back." in page(manager.get(url(order, "refund")))

    shown = page(manager.post(url(order, "refund"), wanted(order, CUP=3, goodwill="1390,01")))

    assert "At most 1 660 ₽ can be given back." in re.search(r'role="alert">(.*?)<', shown).group(1)
    assert not Refund.objects.exists()
    shown = page(manager.post(url(order, "refund"), wanted(order, delivery="390,01")))
    assert "At most 390 ₽ can be given back." in re.search(r'role="alert">(.*?)<', shown).group(1)
    assert "There is nothing to give back." in page(manager.post(url(order, "refund"), wanted(order)))
    assert logged(order) == []


@pytest.mark.parametrize("values", [{"CUP": 4}, {"CUP": -1}, {"goodwill": "-5"}, {"goodwill": "x"}, {"reason": ""}])
def test_a_refund_that_is_mistyped_is_refused(manager, order, values):
    shown = page(manager.post(url(order, "refund"), wanted(order, **values)))

    assert "error-message" in shown
    assert not Refund.objects.exists()


def test_what_failed_is_seen_and_sent_once_more(manager, order):
    refund = refunds.refund(order=order, lines={}, other_amount=10_000, reason="late", reference="refund-1")
    transfer = refund.transfers.get()
    payments.transfers.finish(transfer, payments.RefundOutcome(state="failed", problem="the card is closed"))
    shown = page(manager.get(url(order)))
    assert "the card is closed" in shown
    assert "Send 100 ₽ once more" in shown

    manager.post(f"/admin/shop/orders/transfer/{transfer.pk}/", {"do": "retry"})

    transfer.refresh_from_db()
    assert (transfer.state, order.payments.get().refunded) == ("done", 10_000)
    assert logged(order) == [("shop.refund_retried", "100 ₽ sent back once more")]
    assert books.violations() == []


def test_what_goes_back_by_hand_waits_for_a_hand(manager):
    order = agree(Bought(sku="CUP", quantity=2), payments=[("on_receipt", None)])
    orders.move(order, Status.PACKED)
    orders.move(order, Status.READY)
    orders.move(order, Status.COMPLETED)
    manager.post(url(order, "refund"), wanted(order, CUP=1))
    transfer = RefundTransfer.objects.get()
    assert transfer.state == "pending"
    address = f"/admin/shop/orders/transfer/{transfer.pk}/"
    assert address in page(manager.get(url(order)))

    manager.post(address, {"reference": ""})
    transfer.refresh_from_db()
    assert transfer.state == "pending"
    manager.post(address, {"reference": "till 7"})

    transfer.refresh_from_db()
    assert transfer.state == "done"
    assert logged(order)[-1] == ("shop.refund_paid_out", "1 000 ₽ paid out by hand: till 7")


def test_money_that_staff_have_seen_is_written_down(manager):
    order = agree(Bought(sku="CUP"), payments=[("on_receipt", None)])

    assert "another amount" not in page(manager.get(url(order)))
    manager.post(url(order, "money"), {"amount": "999", "reference": "slip 1"})
    assert order.payments.get().captured == 0
    manager.post(url(order, "money"), {"amount": "1000", "reference": "slip 1"})

    payment = order.payments.get()
    assert (payment.status, payment.captured) == (Payment.Status.PAID, 100_000)
    assert logged(order) == [("shop.money_arrived", "1 000 ₽ received: slip 1")]


# Changes


def change(order: Order, **values) -> dict[str, str]:
    pieces = {f"line_{row.pk}": values.pop(row.sku, row.quantity) for row in order.lines.all()}
    return {"key": str(uuid.uuid4()), "reason": "by phone", "new_sku": "", "new_quantity": "", **pieces, **values}


def test_a_change_is_made_once_its_difference_was_seen(manager, order):
    given = change(order, CUP=1)

    shown = page(manager.post(url(order, "change"), given | {"preview": "1"}))

    assert "The total becomes 1 480 ₽ instead of 1 660 ₽." in shown
    assert 'name="expected" value="-18000"' in shown
    assert not OrderEdit.objects.exists()

    told = page(manager.post(url(order, "change"), given | {"expected": "-18000"}, follow=True))

    order.refresh_from_db()
    assert "The order is changed. It costs 180 ₽ less." in told
    assert (order.total, order.payments.get().refunded) == (148_000, 18_000)
    assert logged(order) == [("shop.order_edited", "Order changed by −180 ₽: by phone")]
    manager.post(url(order, "change"), given | {"expected": "-18000"})
    assert (OrderEdit.objects.count(), len(logged(order))) == (1, 1)
    assert books.violations() == []


def test_another_difference_than_was_seen_is_shown_first(manager, order):
    shown = page(manager.post(url(order, "change"), change(order, CUP=1) | {"expected": "-9000"}))

    assert "The total becomes" in shown
    assert not OrderEdit.objects.exists()


def test_something_is_added_by_its_sku(manager, order):
    make.make_product(sku="PAN", price=50_000, stock_count=1, is_presented=True)

    given = change(order, new_sku="PAN", new_quantity="1")
    manager.post(url(order, "change"), given | {"expected": "50000"})

    order.refresh_from_db()
    assert (line(order, "PAN").quantity, order.total) == (1, 216_000)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Nothing would change."),
        ({"new_sku": "NO-SUCH", "new_quantity": "1"}, "We do not sell “NO-SUCH”."),
        ({"new_sku": "CUP"}, "Say how many pieces."),
        ({"CUP": 1000}, "less than or equal to 999"),
        ({"CUP": 100, "expected": "970000"}, "Only 2 pieces of"),
    ],
)
def test_a_change_that_is_not_possible_is_refused_in_words(manager, order, values, words):
    shown = page(manager.post(url(order, "change"), change(order, **values)))

    assert words in shown
    assert not OrderEdit.objects.exists()


def test_of_an_order_that_has_left_in_part_the_rest_is_changed(manager, order):
    shipments.ship(order=order, lines={line(order, "CUP").pk: 2}, reference="parcel-1")

    assert "Change the goods" in page(manager.get(url(order)))
    shown = page(manager.post(url(order, "change"), change(order, CUP=1)))
    assert "only 1 piece is possible" in shown
    manager.post(url(order, "change"), change(order, CUP=2) | {"expected": "-9000"})

    assert (line(order, "CUP").quantity, OrderEdit.objects.count()) == (2, 1)
    assert books.violations() == []


def test_an_order_that_has_left_offers_no_change(manager, order):
    shipments.ship(order=order, reference="parcel-1")

    assert "Change the goods" not in page(manager.get(url(order)))
    assert "can no longer be changed" in page(manager.get(url(order, "change")))


# Rights


@pytest.mark.parametrize(
    ("right", "may"),
    [
        ("view_order", set()),
        ("change_order", {"ship", "note", "change", "move", "deliver"}),
        ("add_refund", {"refund", "money", "transfer"}),
    ],
)
def test_each_deed_needs_its_right(order, right, may):
    client = signed_in(staff_with("view_order", right))
    shipment = shipments.ship(order=order, lines={line(order, "CUP").pk: 1}, reference="parcel-1")
    refund = refunds.refund(order=order, lines={}, other_amount=100, reason="late", reference="refund-1")
    addresses = {name: url(order, name) for name in ("ship", "note", "change", "move", "refund", "money")}
    addresses |= {
        "deliver": f"/admin/shop/orders/deliver/{order.pk}/{shipment.pk}/",
        "transfer": f"/admin/shop/orders/transfer/{refund.transfers.get().pk}/",
    }

    answers = {name: client.post(address, {}) for name, address in addresses.items()}

    refused = {name for name, answer in answers.items() if answer.status_code == 302 and answer.url == "/admin/"}
    assert refused == set(addresses) - may
    shown = page(client.get(url(order)))
    assert ('action="' + url(order, "ship") in shown) == ("ship" in may)
    assert (url(order, "refund") in shown) == ("refund" in may)


def test_the_page_takes_the_same_number_of_queries_however_much_has_happened(manager, django_assert_max_num_queries):
    placed = []
    for count in (1, 5):
        pans = [Bought(sku=f"PAN-{number}", quantity=3) for number in range(count)]
        order = agree(*pans, payments=[("gift_card", 100_000), ("sandbox", None)])
        for number, row in enumerate(order.lines.all()):
            reference = f"{count}-{number}"
            shipments.ship(order=order, lines={row.pk: 1}, reference=reference)
            refunds.refund(order=order, lines={row.pk: 1}, reason="late", reference=reference, restock=True)
        placed.append(order)
    manager.get(url(placed[0]))
    counts = []
    for order in placed:
        with django_assert_max_num_queries(70) as seen:
            page(manager.get(url(order)))
        counts.append(len(seen))
    assert counts[0] == counts[1]
