"""Every request gets an id that its log lines and its answer carry, and is refused early if it cannot be read."""

import contextvars
import logging
import re
import secrets
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

_request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")
_ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestId:
    """Takes a proxy's ``X-Request-ID`` or makes one; puts it on the request, the answer and the log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if _ACCEPTED.fullmatch(given) else secrets.token_hex(8)  # type: ignore[attr-defined]
        mark = _request_id.set(request.request_id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(mark)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class RequestIdFilter(logging.Filter):
    """Adds the id to log records, and takes line breaks out of them, so that nobody can forge a line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        if isinstance(record.args, tuple):
            record.args = tuple(_one_line(value) for value in record.args)
        return True


def _one_line(value: object) -> object:
    return value.replace("\r", "\\r").replace("\n", "\\n").replace("\x1b", "\\x1b") if isinstance(value, str) else value


class UnreadableAddress(BadRequest):
    """The path or the query holds bytes that are no text."""


class CleanInput:
    """Refuses a path or query that is not UTF-8 or contains NUL, before it fails somewhere far from here.

    PostgreSQL cannot store NUL, and Django would silently replace bytes it cannot read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_unreadable(_raw_path(request)) or _is_unreadable(_raw_query(request)):
            if request.path.startswith("/api/"):
                # Logging loads this module before the apps.  In development Django would answer with a page of its own.
                from shop.api.problems import problem_response

                return problem_response(request, "invalid_characters")
            raise UnreadableAddress
        return self.get_response(request)


def _raw_path(request: HttpRequest) -> bytes:
    scope = getattr(request, "scope", None)
    if scope is not None:  # ASGI keeps the bytes as they came
        raw = scope.get("raw_path")
        return unquote_to_bytes(raw) if raw is not None else scope["path"].encode("utf-8", "surrogateescape")
    # Under WSGI Django has decoded the path already and left quoted what it could not read.
    return unquote_to_bytes(request.path_info)


def _raw_query(request: HttpRequest) -> bytes:
    query: str = request.META.get("QUERY_STRING", "")
    try:
        raw = query.encode("latin-1")
    except UnicodeEncodeError:
        raw = query.encode("utf-8", "surrogateescape")
    return unquote_to_bytes(raw)


def _is_unreadable(raw: bytes) -> bool:
    if b"\x00" in raw:
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False
