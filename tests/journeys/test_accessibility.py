"""Every page of a purchase: nothing for axe to complain about in both themes, no sideways scroll on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from shop import carts, checkout
from shop.models import Variant
from tests.journeys.visitors import HEIGHTS, Visitor

pytestmark = pytest.mark.browser

LOOKS = [(390, "light"), (390, "dark"), (1366, "light"), (1366, "dark")]


class Inspector:
    """Looks at the page that is open, as it is on a phone and on a desk, by day and by night."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.axe = Axe()
        self.findings: list[str] = []

    def inspect(self) -> None:
        page = self.visitor.page
        for width, theme in LOOKS:
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            where = f"{page.url} {width} {theme}"
            if not self.visitor.has_no_sideways_scroll():
                self.findings.append(f"{where}: scrolls sideways")
            for violation in self.axe.run(page).response["violations"]:
                places = ", ".join(node["target"][0] for node in violation["nodes"][:3])
                self.findings.append(f"{where}: {violation['id']}: {violation['help']}: {places}")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_of_a_purchase_is_accessible(visit, language):
    guest = visit(language=language)
    inspector = Inspector(guest)
    variant = Variant.objects.get(sku="PH-0002-256-FOG")
    for path in ("", "smartphones/?attr.memory=256", "search/?q=zzzz", "accounts/login/", "accounts/signup/", "cart/"):
        guest.go(path)
        inspector.inspect()
    guest.go(f"smartphones/{variant.product.slug}/?variant={variant.sku}")
    inspector.inspect()
    guest.add_to_cart()
    inspector.inspect()
    guest.press("Go to checkout")
    inspector.inspect()
    guest.press("Buy without registration")
    guest.press("Continue to delivery")
    inspector.inspect()
    guest.give_contact(name="Anna Petrova", phone="+79175550123", email=f"axe-{language}@example.com")
    guest.page.wait_for_url("**/checkout/delivery/")
    inspector.inspect()
    guest.choose_pickup()
    guest.page.wait_for_url("**/checkout/payment/")
    inspector.inspect()
    guest.pay_on_receipt()
    inspector.inspect()
    guest.page.locator("main form .btn-buy").click()
    guest.page.wait_for_url("**/checkout/done/**")
    inspector.inspect()
    guest.page.goto(payment_page(variant, language))
    inspector.inspect()
    guest.page.locator("button[value=approve]").click()
    guest.page.wait_for_url(f"**/{language}/checkout/done/**")
    assert inspector.findings == []


def payment_page(variant: Variant, language: str) -> str:
    """Where the bank of the sandbox asks the shopper to agree."""
    cart = carts.open_cart(language=language)
    carts.add(cart=cart, sku=variant.sku)
    carts.set_contact(cart=cart, name="Anna Petrova", email=f"bank-{language}@example.com", phone="+79175550123")
    carts.set_delivery(cart=cart, option="courier", address={"city": "Kazan", "line1": "1 Bauman St"})
    placed = checkout.place_order(
        cart=cart,
        method="sandbox",
        expected_total=carts.priced(cart).quote.total,
        placed_by=f"bank:{cart.public_id}",
        parameters={"outcome": "requires_action"},
    )
    return placed.order.payments.get().next_action["url"]
