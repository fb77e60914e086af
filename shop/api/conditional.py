"""Conditional requests (RFC 9110): strong ETags of the answer's bytes, 304, and If-Match before a change."""

import hashlib
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


def etag_of_content(content: Any) -> str:
    """The tag that the answer with this content will have."""
    return etag_of(written(content))


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


def require_match(request: HttpRequest, current: Any, *, optional: bool = False) -> None:
    """Go on only if the client has seen ``current``; if-match compares strongly."""
    given = request.headers.get("If-Match", "")
    if not given:
        if optional:
            return
        raise PreconditionRequired
    tags = parse_etags(given)
    tag = etag_of_content(current)
    if "*" not in tags and tag not in tags:
        raise PreconditionFailed(current=current, etag=tag)
