"""What every test finds: a migrated database of its own, empty caches, English, and the addresses of the services."""

import os
import shutil

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation

from shop import prepared, remembered, short_memory
from tests import databases


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Give this worker its copy of the migrated database, and a fresh one after each test that commits."""
    with django_db_blocker.unblock():
        copies = databases.copies(worker=os.environ.get("PYTEST_XDIST_WORKER", ""))
        copies.prepare()

    def renew(_test_case):
        with django_db_blocker.unblock():
            copies.renew()

    emptying, TransactionTestCase._fixture_teardown = TransactionTestCase._fixture_teardown, renew
    yield
    TransactionTestCase._fixture_teardown = emptying
    with django_db_blocker.unblock():
        copies.drop()


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Begin with empty caches and in English, whatever the test before has left."""
    cache.clear()
    prepared.store.clear()
    remembered.forget()
    short_memory.forget()
    translation.activate("en")
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of the Redis of this run; `make test` brings one."""
    url = os.environ.get("TEST_REDIS_URL", "")
    if not url:
        pytest.skip("no Redis: TEST_REDIS_URL is not set (make test brings one)")
    return url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the installed Chromium; without one the browser tests are skipped."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    if os.path.exists(mac):
        return mac
    pytest.skip("no Chromium: install it to run the browser tests (Debian: apt install chromium)")
