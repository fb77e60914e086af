"""The read model is never older than the last change, whatever is published while goods are sold."""

import pytest

from shop import catalog, pricing
from shop.models import DeliveryMethod
from tests.factories import make_product, present
from tests.races.buyers import at_once, buy

pytestmark = pytest.mark.django_db(transaction=True)


def test_publishing_and_repricing_during_sales_leave_the_catalogue_true():
    DeliveryMethod.objects.create(code="courier", kind="courier", name_en="Courier", name_ru="Курьер")
    product = make_product(sku="PH-1", stock_count=30, is_presented=True)
    variant = product.variants.get()

    results = at_once(
        [lambda n=n: buy(["PH-1"], key=f"buyer:{n}") for n in range(10)]
        + [lambda: present(product, name="Published again")] * 5
        + [lambda n=n: len(pricing.change_prices(changes=[(variant, 7_000_000 + n)])) for n in range(5)]
    )

    assert not [result for result in results if isinstance(result, str) and "Error" in result]
    assert catalog.differences() == []
