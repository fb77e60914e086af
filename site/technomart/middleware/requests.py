"""Every request gets an id that its log lines and its answer carry, and is refused early if it cannot be read."""

import contextvars
import logging
import re
import secrets
from collections.abc import Callable

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


class CleanInput:
    """Refuses a path or query that contains NUL: PostgreSQL cannot store it and would fail far from here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\x00" in query:
            if request.path.startswith("/api/"):
                from shop.api.problems import problem_response

                return problem_response(request, "invalid_characters")
            from django.views.defaults import bad_request

            return bad_request(request, ValueError())
        return self.get_response(request)
