"""The one door for staff: the admin's own sign-in pages lead to the store's, where a second factor is asked for."""

from urllib.parse import urlencode

from allauth.account.views import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from shop.views.current import find_cart, remember

from .viewsets import OwnAccount

ADMIN_PERMISSION = "wagtailadmin.access_admin"

own_account = never_cache(require_admin_access(OwnAccount.as_view()))


@never_cache
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Where the admin sends whoever may not enter: to sign in, or nowhere if that would not help."""
    wanted = _local(request, default=reverse("wagtailadmin_home"))
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")
    if not request.user.has_perm(ADMIN_PERMISSION):
        raise PermissionDenied
    return redirect(wanted)


@never_cache
def page_sign_in(request: HttpRequest) -> HttpResponse:
    """Where a page for signed-in visitors sends the others."""
    wanted = _local(request, default=resolve_url("shop:account"))
    if request.user.is_authenticated:
        return redirect(wanted)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")


def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's page; afterwards nothing shows any more how full the customer's cart is."""
    response = logout(request)
    return response if request.user.is_authenticated else remember(request, response, find_cart(request))


def _local(request: HttpRequest, *, default: str) -> str:
    """The address that ``next`` names, if it is one of ours."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else default
