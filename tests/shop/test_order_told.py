"""What an order says of its day as time passes, and what its confirmation says once it is on its way or over."""

from datetime import UTC, datetime

import pytest

from shop import delivery, orders, refunds, shipments
from shop.models import Order
from shop.views.checkout import done_url
from tests.factories import make_product
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db

STORED = {
    "option": "pickup",
    "date": "2026-11-23",
    "date_label": "Tomorrow, 23\u00a0November",
    "point": {"id": "kazan-1", "ready_at": "2026-11-23T13:00:00+03:00", "ready_label": "Tomorrow, 23\u00a0November …"},
}


@pytest.fixture
def order(db):
    make_courier()
    make_product(sku="PH-1", price=100_00, stock_count=5, is_presented=True)
    return place(fill_cart("PH-1", quantity=2), method="sandbox", outcome="paid")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (22, "Tomorrow, 23\u00a0November"),
        (23, "Today, 23\u00a0November"),
        (24, "23\u00a0November"),
    ],
)
def test_what_was_tomorrow_is_today_a_day_later(day, words):
    told = delivery.told_now(STORED, "en", now=datetime(2026, 11, day, 9, tzinfo=UTC))

    assert told["date_label"] == words
    assert told["point"]["ready_label"] == f"{words} from 13:00"
    assert told["option"] == "pickup"
    assert STORED["date_label"] == "Tomorrow, 23\u00a0November"


def test_an_order_tells_its_day_as_of_now(order):
    Order.objects.filter(pk=order.pk).update(
        delivery=order.delivery | {"date": "2020-01-09", "date_label": "Tomorrow, 9\u00a0January"}
    )
    order.refresh_from_db()

    assert orders.represent(order, "en")["delivery"]["date_label"] == "9\u00a0January"
    assert orders.represent(order, "ru")["delivery"]["date_label"] == "9\u00a0января"


def test_words_of_a_day_begin_small_inside_a_sentence():
    assert delivery.inside_a_sentence("Сегодня, 22 ноября") == "сегодня, 22 ноября"
    assert delivery.inside_a_sentence("") == ""


def test_a_guest_follows_parcels_and_money_on_the_confirmation(client, order):
    [line] = order.lines.all()
    page = client.get(done_url(order)).content.decode()
    assert "Thank you, the order is placed" in page
    assert "data-parcels" not in page

    shipments.ship(
        order=order, lines={line.pk: 1}, carrier="CDEK", tracking_number="77", reference="parcel:1", actor=None
    )
    refunds.refund(order=order, lines={line.pk: 1}, restock=True, reason="", reference="refund:1", actor=None)
    page = client.get(done_url(order)).content.decode()

    assert "Thank you, the order is placed" not in page
    assert f"<h1>Order {order.number}</h1>" in page
    assert "CDEK" in page.split("data-parcels")[1]
    assert "100\u00a0₽" in page.split("data-refunds")[1]


def test_a_cancelled_order_is_not_thanked_for(client, order):
    orders.cancel(order)

    page = client.get(done_url(order)).content.decode()

    assert "The order is cancelled" in page
    assert "Thank you" not in page


def test_a_bank_transfer_is_waited_for_and_not_called_unfinished(client, settings):
    settings.PAYMENT_PROVIDERS = ["bank_transfer"]
    make_courier()
    make_product(sku="PH-1", price=100_00, stock_count=5, is_presented=True)
    order = place(fill_cart("PH-1"), method="bank_transfer")

    page = client.get(done_url(order)).content.decode()

    assert "We wait for your bank transfer of 100\u00a0₽." in page
    assert "The payment is not finished." not in page


def test_the_page_of_a_bank_transfer_bends_the_month(client, settings):
    settings.PAYMENT_PROVIDERS = ["bank_transfer"]
    settings.BANK_ACCOUNT = {"Recipient": "Technomart", "Code word": "fern"}
    make_courier()
    make_product(sku="PH-1", price=100_00, stock_count=5, is_presented=True)
    order = place(fill_cart("PH-1"), method="bank_transfer")
    Order.objects.filter(pk=order.pk).update(language="ru", payment_due_at=datetime(2030, 11, 27, 12, tzinfo=UTC))

    page = client.get(f"/payments/bank_transfer/{order.payments.get().public_id}/").content.decode()

    assert "27 ноября" in page
    assert "<dt>Code word</dt><dd>fern</dd>" in page
