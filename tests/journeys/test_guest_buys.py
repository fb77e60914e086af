"""J-S1: a guest buys a phone for pick-up, with and without scripts, and the office sees it."""

import re
import uuid

import pytest
from playwright.sync_api import Locator, Page, expect

from shop import books
from shop.models import Order, StockMovement
from shop.money import formatted
from tests.journeys.visitors import HEIGHTS, Visitor, amount

pytestmark = pytest.mark.browser

SMARTPHONES = "smartphones/"


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_guest_buys_a_phone_for_pick_up(visit, mailbox, staff_cookies, language, width, has_script):
    owner = visit(storage_state=staff_cookies)
    owner.page.goto("/admin/shop/orders/")
    dashboard = owner.context.new_page()
    dashboard.goto("/admin/dashboards/")
    orders_before = int(orders_today(dashboard).inner_text())
    guest = visit(language=language, width=width, has_script=has_script)
    email = f"anna-{uuid.uuid4().hex[:8]}@example.com"

    find_a_phone_with_256_gigabytes(guest)
    sku, price = look_at_the_product(guest)
    guest.add_to_cart()
    assert amount(guest.page.locator(".sums .total dd").filter(visible=True).first.inner_text()) == price
    assert guest.has_no_sideways_scroll()

    guest.begin_checkout()
    assert guest.page.locator("input:visible").count() == 3
    guest.give_contact(name="Anna Petrova", phone="8 (917) 555-01-23", email=email)
    point = guest.choose_pickup()
    guest.pay_on_receipt()

    guest.see("+79175550123")
    guest.see(point)
    guest.page.locator(".change a[href$='/checkout/contact/']").click()
    expect(guest.page.locator("#id_name")).to_have_value("Anna Petrova")
    guest.page.locator("#id_phone").fill("8 (917) 555-01-24")
    guest.press("Continue to delivery")
    guest.page.wait_for_url("**/checkout/review/")
    guest.see("+79175550124")
    guest.press("Place the order, pay %(total)s on receipt", total=formatted(price * 100, "RUB", language))

    guest.page.wait_for_url("**/checkout/done/**")
    order = Order.objects.get(contact__email=email)
    guest.see(order.number)
    expect(guest.page.locator(".code")).to_have_text(order.pickup_code)
    expect(guest.page.locator(".next-steps li")).to_have_count(3)
    assert guest.has_no_sideways_scroll()
    assert order.contact["phone"] == "+79175550124"
    assert order.total == price * 100
    assert [(m.variant.sku, m.kind, m.quantity) for m in StockMovement.objects.filter(order=order)] == [
        (sku, StockMovement.Kind.ALLOCATED, -1)
    ]

    letter = mailbox.wait_for(email)
    assert letter["Subject"] == guest.words("Order {order_number} is placed").replace("{order_number}", order.number)
    text = letter.get_body(("plain",)).get_content()
    assert order.pickup_code in text
    assert order.lines.get().name in text

    # Both pages of the office are open since before, and nobody has reloaded them.
    expect(owner.page.get_by_text(order.number).first).to_be_visible()
    dashboard.bring_to_front()
    expect(orders_today(dashboard)).to_have_text(str(orders_before + 1))
    assert books.violations() == []


def find_a_phone_with_256_gigabytes(guest: Visitor) -> None:
    """Home, department, filter; then the second card."""
    page = guest.page
    guest.go("")
    page.locator(f".cats a[href='/{guest.language}/{SMARTPHONES}']").click()
    expect(page.locator(".cats [aria-current]")).to_have_attribute("href", f"/{guest.language}/{SMARTPHONES}")
    total = page.locator("[data-listing-total]")
    before = amount(total.inner_text())
    if guest.width < 768:
        guest.press("Filters")
    memory = page.locator("details.facet:has(input[name='attr.memory'])")
    if memory.get_attribute("open") is None:
        memory.locator("summary").click()
    choice = memory.locator("label:has(input[value='256'])")
    expected = amount(choice.locator(".count").inner_text())
    assert 1 < expected < before
    choice.locator("input").check()
    if guest.width < 768 or not guest.has_script:
        page.locator(".filters-show button, .filters [type=submit]").filter(visible=True).first.click()
    expect(total).to_have_text(re.compile(rf"^{expected}\b"))
    assert "attr.memory=256" in page.url
    expect(page.locator("a.chip.on")).to_contain_text("256")
    assert guest.has_no_sideways_scroll()
    page.locator("article.card-p a").nth(1).click()


def look_at_the_product(guest: Visitor) -> tuple[str, int]:
    """The SKU and the price in roubles that the page shows, with the date and the time of pick-up."""
    page = guest.page
    box = page.locator("[data-buybox]")
    expect(box.locator("[data-live-price]").first).to_be_visible()
    assert re.search(r"\d{1,2}\s[^\W\d]+\D*\d\d:00", box.locator(".promises").inner_text())
    assert guest.has_no_sideways_scroll()
    if guest.width == 1366:
        place = box.bounding_box()
        assert place["y"] + place["height"] <= HEIGHTS[1366], "what decides a purchase is seen without scrolling"
    sku = page.locator("[data-live-sku]").get_attribute("data-live-sku")
    return sku, amount(box.locator("[data-live-price]").first.inner_text())


def orders_today(dashboard: Page) -> Locator:
    """The second of the day's figures."""
    return dashboard.locator("[data-part=today] .figures__value").nth(1)
