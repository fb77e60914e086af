"""J-S4: mistakes in the checkout are told in words beside the fields, and nothing that was typed is lost."""

import pytest
from playwright.sync_api import expect

from shop.models import Variant
from tests.journeys.visitors import Visitor

pytestmark = pytest.mark.browser

MISSING = {"name": "Enter your name", "phone": "Enter a phone number", "email": "Enter an e-mail address"}
WRONG = {
    "phone": "Enter a phone number with its code, such as 8 917 555-01-23",
    "email": "Enter an e-mail address in the form name@example.com",
}


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(("language", "width"), [("en", 390), ("ru", 1366)])
def test_mistakes_are_explained_and_nothing_typed_is_lost(visit, language, width, has_script):
    guest = visit(language=language, width=width, has_script=has_script)
    variant = Variant.objects.get(sku="PH-0003-256-FOG")
    guest.go(f"smartphones/{variant.product.slug}/?variant={variant.sku}")
    guest.add_to_cart()
    guest.begin_checkout()
    page = guest.page

    guest.press("Continue to delivery")
    sees_mistakes(guest, MISSING)

    page.locator("#id_name").fill("Анна Петрова")
    page.locator("#id_phone").fill("my number")
    page.locator("#id_email").fill("anna at example")
    guest.press("Continue to delivery")
    sees_mistakes(guest, WRONG)
    for field, typed in (("name", "Анна Петрова"), ("phone", "my number"), ("email", "anna at example")):
        expect(page.locator(f"#id_{field}")).to_have_value(typed)

    guest.give_contact(name="Анна Петрова", phone="8 917 555-01-23", email="anna@example.com")
    point = guest.choose_pickup()
    page.wait_for_url("**/checkout/payment/")
    page.go_back()
    page.wait_for_url("**/checkout/delivery/")
    expect(page.locator("input[name=pickup_point]:checked")).to_have_count(1)
    expect(page.locator("label:has(input[name=pickup_point]:checked) .name")).to_have_text(point)
    page.locator("a[href$='/checkout/contact/']").filter(visible=True).first.click()
    page.wait_for_url("**/checkout/contact/")
    expect(page.locator("#id_name")).to_have_value("Анна Петрова")
    expect(page.locator("#id_phone")).to_have_value("+79175550123")
    expect(page.locator("#id_email")).to_have_value("anna@example.com")


def sees_mistakes(guest: Visitor, mistakes: dict[str, str]) -> None:
    """The title begins with the word, the summary has the focus and leads to each field, where the same words stand."""
    page = guest.page
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith(guest.words("Error:"))
    expect(summary.locator("a")).to_have_count(len(mistakes))
    for field, text in mistakes.items():
        expect(summary.locator(f"a[href='#id_{field}']")).to_have_text(guest.words(text))
        expect(page.locator(f"#id_{field}_error")).to_contain_text(guest.words(text))
        expect(page.locator(f"#id_{field}")).to_have_attribute("aria-invalid", "true")
