"""The same page in the other languages; Wagtail pages know their translations themselves."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language_from_path

FROM_WAGTAIL = "wagtail_serve"


def alternates(request: HttpRequest) -> dict[str, Any]:
    """The template variable ``alternates``: language to address; what a view gives under this name comes first."""
    match = request.resolver_match
    if match is None or match.url_name == FROM_WAGTAIL or get_language_from_path(request.path) is None:
        return {}
    return {"alternates": {code: translate_url(request.path, code) for code, _name in settings.LANGUAGES}}
