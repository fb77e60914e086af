"""Returns: only what was handed over, once, in time, for exactly what was paid, and back on the shelf if it is good."""

import io
from datetime import timedelta

import pytest
from django.core import mail as sent
from django.utils import timezone
from PIL import Image

from shop import books, mail, orders, photos, refunds, return_document, returnable, returns, shipments, stock
from shop.errors import TooManyPieces
from shop.models import Change, Order, Refund, Return, ReturnLine, Shipment, StockMovement
from tests.factories import make_product, make_user
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db
Status, State, Reason = Order.Status, Return.State, ReturnLine.Reason


@pytest.fixture
def goods():
    """Two products, and a courier for 390 ₽."""
    make_courier(price=39_000)
    return [
        make_product(sku="PH-1", price=9_999, stock_count=10, is_presented=True),
        make_product(sku="TV-1", price=50_000, stock_count=10, is_presented=True),
    ]


def delivered(*skus: str, quantity: int = 1, days_ago: int = 0, key: str = "key-1", **more) -> Order:
    """A paid order that has arrived so many days ago."""
    cart = fill_cart(*(skus or ("PH-1",)), quantity=quantity, customer=more.get("customer"))
    order = place(cart, method="sandbox", outcome="paid", key=key, **more)
    orders.move(order, Status.PACKED)
    orders.move(order, Status.SHIPPED)
    orders.move(order, Status.COMPLETED)
    at = timezone.now() - timedelta(days=days_ago)
    Shipment.objects.filter(order=order).update(shipped_at=at, delivered_at=at)
    return order


def line_of(order: Order, sku: str = "PH-1"):
    return order.lines.get(sku=sku)


def ask(order: Order, quantity: int = 1, reason: str = Reason.UNWANTED, *, sku: str = "PH-1", **more) -> Return:
    more.setdefault("reference", f"test:{Return.objects.count()}")
    return returns.request_return(order=order, lines={line_of(order, sku).pk: (quantity, reason)}, **more)


def kinds(order: Order) -> list[str]:
    return list(Change.objects.filter(topic=f"order:{order.public_id}").order_by("pk").values_list("kind", flat=True))


def test_a_return_goes_from_the_request_to_the_refund(goods, django_capture_on_commit_callbacks):
    order, staff = delivered("PH-1", "TV-1"), make_user()
    before = len(kinds(order))

    ret = ask(order, comment="too small")
    returns.approve(ret=ret, actor=staff)
    returns.receive(ret=ret, restock={line_of(order).pk: 1}, actor=staff)
    refund = returns.refund(ret=ret, actor=staff)

    assert ret.state == State.REFUNDED
    assert None not in (ret.decided_at, ret.received_at, ret.refunded_at)
    assert (refund.amount, refund.delivery_amount, refund.belongs_to) == (9_999, 0, ret)
    assert order.payments.get().refunded == 9_999
    assert kinds(order)[before:] == ["return_requested", "return_approved", "return_received", "refunded"]
    moved = StockMovement.objects.get(order=order, kind=StockMovement.Kind.RETURNED)
    assert (moved.variant.sku, moved.quantity, moved.on_hand_change) == ("PH-1", 1, 1)
    order.refresh_from_db()
    assert order.status == Status.COMPLETED
    assert books.violations() == []


def test_all_pieces_of_a_line_give_exactly_what_was_paid_for_it(goods):
    """3 × 33.33 after a discount of 1 kopeck on the line."""
    order = delivered(quantity=3)
    line = line_of(order)
    type(line).objects.filter(pk=line.pk).update(discount=1)
    Order.objects.filter(pk=order.pk).update(discount=1, total=order.total - 1)
    order.payments.update(amount=order.total - 1, captured=order.total - 1)
    amounts = []

    for _ in range(3):
        ret = ask(order)
        returns.approve(ret=ret)
        returns.receive(ret=ret, restock={})
        amounts.append(returns.refund(ret=ret).amount)

    assert sum(amounts) == 3 * 9_999 - 1
    assert max(amounts) - min(amounts) <= 1


