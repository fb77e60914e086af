"""Carts: what a shopper means to buy, where to and by whom it is to be brought."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop import ids

from .market import Market
from .product import Variant


class Cart(models.Model):
    """One shopper's cart; whoever knows its id may use it, unless it belongs to a customer or is a draft of staff."""

    # The channel of drafts, whatever has become of the account that prepared them.
    DRAFT = "staff"

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ORDERED = "ordered", _("ordered")
        MERGED = "merged", _("merged into another")

    public_id = models.CharField(max_length=40, unique=True, default=ids.cart_id, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="carts",
        verbose_name=_("customer"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    # None: the store's own market.
    market = models.ForeignKey(
        Market, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("market")
    )
    currency = models.CharField(_("currency"), max_length=3)
    language = models.CharField(_("language"), max_length=5)
    # {name, email, phone}; the phone number in E.164
    contact = models.JSONField(_("contact"), null=True, blank=True)
    # {option, pickup_point} or {option, address: {country, city, postcode, line1, line2}}
    delivery = models.JSONField(_("delivery"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=10, default="web")
    version = models.PositiveIntegerField(default=0)
    # Whether a voucher or a gift card was ever put in: most carts have none, and need not be asked.
    has_codes = models.BooleanField(default=False)
    # A draft order: who of the staff prepared it, and the SHA-256 of the token in the link that pays it.
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("prepared by"),
    )
    pay_token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("until"))

    class Meta:
        indexes = [models.Index(fields=["customer", "state"], name="cart_by_customer_and_state")]
        verbose_name = _("cart")
        verbose_name_plural = _("carts")

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_draft(self) -> bool:
        return self.channel == self.DRAFT


class CartLine(models.Model):
    """A quantity of one variant in a cart, with the price that the shopper has seen and agreed to."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.line_id, editable=False)
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines", verbose_name=_("cart"))
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+", verbose_name=_("variant"))
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    price_seen = models.BigIntegerField(_("price seen, minor units"))
    # Which page, block and list position it was added from: {page, block, list, position}
    placement = models.JSONField(_("placement"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="one_line_per_cart_and_sku"),
            models.CheckConstraint(condition=models.Q(quantity__range=(1, 999)), name="line_quantity_1_to_999"),
        ]
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")

    def __str__(self) -> str:
        return f"{self.variant} × {self.quantity}"
