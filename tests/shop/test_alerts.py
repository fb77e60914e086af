"""Alerts of low stock open and close themselves, one for each variant."""

import pytest

from shop import alerts, stock
from shop.models import StockAlert
from tests.factories import make_backorder, make_product, make_warehouse
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db


def alerts_of(sku="PH-1"):
    rows = StockAlert.objects.filter(variant__sku=sku).order_by("pk")
    return [(alert.available, alert.threshold, alert.closed_at is None) for alert in rows]


def test_an_alert_opens_at_the_threshold_and_closes_above_it(settings):
    make_product(sku="PH-1", stock_count=6)

    stock.correct(sku="PH-1", change=-1, reason="broken")
    stock.correct(sku="PH-1", change=-1, reason="broken")
    assert alerts_of() == [(5, settings.SHOP["LOW_STOCK"], True)]

    stock.receive(quantities={"PH-1": 2}, reference="note:1")
    assert alerts_of() == [(5, 5, False)]

    stock.correct(sku="PH-1", change=-6, reason="lost")
    assert alerts_of() == [(5, 5, False), (0, 5, True)]


def test_a_variant_may_have_a_threshold_of_its_own():
    variant = make_product(sku="PH-1", stock_count=20).variants.get()
    type(variant).objects.filter(pk=variant.pk).update(low_stock_at=12)

    stock.correct(sku="PH-1", change=-8, reason="broken")

    assert alerts_of() == [(12, 12, True)]


def test_sales_and_cancellations_move_alerts():
    make_courier()
    make_product(sku="PH-1", stock_count=6, is_presented=True)

    order = place(fill_cart("PH-1", quantity=2))
    assert alerts.count() == 1

    stock.release_order(order=order)
    assert alerts.count() == 0


def test_all_places_count_together_and_what_is_to_come_does_not():
    make_product(sku="PH-1", stock_count=4)
    make_backorder(sku="PH-1", cap=50)
    assert alerts.count() == 1

    north = make_warehouse(code="north", position=3)
    stock.receive(quantities={"PH-1": 2}, reference="note:1", warehouse=north)

    assert alerts.count() == 0


def test_what_no_sale_has_touched_is_settled_by_the_next_run(settings):
    variant = make_product(sku="PH-1", stock_count=6).variants.get()
    make_product(sku="NEVER-RECEIVED", stock_count=0)
    settings.SHOP = settings.SHOP | {"LOW_STOCK": 6}

    assert (alerts.check_all(), alerts.check_all()) == (1, 0)
    assert alerts.count() == 1

    type(variant).objects.filter(pk=variant.pk).update(is_active=False)
    assert alerts.check_all() == 1
    assert alerts.count() == 0


def test_a_change_that_crosses_nothing_costs_one_query(django_assert_num_queries):
    variant = make_product(sku="PH-1", stock_count=20).variants.get()

    with django_assert_num_queries(1):
        alerts.check([variant.pk])
