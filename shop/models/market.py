"""Markets, customer groups and taxes: for whom, where and in which currency a price holds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .product import in_reader_language


class Market(models.Model):
    """Countries that are sold to in one currency and shown prices in one way."""

    code = models.SlugField(_("code"), unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    # ISO 3166-1 alpha-2, the first one is assumed until the shopper says where to
    countries = models.JSONField(_("countries"), default=list)
    currency = models.CharField(_("currency"), max_length=3)
    language = models.CharField(_("language"), max_length=5)
    # Whether the amounts of its prices contain the tax (Europe) or it is added on top (North America).
    prices_include_tax = models.BooleanField(_("prices include tax"), default=True)
    is_default = models.BooleanField(_("default market"), default=False)
    is_active = models.BooleanField(_("open"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_market")
        ]
        verbose_name = _("market")
        verbose_name_plural = _("markets")

    def __str__(self) -> str:
        return in_reader_language(self, "name")


class CustomerGroup(models.Model):
    """Customers who are offered the same prices and promotions: staff, wholesale, members of the club."""

    code = models.SlugField(_("code"), unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="customer_groups", blank=True, verbose_name=_("members")
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("customer group")
        verbose_name_plural = _("customer groups")

    def __str__(self) -> str:
        return in_reader_language(self, "name")


class PriceList(models.Model):
    """Prices of their own for a market, for a group of customers, or for that group in that market."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    market = models.ForeignKey(
        Market, models.PROTECT, null=True, blank=True, related_name="price_lists", verbose_name=_("market")
    )
    group = models.ForeignKey(
        CustomerGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="price_lists",
        verbose_name=_("customer group"),
    )
    currency = models.CharField(_("currency"), max_length=3)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(market__isnull=False) | Q(group__isnull=False), name="price_list_is_for_somebody"
            )
        ]
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")

    def __str__(self) -> str:
        return self.name


class TaxClass(models.Model):
    """Goods that are taxed alike: standard, reduced, exempt."""

    code = models.SlugField(_("code"), unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    is_default = models.BooleanField(_("for goods without a class"), default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_tax_class")
        ]
        verbose_name = _("tax class")
        verbose_name_plural = _("tax classes")

    def __str__(self) -> str:
        return in_reader_language(self, "name")


class TaxRate(models.Model):
    """What a class is taxed with in a country from a day on; basis points."""

    tax_class = models.ForeignKey(TaxClass, models.CASCADE, related_name="rates", verbose_name=_("tax class"))
    country = models.CharField(_("country"), max_length=2)
    basis_points = models.PositiveIntegerField(_("rate, hundredths of a percent"))
    starts_at = models.DateTimeField(_("from"))

    class Meta:
        ordering = ["country", "tax_class", "-starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["tax_class", "country", "starts_at"], name="one_rate_at_a_time"),
            models.CheckConstraint(condition=Q(basis_points__lte=10_000), name="tax_rate_within_hundred_percent"),
        ]
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")

    def __str__(self) -> str:
        return f"{self.country} {self.tax_class} {self.basis_points / 100:g} %"
