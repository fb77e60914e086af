"""Prices are dated rows, and a reduction is announced against the lowest price of 30 days."""

from datetime import UTC, datetime, timedelta

import pytest

from shop import money, pricing
from shop.models import Price
from tests.factories import make_product, make_variant

DAY = timedelta(days=1)
NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
LIST, CAMPAIGN = Price.Source.LIST, Price.Source.CAMPAIGN


@pytest.fixture
def variant(db):
    return make_variant(product=make_product(price=None, stock_count=0), price=None, stock_count=0)


def dated(variant, *rows):
    """Price rows from (source, amount, day it starts, day it ends or None), days counted from NOW."""
    for source, amount, start, end in rows:
        Price.objects.create(
            variant=variant,
            currency="RUB",
            source=source,
            amount=amount,
            starts_at=NOW + start * DAY,
            ends_at=None if end is None else NOW + end * DAY,
        )


def offer(variant, at=NOW):
    found = pricing.prices_at([variant.pk], at).get(variant.pk)
    return found and (found.amount, found.compare_at)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([(LIST, 100, 1, None)], None),
        ([(LIST, 100, 0, None)], (100, None)),
        ([(LIST, 100, -9, 0)], None),
        ([(LIST, 100, -50, None), (LIST, 90, -1, None)], (90, 100)),
        ([(LIST, 100, -50, None), (LIST, 110, -1, None)], (110, None)),
        # A campaign before a list price, even one that began later.
        ([(LIST, 100, -50, None), (CAMPAIGN, 80, -5, 5), (LIST, 120, -1, None)], (80, 100)),
        ([(LIST, 100, -50, None), (CAMPAIGN, 80, -5, 0)], (100, None)),
        # The lowest of the 30 days before the reduction, not the last one before it.
        ([(LIST, 100, -90, None), (CAMPAIGN, 70, -20, -10), (CAMPAIGN, 60, -2, 5)], (60, 70)),
        # An older low price is forgotten.
        ([(LIST, 100, -90, None), (CAMPAIGN, 70, -50, -40), (CAMPAIGN, 80, -2, 5)], (80, 100)),
        # It was there at the edge of the 30 days.
        ([(LIST, 100, -90, None), (CAMPAIGN, 70, -50, -31), (CAMPAIGN, 80, -2, 5)], (80, None)),
        # It ended as the 30 days began.
        ([(LIST, 100, -90, None), (CAMPAIGN, 70, -50, -32), (CAMPAIGN, 80, -2, 5)], (80, 100)),
        # Raised shortly before, so as to look reduced: no reduction is announced.
        ([(LIST, 100, -90, None), (LIST, 150, -5, None), (CAMPAIGN, 100, -1, 5)], (100, None)),
        # A product that is new has no earlier price.
        ([(CAMPAIGN, 80, -1, 5)], (80, None)),
        # The old price came in the same file as the new one: nobody could ever have paid it.
        ([(LIST, 100, -1.001, None), (CAMPAIGN, 80, -1, 5)], (80, None)),
        ([(LIST, 100, -90, None), (LIST, 0, -1, None)], (0, 100)),
    ],
)
def test_what_holds_and_what_it_is_compared_with(variant, rows, expected):
    dated(variant, *rows)

    assert offer(variant) == expected


def test_a_price_holds_from_its_first_instant_until_before_its_last(variant):
    dated(variant, (LIST, 100, -50, None), (CAMPAIGN, 80, 0, 1))
    instant = timedelta(microseconds=1)

    assert [offer(variant, at)[0] for at in (NOW - instant, NOW, NOW + DAY - instant, NOW + DAY)] == [100, 80, 80, 100]


def test_the_next_boundary_is_the_nearest_start_or_end(variant):
    dated(variant, (LIST, 100, -50, None), (CAMPAIGN, 80, -1, 3), (CAMPAIGN, 70, 2, 9))

    assert pricing.next_boundaries([variant.pk], NOW) == {variant.pk: NOW + 2 * DAY}
    assert pricing.next_boundaries([variant.pk], NOW + 2 * DAY) == {variant.pk: NOW + 3 * DAY}
    assert pricing.next_boundaries([variant.pk], NOW + 9 * DAY) == {}


def both(variant):
    return pricing.list_and_campaign([variant.pk])[variant.pk]


