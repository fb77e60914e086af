"""The whole store, which takes a dead request over after three seconds instead of a minute: the trial ends soon."""

from datetime import timedelta

from shop import idempotency
from technomart.urls import handler400, handler403, handler404, handler429, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

idempotency.ABANDONED_AFTER = timedelta(seconds=3)
