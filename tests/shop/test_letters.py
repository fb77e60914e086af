"""Words of letters: how placeholders are filled, and which letter each step of an order brings."""

import pytest
from django.core import mail as outbox

from shop import edits, mail, orders, refunds, shipments
from shop.letters import wording
from shop.letters.wording import Block, Link
from shop.models import MailText, Order, Payment
from tests.shop.agreed import PICKUP, Bought, agree, line

pytestmark = pytest.mark.django_db
VALUES = {
    "name": "Ann & <b>Bob</b> {lines}",
    "pickup_code": "",
    "place": "",
    "order_link": Link("https://example.com/?a=1&b=2"),
    "lines": Block((("1 × Cup <i>", "10 ₽"), ("2 × Pot", "20 ₽"))),
    "sums": Block((("Goods", "30 ₽"), ("Total", "30 ₽")), has_total=True),
    "statement": Block(()),
}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Hello {name},", "Hello Ann & <b>Bob</b> {lines},\n"),
        ("{lines}", "1 × Cup <i> — 10 ₽\n2 × Pot — 20 ₽\n"),
        ("See: {order_link}", "See: https://example.com/?a=1&b=2\n"),
        # Lines with nothing to say
        ("Code: {pickup_code}\nDone", "Done\n"),
        ("One\n\nCode: {pickup_code}\n\nTwo", "One\n\nTwo\n"),
        ("{pickup_code}{place}", "\n"),
        ("{statement}\n\nEnd", "End\n"),
        ("{pickup_code} {name}", " Ann & <b>Bob</b> {lines}\n"),
        # What is no placeholder stays as it is
        ("A {strange} {thing.x} {{name}} {", "A {strange} {thing.x} {Ann & <b>Bob</b> {lines}} {\n"),
        ("One\r\n\r\n\r\nTwo\r\nThree", "One\n\nTwo\nThree\n"),
    ],
)
def test_placeholders_are_filled_once_and_nothing_is_run(words, text):
    assert wording.text(words, VALUES) == text


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("Hello {name}", "<p>Hello Ann &amp; &lt;b&gt;Bob&lt;/b&gt; {lines}</p>"),
        ("<script>{order_link}", '<p>&lt;script&gt;<a href="https://example.com/?a=1&amp;b=2">https://example.com/?a=1&amp;b=2</a></p>'),
        ("A\nB\n\nC", "<p>A<br>\nB</p>\n<p>C</p>"),
        (
            "A\n{lines}\nB",
            '<p>A</p>\n<table cellpadding="6"><tr><td>1 × Cup &lt;i&gt;</td><td align="right">10 ₽</td></tr>\n'
            '<tr><td>2 × Pot</td><td align="right">20 ₽</td></tr></table>\n<p>B</p>',
        ),
        (
            "{sums}",
            '<table cellpadding="6"><tr><td>Goods</td><td align="right">30 ₽</td></tr>\n'
            '<tr><td><strong>Total</strong></td><td align="right"><strong>30 ₽</strong></td></tr></table>',
        ),
    ],
)  # fmt: skip
def test_html_has_the_same_words_with_every_sign_escaped(words, html):
    assert wording.html(words, VALUES) == html


def test_a_link_that_is_no_web_address_cannot_be_followed():
    assert wording.html("{x}", {"x": Link("javascript:alert(1)")}) == "<p>javascript:alert(1)</p>"


def test_a_subject_is_one_line_whatever_a_value_contains():
    assert wording.subject("Order\n{name}", {"name": "A\r\nBcc: x@example.com"}) == "Order A Bcc: x@example.com"


# Which letter each step brings


@pytest.fixture
def order():
    """Two cups and a pot, paid; its own letters are out already."""
    made = agree(Bought(sku="CUP", quantity=2), Bought(sku="POT"), delivery_price=39_000)
    mail.send_due()
    outbox.outbox.clear()
    return made


def sent():
    mail.send_due()
    return [letter.subject.replace("\u00a0", " ") for letter in outbox.outbox]


def test_each_parcel_has_its_letter_with_what_is_in_it_and_its_tracking(order):
    for number, sku in enumerate(("CUP", "POT")):
        shipments.ship(
            order=order,
            lines={line(order, sku).pk: 1},
            carrier="Post",
            tracking_number=f"RR{number}",
            tracking_url=f"https://post.example/RR{number}",
            reference=f"parcel-{number}",
        )

    assert sent() == [f"Order {order.number} is on its way"] * 2
    first, second = (letter.body for letter in outbox.outbox)
    assert "1 × CUP name\n\nPost, RR0\nTrack it: https://post.example/RR0" in first
    assert "POT" not in first
    assert "1 × POT name" in second
    assert '<a href="https://post.example/RR1">' in outbox.outbox[1].alternatives[0].content


