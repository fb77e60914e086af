"""Statements of withdrawal, kept as they were made."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop import ids

from .order import Order
from .returns import Return


class Withdrawal(models.Model):
    """What a consumer declared, word for word, so that its receipt can be shown again (2011/83/EU, article 11a)."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.withdrawal_id, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="withdrawals", verbose_name=_("order"))
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=5)
    # [{sku, name, cancelled, returned}]: pieces that had not left the house yet, and pieces that come back
    lines = models.JSONField(_("goods"), default=list)
    is_whole = models.BooleanField(_("of the whole order"), default=True)
    # The return of the pieces that had left the house already.
    belongs_to = models.OneToOneField(
        Return, models.PROTECT, null=True, blank=True, related_name="withdrawal", verbose_name=_("return")
    )
    # The request it was made by, so that repeating it declares nothing twice.
    reference = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("received"), default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.order} {self.created_at:%Y-%m-%d}"