@pytest.mark.parametrize(
    ("reason", "quantity", "delivery"),
    [
        (Reason.FAULTY, 2, 39_000),
        (Reason.WRONG, 2, 39_000),
        # Part of the order stays, or the shopper has changed his mind.
        (Reason.FAULTY, 1, 0),
        (Reason.UNWANTED, 2, 0),
    ],
)
def test_delivery_is_given_back_when_all_comes_back_by_our_fault(goods, reason, quantity, delivery):
    order = delivered(quantity=2)
    ret = ask(order, quantity, reason)

    before = returnable.due(ret)
    returns.approve(ret=ret)
    returns.receive(ret=ret, restock={line_of(order).pk: quantity})
    refund = returns.refund(ret=ret)

    assert (before.goods, before.delivery) == (quantity * 9_999, delivery)
    assert (refund.amount, refund.delivery_amount) == (quantity * 9_999 + delivery, delivery)
    assert books.violations() == []


def test_delivery_is_given_back_with_the_last_of_two_returns_and_once(goods):
    order = delivered(quantity=2)
    amounts = []
    for _ in range(2):
        ret = ask(order, 1, Reason.DAMAGED)
        returns.approve(ret=ret)
        returns.receive(ret=ret, restock={})
        amounts.append(returns.refund(ret=ret).delivery_amount)

    order.refresh_from_db()
    assert amounts == [0, 39_000]
    assert order.status == Status.RETURNED
    assert order.payments.get().refunded == order.total
    assert books.violations() == []


def test_an_order_is_returned_once_everything_is_back(goods):
    order = delivered("PH-1", "TV-1")
    statuses = []
    for sku in ("PH-1", "TV-1"):
        ret = ask(order, sku=sku)
        returns.approve(ret=ret)
        returns.receive(ret=ret, restock={line_of(order, sku).pk: 1})
        order.refresh_from_db()
        statuses.append(order.status)

    assert statuses == [Status.COMPLETED, Status.RETURNED]
    assert books.violations() == []


def test_what_is_not_restocked_does_not_come_on_sale(goods):
    order = delivered(quantity=2)
    before = stock.available([line_of(order).variant_id])
    ret = ask(order, 2, Reason.FAULTY)
    returns.approve(ret=ret)
    returns.receive(ret=ret, restock={line_of(order).pk: 1})

    assert stock.available([line_of(order).variant_id])[line_of(order).variant_id] == [*before.values()][0] + 1
    assert ret.lines.get().restocked == 1
    assert books.violations() == []


@pytest.mark.parametrize("status", [None, Status.PACKED])
def test_what_was_not_handed_over_cannot_be_returned(goods, status):
    order = place(fill_cart("PH-1"), method="sandbox", outcome="paid")
    if status:
        orders.move(order, status)

    with pytest.raises(returns.NotReturnable):
        ask(order)


def test_only_the_sent_part_of_an_order_can_be_returned(goods):
    order = place(fill_cart("PH-1", quantity=3), method="sandbox", outcome="paid")
    shipments.ship(order=order, lines={line_of(order).pk: 2}, reference="parcel-1")

    assert returnable.pieces(order) == {line_of(order).pk: 2}
    with pytest.raises(returns.NotReturnable) as refusal:
        ask(order, 3)
    assert refusal.value.extra == {"sku": "PH-1", "returnable": 2}


def test_no_piece_is_returned_twice_and_what_came_to_nothing_is_free_again(goods):
    order = delivered(quantity=2)
    first = ask(order, 2)

    with pytest.raises(returns.NotReturnable):
        ask(order, 1)
    returns.reject(ret=first, answer="Worn")
    second = ask(order, 2)
    returns.call_off(ret=second)
    third = ask(order, 2)
    returns.approve(ret=third)
    returns.receive(ret=third, restock={})

    with pytest.raises(returns.NotReturnable):
        ask(order, 1)
    assert books.violations() == []


