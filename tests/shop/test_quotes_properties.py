"""What holds for any basket and any promotions."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from shop import quotes
from shop.quotes import DeliveryCharge, Gift, QuoteLine, Rule
from tests.shop import quoting

RATES = [0, 500, 1_000, 2_200, 2_500]
CURRENCIES = ["RUB", "JPY", "KWD"]
# Each takes from a line the more, the more there is of it, and never looks at another line.
LINE_BY_LINE = ["percentage", "free_delivery", "buy_x_get_y", "cheapest_free", "spend_and_save"]
KINDS = [*LINE_BY_LINE, "amount", "set_price", "gift"]

prices = st.one_of(st.integers(0, 30), st.integers(0, 100_000))
limits = st.one_of(st.none(), st.integers(1, 5))
ids = st.frozensets(st.integers(1, 3), max_size=2)


@st.composite
def baskets(draw):
    skus = draw(st.lists(st.sampled_from("ABCDEFGH"), max_size=5, unique=True))
    return [
        QuoteLine(
            sku=sku,
            quantity=draw(st.integers(1, 7)),
            unit_price=draw(prices),
            tax_basis_points=draw(st.sampled_from(RATES)),
            product=draw(st.integers(1, 4)),
            categories=draw(ids),
            brand=draw(st.integers(1, 3)),
            is_reduced=draw(st.booleans()),
        )
        for sku in skus
    ]


@st.composite
def promotions(draw, kinds=KINDS, pk=0, **fixed):
    kind = draw(st.sampled_from(kinds))
    given = {
        "promotion_id": pk or draw(st.integers(1, 10_000)),
        "kind": kind,
        "basis_points": draw(st.integers(1, 10_000)),
        "amount": draw(prices),
        "buy_quantity": draw(st.integers(1, 4)),
        "get_quantity": draw(st.integers(1, 2)),
        "tiers": ({"from": draw(prices), "basis_points": draw(st.integers(1, 10_000))},),
        "categories": draw(ids),
        "brands": draw(ids),
        "excluded_products": draw(ids),
        "excludes_reduced": draw(st.booleans()),
        "minimum_goods": draw(st.one_of(st.none(), prices)),
        "minimum_quantity": draw(limits),
        "most_per_order": draw(limits),
        "money_left": draw(st.one_of(st.none(), prices)),
        "uses_left": draw(st.one_of(st.none(), st.integers(0, 2))),
        "is_exclusive": draw(st.integers(0, 3)) == 0,
        "priority": draw(st.integers(0, 3)),
        "voucher": draw(st.one_of(st.none(), st.just("V"))),
    }
    if kind == "gift":
        price, rate = draw(prices), draw(st.sampled_from(RATES))
        given["gift"] = Gift(
            sku=draw(st.sampled_from("AZ")), unit_price=price, tax_basis_points=rate, available=draw(st.integers(0, 9))
        )
    return Rule(**given | fixed, public_id=f"P{given['promotion_id']}", names={"en": f"P{given['promotion_id']}"})


def several(**fixed):
    return st.lists(promotions(**fixed), max_size=6, unique_by=lambda rule: rule.promotion_id)


charges = st.builds(
    DeliveryCharge,
    price=prices,
    rule=st.just("delivery_courier"),
    tax_basis_points=st.sampled_from(RATES),
)


def worth(quote):
    """What the shopper pays, less what the gifts are worth."""
    return quote.total - sum(gift.unit_price * gift.quantity for gift in quote.gifts)


@settings(max_examples=300, deadline=None)
@given(baskets(), charges, several(), st.booleans(), st.sampled_from(CURRENCIES))
def test_a_quote_adds_up_and_counts_again_to_the_same(lines, delivery, rules, prices_include_tax, currency):
    quote = quotes.quote(
        lines, delivery=delivery, rules=rules, prices_include_tax=prices_include_tax, currency=currency
    )

    quoting.assert_consistent(quote)
    for rule in rules:
        used = [one for one in quote.applied if one.promotion_id == rule.promotion_id]
        assert rule.money_left is None or sum(one.amount for one in used) <= rule.money_left
        assert not used or rule.uses_left != 0


@settings(max_examples=100, deadline=None)
@given(baskets(), charges, several(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_promotions_changes_nothing(lines, delivery, rules, prices_include_tax, random):
    given = {"delivery": delivery, "prices_include_tax": prices_include_tax, "currency": "RUB"}
    quote = quotes.quote(lines, rules=rules, **given)

    mixed = quotes.quote(random.sample(lines, len(lines)), rules=random.sample(rules, len(rules)), **given)

    assert quoting.amounts(mixed) == quoting.amounts(quote)


@settings(max_examples=100, deadline=None)
@given(baskets(), charges, several(), promotions(pk=10_001, priority=4), st.booleans())
def test_a_promotion_that_counts_last_never_makes_it_dearer(lines, delivery, rules, another, prices_include_tax):
    given = {"delivery": delivery, "prices_include_tax": prices_include_tax, "currency": "RUB"}
    before = quotes.quote(lines, rules=rules, **given)

    after = quotes.quote(lines, rules=[*rules, another], **given)

    assert worth(after) <= worth(before)


@settings(max_examples=100, deadline=None)
@given(
    baskets(),
    charges,
    several(kinds=LINE_BY_LINE, money_left=None),
    promotions(kinds=LINE_BY_LINE, pk=10_001, money_left=None),
    st.booleans(),
)
def test_a_promotion_that_counts_in_between_never_makes_it_dearer(lines, delivery, rules, another, prices_include_tax):
    given = {"delivery": delivery, "prices_include_tax": prices_include_tax, "currency": "RUB"}
    before = quotes.quote(lines, rules=rules, **given)

    after = quotes.quote(lines, rules=[*rules, another], **given)

    assert after.total <= before.total


@settings(max_examples=100, deadline=None)
@given(baskets(), charges, several(), st.booleans())
def test_promotions_never_make_it_dearer_than_without_any(lines, delivery, rules, prices_include_tax):
    given = {"delivery": delivery, "prices_include_tax": prices_include_tax, "currency": "RUB"}

    assert quotes.quote(lines, rules=rules, **given).total <= quotes.quote(lines, **given).total


@settings(max_examples=100, deadline=None)
@given(baskets(), charges, several())
def test_a_refused_promotion_could_as_well_not_be_there(lines, delivery, rules):
    given = {"delivery": delivery, "currency": "RUB"}
    quote = quotes.quote(lines, rules=rules, **given)
    applied = {one.promotion_id for one in quote.applied}

    again = quotes.quote(lines, rules=[rule for rule in rules if rule.promotion_id in applied], **given)

    assert dataclasses.replace(again, refused=[], trace=[]) == dataclasses.replace(quote, refused=[], trace=[])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9), st.lists(st.integers(0, 20), min_size=1, max_size=8))
def test_shares_of_all_pieces_are_the_line_and_none_is_negative(amount, groups):
    quantity, already, paid = sum(groups), 0, []
    for more in groups:
        paid.append(quotes.share(amount, quantity, already, more) if quantity else amount)
        already += more

    assert sum(paid) == amount if quantity else True
    assert min(paid) >= 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9), st.integers(0, 10_000))
def test_a_spread_amount_is_whole_and_gives_nobody_more_than_his_weight(weights, share):
    amount = sum(weights) * share // 10_000

    parts = quotes.rounding.spread(amount, weights)

    assert sum(parts) == amount
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))
    whole = sum(weights) or 1
    assert all(abs(part * whole - amount * weight) < whole for part, weight in zip(parts, weights, strict=True))
