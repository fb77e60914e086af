"""Production's settings without limits on how often one may ask, and with static files by their plain names."""

from technomart.settings.production import *  # noqa: F403
from technomart.settings.production import SHOP, STORAGES

SHOP |= {"RATE_LIMITS": False}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
