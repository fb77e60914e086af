"""The suite: fast password hashes, mail in memory, nothing remembered; the database by TEST_DATABASE_URL."""

import os

from .base import *  # noqa: F403
from .base import ROOT, SHOP, STORAGES, TASKS, database

SECRET_KEY = "tests-only-tests-only-tests-only-tests-only"  # noqa: S105
DEBUG = False
(ROOT / "var").mkdir(exist_ok=True)
DATABASES = {"default": database(os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{ROOT / 'var' / 'unused.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DB_NAME", str(ROOT / "var" / "test.sqlite3"))}
elif os.environ.get("TEST_DB_NAME"):
    DATABASES["default"]["TEST"] = {"NAME": os.path.basename(os.environ["TEST_DB_NAME"]).split(".")[0]}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
TASKS["jobs"] = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SHOP |= {"VERSION_MEMORY": 0.0, "TERMS_MEMORY": 0.0, "RATE_LIMITS": False}
ACCOUNT_RATE_LIMITS = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
