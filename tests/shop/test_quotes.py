"""What a quote tells beside its amounts: gifts, who applied, who was refused, which rates; and its parts."""

import json

import pytest
from django.utils import translation

from shop import quotes
from shop.quotes import rounding
from tests.shop import quoting


def quote(basket, promotions="", currency="RUB", prices_include_tax=True):
    case = quoting.Case(
        words="",
        basket=basket,
        promotions=promotions,
        trace="",
        total="",
        currency=currency,
        prices_include_tax=prices_include_tax,
    )
    return case.quote()


def test_a_quote_says_which_promotion_took_what_from_which_line():
    found = quote("A 1x1000, B 1x2000", "percentage 10% voucher=V; amount 90 product=0")

    assert found.discounts_of == {
        "A": [
            {"promotion": "P1", "name": "P1", "voucher": "V", "amount": 100},
            {"promotion": "P2", "name": "P2", "voucher": None, "amount": 30},
        ],
        "B": [
            {"promotion": "P1", "name": "P1", "voucher": "V", "amount": 200},
            {"promotion": "P2", "name": "P2", "voucher": None, "amount": 60},
        ],
    }
    assert [(one.promotion_id, one.voucher, one.amount) for one in found.applied] == [(1, "V", 300), (2, None, 90)]


def test_a_promotion_is_used_for_goods_and_delivery_alike():
    found = quote("A 1x1000, delivery 390", "free_delivery 300 voucher=V")

    assert (found.delivery, found.delivery_discount, found.discount) == (90, 300, 0)
    assert [(one.voucher, one.amount) for one in found.applied] == [("V", 300)]


def test_a_gift_is_a_line_of_its_own_worth_nothing_in_the_end():
    found = quote("A 1x1000 22%", "gift G 990 tax=22%")

    [gift] = found.gifts
    assert (gift.sku, gift.quantity, gift.unit_price, gift.tax_basis_points) == ("G", 1, 990, 2_200)
    assert found.line_totals == {"A": 1_000, "G": 990}
    assert found.line_discounts == {"A": 0, "G": 990}
    assert found.line_taxes == {"A": 180, "G": 0}
    assert (found.subtotal, found.discount, found.total) == (1_990, 990, 1_000)


def test_a_gift_of_what_is_bought_too_shares_its_line():
    found = quote("G 2x900 22%", "gift G 990")

    assert (found.line_totals, found.line_discounts) == ({"G": 2_700}, {"G": 900})
    assert found.line_taxes == {"G": 325}  # of 1800


def test_taxes_are_told_by_rate_as_an_invoice_shows_them():
    basket = "A 1x12200 22%, B 1x11000 10%, C 1x500, delivery 1220 22%"

    assert quote(basket).taxes == [
        {"basis_points": 2_200, "net": 11_000, "tax": 2_420},
        {"basis_points": 1_000, "net": 10_000, "tax": 1_000},
        {"basis_points": 0, "net": 500, "tax": 0},
    ]
    assert quote(basket, prices_include_tax=False).taxes == [
        {"basis_points": 2_200, "net": 13_420, "tax": 2_952},
        {"basis_points": 1_000, "net": 11_000, "tax": 1_100},
        {"basis_points": 0, "net": 500, "tax": 0},
    ]


def test_a_basket_with_nothing_in_it_costs_nothing():
    found = quote("", "percentage 10%")

    assert (found.total, found.taxes, found.applied, found.refused) == (0, [], [], [])


def test_a_trace_survives_being_stored():
    found = quote("A 3x3333 22%, delivery 390 22%", "percentage 33.33%; gift G 5; amount 9 exclusive voucher=V")

    assert json.loads(json.dumps(found.trace)) == found.trace


