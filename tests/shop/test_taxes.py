"""What goods are taxed with: by class, country and day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import taxes
from shop.models import Market, TaxClass, TaxRate

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


def make_class(code, *, is_default=False, **rates):
    """A tax class with its rate in each country, in force since yesterday."""
    row = TaxClass.objects.create(code=code, name_en=code, name_ru=code, is_default=is_default)
    for country, basis_points in rates.items():
        make_rate(row, country, basis_points)
    return row


def make_rate(row, country, basis_points, starts_at=NOW - DAY):
    return TaxRate.objects.create(tax_class=row, country=country, basis_points=basis_points, starts_at=starts_at)


def test_without_any_rate_the_stores_own_country_taxes_everything_alike():
    rates = taxes.rates("RU")

    assert (rates.of(None), rates.of(7)) == (2_200, 2_200)
    assert taxes.rates("DE").of(None) == 0


def test_each_class_has_its_rate_and_goods_without_a_class_the_default_ones():
    make_class("standard", is_default=True, RU=2_200, DE=1_900)
    food = make_class("food", RU=1_000, DE=700)

    assert [taxes.rates(country).of(None) for country in ("RU", "DE", "FR")] == [2_200, 1_900, 0]
    assert [taxes.rates(country).of(food.pk) for country in ("RU", "DE", "FR")] == [1_000, 700, 0]


def test_a_class_without_a_rate_in_a_country_that_has_rates_is_not_taxed():
    make_class("standard", is_default=True, DE=1_900)
    books = make_class("books", RU=1_000)

    assert taxes.rates("DE").of(books.pk) == 0
    assert taxes.rates("RU").of(None) == 0


def test_a_rate_holds_from_its_first_instant():
    standard = make_class("standard", is_default=True)
    make_rate(standard, "RU", 2_000, NOW - 9 * DAY)
    make_rate(standard, "RU", 2_200, NOW)
    instant = timedelta(microseconds=1)

    assert [taxes.rates("RU", at).of(None) for at in (NOW - instant, NOW, NOW + DAY)] == [2_000, 2_200, 2_200]


def test_a_rate_of_tomorrow_changes_nothing_today():
    make_rate(make_class("standard", is_default=True), "RU", 2_500, NOW + DAY)

    assert taxes.rates("RU", NOW).of(None) == 2_200


def test_the_default_market_says_which_country_is_the_stores_own():
    Market.objects.create(
        code="de", name_en="DE", name_ru="DE", countries=["DE"], currency="EUR", language="en", is_default=True
    )

    assert [taxes.rates(country).of(None) for country in ("DE", "RU")] == [2_200, 0]


def test_rates_are_one_query(django_assert_num_queries):
    make_class("standard", is_default=True, RU=2_200)
    make_class("food", RU=1_000)

    with django_assert_num_queries(1):
        rates = taxes.rates("RU")
        rates.of(None)