def test_a_parcel_without_tracking_has_no_empty_lines_about_it(order):
    orders.move(order, Order.Status.PACKED)
    orders.move(order, Order.Status.SHIPPED)

    assert sent() == [f"Order {order.number} is on its way"]
    assert "Track" not in outbox.outbox[0].body
    assert "\n\n\n" not in outbox.outbox[0].body


def test_an_order_that_is_ready_tells_the_code_and_the_place():
    order = agree(
        Bought(sku="CUP"), delivery=PICKUP | {"point": {"name": "Bauman", "address": "1 Bauman St", "hours": "10–21"}}
    )
    mail.send_due()
    outbox.outbox.clear()
    orders.move(order, Order.Status.PACKED)
    orders.move(order, Order.Status.READY)

    assert sent() == [f"Order {order.number} is ready for pick-up"]
    assert f"Bauman, 1 Bauman St, 10–21\nPick-up code: {order.pickup_code}" in outbox.outbox[0].body


def test_what_is_handed_over_at_the_counter_and_paid_there_needs_no_letter():
    order = agree(Bought(sku="CUP"), delivery=PICKUP, payments=[("on_receipt", None)])
    orders.move(order, Order.Status.PACKED)
    orders.move(order, Order.Status.READY)
    sent()
    outbox.outbox.clear()
    orders.move(order, Order.Status.COMPLETED)

    assert sent() == []


def test_money_that_has_come_is_told(order):
    Order.objects.filter(pk=order.pk).update(paid_at=None)
    order.refresh_from_db()
    orders.mark_paid(order)

    assert sent() == [f"Order {order.number} is paid"]
    assert "we have received 3\u00a0390\u00a0₽" in outbox.outbox[0].body


def test_a_cancelled_order_and_its_money_are_told(order):
    orders.cancel(order)

    assert sorted(sent()) == [f"Order {order.number} is cancelled", f"Order {order.number}: 3 390 ₽ go back to you"]


def test_a_refund_is_told(order):
    refunds.refund(order=order, lines={line(order, "POT").pk: 1}, reason="late", reference="refund-1")

    assert sent() == [f"Order {order.number}: 1 000 ₽ go back to you"]


def test_a_changed_order_is_told_as_it_is_now(order):
    edits.edit(order=order, quantities={"POT": 0}, reason="sold out", reference="edit-1")

    assert f"Order {order.number} has been changed" in sent()
    changed = next(letter for letter in outbox.outbox if "changed" in letter.subject)
    assert "2 × CUP name" in changed.body
    assert "POT" not in changed.body


def test_what_is_still_to_be_paid_is_asked_for_once():
    order = agree(Bought(sku="CUP"), payments=[("sandbox", None)])
    due = Payment.objects.create(order=order, method="sandbox", status="requires_action", amount=500, currency="RUB")
    paid = Payment.objects.create(order=order, method="sandbox", status="paid", amount=700, currency="RUB")
    for payment in (due, paid):
        data = {"amount": payment.amount, "payment": payment.public_id}
        orders.record(order, order.status, kind="payment_due", data=data)
    sent()

    subjects = [letter.subject for letter in outbox.outbox if "to be paid" in letter.subject]
    assert subjects == [f"Order {order.number}: 5\u00a0₽ to be paid"]


@pytest.mark.parametrize("kind", ["delivered", "return_called_off", "note", "anything"])
def test_other_entries_bring_no_letter(order, kind):
    orders.record(order, order.status, kind=kind)

    assert sent() == []


def test_words_of_staff_are_used_in_their_language_only(order):
    MailText.objects.create(letter="order_cancelled", language="en", subject="Gone: {order_number}", body="Bye {name}")
    MailText.objects.create(letter="order_cancelled", language="ru", subject="Нет: {order_number}", body="Пока")
    Order.objects.filter(pk=order.pk).update(paid_at=None)
    orders.cancel(order)

    sent()

    gone = next(letter for letter in outbox.outbox if letter.subject.startswith("Gone"))
    assert (gone.subject, gone.body) == (f"Gone: {order.number}", "Bye Anna Petrova\n")
