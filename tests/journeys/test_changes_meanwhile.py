"""J-S5: price and stock change while a cart is open; nobody pays what he has not seen, and one piece is sold once."""

import re

import pytest
from django.utils.translation import override
from playwright.sync_api import expect

from shop import books, pricing, stock
from shop.errors import OutOfStock
from shop.models import Order, Price, Variant
from shop.money import formatted
from tests import factories
from tests.journeys.visitors import Visitor

pytestmark = pytest.mark.browser

OLD, NEW = 7_499_000, 7_999_000


@pytest.fixture
def speaker(store):
    """A product of its own with a page in each language, not in the way of those who look for phones."""

    def make(*, pieces: int) -> Variant:
        product = factories.make_product(
            category=factories.make_category(slug="speakers"), price=OLD, stock_count=pieces
        )
        for language, title in (("en", "Speaker"), ("ru", "Колонка")):
            factories.make_product_page(product=product, language=language, title=f"{title} {product.pk}")
        return product.variants.get()

    return make


def open_product(visitor: Visitor, variant: Variant) -> None:
    visitor.go(f"speakers/{variant.product.slug}/")


@pytest.mark.parametrize(("language", "width"), [("en", 1366), ("ru", 390)])
def test_an_open_cart_says_what_has_changed_and_payment_waits_for_a_yes(visit, speaker, language, width):
    variant = speaker(pieces=3)
    guest = visit(language=language, width=width)
    email = f"{variant.sku.lower()}@example.com"
    line, problem = f"[data-live-line='{variant.sku}']", ".problem"
    open_product(guest, variant)
    guest.add_to_cart()
    expect(guest.page.locator(line)).to_be_visible()
    name = guest.page.locator(f"{line} .name").inner_text()

    # Both happen elsewhere; the open page says so by itself, what is worse first.
    stock.correct(sku=variant.sku, change=-3, reason="counted")
    pricing.change_prices(changes=[(variant, NEW)], source=Price.Source.LIST)
    with override(language):
        gone = OutOfStock(variant.sku, 0, name).detail
    expect(guest.page.locator(line).locator(problem)).to_contain_text(gone)
    expect(guest.page.locator("[data-live-announcer]")).to_contain_text(heard(guest))

    guest.begin_checkout()
    guest.give_contact(name="Anna Petrova", phone="+79175550123", email=email)
    guest.page.wait_for_url("**/checkout/delivery/")
    why = guest.words("Not all goods can be had any more. Your cart tells which.")
    expect(guest.page.locator(".note-warn")).to_have_text(why)
    expect(guest.page.locator("input[name=option]")).to_have_count(0)
    guest.press("Back to cart")
    guest.page.wait_for_url("**/cart/")
    expect(guest.page.locator(line).locator(problem)).to_contain_text(gone)

    stock.receive(quantities={variant.sku: 3}, reference=f"delivery:{variant.sku}")
    changed = guest.words(
        "The price has changed from %(old)s to %(new)s.",
        old=formatted(OLD, "RUB", language),
        new=formatted(NEW, "RUB", language),
    )
    expect(guest.page.locator(line).locator(problem)).to_contain_text(changed)

    guest.go("checkout/delivery/")
    guest.choose_pickup()
    guest.pay_on_receipt()
    expect(guest.page.locator(".note-warn")).to_contain_text(changed)
    expect(guest.page.locator("main form .btn-buy")).to_have_count(0)
    assert not Order.objects.filter(contact__email=email).exists()

    guest.go("cart/")
    guest.press("Accept the new price")
    expect(guest.page.locator(problem)).to_have_count(0)
    guest.go("checkout/review/")
    guest.press("Place the order, pay %(total)s on receipt", total=formatted(NEW, "RUB", language))
    guest.page.wait_for_url("**/checkout/done/**")
    order = Order.objects.get(contact__email=email)
    assert [(bought.sku, bought.unit_price) for bought in order.lines.all()] == [(variant.sku, NEW)]
    assert books.violations() == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_of_two_buyers_of_the_last_piece_one_gets_it_and_one_a_polite_word(visit, speaker, language):
    variant = speaker(pieces=1)
    buyers = [visit(language=language), visit(language=language, has_script=False)]
    for number, buyer in enumerate(buyers):
        open_product(buyer, variant)
        buyer.add_to_cart()
        buyer.begin_checkout()
        buyer.give_contact(
            name="Anna Petrova", phone="+79175550123", email=f"{variant.sku.lower()}-{number}@example.com"
        )
        buyer.page.wait_for_url("**/checkout/delivery/")
        buyer.page.locator("input[name=option][data-kind=pickup]").check()
        buyer.page.locator("input[name=pickup_point]").first.check()

    for buyer in buyers:
        buyer.page.locator("form.delivery .stick-phone button").click(no_wait_after=True)
    for buyer in buyers:
        buyer.page.wait_for_url(re.compile(r"/checkout/payment/|/cart/"))

    winners = [buyer for buyer in buyers if "/payment/" in buyer.page.url]
    losers = [buyer for buyer in buyers if "/cart/" in buyer.page.url]
    assert (len(winners), len(losers)) == (1, 1)
    with override(language):
        gone = OutOfStock(variant.sku, 0, losers[0].page.locator(".line .name").inner_text()).detail
    expect(losers[0].page.locator(".note-danger")).to_contain_text(gone)
    winners[0].pay_on_receipt()
    winners[0].press("Place the order, pay %(total)s on receipt", total=formatted(OLD, "RUB", language))
    winners[0].page.wait_for_url("**/checkout/done/**")
    assert Order.objects.filter(lines__sku=variant.sku).count() == 1
    assert stock.available([variant.pk]) == {variant.pk: 0}
    assert books.violations() == []


def heard(guest: Visitor) -> re.Pattern[str]:
    """What a screen reader is told about the cart, whatever its sum is."""
    before, _, after = guest.words("The cart has changed. Total: {total}").partition("{total}")
    return re.compile(re.escape(before) + ".*" + re.escape(after))