def test_a_repeated_request_is_the_same_return(goods):
    order = delivered(quantity=2)

    first, second = ask(order, reference="web:1"), ask(order, reference="web:1")

    assert first == second
    assert Return.objects.count() == 1


@pytest.mark.parametrize(("days_ago", "is_open"), [(0, True), (14, True), (15, False)])
def test_goods_are_returned_within_fourteen_days_after_the_day_of_delivery(goods, days_ago, is_open):
    order = delivered(days_ago=days_ago)

    assert returns.can_begin(order) is is_open
    if is_open:
        ask(order)
    else:
        with pytest.raises(returns.ReturnTooLate):
            ask(order)
        assert ask(order, is_late_allowed=True).state == State.REQUESTED


def test_the_time_begins_with_the_last_parcel(goods):
    order = place(fill_cart("PH-1", quantity=2), method="sandbox", outcome="paid")
    parcels = [
        shipments.ship(order=order, lines={line_of(order).pk: 1}, reference=f"parcel-{number}") for number in (1, 2)
    ]
    shipments.deliver(parcels[0])
    Shipment.objects.filter(pk=parcels[0].pk).update(delivered_at=timezone.now() - timedelta(days=60))

    assert returnable.open_until(order, 14) is None
    shipments.deliver(parcels[1])
    assert timezone.localdate(returnable.open_until(order, 14)) == timezone.localdate() + timedelta(days=14)


def test_a_bundle_comes_back_as_its_parts(goods):
    order = delivered()
    line = line_of(order)
    type(line).objects.filter(pk=line.pk).update(parts={"PH-1": 1, "TV-1": 2})
    ret = ask(order)
    returns.approve(ret=ret)

    returns.receive(ret=ret, restock={line.pk: 1})

    back = StockMovement.objects.filter(order=order, kind=StockMovement.Kind.RETURNED)
    assert sorted(back.values_list("variant__sku", "quantity")) == [("PH-1", 1), ("TV-1", 2)]


def test_an_order_that_was_never_paid_gives_no_money_back(goods):
    order = place(fill_cart("PH-1"))
    for status in (Status.PACKED, Status.SHIPPED):
        orders.move(order, status)
    ret = ask(order)
    returns.approve(ret=ret)
    returns.receive(ret=ret, restock={line_of(order).pk: 1})

    assert returns.refund(ret=ret) is None
    assert ret.state == State.REFUNDED
    assert not Refund.objects.exists()


def test_money_given_back_before_is_not_given_back_again(goods):
    order = delivered(quantity=2)
    refunds.refund(order=order, lines={line_of(order).pk: 1}, reason="scratch", reference="goodwill")
    ret = ask(order, 2)
    returns.approve(ret=ret)
    returns.receive(ret=ret, restock={})

    assert returnable.due(ret).goods == 9_999
    assert returns.refund(ret=ret).amount == 9_999
    assert books.violations() == []


def test_a_return_tells_the_shopper_what_to_expect(goods):
    order = delivered()
    ret = ask(order, 1, Reason.FAULTY, comment="dark")

    shown = return_document.represent(ret, "ru")

    assert shown["expected_refund"]["amount"] == 9_999 + 39_000
    assert shown["refund_by"] == timezone.localdate() + timedelta(days=10)
    assert [step["state"] for step in shown["timeline"]] == ["requested"]
    assert shown["can_be_called_off"] is True
    with_entries = orders.represent(order, "en")
    assert with_entries["timeline"][-1]["label"] == f"Return {ret.number} requested"


# Photos


def photo(form: str = "JPEG", size: tuple[int, int] = (300, 200), **more) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "red").save(stream, form, **more)
    return stream.getvalue()


def test_a_photo_loses_what_the_camera_noted_and_its_size():
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    # Turned by a quarter: 6 says that the top is on the right.
    exif[0x0112] = 6

    made = Image.open(io.BytesIO(photos.cleaned(photo(size=(4_000, 3_000), exif=exif))))

    assert (made.format, made.size) == ("JPEG", (1_500, 2_000))
    assert not made.getexif()
    assert "exif" not in made.info


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF"])
def test_other_pictures_are_refused(form):
    with pytest.raises(photos.PhotoUnreadable):
        photos.cleaned(photo(form))


