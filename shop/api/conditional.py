"""Conditional requests (RFC 9110): strong ETags of the answer's bytes, 304, and If-Match before a change.

The tag of a thing that clients change begins with its version: If-Match asks for that part, so that a price which has
moved in the meantime does not stand in the way of another phone number."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from shop.errors import Refusal

from .formats import written


class PreconditionRequired(Refusal):
    code = "precondition_required"

    def sentence(self) -> str:
        return _("Send the cart's ETag in If-Match, so that nobody's change is overwritten.")


class PreconditionFailed(Refusal):
    """Somebody else was faster; ``current`` is the thing as it is now."""

    code = "precondition_failed"

    def sentence(self) -> str:
        return _("It has been changed in the meantime. Look at it again.")


def etag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()}"'


def etag_of_version(version: str, content: Any) -> str:
    """The tag of an answer with this content, about a thing of which clients change one version after another."""
    return f'"{_short(version.encode())}.{_short(written(content))}"'


def _short(told: bytes) -> str:
    return hashlib.sha256(told).hexdigest()[:32]


def mark(response: HttpResponse) -> None:
    """Give an answer its tag."""
    if "ETag" not in response:
        response["ETag"] = etag_of(response.content)


def is_known(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the client has this very answer already.

    If-None-Match compares weakly: a proxy that compressed the answer may have made the tag weak.
    """
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or response["ETag"] in [tag.removeprefix("W/") for tag in known]


def empty(response: HttpResponse) -> None:
    """Turn an answer into 304."""
    response.status_code = 304
    response.content = b""
    del response["Content-Type"]
    response.headers.pop("Content-Length", None)


def require_match(request: HttpRequest, version: str, current: Callable[[], Any]) -> None:
    """Go on only if the client has seen this version; If-Match compares strongly.

    ``current`` makes the thing as it is now, which a client that has not is told.
    """
    given = request.headers.get("If-Match", "")
    if not given:
        raise PreconditionRequired
    tags = parse_etags(given)
    seen = f'"{_short(version.encode())}.'
    if "*" not in tags and not any(tag.startswith(seen) for tag in tags):
        content = current()
        raise PreconditionFailed(current=content, etag=etag_of_version(version, content))
