"""Addresses of a shop without content and dashboards."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("shop.api.urls")),
    path("payments/", include("shop.payments.urls")),
    *i18n_patterns(path("accounts/", include("allauth.urls")), path("", include("shop.urls"))),
]
