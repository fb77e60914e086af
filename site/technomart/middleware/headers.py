"""Security headers that every answer carries, and the looser script policy of the admin."""

from collections.abc import Callable
from functools import cache

from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponse]

# Wagtail's admin and the API's documentation page have inline scripts of their own.
BACK_OFFICE = ("/admin/", "/api/v1/docs/")


class Headers:
    """Adds what Django's own security middleware does not."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(self)")
        if request.path.startswith("/media/"):
            # A picture uploaded as SVG may contain scripts; nothing of ours runs from there.
            response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
        elif _is_for_one_person(request, response):
            response.setdefault("Cache-Control", "private, no-store")
        return response


def _is_for_one_person(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a cache on the way could hand one person's page or cookie to another."""
    if response.cookies:
        return True
    session = getattr(request, "session", None)
    return session is not None and session.accessed and SESSION_KEY in session


class BackOfficePolicy:
    """Allows inline scripts and styles under the addresses that only staff open."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(BACK_OFFICE):
            inline = ["'self'", "'unsafe-inline'"]
            response._csp_replace = {  # type: ignore[attr-defined]
                "script-src": inline,
                "style-src": inline,
                "img-src": ["'self'", "data:", "blob:"],
            }
        return response


class ContentPolicy(CSPMiddleware):
    """Writes the policy that nearly all answers have in common without building it anew for each."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_its_own = any(name.startswith("_csp") for name in vars(response)) or hasattr(request, "_csp_nonce")
        if is_its_own or settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault("Content-Security-Policy", _common_policy())
        return response


@cache
def _common_policy() -> str:
    return str(build_policy())
