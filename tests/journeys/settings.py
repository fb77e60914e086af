"""Settings of the store that browsers visit: one computer's, without debug pages, with files in its own folder."""

import os

from technomart.settings.dev import *  # noqa: F403
from technomart.settings.dev import SHOP

DEBUG = False
MEDIA_ROOT = os.environ["JOURNEY_MEDIA"]
# One visitor does in a minute here what takes people an evening.
SHOP |= {"RATE_LIMITS": False}
ACCOUNT_RATE_LIMITS = False
