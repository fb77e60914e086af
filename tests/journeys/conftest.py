"""One store with its own database for all journeys, one browser, and a window for each visitor."""

import os
import shutil

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Playwright, sync_playwright

from technomart.demo.loader import DEMO_LOGINS
from tests import databases
from tests.changes.processes import database_url
from tests.journeys.store import Mailbox, running_store
from tests.journeys.visitors import FLAGS, HEIGHTS, Visitor

# Four of each department, so that a filter leaves more than one and fewer than all.
PRODUCTS = 48


@pytest.fixture(scope="session")
def mailbox():
    with Mailbox().open() as mailbox:
        yield mailbox


@pytest.fixture(scope="session")
def store_and_database(django_db_setup, django_db_blocker, mailbox, tmp_path_factory):
    """The address of the open store, and the name of its database, which is not the one that tests renew."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock():
        usual = settings.DATABASES["default"]["NAME"]
        copies = databases.copies(worker="journeys")
        copies.prepare()
        own, url = settings.DATABASES["default"]["NAME"], database_url()
        use_database(usual)
    with running_store(database_url=url, media=media, mail_url=mailbox.url, products=PRODUCTS) as address:
        yield address, own
    with django_db_blocker.unblock():
        copies.drop()
        use_database(usual)
    shutil.rmtree(media, ignore_errors=True)


@pytest.fixture
def store(store_and_database, django_db_blocker):
    """The address of the store; the test's own queries and use cases reach the same database meanwhile."""
    address, own = store_and_database
    with django_db_blocker.unblock():
        usual = settings.DATABASES["default"]["NAME"]
        use_database(own)
        yield address
        use_database(usual)


def use_database(name: str) -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


@pytest.fixture(scope="module")
def playwright():
    # Playwright's loop runs in this thread without ever being waited for, so that plain queries are safe beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str):
    browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def visit(browser: Browser, store: str):
    """Make a visitor; at the end nothing may have gone wrong in anybody's window."""
    visitors: list[Visitor] = []

    def visit(*, language: str = "en", width: int = 1366, has_script: bool = True, **more) -> Visitor:
        context = browser.new_context(
            base_url=store,
            viewport={"width": width, "height": HEIGHTS[width]},
            has_touch=width < 768,
            java_script_enabled=has_script,
            locale={"en": "en-GB", "ru": "ru-RU"}[language],
            **more,
        )
        visitors.append(Visitor(context, language=language, has_script=has_script, width=width))
        return visitors[-1]

    yield visit
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def staff_cookies(browser: Browser, store_and_database):
    """What the owner's browser keeps after signing in, once for the tests of a file."""
    address, _ = store_and_database
    _role, email, password = DEMO_LOGINS[0]
    context = browser.new_context(base_url=address, locale="en-GB")
    page = context.new_page()
    page.goto("/admin/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url("**/admin/")
    state = context.storage_state()
    context.close()
    return state
