"""Settings that every place shares; the environment is read in env.py."""

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .env import ROOT, database, env

BASE_DIR = ROOT
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "daphne",
    "technomart",
    "technomart.accounts",
    "dashboards",
    "content",
    "shop",
    "wagtail_modeladmin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "technomart.accounts.staff.StaffConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "allauth.headless",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "technomart.middleware.requests.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "technomart.middleware.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shop.prepared.PreparedAnswers",
    "technomart.middleware.headers.ContentPolicy",
    "technomart.middleware.headers.BackOfficePolicy",
    "technomart.middleware.requests.CleanInput",
    "technomart.middleware.bodies.BoundedLength",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "technomart.middleware.languages.Languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "technomart.urls"
ASGI_APPLICATION = "technomart.asgi.application"
WSGI_APPLICATION = "technomart.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "content.context.store",
                "technomart.context.alternates",
            ],
        },
    },
]

# Database, cache, channels: one environment variable each.
# A variable that is set to nothing, as in a copied .env.example, counts as not set.
DATABASES = {
    "default": database(env.str("DATABASE_URL", default="") or f"sqlite:///{ROOT / 'var' / 'technomart.sqlite3'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "technomart.caching.PatientRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        }
    }
    CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Wagtail's own jobs run at once, or its search index would stay empty without a worker; ours wait in the database.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}

# Languages: one page tree each.
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Moscow")

# Accounts (allauth); staff sign in through the same door, so that a second factor cannot be walked around.
AUTH_USER_MODEL = "accounts.User"
# The only backend: it is Django's own beneath, and two of them would hash each wrong password twice.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "shop:account"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_ADAPTER = "technomart.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "technomart.accounts.forms.SignupForm"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
HEADLESS_ONLY = False
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "allauth.headless.tokens.strategies.jwt.JWTTokenStrategy"  # noqa: S105 (a class, not a secret)
HEADLESS_JWT_ALGORITHM = "HS256"
# Without this a signed-out, deactivated or deleted person's token works until it expires.
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 300
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = True
HEADLESS_SERVE_SPECIFICATION = False
# How many proxies of ours stand in front; only that many entries of X-Forwarded-For are believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# Mail
EMAIL_CONFIG = env.email_url_config(env.str("EMAIL_URL", default="") or "consolemail://")
vars().update(EMAIL_CONFIG)
# A mail server that does not answer must not keep the letters' place in the log locked.
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Technomart <shop@technomart.example>")

# Files
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = ROOT / "media"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STORAGE_URL = env.str("STORAGE_URL", default="")
if STORAGE_URL:
    _bucket = env.url("STORAGE_URL")
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _bucket.path.lstrip("/"),
            "endpoint_url": f"https://{_bucket.hostname}",
            "access_key": _bucket.username,
            "secret_key": _bucket.password,
        },
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor sends many

# Wagtail
WAGTAIL_SITE_NAME = _("Technomart")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "admin_sign_in"
# Passwords and addresses are changed in the account pages, which ask for proof; the admin has no forms for them.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = ["Europe/Moscow", "Europe/Kaliningrad", "Asia/Yekaterinburg", "Asia/Vladivostok", "UTC"]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "content.search_backend"}}

# The API
# Our views carry their own classes (shop.api.base): Wagtail's admin uses Django REST Framework's defaults too.
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Technomart API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_URLCONF": "shop.api.urls",
    # It would look at the admin's own endpoints too; a test validates the document of ours.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# Security of answers; the storefront has no inline script or style at all.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
# The editor's preview pane is a frame of our own.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "shop.views.errors.forbidden_form"

# The shop
SHOP: dict[str, Any] = {
    "CURRENCY": "RUB",
    # VAT of the Russian Federation since 1 January 2026 (Tax Code, article 164), in basis points; prices include it.
    "TAX_BASIS_POINTS": 2200,
    # How old what a process remembers of markets, taxes and promotions may be, when another process has changed it.
    "TERMS_MEMORY": 1.0,
    # Bank transfers confirm within ten minutes in practice; five more keep slow ones from losing their goods.
    "RESERVATION_LIFETIME": timedelta(minutes=15),
    # How long an unpaid order keeps its goods.
    "PAYMENT_LIFETIME": timedelta(hours=1),
    # The same when the money comes by bank transfer: banks send it on working days only.
    "TRANSFER_LIFETIME": timedelta(days=5),
    "CART_LIFETIME": timedelta(days=30),
    "CHANGE_RETENTION": timedelta(days=30),
    "LOW_STOCK": 5,
    # How long a piece is kept for somebody on the waiting list who was told that it is back.
    "WAITING_HOLD": timedelta(minutes=30),
    # What the shop promises for everything it sells; a maker may give more.
    "RETURN_DAYS": 14,
    # The right of withdrawal of consumers in the European Union (Directive 2011/83/EU, article 9).
    "WITHDRAWAL_DAYS": 14,
    # Within how many days money goes back: 10 in the Russian Federation (Law on Consumer Protection, article 26.1),
    # 14 in the European Union.
    "REFUND_DAYS": 10,
    # How long a draft order that was sent to a customer keeps its goods.
    "DRAFT_LIFETIME": timedelta(days=3),
    "WARRANTY_YEARS": 1,
    # Who issues invoices: name, address and what the law asks for, a line each, parted by "|".
    "SELLER": {
        "en": env.str("SELLER_EN", default="Technomart|1 Example Street, 000000 Sampletown").split("|"),
        "ru": env.str("SELLER_RU", default="Техномарт|000000, г. Примерск, ул. Образцовая, д. 1").split("|"),
    },
    # How long a process may believe the catalogue's version it has read, in seconds.
    "VERSION_MEMORY": 1.0,
    "RATE_LIMITS": True,
    "SANDBOX_PAYMENTS": True,
    # Cards are charged when the shopper pays; otherwise the money is reserved, and taken when the goods leave.
    "CAPTURE_AT_ONCE": env.bool("CAPTURE_AT_ONCE", default=True),
}
PAYMENT_PROVIDERS = env.list("PAYMENT_PROVIDERS", default=["on_receipt", "sandbox"])
# Which variables each way of payment cannot do without.
NEEDED_BY_PAYMENTS = {
    "on_receipt": [],
    "bank_transfer": ["BANK_ACCOUNT"],
    "stripe": ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"],
    "yookassa": ["YOOKASSA_SHOP_ID", "YOOKASSA_SECRET_KEY"],
}
# Where bank transfers go, as their payer reads it: recipient, bank, account and the rest by name.
BANK_ACCOUNT: dict[str, str] = env.dict("BANK_ACCOUNT", default={})
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
# Several while a secret is changed for a new one.
STRIPE_WEBHOOK_SECRET = env.list("STRIPE_WEBHOOK_SECRET", default=[])
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="") or "https://api.stripe.com"
YOOKASSA_SHOP_ID = env.str("YOOKASSA_SHOP_ID", default="")
YOOKASSA_SECRET_KEY = env.str("YOOKASSA_SECRET_KEY", default="")
YOOKASSA_API_BASE = env.str("YOOKASSA_API_BASE", default="") or "https://api.yookassa.ru/v3"
# Networks that YooKassa sends its notifications from; empty means those that it has published.
YOOKASSA_NETWORKS = env.list("YOOKASSA_NETWORKS", default=[])

SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "technomart.middleware.requests.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "shop": {"level": "INFO"},
        "content": {"level": "INFO"},
        "technomart": {"level": "INFO"},
        "django.channels.server": {"level": "WARNING"},
    },
}
