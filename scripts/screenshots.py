"""Photographs the demo store for the documentation: `.venv/bin/python scripts/screenshots.py [folder]`.

The store runs on a scratch database that is gone afterwards.
"""

import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "technomart.settings.dev")

import django  # noqa: E402

django.setup()

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from technomart.demo import catalogue  # noqa: E402
from tests.journeys.store import running_store  # noqa: E402
from tests.journeys.visitors import FLAGS, HEIGHTS, Visitor  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 200_000  # bytes
PHONE = "smartphones/phone-orvelo-mistra-8/"


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        print("Chromium is missing: install it (Debian: apt install chromium).")
        return 1
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database_url = f"sqlite:///{scratch / 'store.sqlite3'}"
        print("Filling a store ...", flush=True)
        address = stack.enter_context(
            running_store(database_url=database_url, media=scratch / "media", products=len(catalogue.products()))
        )
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=path, args=FLAGS)
        for language, theme, width in (
            *(("en", theme, width) for theme in ("light", "dark") for width in HEIGHTS),
            *(("ru", "light", width) for width in HEIGHTS),
        ):
            photograph(browser, address, folder, language=language, theme=theme, width=width)
    too_large = [file.name for file in folder.glob("*.png") if file.stat().st_size > LARGEST]
    if too_large:
        print("Too large:", ", ".join(too_large))
    return 1 if too_large else 0


def photograph(browser: Browser, address: str, folder: Path, *, language: str, theme: str, width: int) -> None:
    """Buy something, and keep a picture of each page on the way; in Russian of the first three."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme=theme,
        reduced_motion="reduce",
        locale=language,
    )
    visitor = Visitor(context, language=language, width=width)
    ending = f"{width}{'-dark' if theme == 'dark' else ''}{'-ru' if language == 'ru' else ''}"

    def keep(name: str) -> None:
        visitor.page.wait_for_load_state("load")
        visitor.page.evaluate("document.fonts.ready")
        file = folder / f"{name}-{ending}.png"
        visitor.page.screenshot(path=file)
        lighten(file)
        print(file.name, flush=True)

    visitor.go("")
    keep("home")
    visitor.go("smartphones/")
    keep("list")
    visitor.go(PHONE)
    keep("product")
    if language == "en":
        visitor.go("accounts/login/")
        keep("sign-in")
        visitor.go(PHONE)
        visitor.add_to_cart()
        keep("cart")
        visitor.begin_checkout()
        visitor.give_contact(name="Anna Petrova", phone="8 917 555-01-23", email="anna@example.com")
        visitor.choose_pickup()
        visitor.page.wait_for_url("**/checkout/payment/")
        visitor.go("checkout/delivery/")
        keep("checkout")
        visitor.press("Continue to payment")
        visitor.pay_on_receipt()
        visitor.page.locator("main form .btn-buy").click()
        visitor.page.wait_for_url("**/checkout/done/**")
        keep("done")
    context.close()


def lighten(file: Path) -> None:
    """Drop the two lowest bits of each colour: no eye sees them, and gradients take half the bytes without them."""
    with Image.open(file) as picture:
        rounded = picture.convert("RGB").point(lambda value: min(255, (value + 2) // 4 * 4))
    rounded.save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
