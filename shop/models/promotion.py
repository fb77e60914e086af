"""Promotions and vouchers: what is given, to whom, how often; and each use of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shop import ids

from .cart import Cart
from .market import CustomerGroup, Market
from .product import Brand, Category, Product, Variant, in_reader_language


class Promotion(models.Model):
    """A rule that takes something off a cart; amounts in minor units of ``currency``, shares in basis points."""

    class Kind(models.TextChoices):
        PERCENTAGE = "percentage", _("percentage off")
        AMOUNT = "amount", _("fixed amount off")
        FREE_DELIVERY = "free_delivery", _("free delivery")
        BUY_X_GET_Y = "buy_x_get_y", _("buy some, get some for less")
        CHEAPEST_FREE = "cheapest_free", _("the cheapest of several is free")
        GIFT = "gift", _("a gift")
        SET_PRICE = "set_price", _("one price for a set")
        SPEND_AND_SAVE = "spend_and_save", _("spend more, save more")

    class Standing(models.TextChoices):
        RUNNING = "running", pgettext_lazy("promotion", "running")
        PLANNED = "planned", pgettext_lazy("promotion", "planned")
        OVER = "over", pgettext_lazy("promotion", "over")
        USED_UP = "used_up", pgettext_lazy("promotion", "used up")
        BUDGET_SPENT = "budget_spent", pgettext_lazy("promotion", "budget spent")
        OFF = "off", pgettext_lazy("promotion", "switched off")

    public_id = models.CharField(max_length=40, unique=True, default=ids.promotion_id, editable=False)
    name_en = models.CharField(_("name (English)"), max_length=120)
    name_ru = models.CharField(_("name (Russian)"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    currency = models.CharField(_("currency"), max_length=3)

    # What is given; which of these counts is said by the kind.
    basis_points = models.PositiveIntegerField(_("share off, hundredths of a percent"), null=True, blank=True)
    amount = models.BigIntegerField(_("amount in minor units"), null=True, blank=True)
    # buy_x_get_y: buy so many, get so many more; cheapest_free and set_price: pieces of one set
    buy_quantity = models.PositiveSmallIntegerField(_("pieces to buy"), null=True, blank=True)
    get_quantity = models.PositiveSmallIntegerField(_("pieces to get"), null=True, blank=True)
    gift = models.ForeignKey(Variant, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gift"))
    # spend_and_save: [{"from": minor units, "amount": minor units} or {"from": minor units, "basis_points": n}]
    tiers = models.JSONField(_("steps"), default=list, blank=True)

    # Which goods; no category, brand and product means all of them.
    categories = models.ManyToManyField(Category, related_name="+", blank=True, verbose_name=_("categories"))
    brands = models.ManyToManyField(Brand, related_name="+", blank=True, verbose_name=_("brands"))
    products = models.ManyToManyField(Product, related_name="+", blank=True, verbose_name=_("products"))
    excluded_products = models.ManyToManyField(
        Product, related_name="+", blank=True, verbose_name=_("products left out")
    )
    excludes_reduced = models.BooleanField(_("not for goods that are reduced already"), default=False)

    # For whom and when.
    groups = models.ManyToManyField(CustomerGroup, related_name="+", blank=True, verbose_name=_("customer groups"))
    markets = models.ManyToManyField(Market, related_name="+", blank=True, verbose_name=_("markets"))
    first_order_only = models.BooleanField(_("only for the first order"), default=False)
    minimum_goods = models.BigIntegerField(_("from goods of, minor units"), null=True, blank=True)
    minimum_quantity = models.PositiveSmallIntegerField(_("from so many pieces"), null=True, blank=True)
    needs_voucher = models.BooleanField(_("only with a voucher"), default=False)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    is_active = models.BooleanField(_("switched on"), default=True)

    # How it meets others.
    is_exclusive = models.BooleanField(_("does not combine with others"), default=False)
    priority = models.SmallIntegerField(_("order of counting"), default=0)

    # Limits and what has been used of them; the counters change by conditional UPDATEs only.
    most_uses = models.PositiveIntegerField(_("orders at most"), null=True, blank=True)
    most_uses_per_customer = models.PositiveSmallIntegerField(
        _("orders of one customer at most"), null=True, blank=True
    )
    most_per_order = models.PositiveSmallIntegerField(_("times in one order at most"), null=True, blank=True)
    budget = models.BigIntegerField(_("budget in minor units"), null=True, blank=True)
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)
    spent = models.BigIntegerField(_("given away"), default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["priority", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="promotion_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=Q(most_uses__isnull=True) | Q(used__lte=F("most_uses")), name="promotion_used_within_limit"
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(spent__lte=F("budget")), name="promotion_spent_within_budget"
            ),
            models.CheckConstraint(condition=Q(spent__gte=0), name="promotion_spent_not_negative"),
            models.CheckConstraint(
                condition=Q(basis_points__isnull=True) | Q(basis_points__range=(1, 10_000)),
                name="promotion_share_within_hundred_percent",
            ),
        ]
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")

    def __str__(self) -> str:
        return in_reader_language(self, "name")

    @property
    def standing(self) -> "Promotion.Standing":
        """Whether it can be had now, and if not why."""
        now = timezone.now()
        if not self.is_active:
            return self.Standing.OFF
        if self.ends_at is not None and self.ends_at <= now:
            return self.Standing.OVER
        if self.most_uses is not None and self.used >= self.most_uses:
            return self.Standing.USED_UP
        if self.budget is not None and self.spent >= self.budget:
            return self.Standing.BUDGET_SPENT
        return self.Standing.PLANNED if self.starts_at > now else self.Standing.RUNNING


class VoucherSet(models.Model):
    """Codes made in one go, such as ten thousand for a mailing."""

    promotion = models.ForeignKey(Promotion, models.PROTECT, related_name="voucher_sets", verbose_name=_("promotion"))
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("beginning of the codes"), max_length=12, blank=True)
    count = models.PositiveIntegerField(_("number of codes"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("set of vouchers")
        verbose_name_plural = _("sets of vouchers")

    def __str__(self) -> str:
        return self.name


class Voucher(models.Model):
    """A code that opens a promotion; upper-case letters and figures."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    promotion = models.ForeignKey(Promotion, models.PROTECT, related_name="vouchers", verbose_name=_("promotion"))
    voucher_set = models.ForeignKey(
        VoucherSet, models.PROTECT, null=True, blank=True, related_name="vouchers", verbose_name=_("set")
    )
    most_uses = models.PositiveIntegerField(_("orders at most"), null=True, blank=True, default=1)
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    is_active = models.BooleanField(_("valid"), default=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(most_uses__isnull=True) | Q(used__lte=F("most_uses")), name="voucher_used_within_limit"
            ),
        ]
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")

    def __str__(self) -> str:
        return self.code


