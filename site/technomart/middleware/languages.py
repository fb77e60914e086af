"""The language of an answer: by the address on the site, by cookie and browser everywhere else."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

# Addresses for machines and staff: they exist in one form only.
WITHOUT_LANGUAGE = ("/api/", "/_allauth/", "/admin/", "/payments/", "/ws/", "/media/", "/static/")


class Languages(LocaleMiddleware):
    """Sends a visitor from an unknown address to the same one under his language, but no machine.

    Any path could be a page of the site once a language is put before it, so Django would answer an unknown API
    address with a redirect instead of 404.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(WITHOUT_LANGUAGE) or request.method not in ("GET", "HEAD"):
            response.headers.setdefault("Content-Language", translation.get_language())
            if translation.get_language_from_path(request.path_info) is None:
                patch_vary_headers(response, ("Accept-Language",))
            return response
        return super().process_response(request, response)
