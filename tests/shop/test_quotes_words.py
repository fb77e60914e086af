"""A trace is told in sentences that a person can check with a pencil."""

import pytest

from shop import quotes
from tests.shop import quoting
from tests.shop.test_quotes import quote

NO_BREAK_SPACE = "\u00a0"


def told(basket, promotions="", language="en", names=None, **given):
    found = quote(basket, promotions, **given)
    sentences = quotes.explain(found.trace, found.currency, language, names)
    return [sentence.replace(NO_BREAK_SPACE, " ") for sentence in sentences]


ENGLISH = [
    ("A 3x3333", "", "A: 3 × 33.33 ₽ = 99.99 ₽."),
    ("A 1x500 reduced", "", "A: 1 × 5 ₽ (a reduced price) = 5 ₽."),
    ("A 1x500 list:club", "", "A: 1 × 5 ₽ (price list “club”) = 5 ₽."),
    ("delivery 39000", "", "Delivery: 390 ₽."),
    ("A 1x500", "", "Delivery: free of charge."),
    ("A 1x500", "percentage 33.33%", "“P1”: 33.33% off, −1.67 ₽."),
    ("A 1x500", "percentage 5.5%", "“P1”: 5.5% off, −0.28 ₽."),
    ("A 1x500, B 1x700", "percentage 10%", "“P1”: 10% off, −1.20 ₽ (A −0.50 ₽; B −0.70 ₽)."),
    ("A 1x500", "percentage 10% voucher=V", "“P1” with the voucher V: 10% off, −0.50 ₽."),
    ("A 1x500", "percentage 10% budget=20", "“P1”: 10% off, −0.20 ₽. Its budget had 0.20 ₽ left."),
    ("A 1x500", "amount 200", "“P1”: 2 ₽ off, −2 ₽."),
    ("A 1x500, delivery 300", "free_delivery", "“P1”: free delivery, −3 ₽."),
    ("A 1x500, delivery 300", "free_delivery 200", "“P1”: up to 2 ₽ of the delivery, −2 ₽."),
    ("A 3x500", "buy_x_get_y 2+1", "“P1”: 100% off the cheapest of every 3 pieces (1), −5 ₽."),
    ("A 3x500", "buy_x_get_y 1+2 50%", "“P1”: 50% off the cheapest of every 3 pieces (2), −5 ₽."),
    ("A 3x500", "cheapest_free 3", "“P1”: the cheapest of every 3 pieces free, −5 ₽."),
    ("A 1x500", "gift G 990", "A gift, G: 1 × 9.90 ₽ = 9.90 ₽."),
    ("A 1x500", "gift G 990", "“P1”: G as a gift, −9.90 ₽."),
    ("A 3x500", "set_price 3=1000", "“P1”: every 3 pieces for 10 ₽, −5 ₽."),
    ("A 1x500", "spend_and_save 400:50", "“P1”: 0.50 ₽ off from goods for 4 ₽, −0.50 ₽."),
    ("A 1x500", "spend_and_save 400:10%", "“P1”: 10% off from goods for 4 ₽, −0.50 ₽."),
    ("A 1x500", "amount 1 uses=0 voucher=V", "“P1” with the voucher V does not count. It has been used up."),
    ("A 1x500", "amount 9; amount 8 exclusive", "“P2” does not count. It does not combine with “P1”."),
    ("A 1x12200 22%", "", "Tax of 22% in 122 ₽: 22 ₽."),
]  # fmt: skip


@pytest.mark.parametrize(("basket", "promotions", "sentence"), ENGLISH, ids=[f"{row[0]} {row[1]}" for row in ENGLISH])
def test_each_step_is_a_sentence(basket, promotions, sentence):
    assert sentence in told(basket, promotions)


def test_tax_on_top_and_goods_by_their_names():
    names = {"A": "Nova X1"}

    assert told("A 1x1000 20%", names=names, prices_include_tax=False) == [
        "Nova X1: 1 × 10 ₽ = 10 ₽.",
        "Delivery: free of charge.",
        "Tax of 20% on top of 10 ₽: 2 ₽.",
    ]


def test_amounts_are_written_in_their_currency_and_language():
    assert told("A 2x1234567", currency="KWD")[0] == "A: 2 × 1 234.567 KWD = 2 469.134 KWD."
    assert told("A 2x1234567", currency="JPY")[0] == "A: 2 × 1 234 567 JPY = 2 469 134 JPY."
    assert "3 333,33 ₽" in told("A 1x333333", language="ru")[0]


def test_a_way_of_delivery_that_is_not_chosen_costs_no_sentence_about_money():
    step = {"rule": "delivery_not_chosen", "base": 100, "amount": 0}

    assert quotes.explain([step], "RUB", "en") == ["The way of delivery is not chosen yet."]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_case_can_be_told(language):
    for _, case in quoting.cases():
        trace = case.quote().trace
        sentences = quotes.explain(trace, case.currency, language)
        assert len(sentences) == len(trace)
        assert all("%(" not in sentence and sentence.endswith(".") for sentence in sentences)
