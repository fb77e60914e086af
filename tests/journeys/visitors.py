"""People with browsers: what they see and press on the pages of the store, in their language."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, override
from playwright.sync_api import BrowserContext, Locator, Page, expect

# Without a window, and silent: a browser of its own that calls nobody.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# For states, not for speed: a busy computer may take its time.
PATIENCE = 30_000
HEIGHTS = {390: 844, 1366: 768}
expect.set_options(timeout=PATIENCE)

# A refused form is an answer, which Chromium notes all the same.
ANSWERS = re.compile(r"Failed to load resource: the server responded with a status of (403|404|409|422)")


class Visitor:
    """One person with one window."""

    def __init__(self, context: BrowserContext, *, language: str, has_script: bool = True, width: int = 1366) -> None:
        context.set_default_timeout(PATIENCE)
        self.context = context
        self.page: Page = context.new_page()
        self.language = language
        self.has_script = has_script
        self.width = width
        self.complaints: list[str] = []
        # Of every window that this person opens.
        context.on("console", self._note)
        context.on("weberror", lambda event: self.complaints.append(str(event.error)))
        context.on("response", self._note_answer)

    def _note(self, message: Any) -> None:
        if message.type == "error" and not ANSWERS.match(message.text):
            self.complaints.append(f"{message.text} ({self.page.url})")

    def _note_answer(self, response: Any) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    # Words

    def words(self, text: str, **values: Any) -> str:
        """What the store says for this text in the visitor's language."""
        with override(self.language):
            return gettext(text) % values if values else gettext(text)

    # Ways

    def go(self, path: str) -> None:
        self.page.goto(f"/{self.language}/{path}")

    def see(self, text: str | re.Pattern[str]) -> Locator:
        found = self.page.get_by_text(text).filter(visible=True).first
        expect(found).to_be_visible()
        return found

    def press(self, text: str, **values: Any) -> None:
        """Press the button or link whose name begins with these words."""
        # A no-break space of a price is a space in the name of a button.
        name = re.compile("^" + r"\s".join(map(re.escape, self.words(text, **values).split())))
        button = self.page.get_by_role("button", name=name).filter(visible=True)
        link = self.page.get_by_role("link", name=name).filter(visible=True)
        button.or_(link).first.click()

    def has_no_sideways_scroll(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # Steps that several journeys take

    def add_to_cart(self) -> None:
        """From a product page into the cart's page."""
        buy = self.page.locator("[data-buybox] form[data-add-to-cart] button")
        buy.click()
        if self.has_script:
            # No jump: the button says how many are in the cart, and the way there is the shopper's.
            expect(buy).to_contain_text(re.sub(r"\{.*\}", "1", self.words("In cart · {quantity}")))
            self.page.locator(".personal a[href$='/cart/']").click()
        self.page.wait_for_url("**/cart/")

    def begin_checkout(self) -> None:
        self.press("Go to checkout")
        self.press("Buy without registration")
        self.page.wait_for_url("**/checkout/contact/")

    def give_contact(self, *, name: str, phone: str, email: str) -> None:
        self.page.locator("#id_name").fill(name)
        self.page.locator("#id_phone").fill(phone)
        self.page.locator("#id_email").fill(email)
        self.press("Continue to delivery")

    def choose_pickup(self) -> str:
        """Take the first pick-up point of the list; its name."""
        self.page.wait_for_url("**/checkout/delivery/")
        self.page.locator("input[name=option][data-kind=pickup]").check()
        point = self.page.locator("label:has(input[name=pickup_point])").first
        name = point.locator(".name").inner_text()
        point.locator("input").check()
        self.press("Continue to payment")
        return name

    def pay_on_receipt(self) -> None:
        self.page.wait_for_url("**/checkout/payment/")
        self.page.locator("input[name=method][value=on_receipt]").check()
        self.press("Continue to the check")
        self.page.wait_for_url("**/checkout/review/")


Visitors = Callable[..., Visitor]


def amount(text: str) -> int:
    """The roubles in "74 990 ₽"."""
    return int(re.sub(r"\D", "", text))
