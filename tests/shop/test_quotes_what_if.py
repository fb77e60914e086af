"""What would this person pay then and there: the same as at the checkout, with its reasons."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from shop import carts, money, what_if
from shop.errors import InvalidQuantity, UnknownSku
from shop.models import Price
from tests.factories import (
    make_group,
    make_market,
    make_order,
    make_price_list,
    make_product,
    make_promotion,
    make_user,
    make_voucher,
    present,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_goods(*, price=100_000, **fields):
    """A variant that has cost as much for long."""
    product = make_product(price=None, stock_count=5, **fields)
    make_price(product.variants.get(), price, starts_at=timezone.now() - 90 * DAY)
    present(product)
    return product.variants.get()


def make_price(variant, amount, **fields):
    given = {"currency": money.currency(), "starts_at": timezone.now() - DAY}
    return Price.objects.create(variant=variant, amount=amount, **given | fields)


def asked(variant, quantity=1, **given):
    return what_if.explain_price(quantities={variant.sku: quantity}, **given)


def test_it_is_what_the_cart_costs():
    variant = make_goods()
    make_promotion(basis_points=1_500)
    cart = carts.open_cart(language="en")
    carts.add(cart=cart, sku=variant.sku, quantity=3)

    answer = asked(variant, 3)

    in_cart = carts.priced(cart).quote
    assert (answer.quote.total, answer.quote.tax) == (255_000, 45_984)
    assert answer.quote.trace == in_cart.trace


def test_it_depends_on_the_person():
    variant, member = make_goods(), make_user()
    group = make_group(members=[member])
    make_price_list(code="club", group=group, prices={variant.sku: 80_000})
    make_promotion(basis_points=1_000).groups.add(group)

    assert asked(variant).quote.total == 100_000
    assert asked(variant, customer=make_user()).quote.total == 100_000
    assert asked(variant, customer=member).quote.total == 72_000
    assert asked(variant, customer=member).offers[variant.sku].price_list == "club"


def test_it_depends_on_the_date():
    variant, now = make_goods(), timezone.now()
    make_price(variant, 90_000, starts_at=now + DAY, source="campaign", ends_at=now + 2 * DAY)
    make_promotion(basis_points=1_000, starts_at=now + 3 * DAY)

    totals = [asked(variant, at=now + days * DAY).quote.total for days in (-1, 0, 1, 2, 3)]

    assert totals == [100_000, 100_000, 90_000, 100_000, 90_000]


def test_it_depends_on_the_market():
    variant = make_goods()
    market = make_market(prices_include_tax=False)
    make_price_list(market=market, prices={variant.sku: 1_999})

    answer = asked(variant, market=market)

    assert (answer.quote.currency, answer.quote.total) == ("EUR", 1_999)
    other = make_goods()
    assert asked(other, market=market).unsold == [other.sku]
    assert asked(other, market=market).quote.total == 0


def test_first_orders_are_seen_or_supposed():
    variant, customer = make_goods(), make_user()
    make_promotion(first_order_only=True)
    make_order(customer=customer)

    assert asked(variant).quote.total == 90_000
    assert asked(variant, customer=customer).quote.total == 100_000
    assert asked(variant, customer=customer, is_first_order=True).quote.total == 90_000


def test_it_is_told_in_sentences():
    variant = make_goods(slug="nova", price=100_000)
    make_price(variant, 90_000)
    voucher = make_voucher(promotion=make_promotion(name="Ten off", needs_voucher=True, minimum_goods=90_001))

    with translation.override("en"):
        answer = asked(variant, voucher_codes=[voucher.code.lower(), "NOSUCHCODE"])

    since, *rest = [sentence.replace("\u00a0", " ") for sentence in answer.sentences]
    assert since.startswith("nova en costs 900 ₽ since ")
    assert since.endswith("; the lowest price of the 30 days before was 1 000 ₽.")
    assert rest == [
        "nova en: 1 × 900 ₽ (a reduced price) = 900 ₽.",
        "The way of delivery is not chosen yet.",
        f"“Ten off” with the voucher {voucher.code} does not count. It counts from goods for 900.01 ₽: add goods for "
        "0.01 ₽ more.",
        "Tax of 22% in 900 ₽: 162.30 ₽.",
        "There is no voucher NOSUCHCODE.",
    ]
    assert answer.unknown_vouchers == ["NOSUCHCODE"]


def test_a_gift_is_called_by_its_name():
    variant, gift = make_goods(), make_goods(slug="cable", price=990)
    make_promotion(kind="gift", gift=gift)

    with translation.override("en"):
        answer = asked(variant)

    assert any(sentence.startswith("A gift, cable en: 1 ×") for sentence in answer.sentences)


def test_what_there_is_not_is_refused():
    variant = make_goods()

    with pytest.raises(UnknownSku):
        what_if.explain_price(quantities={"NO-SUCH": 1})
    for quantity in (0, -1, 1_000):
        with pytest.raises(InvalidQuantity):
            asked(variant, quantity)
