"""Where Wagtail's admin finds the dashboard: address, menu, right, panel, icon."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from dashboards import views
from dashboards.panels import TodayPanel


class DashboardMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(views.RIGHT)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("dashboards/", views.Sales.as_view(), name="dashboard"),
        path("dashboards/news/", views.news, name="dashboard_news"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return DashboardMenuItem(
        _("Dashboard"), reverse_lazy("dashboard"), name="dashboard", icon_name="technomart-chart", order=50
    )


@hooks.register("register_permissions")
def rights() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="dashboards")


@hooks.register("construct_homepage_panels")
def home_panel(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm(views.RIGHT):
        panels.append(TodayPanel())


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    return [*known, "dashboards/icons/chart.svg"]


@hooks.register("insert_global_admin_css")
def looks() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/dashboard.css"))
