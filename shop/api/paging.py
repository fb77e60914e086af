"""Pages of a list: opaque, sealed cursors, and the envelope with the addresses of the neighbouring pages."""

import base64
from functools import cache
from typing import Any
from urllib.parse import urlencode

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.utils.crypto import salted_hmac
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


def seal(position: Any, request: Request) -> str:
    """A place in the list that this request reads, as text that a client cannot read, alter or use for another list.

    The same place gives the same text, or the tag of an unchanged page would change.
    """
    sealed = _cipher().encrypt(orjson.dumps(position), [_list_of(request)])
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(cursor: str, request: Request) -> Any:
    try:
        sealed = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        return orjson.loads(_cipher().decrypt(sealed, [_list_of(request)]))
    except (UnicodeEncodeError, ValueError, InvalidTag):
        raise InvalidCursor from None


@cache
def _cipher() -> AESSIV:
    return AESSIV(salted_hmac("shop.api.paging", "cursors", algorithm="sha256").digest())


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
    parameters = {**dict(request.query_params.lists()), "cursor": [seal(position, request)]}
    return request.build_absolute_uri(f"{request.path}?{urlencode(parameters, doseq=True)}")


def _list_of(request: Request) -> bytes:
    """Which list a request reads: its path and its filters in any order."""
    filters = sorted((name, sorted(values)) for name, values in request.query_params.lists() if name not in APART)
    return orjson.dumps([request.path, filters])
