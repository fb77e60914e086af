"""Settings of a live process that starts in a second: the apps that sockets need, and the rest as in development."""

from technomart.settings.dev import *  # noqa: F403

INSTALLED_APPS = [
    "technomart.accounts",
    "shop",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