def test_a_list_price_changes_under_a_campaign_of_the_same_amount(variant):
    pricing.change_prices(changes=[(variant, 100)])
    pricing.change_prices(changes=[(variant, 80)], source=CAMPAIGN)

    pricing.change_prices(changes=[(variant, 80)])

    assert both(variant) == (80, 80)
    pricing.end_campaign(variants=[variant])
    assert offer(variant, at=None)[0] == 80


def test_an_amount_that_holds_already_adds_no_row(variant):
    pricing.change_prices(changes=[(variant, 100)])

    assert pricing.change_prices(changes=[(variant, 100)]) == []
    assert Price.objects.count() == 1


def test_undoing_a_list_price_under_a_campaign_brings_the_list_price_back(variant):
    pricing.change_prices(changes=[(variant, 100)])
    pricing.change_prices(changes=[(variant, 80)], source=CAMPAIGN)
    rows = pricing.change_prices(changes=[(variant, 90)])

    pricing.undo_changes(rows=rows)

    assert both(variant) == (100, 80)


def test_undoing_a_campaign_ends_it(variant):
    pricing.change_prices(changes=[(variant, 100)])
    rows = pricing.change_prices(changes=[(variant, 80)], source=CAMPAIGN)

    pricing.undo_changes(rows=rows)

    assert both(variant) == (100, None)
    assert offer(variant, at=None)[0] == 100


def test_undoing_the_first_price_changes_nothing(variant):
    rows = pricing.change_prices(changes=[(variant, 100)])

    assert pricing.undo_changes(rows=rows) == []
    assert both(variant) == (100, None)


@pytest.mark.parametrize(
    ("gross", "basis_points", "tax"), [(122, 2_200, 22), (0, 2_200, 0), (1, 2_200, 0), (3, 2_000, 1), (11, 1_000, 1)]
)
def test_the_tax_inside_a_price_is_rounded_half_up(gross, basis_points, tax):
    assert money.tax_included(gross, basis_points) == tax


@pytest.mark.parametrize(
    ("amount", "code", "language", "words"),
    [
        (7_499_000, "RUB", "ru", "74\u00a0990\u00a0₽"),
        (7_499_050, "RUB", "ru", "74\u00a0990,50\u00a0₽"),
        (7_499_005, "RUB", "en", "74\u00a0990.05\u00a0₽"),
        (74_990, "JPY", "en", "74\u00a0990\u00a0JPY"),
        (1_234_005, "KWD", "en", "1\u00a0234.005\u00a0KWD"),
        (1_234_000, "KWD", "ru", "1\u00a0234\u00a0KWD"),
        (-5, "RUB", "en", "\u22120.05\u00a0₽"),
        (0, "RUB", "en", "0\u00a0₽"),
    ],
)
def test_an_amount_in_words_loses_no_unit_of_any_currency(amount, code, language, words):
    assert money.formatted(amount, code, language) == words


@pytest.mark.parametrize(
    ("code", "typed", "kept"),
    [
        ("RUB", "74 990,50", 7_499_050),
        ("RUB", "74\u00a0990 ₽", 7_499_000),
        ("JPY", "74 990", 74_990),
        ("KWD", "1 234.005", 1_234_005),
        ("RUB", "0", 0),
    ],
)
def test_an_amount_is_typed_in_the_units_of_its_currency(settings, code, typed, kept):
    from shop.amounts import AmountField, plain

    settings.SHOP = settings.SHOP | {"CURRENCY": code}

    assert AmountField().clean(typed) == kept
    assert AmountField().clean(plain(kept)) == kept


@pytest.mark.parametrize(
    ("code", "typed", "refusal"),
    [
        ("RUB", "0.005", "too_fine"),
        ("JPY", "10.5", "too_fine"),
        ("RUB", "-1", "out_of_range"),
        ("RUB", "1e999999", "out_of_range"),
        ("RUB", "1e-999999", "too_fine"),
        ("RUB", "1000000000.01", "out_of_range"),
        ("RUB", "0." + "0" * 60 + "1", "not_an_amount"),
        ("RUB", "NaN", "not_an_amount"),
        ("RUB", "Infinity", "not_an_amount"),
        ("RUB", "сто", "not_an_amount"),
        ("RUB", "1,2,3", "not_an_amount"),
    ],
)
def test_what_is_no_amount_is_refused_in_words(settings, code, typed, refusal):
    from django.core.exceptions import ValidationError

    from shop.amounts import AmountField

    settings.SHOP = settings.SHOP | {"CURRENCY": code}

    with pytest.raises(ValidationError) as refused:
        AmountField().clean(typed)
    assert refused.value.code == refusal