def test_a_photo_is_bounded_in_bytes_and_pixels(monkeypatch):
    monkeypatch.setattr(photos, "MOST_PIXELS", 100 * 100)
    with pytest.raises(photos.PhotoTooLarge):
        photos.cleaned(photo())
    monkeypatch.setattr(photos, "LARGEST", 10)
    with pytest.raises(photos.PhotoTooLarge):
        photos.cleaned(photo())


# Letters


def test_each_step_of_a_return_is_mailed(goods):
    order = delivered()
    mail.send_due()
    sent.outbox.clear()
    ret = ask(order)
    returns.approve(ret=ret, answer="Bring the box too")
    returns.receive(ret=ret, restock={})
    returns.refund(ret=ret)

    mail.send_due()

    subjects = [letter.subject.replace("\u00a0", " ") for letter in sent.outbox]
    assert subjects == [
        f"We have got your request: return {ret.number}",
        f"Return {ret.number} is approved",
        f"The goods of return {ret.number} have arrived",
        f"Order {order.number}: 99.99 ₽ go back to you",
    ]
    assert "Bring the box too" in sent.outbox[1].body
    assert f"/returns/{ret.public_id}/" in sent.outbox[1].body


# The books


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"state": State.RECEIVED}, "its times do not fit"),
        ({"state": State.REQUESTED}, "1 refunds while it is “requested”"),
    ],
)
def test_the_books_notice_a_return_that_is_not_where_its_money_is(goods, broken, words):
    order = delivered()
    ret = ask(order)
    returns.approve(ret=ret)
    returns.receive(ret=ret, restock={})
    returns.refund(ret=ret)
    Return.objects.filter(pk=ret.pk).update(**broken | ({"received_at": None} if "times" in words else {}))

    assert any(words in line for line in books.violations())


def test_the_books_count_pieces_and_shelves(goods):
    order = delivered(quantity=2)
    ret = ask(order, 2)
    returns.approve(ret=ret)
    returns.receive(ret=ret, restock={line_of(order).pk: 1})
    assert books.violations() == []

    ret.lines.update(quantity=3, restocked=2)

    found = "\n".join(books.violations())
    assert "3 pieces of PH-1 come back, 2 were handed over" in found
    assert "2 of PH-1 for the shelf, 1 put there" in found


def test_pieces_of_an_open_return_are_put_on_the_shelf_by_it_alone(goods):
    order = delivered("PH-1", "TV-1")
    phone, free = line_of(order), stock.available([line_of(order).variant_id])[line_of(order).variant_id]
    ret = ask(order)
    returns.approve(ret=ret)

    with pytest.raises(TooManyPieces):
        refunds.refund(order=order, lines={phone.pk: 1}, restock=True, reason="spare", reference="refund-1")
    refunds.refund(order=order, lines={phone.pk: 1}, reason="spare", reference="refund-1")
    returns.receive(ret=ret, restock={phone.pk: 1})

    order.refresh_from_db()
    assert order.status == Status.COMPLETED
    assert stock.available([phone.variant_id])[phone.variant_id] == free + 1
    assert books.violations() == []


def test_a_return_puts_nothing_on_the_shelf_that_staff_took_back_before_it_came(goods):
    order = delivered()
    phone, free = line_of(order), stock.available([line_of(order).variant_id])[line_of(order).variant_id]
    ret = ask(order)
    returns.approve(ret=ret)
    orders.move(order, Status.RETURNED)

    with pytest.raises(returns.NotReturnable):
        returns.receive(ret=ret, restock={phone.pk: 1})
    returns.receive(ret=ret, restock={})

    assert returnable.pieces(order) == {}
    assert stock.available([phone.variant_id])[phone.variant_id] == free + 1
    assert books.violations() == []
