"""The limit that everything is compared with: a minimal Django view that answers ten kilobytes of JSON."""

import os
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    settings.configure(
        SECRET_KEY=os.urandom(16).hex(), ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[], DEBUG=False
    )

BODY = b'{"filler": "' + b"x" * 10_000 + b'"}'


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, content_type="application/json")


urlpatterns: list[Any] = [path("", answer)]
application = get_wsgi_application()
