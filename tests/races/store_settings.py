"""Settings of a store that starts in two seconds: the apps that the API needs, and no limits on how often one asks."""

from tests.changes.live_settings import *  # noqa: F403
from tests.changes.live_settings import INSTALLED_APPS, SHOP

INSTALLED_APPS = [*INSTALLED_APPS, "rest_framework", "drf_spectacular"]
MIDDLEWARE = [
    "technomart.middleware.requests.RequestId",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "tests.races.store_urls"
WSGI_APPLICATION = None
SHOP |= {"RATE_LIMITS": False}
