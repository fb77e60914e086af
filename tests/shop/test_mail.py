"""Letters about orders: each once, in the buyer's language, and none that holds up the others."""

import smtplib

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop import mail, orders
from shop.models import Cart, Order, ReaderOffset
from tests.factories import make_product
from tests.shop.ordering import CONTACT, fill_cart, make_courier, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def goods(db):
    make_courier(price=29_000)
    make_product(sku="PH-1", price=7_499_000, stock_count=20, is_presented=True)
    mail.send_due()
    outbox.outbox.clear()


def letters():
    return [(letter.to, letter.subject) for letter in outbox.outbox]


def order_for(email="anna@example.com", *, key="key-1", language="en"):
    cart = fill_cart("PH-1")
    Cart.objects.filter(pk=cart.pk).update(contact={**CONTACT, "email": email}, language=language)
    return place(cart, key=key)


def test_an_order_is_confirmed_by_one_letter_however_often_this_runs():
    order = order_for()

    assert [mail.send_due(), mail.send_due()] == [1, 0]
    assert letters() == [(["anna@example.com"], f"Order {order.number} is placed")]
    body = outbox.outbox[0].body
    assert "1 × product" in body
    assert "75\u00a0280\u00a0₽" in body
    assert "/en/checkout/done/" in body


def test_a_letter_is_in_the_language_that_the_order_was_made_in():
    order_for(language="ru")

    mail.send_due()

    assert "75\u00a0280\u00a0₽" in outbox.outbox[0].body
    assert "/ru/checkout/done/" in outbox.outbox[0].body


def test_each_step_that_matters_to_the_buyer_has_its_letter():
    order = order_for()
    for status in (Order.Status.PACKED, Order.Status.SHIPPED, Order.Status.COMPLETED):
        orders.move(order, status)

    mail.send_due()

    assert [subject for _, subject in letters()] == [
        f"Order {order.number} is placed",
        f"Order {order.number} is on its way",
    ]


def test_words_of_a_buyer_are_text_in_the_letter():
    cart = fill_cart("PH-1")
    Cart.objects.filter(pk=cart.pk).update(contact={**CONTACT, "name": "<b>{{7*7}}</b>"})
    place(cart)

    mail.send_due()

    html = outbox.outbox[0].alternatives[0].content
    assert "<b>{{7*7}}</b>" in outbox.outbox[0].body
    assert "&lt;b&gt;{{7*7}}&lt;/b&gt;" in html
    assert "<b>{{" not in html


class Postman(EmailBackend):
    """Refuses some addresses for good, and is not at home for others."""

    def send_messages(self, messages):
        (address,) = messages[0].to
        if address.startswith("gone@"):
            raise smtplib.SMTPRecipientsRefused({address: (550, b"no such mailbox")})
        if address.startswith("later@"):
            raise smtplib.SMTPRecipientsRefused({address: (450, b"try again later")})
        if address.startswith("down@"):
            raise smtplib.SMTPServerDisconnected("connection lost")
        return super().send_messages(messages)


@pytest.fixture
def postman(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Postman"


def test_an_address_that_does_not_exist_holds_up_no_other_letter(postman):
    order_for("gone@example.com", key="first")
    order_for("anna@example.com", key="second")

    mail.send_due()

    assert [to for to, _ in letters()] == [["anna@example.com"]]
    assert mail.send_due() == 0


@pytest.mark.parametrize("address", ["later@example.com", "down@example.com"])
def test_a_letter_that_cannot_be_sent_now_is_sent_later(postman, settings, address):
    order_for(address)
    with pytest.raises(smtplib.SMTPException):
        mail.send_due()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert mail.send_due() == 1
    assert [to for to, _ in letters()] == [[address]]


def test_a_letter_that_cannot_be_written_holds_up_no_other(monkeypatch):
    order_for("first@example.com", key="first")
    order_for("second@example.com", key="second")
    broken = Order.objects.order_by("pk").first()
    Order.objects.filter(pk=broken.pk).update(delivery={})
    represent = orders.represent

    def fails_once(order, language):
        if order.pk == broken.pk:
            raise KeyError("kind")
        return represent(order, language)

    monkeypatch.setattr(orders, "represent", fails_once)

    mail.send_due()

    assert [to for to, _ in letters()] == [["second@example.com"]]


def test_with_nothing_to_send_nothing_is_written():
    with CaptureQueriesContext(connection) as seen:
        mail.send_due()

    assert not [query for query in seen.captured_queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert ReaderOffset.objects.count() == 1
