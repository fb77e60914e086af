"""Entry for plain HTTP in production (granian)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "technomart.settings.production")
application = get_wsgi_application()
