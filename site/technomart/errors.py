"""What a request is told that no view could answer: a problem document to machines, a page to people.

The pages of 400 and 500 stand on their own and ask nothing: a host that is not ours or a failed database would make
them fail as well.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from content.context import describe
from shop.api.problems import problem_response
from technomart.middleware.requests import UnreadableAddress

MACHINES = ("/api/", "/_allauth/", "/payments/")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address or body that cannot be read, or a host that is not ours."""
    if _is_machine(request):
        return problem_response(
            request, "invalid_characters" if isinstance(exception, UnreadableAddress) else "bad_request"
        )
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Signed in, but without the right to this."""
    if _is_machine(request):
        return problem_response(request, "permission_denied")
    # Under /admin/ the store's own frame is not prepared by itself.
    return render(request, "403.html", {"store": describe(get_language() or settings.LANGUAGE_CODE)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is at this address."""
    if _is_machine(request):
        return problem_response(request, "not_found")
    return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody tries too often; allauth calls this for its own limits."""
    if _is_machine(request):
        return problem_response(request, "rate_limited")
    return render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    if _is_machine(request):
        return problem_response(request, "server_error")
    return HttpResponse(render_to_string("500.html"), status=500)


def _is_machine(request: HttpRequest) -> bool:
    return request.path.startswith(MACHINES)
