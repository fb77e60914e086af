"""Pages for requests that were refused before a view saw them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from another site, or its cookie is gone; nothing was changed."""
    return render(request, "403.html", {"is_stale_form": True}, status=403)
