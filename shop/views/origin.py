"""Forms on pages that are the same for everybody carry no token; the browser's word about where they came from does."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from .errors import forbidden_form

View = Callable[..., HttpResponse]


def same_origin(view: View) -> View:
    """Refuse a POST that another site's page has sent.

    Every browser of the last ten years sends Origin with a POST (Fetch standard, section 3.2); one that sends neither
    Origin nor Referer is refused, because nothing vouches for it.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD") and not _is_own(request):
            return forbidden_form(request)
        return view(request, *args, **kwargs)

    return csrf_exempt(checked)


def _is_own(request: HttpRequest) -> bool:
    claimed = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(claimed)
    return parts.scheme == request.scheme and parts.netloc == request.get_host()
