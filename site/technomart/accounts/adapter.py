"""How allauth meets this store: whom it counts, where it sends people, what its mail is signed with."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import is_headless_request
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from shop.addresses import client_address
from shop.views.current import find_cart, remember


@dataclass(frozen=True)
class Store:
    """What allauth's mails call the site they come from."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own ways, but for what the methods below say."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count by; a made-up X-Forwarded-For changes nothing."""
        return client_address(request)

    def is_safe_url(self, url: str | None) -> bool:
        """After signing in people stay on the host they are on."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The header shows how full the customer's own cart is; an app keeps no cookies."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response if is_headless_request(request) else remember(request, response, find_cart(request))

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_account_already_exists_mail(self, email: str) -> None:
        """A new account costs the time of a password's hash; without it here, time would tell who has one."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        store = Store(settings.WAGTAIL_SITE_NAME, urlsplit(settings.SITE_URL).netloc)
        super().send_mail(template_prefix, email, {**context, "current_site": store})
