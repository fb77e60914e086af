"""The API, which takes a dead request over after three seconds instead of a minute, so that the trial ends soon."""

from datetime import timedelta

from django.urls import include, path

from shop import idempotency

idempotency.ABANDONED_AFTER = timedelta(seconds=3)

urlpatterns = [path("api/v1/", include("shop.api.urls")), path("payments/", include("shop.payments.urls"))]
