"""Prices: dated rows that are added and never overwritten (docs/adr/0004)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .market import PriceList
from .product import Variant


class Price(models.Model):
    """What one variant costs from an instant on, until another one or for good; integer minor units."""

    class Source(models.TextChoices):
        LIST = "list", _("list price")
        CAMPAIGN = "campaign", _("campaign")

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="prices", verbose_name=_("variant"))
    amount = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3)
    # None: the price for everybody in the store's own market.
    price_list = models.ForeignKey(
        PriceList, models.PROTECT, null=True, blank=True, related_name="prices", verbose_name=_("price list")
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.LIST)
    note = models.CharField(_("note"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now)

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["variant", "currency", "starts_at"], name="price_by_variant_and_start")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="price_ends_after_it_starts"
            ),
        ]
        verbose_name = _("price")
        verbose_name_plural = _("prices")

    def __str__(self) -> str:
        return f"{self.variant} {self.amount} {self.currency} {self.starts_at:%Y-%m-%d}"
