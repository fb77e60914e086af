"""Who follows: what a handshake proves about its sender, and which topics that opens."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard
from urllib.parse import urlsplit

from allauth.core.internal.sessionkit import get_session_user
from allauth.headless.internal.sessionkit import lookup_session
from allauth.headless.tokens.strategies.jwt.internal import get_token_session, validate_access_token
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, parse_cookie

from shop import carts, orders
from shop.errors import NotFound

from . import log

TOPICS_AT_MOST = 20
_PUBLIC = re.compile(r"product:prd_[0-9a-z]{1,40}")
_PRIVATE = re.compile(r"(?P<type>cart|order):(?P<id>(?:(?<=cart:)cart|(?<=order:)ord)_[0-9a-z]{1,40})")
# Session keys are 32 of these.
_SESSION_KEY = re.compile(r"[0-9a-z]{16,64}")


class WrongCredentials(Exception):
    """A token was given, and it opens nothing."""


class WrongOrigin(Exception):
    """Another site's page asks."""


@dataclass(frozen=True)
class Visitor:
    """What somebody has proved about themselves."""

    user_id: int | None = None
    session_key: str = ""
    # What a guest proves an order with.
    order_token: str = ""
    # Topics that a ticket opens by itself.
    granted: frozenset[str] = field(default_factory=frozenset)

    @property
    def customer(self) -> Any:
        """The user as the rules of carts and orders ask for one; nothing of theirs but the key is loaded."""
        return get_user_model()(pk=self.user_id) if self.user_id is not None else None


def handshake(scope: Mapping[str, Any]) -> HttpRequest:
    """The handshake's headers as Django's request, which all that judges headers takes."""
    request = HttpRequest()
    request.method = scope.get("method", "GET")
    request.path = request.path_info = scope["path"]
    request.META = {"REQUEST_METHOD": request.method, "REMOTE_ADDR": (scope.get("client") or ("",))[0]}
    for name, value in scope.get("headers", []):
        key = f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}"
        known, text = request.META.get(key), value.decode("latin-1")
        joint = "; " if key == "HTTP_COOKIE" else ","
        request.META[key] = text if known is None else f"{known}{joint}{text}"
    request.COOKIES = parse_cookie(request.META.get("HTTP_COOKIE", ""))
    return request


def check_origin(request: HttpRequest) -> None:
    """A browser says which site's page is connecting; only our own may.  Apps have no origin."""
    origin = request.headers.get("Origin")
    if origin is None or _has_token(request):
        return
    try:
        parts = urlsplit(origin)
        is_ours = parts.scheme in ("http", "https") and parts.netloc.lower() == request.get_host().lower()
    except (DisallowedHost, ValueError):
        is_ours = False
    if not is_ours:
        raise WrongOrigin


def recognise(request: HttpRequest, *, trusts_cookies: bool) -> Visitor:
    """Who has sent this handshake, by token or session; asks the database only if there is something to check."""
    order_token = request.headers.get("Order-Token", "")
    if _has_token(request):
        session = _session_of_token(request)
    elif trusts_cookies:
        session = _session(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    else:
        session = None
    user = get_session_user(session) if session is not None else None
    if session is not None and user is not None:
        return Visitor(user_id=user.pk, session_key=session.session_key or "", order_token=order_token)
    if _has_token(request):
        raise WrongCredentials
    return Visitor(order_token=order_token)


def are_well_formed(topics: Any) -> TypeGuard[list[str]]:
    return (
        isinstance(topics, list)
        and 0 < len(topics) <= TOPICS_AT_MOST
        and all(isinstance(topic, str) and len(topic) <= 60 for topic in topics)
    )


def is_topic(topic: str) -> bool:
    return topic == log.CATALOG or any(form.fullmatch(topic) for form in (_PUBLIC, _PRIVATE))


def may_follow(visitor: Visitor, topics: Collection[str]) -> bool:
    """Whether all these topics are open to the visitor; somebody else's are as unknown as those that do not exist."""
    return all(_is_open(visitor, topic) for topic in topics)


def signed_out(visitors: Iterable[Visitor]) -> set[Visitor]:
    """Those whose session has ended, was replaced by a new password, or belongs to a switched-off account."""
    return {visitor for visitor in set(visitors) if not _is_signed_in(visitor)}


def _is_signed_in(visitor: Visitor) -> bool:
    session = _session(visitor.session_key)
    user = get_session_user(session) if session is not None else None
    return user is not None and user.pk == visitor.user_id


def _is_open(visitor: Visitor, topic: str) -> bool:
    private = _PRIVATE.fullmatch(topic)
    if private is None:
        return is_topic(topic)
    if topic in visitor.granted:
        return True
    try:
        if private["type"] == "cart":
            carts.find(private["id"], visitor.customer)
        else:
            orders.find(private["id"], customer=visitor.customer, token=visitor.order_token)
    except NotFound:
        return False
    return True


def _has_token(request: HttpRequest) -> bool:
    return "X-Session-Token" in request.headers or "Authorization" in request.headers


def _session_of_token(request: HttpRequest) -> Any:
    if "X-Session-Token" in request.headers:
        return _session(request.headers["X-Session-Token"])
    scheme, _, token = request.headers["Authorization"].partition(" ")
    validated = validate_access_token(token.strip()) if scheme.lower() == "bearer" else None
    return get_token_session(validated[1]) if validated else None


def _session(key: str) -> Any:
    return lookup_session(key) if _SESSION_KEY.fullmatch(key) else None
