"""The demo shop's returns: one or two at each step, in the language of their order, and right in the books."""

import pytest

from shop import books
from shop.models import Change, Order, Return
from technomart.demo.load_returns import PLAN, load_returns
from tests.factories import make_product
from tests.shop.ordering import make_courier
from tests.shop.test_returns import delivered

pytestmark = pytest.mark.django_db


def test_the_latest_parcels_have_returns_at_every_step_and_no_letter_tells_of_them():
    make_courier()
    make_product(sku="PH-1", price=9_999, stock_count=20, is_presented=True)
    for number in range(len(PLAN) + 1):
        delivered(quantity=2, key=f"key-{number}")
    Order.objects.update(language="ru")
    told = Change.objects.count()

    assert load_returns() == len(PLAN)

    assert sorted(Return.objects.values_list("state", flat=True)) == sorted(state for state, *_ in PLAN)
    assert set(Return.objects.values_list("comment", flat=True)) == {comment[1] for _, _, comment, _ in PLAN}
    assert Change.objects.count() == told
    assert books.violations() == []


def test_without_parcels_there_are_no_returns():
    assert load_returns() == 0
