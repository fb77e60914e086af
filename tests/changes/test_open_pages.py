"""Open pages follow price and stock within two seconds, say so to screen readers, and need no socket for it."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, sync_playwright

from shop import pricing, stock
from shop.models import Variant
from tests import factories
from tests.changes.processes import LiveProcess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PRICE = "[data-buybox] [data-live-price]"
ANNOUNCER = "[data-live-announcer]"
SKU = "PH-1"
# What a page may take; a machine that runs the rest of the suite beside it gets as much again.
WITHIN = 2_000 * 2


@pytest.fixture
def addresses() -> dict[str, str]:
    """A product with a page in a category with a page, on the site of the process below."""
    product = factories.make_product(slug="phone-one", sku=SKU, price=7_499_000, stock_count=10)
    page = factories.make_product_page(product=product, title="Phone One")
    return {"product": page.get_url(), "list": page.get_parent().get_url(), "id": product.public_id}


@pytest.fixture
def store(addresses) -> Iterator[str]:
    process = LiveProcess(is_whole=True)
    try:
        process.wait_until_ready()
        yield f"http://127.0.0.1:{process.port}"
    finally:
        process.stop()


@pytest.fixture
def visit(store, chromium) -> Iterator[Callable[..., Page]]:
    """Open pages of the store in one browser; errors on them fail the test."""
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = browser.new_context(locale="en-US")

        def open_page(path: str, *, prepare: Callable[[Page], Any] | None = None) -> Page:
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            if prepare:
                prepare(page)
            page.goto(store + path)
            return page

        yield open_page
        browser.close()
    # Chromium says so when a page is left before its cross-document transition has begun.
    assert [error for error in errors if "ViewTransition" not in error] == []


def elsewhere(function: Callable[[], Any]) -> None:
    """Change something as another process would: Playwright keeps an event loop in this thread."""

    def run() -> None:
        try:
            function()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(run).result()


def change_price(amount: int) -> None:
    elsewhere(
        lambda: pricing.change_prices(changes=[(Variant.objects.get(sku=SKU), amount)], source="list", actor=None)
    )


def correct_stock(change: int) -> None:
    elsewhere(lambda: stock.correct(sku=SKU, change=change, reason="counted", actor=None))


def shows(page: Page, place: str, text: str) -> None:
    script = "([place, text]) => document.querySelector(place)?.textContent.replace(/\\s/g, ' ').includes(text)"
    page.wait_for_function(script, arg=[place, text], timeout=WITHIN)


def when_connected(page: Page) -> None:
    """A page is told what it missed while it connected; the test measures what happens after that."""
    page.wait_for_load_state("networkidle")
    time.sleep(0.5)


def test_product_and_list_follow_price_and_stock(visit, addresses):
    product, listing = visit(addresses["product"]), visit(addresses["list"])
    card = f"[data-live-card={addresses['id']}]"
    when_connected(product)
    when_connected(listing)
    product.focus("[data-buybox] form[data-add-to-cart] button")

    change_price(6_999_000)
    shows(product, PRICE, "69 990")
    shows(product, ANNOUNCER, "Price changed: 69 990 ₽")
    shows(listing, f"{card} [data-live-price]", "69 990")
    shows(listing, ANNOUNCER, "69 990 ₽, In stock")
    # Whoever is about to press the button still is.
    assert product.evaluate("document.activeElement.matches('form[data-add-to-cart] button')")

    correct_stock(-8)
    shows(product, "[data-buybox] [data-live-stock]", "2 left")
    correct_stock(-2)
    product.wait_for_selector("[data-buybox] form[data-add-to-cart]", state="detached", timeout=WITHIN)
    listing.wait_for_selector(f"{card} form[data-add-to-cart]", state="detached", timeout=WITHIN)
    shows(product, ANNOUNCER, "Availability changed: Sold out")
    correct_stock(5)
    product.wait_for_selector("[data-buybox] form[data-add-to-cart]", timeout=WITHIN)


def test_a_cart_follows_prices_and_other_tabs(visit, addresses):
    product = visit(addresses["product"])
    product.click("[data-buybox] form[data-add-to-cart] button")
    product.wait_for_selector("[data-buybox] button.done")
    first, second = visit("/en/cart/"), visit("/en/cart/")
    when_connected(first)

    change_price(6_999_000)
    shows(first, "[data-live-cart]", "The price has changed from 74 990 ₽ to 69 990 ₽")
    shows(first, ANNOUNCER, "The cart has changed")

    second.click("[aria-label^='One more']")
    first.wait_for_function("() => document.querySelector('input[name=quantity]').value === '2'", timeout=WITHIN)
    # What was exchanged is prepared as before: without a script there would be a button.
    assert first.is_hidden("[data-without-script]")


def test_without_sockets_a_page_follows_by_event_stream(visit, addresses):
    def no_sockets(page: Page) -> None:
        page.route_web_socket("**/ws/**", lambda socket: socket.close(code=1011, reason="no"))

    with_stream = visit(addresses["product"], prepare=no_sockets)
    with with_stream.expect_response("**/api/v1/live/**", timeout=20_000) as answer:
        pass
    assert answer.value.status == 200
    time.sleep(0.5)
    change_price(6_999_000)
    shows(with_stream, PRICE, "69 990")


def test_a_page_hears_what_it_missed_while_it_was_offline(visit, addresses):
    page = visit(addresses["product"])
    when_connected(page)
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    change_price(6_999_000)
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    shows(page, PRICE, "69 990")
