"""What a process that serves no open connections answers at the address of the event stream."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shop.api.problems import problem_response


def live_unavailable(request: HttpRequest) -> HttpResponse:
    """The proxy should have led this request to the live process."""
    return problem_response(
        request, "busy", _("Live changes are served by another process of the store."), {"Retry-After": "5"}
    )
