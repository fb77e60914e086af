"""Settings of a shop without content and dashboards: nothing of them may be needed."""

from technomart.settings.test import *  # noqa: F403
from technomart.settings.test import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in ("content", "dashboards")]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    name for name in TEMPLATES[0]["OPTIONS"]["context_processors"] if not name.startswith(("content.", "dashboards."))
]
ROOT_URLCONF = "tests.site.shop_alone_urls"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
