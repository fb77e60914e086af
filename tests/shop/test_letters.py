"""Words of letters: how placeholders are filled, and which letter each step of an order brings."""

import re

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.utils.html import escape

from shop import edits, mail, orders, refunds, shipments
from shop.letters import LETTERS, samples, wording, writing
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


def bare(html):
    """Without what is only for the eye."""
    return re.sub(r' (style|class|width|cellpadding|cellspacing|border|bgcolor|role)="[^"]*"', "", html)


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("Hello {name}", "<p>Hello Ann &amp; &lt;b&gt;Bob&lt;/b&gt; {lines}</p>"),
        (
            "<script>{order_link} now",
            '<p>&lt;script&gt;<a href="https://example.com/?a=1&amp;b=2">https://example.com/?a=1&amp;b=2</a> now</p>',
        ),
        ("A\nB\n\nC", "<p>A<br>\nB</p>\n<p>C</p>"),
        (
            "A\n{lines}\nB",
            "<p>A</p>\n<table><tr><td>1 × Cup &lt;i&gt;</td><td>10 ₽</td></tr>\n"
            "<tr><td>2 × Pot</td><td>20 ₽</td></tr></table>\n<p>B</p>",
        ),
        ("{sums}", "<table><tr><td>Goods</td><td>30 ₽</td></tr>\n<tr><td>Total</td><td>30 ₽</td></tr></table>"),
    ],
)
def test_html_has_the_same_words_with_every_sign_escaped(words, html):
    assert bare(wording.html(words, VALUES)) == html


def button(label):
    return f'<table><tr><td><a href="https://example.com/?a=1&amp;b=2">{label}</a></td></tr></table>'


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("Look: {order_link}", button("Look")),
        ("<i>{name} : {order_link} ", button("&lt;i&gt;Ann &amp; &lt;b&gt;Bob&lt;/b&gt; {lines}")),
        ("{order_link}", button("Open the page")),
        ("Here:\n{order_link}\nBye", "<p>Here:</p>\n" + button("Open the page") + "\n<p>Bye</p>"),
        # Too many words for a button stand above it.
        (f"{'word ' * 9}: {{order_link}}", f"<p>{'word ' * 9}:</p>\n" + button("Open the page")),
        # One button a letter, and it is the last link.
        (
            "A: {order_link}\n\nB: {order_link}",
            '<p>A: <a href="https://example.com/?a=1&amp;b=2">https://example.com/?a=1&amp;b=2</a></p>\n' + button("B"),
        ),
    ],
)
def test_the_last_link_of_a_letter_is_its_button(words, html):
    assert bare(wording.html(words, VALUES)) == html


def test_a_total_is_in_bold_and_amounts_stand_at_the_right_edge():
    goods, total = wording.html("{sums}", VALUES).split("\n")

    assert "font-weight:700" in total
    assert "font-weight" not in goods
    assert [row.count("text-align:right") for row in (goods, total)] == [1, 1]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("code", LETTERS)
def test_every_letter_has_the_store_its_subject_and_at_most_one_button_and_loads_nothing(code, language):
    subject, text = writing.built_in(LETTERS[code], language)
    letter = writing.compose(subject, text, language=language, to="a@example.com", values=samples.values(language))
    html = letter.alternatives[0].content

    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert f">{escape(letter.subject)}</h1>" in html
    assert html.count('bgcolor="#D6F24A"') == 1
    assert not re.search(r"<img|<script|<link|@import|url\(", html)
    # Plain text has no trace of the look.
    assert "<" not in letter.body


def test_letters_have_the_colours_of_the_theme():
    tokens = (settings.BASE_DIR / "theme" / "tokens.json").read_text()
    template = (settings.BASE_DIR / "templates" / "mail" / "letter.html").read_text()
    shown = template + wording.html("{lines}\n\n{order_link} is\n{order_link}", VALUES)

    assert set(re.findall("#[0-9A-F]{6}", shown)) <= set(re.findall("#[0-9A-F]{6}", tokens))


def test_a_link_that_is_no_web_address_cannot_be_followed():
    assert bare(wording.html("{x}", {"x": Link("javascript:alert(1)")})) == "<p>javascript:alert(1)</p>"


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
    assert 'href="https://post.example/RR1"' in outbox.outbox[1].alternatives[0].content


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