class CartVoucher(models.Model):
    """A voucher that a shopper has put into a cart; it is used up when the order is placed, not before."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="vouchers")
    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cart", "voucher"], name="voucher_once_per_cart")]

    def __str__(self) -> str:
        return f"{self.cart} · {self.voucher}"


class Redemption(models.Model):
    """One use of a promotion by an order; given back when the order is cancelled."""

    class State(models.TextChoices):
        USED = "used", pgettext_lazy("promotion", "used")
        GIVEN_BACK = "given_back", pgettext_lazy("promotion", "given back")

    promotion = models.ForeignKey(Promotion, models.PROTECT, related_name="redemptions", verbose_name=_("promotion"))
    voucher = models.ForeignKey(
        Voucher, models.PROTECT, null=True, blank=True, related_name="redemptions", verbose_name=_("voucher")
    )
    order = models.ForeignKey("shop.Order", models.PROTECT, related_name="redemptions", verbose_name=_("order"))
    amount = models.BigIntegerField(_("given away"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.USED)
    # Who used it, as one person however the address is spelt.
    customer_key = models.CharField(max_length=64, blank=True)
    # Where uses of one customer are limited: which of them this is, from 1; two orders at once cannot be the same one.
    slot = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["promotion", "order"], name="promotion_once_per_order"),
            models.UniqueConstraint(
                fields=["promotion", "customer_key", "slot"],
                condition=Q(state="used", slot__isnull=False),
                name="customer_uses_each_slot_once",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="redemption_not_negative"),
        ]
        verbose_name = _("use of a promotion")
        verbose_name_plural = _("uses of promotions")

    def __str__(self) -> str:
        return f"{self.promotion} · {self.order}"
