"""Delivery: the methods on offer and the points where orders are picked up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .market import TaxClass
from .product import in_reader_language
from .stock import Warehouse


class ShippingClass(models.Model):
    """What carriers have to know about goods: bulky, dangerous, to be kept cold."""

    code = models.SlugField(_("code"), unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)

    class Meta:
        ordering = ["code"]
        verbose_name = _("shipping class")
        verbose_name_plural = _("shipping classes")

    def __str__(self) -> str:
        return in_reader_language(self, "name")


class DeliveryZone(models.Model):
    """Countries, or parts of one by postcode, that the same methods serve."""

    code = models.SlugField(_("code"), unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    # ISO 3166-1 alpha-2
    countries = models.JSONField(_("countries"), default=list)
    # "101000-135999" or a beginning such as "19"; none means the whole country
    postcodes = models.JSONField(_("postcodes"), default=list, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("delivery zone")
        verbose_name_plural = _("delivery zones")

    def __str__(self) -> str:
        return in_reader_language(self, "name")


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
    # None: the store's own currency.
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    # No zone: everywhere in the store's own country.
    zones = models.ManyToManyField(DeliveryZone, related_name="methods", blank=True, verbose_name=_("zones"))
    # Goods of these classes cannot go this way.
    refused_classes = models.ManyToManyField(
        ShippingClass, related_name="+", blank=True, verbose_name=_("not for goods of")
    )
    lightest_grams = models.PositiveIntegerField(_("from a mass of, g"), null=True, blank=True)
    heaviest_grams = models.PositiveIntegerField(_("up to a mass of, g"), null=True, blank=True)
    least_goods = models.BigIntegerField(_("from goods of, minor units"), null=True, blank=True)
    most_goods = models.BigIntegerField(_("up to goods of, minor units"), null=True, blank=True)
    tax_class = models.ForeignKey(
        TaxClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tax class")
    )
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


class DeliveryRate(models.Model):
    """What a method costs for heavier parcels: the price from a mass on, in place of the method's own."""

    method = models.ForeignKey(DeliveryMethod, models.CASCADE, related_name="rates", verbose_name=_("method"))
    from_grams = models.PositiveIntegerField(_("from a mass of, g"))
    price = models.BigIntegerField(_("price in minor units"))

    class Meta:
        ordering = ["from_grams"]
        constraints = [
            models.UniqueConstraint(fields=["method", "from_grams"], name="one_rate_per_method_and_mass"),
            models.CheckConstraint(condition=models.Q(price__gte=0), name="delivery_rate_not_negative"),
        ]
        verbose_name = _("price by mass")
        verbose_name_plural = _("prices by mass")

    def __str__(self) -> str:
        return f"{self.method} ≥ {self.from_grams} g"


class PickupPoint(models.Model):
    """A shop where orders are handed out, or a parcel locker that they are brought to."""

    class Kind(models.TextChoices):
        SHOP = "shop", _("shop")
        LOCKER = "locker", _("parcel locker")

    code = models.SlugField(_("code"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SHOP)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    city_en = models.CharField(_("city (English)"), max_length=80)
    city_ru = models.CharField(_("city (Russian)"), max_length=80)
    address_en = models.CharField(_("address (English)"), max_length=200)
    address_ru = models.CharField(_("address (Russian)"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=12)
    # Where its goods lie; none: they are brought from the warehouse within the preparation time.
    warehouse = models.ForeignKey(
        Warehouse, models.SET_NULL, null=True, blank=True, related_name="pickup_points", verbose_name=_("own shelf")
    )
    country = models.CharField(_("country"), max_length=2, default="RU")
    # Days of the week it is closed on, 0 for Monday; and single days, "2027-01-01".
    closed_weekdays = models.JSONField(_("closed on"), default=list, blank=True)
    closed_days = models.JSONField(_("closed days"), default=list, blank=True)
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
