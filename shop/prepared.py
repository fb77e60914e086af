"""Answers kept as bytes: what is the same for everybody is made once for each version of the catalogue.

A view marks its answer; the middleware keeps it in this process and serves it without touching the database, until
the catalogue's version moves or a minute has passed (a page names days: "tomorrow").
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from shop.api import limits
from shop.changes import log, tokens

GetResponse = Callable[[HttpRequest], HttpResponse]

LIFETIME = 60.0  # seconds
LARGEST_STORE = 64 * 1024 * 1024  # bytes in one process
# What a client sends that makes an answer its own.
PERSONAL = ("HTTP_AUTHORIZATION", "HTTP_X_SESSION_TOKEN")
# The visitor's market: a cookie of the site, a parameter of the API; with one, prices may be others.
MARKET = "market"
# Headers that belong to one answer and not to what is kept.
OWN = ("x-request-id", "content-length", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset")


def prepared(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark what a view answers as the same for everybody who is not signed in."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponse:
        return mark(view(*args, **kwargs))

    return marked


def mark(response: HttpResponse) -> HttpResponse:
    response.is_prepared = True  # type: ignore[attr-defined]
    return response


@dataclass(frozen=True)
class Kept:
    """One answer, with the instant from which on it is too old (seconds of the monotonic clock)."""

    content: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    until: float


class Store:
    """The latest answers of this process, the least used thrown away first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def find(self, key: tuple[Any, ...]) -> Kept | None:
        kept = self._kept.get(key)
        return kept if kept is not None and time.monotonic() < kept.until else None

    def keep(self, key: tuple[Any, ...], kept: Kept) -> None:
        with self._lock:
            self._drop(key)
            self._kept[key] = kept
            self._size += len(kept.content)
            while self._size > LARGEST_STORE:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _drop(self, key: tuple[Any, ...]) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self._size -= len(dropped.content)


store = Store()


class PreparedAnswers:
    """Serves kept answers, and keeps those that a view has marked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_X_CHANGE" in request.META:
            # A page that has heard of a change asks for an answer that contains it, whoever is signed in.
            log.version(at_least=tokens.place_of(request.META["HTTP_X_CHANGE"]))
        if not is_for_everybody(request):
            return _private(request, self.get_response(request))
        key = _key(request)
        kept = store.find(key)
        if kept is None:
            return self._make(request, key)
        if request.path.startswith("/api/"):
            return _serve_limited(request, kept) or self.get_response(request)
        return _serve(request, kept)

    def _make(self, request: HttpRequest, key: tuple[Any, ...]) -> HttpResponse:
        response = self.get_response(request)
        if not getattr(response, "is_prepared", False) or response.status_code != 200 or response.cookies:
            return response
        content = bytes(response.content)
        etag = response.get("ETag") or f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        response["ETag"] = etag
        _private(request, response)
        headers = tuple((name, value) for name, value in response.items() if name.lower() not in OWN)
        store.keep(key, Kept(content, headers, etag, time.monotonic() + LIFETIME))
        return _not_modified(request, response, etag)


def _private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Browsers ask for pages again each time, and no cache shares them.

    A session and a market make another page of the same address.  The API says for itself what may be kept.
    """
    if getattr(response, "is_prepared", False) and not request.path.startswith("/api/"):
        response.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Cookie"])
    return response


def is_for_everybody(request: HttpRequest) -> bool:
    # Probes, files and the admin have nothing to keep; asking for the version would be a query for nothing.
    if request.method != "GET" or not request.path.startswith(_public()):
        return False
    meta = request.META
    if any(name in meta for name in PERSONAL):
        return False
    cookies = meta.get("HTTP_COOKIE", "")
    own = (settings.SESSION_COOKIE_NAME, "messages", f"{MARKET}=")
    if any(name in cookies for name in own):
        return False
    return f"{MARKET}=" not in meta.get("QUERY_STRING", "")


@cache
def _public() -> tuple[str, ...]:
    return ("/api/", *(f"/{code}/" for code, _name in settings.LANGUAGES))


def _key(request: HttpRequest) -> tuple[Any, ...]:
    meta = request.META
    language = _language(meta.get("HTTP_ACCEPT_LANGUAGE", "")) if request.path.startswith("/api/") else ""
    # What is asked for in another form, or refused in that form, is another answer.
    accepted = meta.get("HTTP_ACCEPT", "")
    accepts = "" if not accepted or "*/*" in accepted else accepted
    query = meta.get("QUERY_STRING", "")
    version = log.version()
    return meta.get("HTTP_HOST", ""), request.path, query, language, accepts, request.is_secure(), version


@lru_cache(maxsize=2048)
def _language(header: str) -> str:
    """The language that a header asks for; many headers, few languages."""
    for wanted, _ in parse_accept_lang_header(header):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _serve_limited(request: HttpRequest, kept: Kept) -> HttpResponse | None:
    """The kept answer, counted as the API counts; None if the caller has had too many, so that the API refuses."""
    counted = limits.count(request, limits.CATALOGUE)
    if counted is not None and counted.used > counted.limit.requests:
        return None
    response = _serve(request, kept)
    if counted is not None and response.status_code == 304:
        counted = limits.give_back(counted)
    limits.put_headers(response, counted)
    return response


def _serve(request: HttpRequest, kept: Kept) -> HttpResponse:
    response = HttpResponse(kept.content)
    for name, value in kept.headers:
        response.headers[name] = value
    # The policy is among the headers that were kept.
    response._csp_exempt = True  # type: ignore[attr-defined]
    return _not_modified(request, response, kept.etag)


def _not_modified(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """304 without a body if the client has these very bytes (RFC 9110, section 13.1.2)."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if response.status_code != 200 or not asked:
        return response
    if asked.strip() != "*" and etag not in [tag.removeprefix("W/") for tag in parse_etags(asked)]:
        return response
    response.status_code = 304
    response.content = b""
    for name in ("Content-Type", "Content-Length"):
        response.headers.pop(name, None)
    return response
