"""Delivery: the methods on offer and the points where orders are picked up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .product import in_reader_language


class DeliveryMethod(models.Model):
    """A way to get goods to a shopper, with its price, its cut-off time and how many working days it takes."""

    class Kind(models.TextChoices):
        COURIER = "courier", _("courier")
        PICKUP = "pickup", _("pick-up")
        LOCKER = "locker", _("parcel locker")

    code = models.SlugField(_("code"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    price = models.BigIntegerField(_("price in minor units"), default=0)
    free_from = models.BigIntegerField(_("free from, minor units"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(_("working days"), default=1)
    cut_off_hour = models.PositiveSmallIntegerField(_("same-day cut-off, hour"), default=18)
    is_active = models.BooleanField(_("on offer"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(price__gte=0), name="delivery_price_not_negative"),
            models.CheckConstraint(condition=models.Q(cut_off_hour__lte=23), name="cut_off_is_an_hour"),
        ]
        verbose_name = _("delivery method")
        verbose_name_plural = _("delivery methods")

    def __str__(self) -> str:
        return in_reader_language(self, "name")


class PickupPoint(models.Model):
    """A shop where orders are handed out."""

    code = models.SlugField(_("code"), unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    city_en = models.CharField(_("city (English)"), max_length=80)
    city_ru = models.CharField(_("city (Russian)"), max_length=80)
    address_en = models.CharField(_("address (English)"), max_length=200)
    address_ru = models.CharField(_("address (Russian)"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=12)
    opens_hour = models.PositiveSmallIntegerField(_("opens, hour"), default=10)
    closes_hour = models.PositiveSmallIntegerField(_("closes, hour"), default=21)
    preparation_hours = models.PositiveSmallIntegerField(_("hours to prepare an order"), default=2)
    is_active = models.BooleanField(_("open for orders"), default=True)

    class Meta:
        ordering = ["city_en", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_hour__lt=models.F("closes_hour"), closes_hour__lte=24),
                name="pickup_point_opens_before_it_closes",
            )
        ]
        verbose_name = _("pick-up point")
        verbose_name_plural = _("pick-up points")

    def __str__(self) -> str:
        return f"{in_reader_language(self, 'city')}, {in_reader_language(self, 'name')}"
