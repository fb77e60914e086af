"""Prices of a market and of a group: which row holds for whom, and what a reduction is compared with."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from shop import markets, pricing
from shop.models import Price
from tests.factories import make_group, make_market, make_price_list, make_product, make_user, make_variant

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
LIST, CAMPAIGN = Price.Source.LIST, Price.Source.CAMPAIGN


@pytest.fixture
def variant(db):
    return make_variant(product=make_product(price=None, stock_count=0), price=None, stock_count=0)


@pytest.fixture
def lists(db):
    """All kinds of price lists in roubles: of a group, of a market, of the group in the market."""
    market, group = make_market(code="by", currency="RUB", countries=["BY"]), make_group()
    return {
        "public": None,
        "group": make_price_list(code="group", group=group),
        "market": make_price_list(code="market", market=market),
        "both": make_price_list(code="both", market=market, group=group),
    }


def dated(variant, price_list, source, amount, start=-90, end=None):
    """A price row, its days counted from NOW."""
    Price.objects.create(
        variant=variant,
        price_list=price_list,
        currency=price_list.currency if price_list else "RUB",
        source=source,
        amount=amount,
        starts_at=NOW + start * DAY,
        ends_at=None if end is None else NOW + end * DAY,
    )


def buyer_of(who: str):
    member = make_user()
    make_group(members=[member])
    market = markets.Market.objects.filter(code="by").first()
    return {
        "everybody": None,
        "a guest": markets.buyer(),
        "a member": markets.buyer(customer=member),
        "a guest there": markets.buyer(market=market),
        "a member there": markets.buyer(customer=member, market=market),
        "another customer": markets.buyer(customer=make_user()),
    }[who]


def offer(variant, buyer, at=NOW):
    found = pricing.prices_at([variant.pk], at, buyer=buyer).get(variant.pk)
    return found and (found.amount, found.price_list)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("everybody", (100, None)),
        ("a guest", (100, None)),
        ("another customer", (100, None)),
        ("a member", (80, "group")),
        ("a guest there", (120, "market")),
        ("a member there", (70, "both")),
    ],
)
def test_the_list_that_names_a_buyer_most_closely_holds(variant, lists, who, expected):
    for name, amount in {"public": 100, "group": 80, "market": 120, "both": 70}.items():
        dated(variant, lists[name], LIST, amount)

    assert offer(variant, buyer_of(who)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # What is missing in a list costs what the next one says.
        ([("public", LIST, 100)], (100, None)),
        ([("public", LIST, 100), ("market", LIST, 120)], (120, "market")),
        ([("public", LIST, 100), ("market", LIST, 120), ("group", LIST, 130)], (130, "group")),
        # A campaign for more people wins while it is lower, and only then.
        ([("public", LIST, 100), ("group", LIST, 80), ("public", CAMPAIGN, 75)], (75, None)),
        ([("public", LIST, 100), ("group", LIST, 80), ("public", CAMPAIGN, 85)], (80, "group")),
        ([("public", LIST, 100), ("market", CAMPAIGN, 60), ("group", LIST, 80)], (60, "market")),
        ([("public", LIST, 100), ("group", CAMPAIGN, 90), ("group", LIST, 80)], (90, "group")),
        # A lower list price for everybody does not.
        ([("public", LIST, 50), ("group", LIST, 80)], (80, "group")),
        ([("both", LIST, 0), ("public", LIST, 100)], (0, "both")),
    ],
)
def test_a_member_in_the_market_pays(variant, lists, rows, expected):
    for name, source, amount in rows:
        dated(variant, lists[name], source, amount)

    assert offer(variant, buyer_of("a member there")) == expected


def test_of_two_groups_the_cheaper_list_holds(variant):
    member = make_user()
    for code, amount in (("staff", 90), ("club", 85)):
        dated(variant, make_price_list(code=code, group=make_group(code=code, members=[member])), LIST, amount)

    assert offer(variant, markets.buyer(customer=member)) == (85, "club")


def test_a_list_that_is_not_in_force_holds_for_nobody(variant, lists):
    dated(variant, None, LIST, 100)
    dated(variant, lists["group"], LIST, 80)
    type(lists["group"]).objects.update(is_active=False)

    assert offer(variant, buyer_of("a member")) == (100, None)


def test_a_list_for_all_of_the_default_market_does_not_contradict_the_catalogue(variant):
    home = make_market(code="ru", is_default=True, currency="RUB", countries=["RU"])
    dated(variant, None, LIST, 100)
    dated(variant, make_price_list(market=home), LIST, 80)

    assert offer(variant, markets.buyer()) == (100, None)
    assert offer(variant, markets.buyer(customer=make_user(), market=home)) == (100, None)


def test_in_another_currency_only_its_price_lists_count(variant):
    eu = make_market(currency="EUR")
    dated(variant, None, LIST, 100)
    dated(variant, None, CAMPAIGN, 5)
    abroad = markets.buyer(market=eu)
    assert offer(variant, abroad) is None

    dated(variant, make_price_list(market=eu), LIST, 999)

    assert offer(variant, abroad)[0] == 999
    assert offer(variant, markets.buyer()) == (5, None)


def test_a_price_list_in_another_currency_than_the_buyers_says_nothing(variant):
    member = make_user()
    group = make_group(members=[member])
    dated(variant, None, LIST, 100)
    dated(variant, make_price_list(group=group, currency="EUR"), LIST, 1)

    assert offer(variant, markets.buyer(customer=member)) == (100, None)
    assert offer(variant, markets.buyer(customer=member, market=make_market(currency="EUR")))[0] == 1


def test_the_prices_of_a_buyer_cost_one_query(variant, lists, django_assert_num_queries):
    others = [make_variant(product=variant.product, stock_count=0) for _ in range(5)]
    buyer = buyer_of("a member there")

    with django_assert_num_queries(1):
        pricing.prices_at([variant.pk, *(other.pk for other in others)], buyer=buyer)


def test_a_buyer_costs_at_most_two_queries(lists, django_assert_max_num_queries):
    member = make_user()
    with django_assert_max_num_queries(2):
        markets.buyer(customer=member)
    with django_assert_max_num_queries(2):
        markets.buyer()


# What a price is compared with


def compared(variant, buyer=None, at=NOW):
    found = pricing.prices_at([variant.pk], at, buyer=buyer)[variant.pk]
    return found.amount, found.compare_at, found.lowest_before


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Down, up and a little down again: the 80 of last week is told, and no reduction is announced.
        ([(100, -90), (80, -20), (100, -10), (90, -1)], (90, None, 80)),
        ([(100, -90), (80, -45), (100, -40), (90, -1)], (90, 100, 100)),
        ([(100, -90), (90, -20), (80, -1)], (80, 90, 90)),
        ([(80, -90), (100, -1)], (100, None, None)),
        ([(100, -90), (80, -20), (80, -10)], (80, 100, 100)),
        ([(100, -90), (100, -1)], (100, None, None)),
        ([(100, -0.5), (90, -0.1)], (90, None, None)),
    ],
)
@pytest.mark.parametrize("where", ["everybody", "a member", "a guest there", "a member there"])
def test_a_reduction_is_measured_by_the_lowest_of_thirty_days(variant, lists, where, rows, expected):
    name = {"everybody": "public", "a member": "group", "a guest there": "market", "a member there": "both"}[where]
    for amount, start in rows:
        dated(variant, lists[name], LIST, amount, start)

    assert compared(variant, buyer_of(where)) == expected


def test_an_end_of_a_campaign_begins_no_reduction(variant):
    for amount, start in ((100, -90), (90, -60)):
        dated(variant, None, LIST, amount, start)
    dated(variant, None, CAMPAIGN, 80, -5, -1)

    assert compared(variant) == (90, None, None)


@pytest.mark.parametrize(
    ("public", "own", "expected"),
    [
        ([(100, -90)], [(80, -90)], (80, 100, 100)),
        ([(100, -90)], [(80, -1)], (80, 100, 100)),
        ([(100, -90)], [(90, -60), (80, -1)], (80, 90, 90)),
        ([(70, -90)], [(80, -90)], (80, None, None)),
        # Everybody's price has come down since: the struck one follows it.
        ([(100, -90), (85, -2)], [(80, -60)], (80, 85, 85)),
        ([(100, -90), (80, -2)], [(80, -60)], (80, None, 80)),
    ],
)
def test_the_price_of_a_group_is_compared_with_everybodys(variant, lists, public, own, expected):
    for amount, start in public:
        dated(variant, None, LIST, amount, start)
    for amount, start in own:
        dated(variant, lists["group"], LIST, amount, start)

    assert compared(variant, buyer_of("a member")) == expected


# Keeping them


def test_a_change_in_a_list_leaves_the_public_price_and_the_catalogue_alone(lists, django_assert_num_queries):
    product = make_product(price=100, stock_count=0, is_presented=True)
    variant = product.variants.get()
    card = product.entries.get(language="en").card

    (row,) = pricing.change_prices(changes=[(variant, 80)], price_list=lists["group"])

    assert (row.price_list, row.currency, row.amount) == (lists["group"], "RUB", 80)
    assert pricing.change_prices(changes=[(variant, 80)], price_list=lists["group"]) == []
    assert pricing.list_and_campaign([variant.pk]) == {variant.pk: (100, None)}
    assert pricing.list_and_campaign([variant.pk], price_list=lists["group"]) == {variant.pk: (80, None)}
    assert product.entries.get(language="en").card == card
    assert [price.amount for price in pricing.history(product, NOW - 400 * DAY)] == [100]
    assert [price.amount for price in pricing.history(product, NOW - 400 * DAY, price_list=lists["group"])] == [80]


def test_a_row_of_a_list_is_undone_in_its_list(lists):
    variant = make_product(price=100, stock_count=0).variants.get()
    member = buyer_of("a member")
    pricing.change_prices(changes=[(variant, 80)], price_list=lists["group"])
    rows = pricing.change_prices(changes=[(variant, 70)], price_list=lists["group"])

    pricing.undo_changes(rows=rows)

    assert offer(variant, member, at=None) == (80, "group")
    assert offer(variant, None, at=None) == (100, None)


def test_undoing_the_first_price_of_a_list_brings_the_public_one_back(lists):
    variant = make_product(price=100, stock_count=0).variants.get()
    rows = pricing.change_prices(changes=[(variant, 80)], price_list=lists["group"])

    pricing.undo_changes(rows=rows)

    assert offer(variant, buyer_of("a member"), at=None) == (100, None)


def test_a_campaign_of_a_list_ends_without_the_public_one(lists):
    variant = make_product(price=100, stock_count=0).variants.get()
    pricing.change_prices(changes=[(variant, 90)], source=CAMPAIGN)
    pricing.change_prices(changes=[(variant, 60)], source=CAMPAIGN, price_list=lists["group"])

    pricing.end_campaign(variants=[variant], price_list=lists["group"])

    assert offer(variant, buyer_of("a member"), at=None) == (90, None)


def test_a_planned_price_is_taken_back_by_taking_it_away(lists):
    variant = make_product(price=100, stock_count=0).variants.get()
    pricing.change_prices(changes=[(variant, 80)], price_list=lists["group"])
    later = timezone.now() + DAY
    rows = pricing.change_prices(changes=[(variant, 70)], price_list=lists["group"], starts_at=later)

    assert pricing.undo_changes(rows=rows) == []

    assert offer(variant, buyer_of("a member"), at=later) == (80, "group")
    assert Price.objects.filter(price_list=lists["group"]).count() == 1


def test_taking_goods_out_of_a_list_ends_their_prices_there(lists):
    variant = make_product(price=100, stock_count=0).variants.get()
    pricing.change_prices(changes=[(variant, 80)], price_list=lists["group"])
    pricing.change_prices(changes=[(variant, 70)], price_list=lists["group"], starts_at=timezone.now() + DAY)

    assert pricing.end_prices(variants=[variant], price_list=lists["group"]) == 2

    assert offer(variant, buyer_of("a member"), at=timezone.now() + 2 * DAY) == (100, None)
