"""Any order can be counted again from its trace; whatever was changed in it, or beside it, is found."""

import copy
import random

import pytest

from shop import quotes
from shop.quotes import DeliveryCharge, QuoteLine
from tests.shop import quoting
from tests.shop.test_quotes import quote

RICH = (
    "A 3x3333 22%, B 2x10001 10%, C 1x500, delivery 39000 22%",
    "percentage 33.33% priority=1; amount 777 priority=2; buy_x_get_y 1+1 50% priority=3; set_price 3=9000 priority=4;"
    "spend_and_save 100:50 budget=31 priority=5; gift G 990 priority=6; free_delivery 30000 priority=7;"
    "cheapest_free 2 priority=8; amount 1 cat=9 voucher=V",
)


def numbers(value, path=()):
    """Where in a trace the numbers stand that something was counted with."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in ("params", "names", "is_gift", "is_reduced"):
                yield from numbers(one, (*path, name))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from numbers(one, (*path, index))
    elif isinstance(value, int):
        yield path


def changed(trace, path):
    """The same trace with one more at one place."""
    trace = copy.deepcopy(trace)
    place = trace
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] += 1
    return trace


# For the reader alone: nothing is counted with them.
TOLD = {"from", "goods", "buy"}


def test_a_thousand_random_orders_count_again_to_what_is_stored():
    drawn = random.Random(20_261_122)
    pool = [case for _, case in quoting.cases()]

    for _ in range(1_000):
        lines = [
            QuoteLine(
                sku=sku,
                quantity=drawn.randint(1, 9),
                unit_price=drawn.randint(0, 99_999),
                tax_basis_points=drawn.choice([0, 1_000, 2_200]),
            )
            for sku in drawn.sample("ABCDEF", drawn.randint(1, 6))
        ]
        texts = drawn.sample([text for case in pool for text in quoting.parts(case.promotions, ";")], 4)
        found = quotes.quote(
            lines,
            delivery=DeliveryCharge(price=drawn.randint(0, 999), rule="delivery_courier", tax_basis_points=2_200),
            rules=[quoting.rule(number, text) for number, text in enumerate(texts, start=1)],
            prices_include_tax=drawn.random() < 0.5,
            currency="RUB",
        )

        assert quotes.replay(found.trace, **quoting.stored(found)).differences == []


@pytest.mark.parametrize("prices_include_tax", [True, False])
def test_each_number_of_a_trace_that_is_changed_is_found(prices_include_tax):
    found = quote(*RICH, prices_include_tax=prices_include_tax)
    stored = quoting.stored(found)
    assert {step["rule"] for step in found.trace} >= {"percentage", "amount", "buy_x_get_y", "set_price", "gift"}
    assert quotes.replay(found.trace, **stored).agrees
    places = [path for path in numbers(found.trace) if path[-1] not in TOLD]
    assert len(places) > 90

    missed = [path for path in places if quotes.replay(changed(found.trace, path), **stored).agrees]

    assert [path for path in missed if not _is_hidden(found.trace, path)] == []


def _is_hidden(trace, path):
    """One more there gives the same amounts: a share too fine for them, an amount that was cut anyway."""
    rule, name = trace[path[0]]["rule"], path[-1]
    return (
        (name == "basis_points" and rule != "gift")
        or (name == "off" and rule in ("set_price", "spend_and_save"))
        or (
            # The one piece that is free, not how many it is the cheapest of.
            (name, rule) == ("set_of", "cheapest_free")
        )
    )


@pytest.mark.parametrize("name", ["subtotal", "discount", "delivery", "tax", "total"])
def test_a_stored_amount_that_is_changed_is_named(name):
    found = quote(*RICH)
    stored = quoting.stored(found)
    right = stored["amounts"][name]
    stored["amounts"][name] += 1

    [difference] = quotes.replay(found.trace, **stored).differences

    assert (difference.where, difference.stored, difference.counted) == (name, right + 1, right)


def test_a_stored_line_that_is_changed_is_named():
    found = quote(*RICH)
    stored = quoting.stored(found)
    stored["lines"]["B"]["discount"] -= 5

    assert [one.where for one in quotes.replay(found.trace, **stored).differences] == ["B:discount"]


def test_a_step_that_is_missing_is_found():
    found = quote(*RICH)
    stored = quoting.stored(found)
    steps = range(len(found.trace))

    missed = [
        found.trace[step]["rule"]
        for step in steps
        if quotes.replay([*found.trace[:step], *found.trace[step + 1 :]], **stored).agrees
    ]

    assert missed == ["refused"]


def test_an_untaxed_line_in_a_trace_is_found():
    trace = [
        {"rule": "unit_price", "sku": "A", "base": 100, "quantity": 1, "amount": 100},
        {"rule": "delivery_pickup", "base": 100, "amount": 0},
    ]

    assert [one.where for one in quotes.replay(trace).differences] == ["A:taxed"]


def test_orders_of_the_time_of_one_tax_rate_count_again_too():
    trace = [
        {"rule": "unit_price", "sku": "A", "base": 101, "quantity": 3, "amount": 303},
        {"rule": "unit_price", "sku": "B", "base": 12_200, "quantity": 1, "amount": 12_200},
        {"rule": "delivery_courier", "base": 12_503, "amount": 39_000},
        {"rule": "tax_included", "basis_points": 2_200, "rounding": "half_up_per_line", "amount": 9_288},
    ]

    counted = quotes.replay(trace, {"total": 51_503, "tax": 9_288}, {"A": {"tax": 55}, "B": {"tax": 2_200}})

    assert counted.differences == []
    assert quotes.explain(trace, "RUB", "en")[-1].replace("\u00a0", " ") == "Tax of 22% in these prices: 92.88 ₽."