REASONS = [
    ("amount 100 min=1000 voucher=V", "It counts from goods for 10 ₽: add goods for 5 ₽ more."),
    ("amount 100 minq=2 voucher=V", "1 more suitable product is needed."),
    ("amount 100 minq=3 voucher=V", "2 more suitable products are needed."),
    ("amount 100 cat=7 voucher=V", "There is nothing in the cart that it is for."),
    ("percentage 1% exclusive voucher=V; amount 100", "It does not combine with “P2”."),
    ("free_delivery voucher=V", "There is no delivery to pay for."),
    ("gift G 10 stock=0 voucher=V", "The gift is out of stock."),
    ("percentage 0% voucher=V", "There is nothing left that it could take off."),
    ("amount 1 budget=0 voucher=V", "All that could be given has been given."),
    ("amount 1 uses=0 voucher=V", "It has been used up."),
    ("amount 1 refusal=not_your_group voucher=V", "It is for members of certain customer groups."),
    ("amount 1 refusal=not_in_this_market voucher=V", "It does not hold in this country."),
    ("amount 1 refusal=not_first_order voucher=V", "It is for the first order only."),
    ("amount 1 refusal=not_started voucher=V", "It has not begun yet."),
    ("amount 1 refusal=ended voucher=V", "It has ended."),
    ("amount 1 refusal=used_up_by_customer voucher=V", "You have used it as often as one customer may."),
]


@pytest.mark.parametrize(("promotions", "sentence"), REASONS, ids=[row[0] for row in REASONS])
def test_a_voucher_that_does_not_help_says_why(promotions, sentence):
    with translation.override("en"):
        [refusal] = quote("A 1x500", promotions).refused
        detail = refusal.detail.replace("\u00a0", " ")

    assert (refusal.voucher, detail) == ("V", sentence)


def test_free_delivery_waits_until_a_way_of_delivery_is_chosen():
    rule = quoting.rule(1, "free_delivery voucher=V")
    waiting = quotes.DeliveryCharge(price=0, rule="delivery_not_chosen", tax_basis_points=0)

    found = quotes.quote([quoting.line("A 1x500")], delivery=waiting, rules=[rule], currency="RUB")

    with translation.override("en"):
        [refusal] = found.refused
        assert (refusal.code, refusal.detail) == (
            "no_delivery_to_pay",
            "It counts when the way of delivery is chosen.",
        )


def test_a_sku_has_one_line():
    with pytest.raises(ValueError, match="one line"):
        quote("A 1x500, A 2x500")


def test_names_are_told_in_the_language_of_the_reader():
    with translation.override("en"):
        found = quote("A 1x500", "amount 100; amount 300 exclusive; gift G 1")

    with translation.override("ru"):
        assert [one.name for one in found.applied] == ["П2"]
        assert [one.name for one in found.refused] == ["П1", "П3"]
        assert found.discounts_of["A"] == [{"promotion": "P2", "name": "П2", "voucher": None, "amount": 300}]
    with translation.override("de"):
        assert quoting.rule(1, "amount 100").name == "P1"


# Shares of what a line cost


@pytest.mark.parametrize(
    ("amount", "quantity", "expected"),
    [
        (6_666, 3, [2_222, 2_222, 2_222]),
        (10_000, 3, [3_333, 3_334, 3_333]),
        (20_001, 3, [6_667, 6_667, 6_667]),
        (100, 7, [14, 15, 14, 14, 14, 15, 14]),
        (1, 4, [0, 1, 0, 0]),
        (0, 2, [0, 0]),
        (5, 1, [5]),
    ],
)
def test_pieces_paid_back_one_by_one_come_to_what_the_line_cost(amount, quantity, expected):
    shares = [quotes.share(amount, quantity, already, 1) for already in range(quantity)]

    assert shares == expected
    assert sum(shares) == amount


@pytest.mark.parametrize("grouping", [[7], [1, 6], [3, 4], [2, 2, 3], [0, 7, 0], [1, 1, 1, 1, 1, 1, 1]])
def test_however_pieces_are_grouped_they_come_to_what_the_line_cost(grouping):
    already, paid = 0, 0
    for more in grouping:
        paid += quotes.share(9_999, 7, already, more)
        already += more

    assert paid == 9_999


def test_no_piece_is_worth_anything_where_none_is_left():
    assert quotes.share(0, 0, 0, 0) == 0
    for already, more in ((3, 1), (0, 4), (-1, 1), (0, -1)):
        with pytest.raises(ValueError, match="of 3 pieces"):
            quotes.share(100, 3, already, more)


def test_an_amount_is_spread_to_the_last_unit():
    assert rounding.spread(100, [1, 1, 1]) == [34, 33, 33]
    assert rounding.spread(5, [0, 0]) == [0, 0]
    assert rounding.spread(0, [3, 4]) == [0, 0]
