"""Settings of the store that everything is done to: development's, with a mail server and short patience."""

import os

from technomart.settings.dev import *  # noqa: F403
from technomart.settings.dev import DATABASES, SHOP

SHOP |= {"RATE_LIMITS": False}
PAYMENT_PROVIDERS = ["on_receipt", "sandbox"]
ROOT_URLCONF = "tests.chaos.urls"
if pages := os.environ.get("CHAOS_MAX_PAGES"):
    # A full disk, as SQLite sees it: not one page more.
    DATABASES["default"]["OPTIONS"]["init_command"] += f"PRAGMA max_page_count={pages};"
