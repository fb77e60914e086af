"""Today's figures on the first page of the admin."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from dashboards import screens
from dashboards.views import language
from shop import reporting


class TodayPanel(Component):
    """The cards of the dashboard, with the way there."""

    name = "today"
    order = 50
    template_name = "dashboards/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"today": screens.today(timezone.now(), language(), reporting.moments())}
