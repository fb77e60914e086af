"""Production's settings without limits on how often one may ask."""

from technomart.settings.production import *  # noqa: F403
from technomart.settings.production import SHOP

SHOP |= {"RATE_LIMITS": False}
