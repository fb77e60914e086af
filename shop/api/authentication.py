"""How the API knows a customer: the app's tokens (allauth headless), or the site's session with its CSRF token."""

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication, XSessionTokenAuthentication
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


class Bearer(JWTTokenAuthentication):
    """``Authorization: Bearer``; valid only while the session behind it lives and its user is active."""

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        return _active(found)


class SessionToken(XSessionTokenAuthentication):
    """``X-Session-Token``; a wrong one is refused instead of being taken for a guest's request."""

    def authenticate(self, request: Request) -> Any:
        token = self.get_session_token(request)
        if not token:
            return None
        if not token.isascii() or "\x00" in token or len(token) > 100:
            raise AuthenticationFailed
        found = super().authenticate(request)
        if found is None:
            raise AuthenticationFailed
        return _active(found)


class Cookie(SessionAuthentication):
    """The session of somebody signed in on the site."""


def _active(found: Any) -> Any:
    """A switched-off account is nobody's."""
    if found is not None and not found[0].is_active:
        raise AuthenticationFailed
    return found


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = Bearer
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class SessionTokenScheme(OpenApiAuthenticationExtension):
    target_class = SessionToken
    name = "session_token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}


class CookieScheme(OpenApiAuthenticationExtension):
    target_class = Cookie
    name = "session_cookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
