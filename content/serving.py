"""Serves pages: which page an address leads to is remembered while no page changes.

What only some people may read is never remembered: Wagtail asks each of them.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import hooks, views
from wagtail.models import Page

from content.models.base import StorePage
from shop.remembered import until_changed

MOST_PAGES = 500

# Host, port, language and path: a host may be another site.
Address = tuple[str, str, str | None, str]


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The page at this address, as Wagtail serves it."""
    if request.method != "GET":
        return views.serve(request, path)
    address = (request.get_host(), request.get_port(), get_language(), path)
    known = _known()
    page = known.get(address)
    if page is None:
        page = _open_page(request, path)
        if page is None:
            return views.serve(request, path)
        if len(known) < MOST_PAGES:
            known[address] = page
    for before in hooks.get_hooks("before_serve_page"):
        answer = before(page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    return page.serve(request)


@until_changed
def _known() -> dict[Address, StorePage]:
    """The pages that have been asked for since any page changed, each with what it has read for itself."""
    return {}


def _open_page(request: HttpRequest, path: str) -> StorePage | None:
    """The page at this address if it is one of ours, just itself, and open to everybody."""
    found = Page.route_for_request(request, path)
    if found is None or found[1] or found[2] or not isinstance(found[0], StorePage):
        return None
    return None if found[0].get_view_restrictions() else found[0]
