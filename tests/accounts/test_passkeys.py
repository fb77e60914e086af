"""A passkey is added and signs in, in a real browser with a virtual authenticator, under the site's own policy."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.accounts.people import PASSWORD, customer

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium, monkeypatch):
    # Playwright's loop runs in this thread; Django would take it for its own.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page
        browser.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_and_signs_in(page, live_server):
    customer()
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    site = f"{live_server.url}/en/accounts"
    sending = "main form button[type=submit]"

    page.goto(f"{site}/login/")
    page.fill("[name=login]", "anna@example.com")
    page.fill("[name=password]", PASSWORD)
    page.click(sending)
    page.wait_for_url("**/en/account/")

    page.goto(f"{site}/2fa/webauthn/add/")
    if "/reauthenticate/" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.click(sending)
    page.fill("[name=name]", "My phone")
    if page.locator("[name=passwordless]").count():
        page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/recovery-codes/**")

    page.goto(f"{site}/logout/")
    page.click("main form button[type=submit]")
    page.goto(f"{site}/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/en/account/")
    assert "anna@example.com" in page.content()
    assert refused == []
