"""Who may look: the dashboard keeps no rows, but Django grants rights on models."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Dashboard(models.Model):
    """Stands for the figures in the list of rights; it has no table."""

    class Meta:
        managed = False
        default_permissions = ("view",)
        verbose_name = _("dashboard")
        verbose_name_plural = _("dashboards")

    def __str__(self) -> str:
        return "dashboard"
