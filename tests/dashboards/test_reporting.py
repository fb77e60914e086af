"""What counts as sold, on which day, to the last minor unit."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from shop import edits, money, orders, refunds, reporting, shipments
from shop.models import Order, OrderLine, Payment
from tests import factories as make
from tests.shop_admin.orders import make_order

pytestmark = pytest.mark.django_db

MOSCOW = ZoneInfo("Europe/Moscow")
DAY = date(2026, 3, 10)


def at(hour: int, minute: int, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=MOSCOW)


def net(gross: int) -> int:
    return gross - money.tax_included(gross, 2200)


def test_net_sales_are_goods_without_the_tax_in_them_and_without_delivery():
    make_order(price=1_220_000, quantity=2, placed_at=at(12, 0))

    found = reporting.sales_by_day(DAY, DAY)

    # 24 400 ₽ include 4 400 ₽ of tax at 22 %; 390 ₽ of delivery stay out.
    assert found == {DAY: reporting.Sales(net=2_000_000, orders=1, pieces=2)}


def test_a_day_is_the_stores_day_and_not_that_of_greenwich():
    make_order(price=1_220_000, placed_at=at(23, 59))
    make_order(price=610_000, placed_at=at(0, 1, DAY + timedelta(days=1)))
    make_order(price=305_000, placed_at=at(0, 0))
    assert Order.objects.filter(created_at__date=date(2026, 3, 10)).count() == 2

    found = reporting.sales_by_day(DAY, DAY + timedelta(days=1))

    assert {day: sales.net for day, sales in found.items()} == {
        DAY: 1_000_000 + 250_000,
        DAY + timedelta(days=1): 500_000,
    }
    assert reporting.sales_by_day(DAY, DAY)[DAY].orders == 2


def test_a_day_stays_the_stores_day_for_somebody_who_works_in_another_zone():
    make_order(placed_at=at(23, 59))

    with timezone.override("Asia/Vladivostok"):
        assert list(reporting.sales_by_day(DAY, DAY)) == [DAY]


def test_an_order_counts_when_its_money_is_here_or_comes_with_the_goods():
    make_order(method="on_receipt", placed_at=at(10, 0))
    make_order(method="sandbox", outcome="paid", placed_at=at(11, 0))
    waiting = make_order(method="sandbox", outcome="requires_action", placed_at=at(12, 0))
    assert waiting.status == Order.Status.AWAITING_PAYMENT

    assert reporting.sales_by_day(DAY, DAY)[DAY].orders == 2


@pytest.mark.parametrize("path", [["cancelled"], ["packed", "cancelled"], ["packed", "shipped", "returned"]])
def test_cancelled_and_returned_orders_do_not_count(path):
    gone = make_order(placed_at=at(10, 0))
    make_order(price=1_220_000, placed_at=at(11, 0))
    for status in path:
        orders.move(gone, status)

    assert reporting.sales_by_day(DAY, DAY) == {DAY: reporting.Sales(net=1_000_000, orders=1, pieces=1)}


def test_refunded_orders_do_not_count():
    refunded = make_order(method="sandbox", outcome="paid", placed_at=at(10, 0))
    refunded.payments.update(status=Payment.Status.REFUNDED, refunded=F("captured"))

    assert reporting.sales_by_day(DAY, DAY) == {}
    assert reporting.moments().last is None


def test_of_a_partial_refund_goods_and_goodwill_are_taken_off_without_their_tax_and_delivery_is_not():
    order = make_order(price=1_220_000, quantity=2, method="sandbox", outcome="paid", placed_at=at(10, 0))
    # A piece of 12 200 ₽ with 2 200 ₽ of tax in it, 122 ₽ goodwill with 22 ₽ of it, and 390 ₽ for delivery.
    refunds.refund(
        order=order,
        lines={order.lines.get().pk: 1},
        other_amount=39_000 + 12_200,
        delivery_amount=39_000,
        reason="late",
        reference="refund-1",
    )

    expected = reporting.Sales(net=1_000_000 - 10_000, orders=1, pieces=1)
    assert reporting.sales_by_day(DAY, DAY) == {DAY: expected}
    assert reporting.sales({"day": reporting.Span(at(0, 0), at(23, 59))}) == {"day": expected}


def test_what_an_edit_took_off_the_lines_is_not_taken_off_twice():
    order = make_order(price=1_220_000, quantity=2, method="sandbox", outcome="paid", placed_at=at(10, 0))

    edits.edit(order=order, quantities={order.lines.get().sku: 1}, reason="", reference="edit-1")

    assert order.refunds.get().amount == 1_220_000
    assert reporting.sales_by_day(DAY, DAY) == {DAY: reporting.Sales(net=1_000_000, orders=1, pieces=1)}


def test_prices_without_tax_are_net_already():
    order = make_order(price=1_220_000, placed_at=at(10, 0))
    Order.objects.update(prices_include_tax=False, tax_added=F("tax"), total=F("total") + F("tax"))

    assert reporting.sales_by_day(DAY, DAY)[DAY].net == 1_220_000
    assert order.lines.get().tax == 220_000


def test_a_partly_shipped_order_counts():
    order = make_order(quantity=2, placed_at=at(10, 0))
    shipments.ship(order=order, lines={order.lines.get().pk: 1}, reference="parcel-1")

    assert reporting.sales_by_day(DAY, DAY)[DAY].pieces == 2


def test_spans_begin_with_their_start_and_end_before_their_end():
    make_order(price=1_220_000, placed_at=at(9, 0))
    make_order(price=610_000, placed_at=at(10, 0))

    found = reporting.sales({"first": reporting.Span(at(9, 0), at(10, 0)), "both": reporting.Span(at(9, 0), at(10, 1))})

    assert (found["first"].net, found["first"].orders) == (1_000_000, 1)
    assert (found["both"].net, found["both"].orders, found["both"].average) == (1_500_000, 2, 750_000)


def test_the_days_add_up_to_the_ledger_to_the_last_minor_unit():
    for number in range(12):
        make_order(price=99_901 + 7 * number, quantity=1 + number % 3, placed_at=at(0, 0) + timedelta(hours=5 * number))

    found = reporting.sales_by_day(DAY, DAY + timedelta(days=3))

    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(line_total - tax), sum(quantity) FROM shop_orderline")
        ledger = cursor.fetchone()
    assert (sum(day.net for day in found.values()), sum(day.pieces for day in found.values())) == ledger
    assert ledger[0] == sum(net(line.line_total) for line in OrderLine.objects.all())


def test_sums_take_the_same_number_of_queries_for_any_number_of_orders(django_assert_num_queries):
    product = make.make_product(stock_count=100, is_presented=True)
    spans = {"one": reporting.Span(at(0, 0), at(12, 0)), "other": reporting.Span(at(0, 0), at(23, 0))}
    for count in (1, 20):
        for _ in range(count):
            make_order(product=product, placed_at=at(10, 0))
        with django_assert_num_queries(4):
            reporting.sales_by_day(DAY, DAY + timedelta(days=30))
        with django_assert_num_queries(4):
            reporting.sales(spans)
        with django_assert_num_queries(1):
            reporting.moments()


def test_news_of_orders_are_counted_from_where_the_reader_stood():
    before = reporting.order_news(0).sequence
    order = make_order()
    orders.move(order, Order.Status.PACKED)

    news = reporting.order_news(before)

    assert (news.placed, news.changed) == (1, 1)
    assert reporting.order_news(news.sequence) == (news.sequence, 0, 0)


def test_changes_of_products_are_no_news_of_orders():
    before = reporting.order_news(0).sequence
    make.make_product(is_presented=True)

    news = reporting.order_news(before)

    assert news.sequence > before
    assert (news.placed, news.changed) == (0, 0)


def test_moments_are_those_of_orders_that_count():
    make_order(placed_at=at(10, 0))
    make_order(placed_at=at(12, 0))
    make_order(method="sandbox", outcome="requires_action", placed_at=at(13, 0))

    assert reporting.moments() == (at(10, 0).astimezone(UTC), at(12, 0).astimezone(UTC))
