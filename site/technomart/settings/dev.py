"""One computer, one SQLite file, mail printed to the console: what `make run` uses."""

from .base import *  # noqa: F403
from .base import BANK_ACCOUNT, ROOT, STORAGES, env

DEBUG = True
SECRET_KEY = "only-for-one-computer-never-for-a-server"  # noqa: S105 (production refuses to start without its own)
(ROOT / "var").mkdir(exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Every way to pay that needs no contract with anybody.
PAYMENT_PROVIDERS = env.list("PAYMENT_PROVIDERS", default=["on_receipt", "sandbox", "bank_transfer"])
BANK_ACCOUNT = BANK_ACCOUNT or {"Recipient": "Technomart LLC", "Account": "40702810000000000000", "BIC": "044525000"}
