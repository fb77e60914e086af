"""The grid edits list prices; what a campaign sells for is said beside them."""

import pytest
from django.urls import reverse

from shop import pricing
from shop.models import Price
from tests.factories import make_product, make_staff

pytestmark = pytest.mark.django_db


def test_the_grid_shows_the_list_price_under_a_campaign(client):
    product = make_product(sku="PH-1", price=100_000)
    pricing.change_prices(changes=[(product.variants.get(), 80_000)], source=Price.Source.CAMPAIGN)
    client.force_login(make_staff())

    page = client.get(reverse("product_grid", args=[product.pk])).content.decode()

    assert 'value="1000"' in page
    assert "A campaign sells it for 800\xa0₽ now." in page
