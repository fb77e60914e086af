"""Pages of a list: opaque, signed cursors, and the envelope with the addresses of the neighbouring pages."""

import hashlib
from typing import Any

import orjson
from django.core import signing
from django.utils.translation import gettext as _
from rest_framework.request import Request

from shop.errors import Refusal

DEFAULT_LIMIT = 24
MAXIMAL_LIMIT = 100
# Parameters that may change from page to page without making it another list.
APART = ("cursor", "limit", "fields", "include", "lang")


class InvalidCursor(Refusal):
    code = "invalid_cursor"

    def sentence(self) -> str:
        return _("This cursor belongs to another list.")


def sign(position: Any, request: Request) -> str:
    """A place in the list that this request reads, as text that a client cannot alter or use for another list."""
    return signing.dumps(position, salt=_list_of(request), compress=True)


def unsign(cursor: str, request: Request) -> Any:
    try:
        return signing.loads(cursor, salt=_list_of(request))
    except signing.BadSignature:
        raise InvalidCursor from None


def envelope(
    request: Request, results: list, *, following: Any = None, before: Any = None, **more: Any
) -> dict[str, Any]:
    """``results`` with the addresses of the next and the previous page; positions are None at the ends."""
    return {
        "results": results,
        "next": address(request, following),
        "previous": address(request, before),
        **more,
    }


def address(request: Request, position: Any) -> str | None:
    """The address of the same list from another position on."""
    if position is None:
        return None
    parameters = request.query_params.copy()
    parameters["cursor"] = sign(position, request)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def _list_of(request: Request) -> str:
    """Which list a request reads: its path and its filters in any order."""
    filters = sorted((name, sorted(values)) for name, values in request.query_params.lists() if name not in APART)
    return "shop.api.paging:" + hashlib.sha256(orjson.dumps([request.path, filters])).hexdigest()
