"""The only list of URL roots."""

from allauth.headless import urls as headless_urls
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from content import serving
from shop.changes.views import live_unavailable
from technomart import errors, health, machines, media
from technomart.accounts import views as accounts

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many_requests
handler500 = errors.server_error


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the site in the visitor's language: the one chosen before, else the browser's."""
    response = redirect(f"/{translation.get_language()}/")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"published": machines.Published}}, name="sitemap"),
    # Ways into the admin that know no second factor lead to the store's own sign-in.
    path("admin/login/", accounts.admin_sign_in, name="admin_sign_in"),
    path("admin/account/", accounts.own_account),
    re_path(r"^admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # People are known by their e-mail address; allauth's address for phone numbers fails where there are none.
    path("_allauth/app/v1/account/phone", errors.not_found),
    path("_allauth/", include(headless_urls)),
    # Where a process serves open connections, technomart.asgi answers before this is asked.
    path("api/v1/live/", live_unavailable),
    path("api/v1/", include("shop.api.urls")),
    re_path(r"^(api|_allauth)/", errors.not_found),
    path("payments/", include("shop.payments.urls")),
    *i18n_patterns(
        path("accounts/logout/", accounts.sign_out, name="account_logout"),
        path("accounts/", include("allauth.urls")),
        path("", include("shop.urls")),
        path("_util/login/", accounts.page_sign_in),
        re_path(wagtail_urls.serve_pattern, serving.serve, name="wagtail_serve"),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]

if settings.MEDIA_URL.startswith("/"):
    urlpatterns.insert(0, path(f"{settings.MEDIA_URL[1:]}<path:path>", media.serve, name="media"))
