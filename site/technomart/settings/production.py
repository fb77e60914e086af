"""A server on the internet: nothing has a default that could be wrong, and what is missing is named."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import NEEDED_BY_PAYMENTS, SHOP, SITE_URL, env

_missing = [
    name
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL")
    if not env.str(name, default="")
]
if _missing:
    raise ImproperlyConfigured(f"Production needs these variables: {', '.join(_missing)} (see .env.example)")
# Trying production on one's own computer needs no certificate; anything else does.
_on_this_computer = SITE_URL.startswith(("http://localhost", "http://127.0.0.1"))
if not (SITE_URL.startswith("https://") or _on_this_computer):
    raise ImproperlyConfigured("SITE_URL must begin with https://")
if "*" in ALLOWED_HOSTS:  # noqa: F405
    raise ImproperlyConfigured("ALLOWED_HOSTS must name hosts, not *")
if len(SECRET_KEY) < 50:  # noqa: F405
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters")

DEBUG = False
SHOP |= {"SANDBOX_PAYMENTS": False}
PAYMENT_PROVIDERS = env.list("PAYMENT_PROVIDERS", default=["on_receipt"])
if "sandbox" in PAYMENT_PROVIDERS:
    raise ImproperlyConfigured("PAYMENT_PROVIDERS must not contain sandbox: it takes no money")
if _unknown := sorted(set(PAYMENT_PROVIDERS) - set(NEEDED_BY_PAYMENTS)):
    raise ImproperlyConfigured(f"PAYMENT_PROVIDERS names what is not there: {', '.join(_unknown)}")
for _method in PAYMENT_PROVIDERS:
    if _missing := [name for name in NEEDED_BY_PAYMENTS[_method] if not env.str(name, default="")]:
        raise ImproperlyConfigured(f"Payments by {_method} need these variables: {', '.join(_missing)}")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not _on_this_computer
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not _on_this_computer
SESSION_COOKIE_NAME = "session" if _on_this_computer else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if _on_this_computer else "__Host-csrf"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
