"""The dashboard's page, and the same numbers as JSON for a page that is open already."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotModified, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from dashboards import periods, screens
from shop import reporting
from shop.changes import log

RIGHT = "dashboards.view_dashboard"


def language() -> str:
    return get_language() or "en"


class Sales(WagtailAdminTemplateMixin, TemplateView):
    """Today's cards and net sales by day."""

    template_name = "dashboards/sales.html"
    page_title = _("Dashboard")
    header_icon = "technomart-chart"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, moments = timezone.now(), reporting.moments()
        days = self.request.GET.get("days")
        return {
            **super().get_context_data(**kwargs),
            "today": screens.today(now, language(), moments),
            "sales": screens.sales(now, days, language(), moments),
            "lengths": list(periods.LENGTHS),
            "zone": str(reporting.store_zone()),
            "news_url": f"{reverse('dashboard_news')}?days={periods.period(now, days).days}",
        }


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The page's parts as they are now; "not modified" while no change was logged in this minute."""
    if not request.user.has_perm(RIGHT):
        return HttpResponseForbidden()
    now = timezone.now()
    days = request.GET.get("days")
    # The comparison with last week moves with the clock, even while nothing happens.
    state = f"{log.latest()} {now:%Y-%m-%d %H:%M} {periods.period(now, days).days} {language()}"
    etag = f'"{hashlib.sha256(state.encode()).hexdigest()[:24]}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = JsonResponse(_parts(request, now, days))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-store"
    return response


def _parts(request: HttpRequest, now: datetime, days: str | None) -> dict[str, Any]:
    moments = reporting.moments()
    today, sales = screens.today(now, language(), moments), screens.sales(now, days, language(), moments)
    context = {"today": today, "sales": sales}
    return {
        "today": render_to_string("dashboards/_today.html", context, request),
        "table": render_to_string("dashboards/_table.html", context, request),
        "figure": sales["figure"],
        "finding": sales.get("finding", ""),
        "said": today.cards[0].value,
    }
