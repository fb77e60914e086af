"""Proofs of the books: when they were last checked, and what was wrong."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BooksProof(models.Model):
    """One run of all checks; ``violations`` are its sentences, none if the books were right."""

    started_at = models.DateTimeField(_("checked"), default=timezone.now)
    milliseconds = models.PositiveIntegerField(_("took, ms"))
    checks = models.PositiveSmallIntegerField(_("checks"))
    violations = models.JSONField(_("violations"), default=list)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("proof of the books")
        verbose_name_plural = _("proofs of the books")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}: {len(self.violations)}"
