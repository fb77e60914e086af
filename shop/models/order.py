"""Orders: snapshots of what was agreed, and the timeline of what happened since."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop import ids

from .cart import Cart
from .market import Market
from .product import Variant


class Order(models.Model):
    """An agreement to buy; names, prices and taxes are copied here and never looked up again."""

    class Status(models.TextChoices):
        AWAITING_PAYMENT = "awaiting_payment", _("awaiting payment")
        CONFIRMED = "confirmed", _("confirmed")
        PACKED = "packed", _("packed")
        READY = "ready", _("ready for pick-up")
        PARTLY_SHIPPED = "partly_shipped", _("partly on the way")
        SHIPPED = "shipped", _("on the way")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")
        RETURNED = "returned", _("returned")

    public_id = models.CharField(max_length=40, unique=True, default=ids.order_id, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True, default=ids.order_number, editable=False)
    # One cart becomes one order, however often and in however many places its button is pressed.
    cart = models.OneToOneField(Cart, models.PROTECT, null=True, blank=True, related_name="order")
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("customer"),
    )
    # SHA-256 of the token that lets a guest see the order; the token itself is told once.
    token_hash = models.CharField(max_length=64, blank=True)
    # Which request placed it, so that a repeat after a crash finds it.
    placed_by = models.CharField(max_length=64, blank=True, db_index=True)
    # Who bought, as one person however the address is spelt (shop.promotions.redemptions.customer_key).
    customer_key = models.CharField(max_length=64, blank=True, db_index=True)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, db_index=True)
    channel = models.CharField(_("channel"), max_length=10, default="web")
    language = models.CharField(_("language"), max_length=5)
    market = models.ForeignKey(
        Market, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("market")
    )
    currency = models.CharField(_("currency"), max_length=3)
    subtotal = models.BigIntegerField(_("goods"))
    discount = models.BigIntegerField(_("discount"), default=0)
    delivery_price = models.BigIntegerField(_("delivery"), default=0)
    # All of the tax; whether the amounts above contain it or it comes on top is said by prices_include_tax.
    tax = models.BigIntegerField(_("tax"))
    prices_include_tax = models.BooleanField(_("prices include tax"), default=True)
    tax_added = models.BigIntegerField(_("tax on top"), default=0)
    # [{rate: basis points, base: net, tax: amount}], minor units
    taxes = models.JSONField(default=list)
    total = models.BigIntegerField(_("total"))
    trace = models.JSONField(default=list)
    contact = models.JSONField(_("contact"))
    delivery = models.JSONField(_("delivery"))
    pickup_code = models.CharField(_("pick-up code"), max_length=8, blank=True)
    created_at = models.DateTimeField(_("placed"), default=timezone.now, db_index=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    # Until when an unpaid order keeps its goods.
    payment_due_at = models.DateTimeField(_("to be paid until"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["customer", "-created_at"], name="order_by_customer")]
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(
                condition=Q(
                    total=models.F("subtotal")
                    - models.F("discount")
                    + models.F("delivery_price")
                    + models.F("tax_added")
                ),
                name="order_total_is_the_sum_of_its_parts",
            ),
        ]
        verbose_name = _("order")
        verbose_name_plural = _("orders")

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """What was bought: values as they were agreed, with the page revision that the shopper saw."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines", verbose_name=_("order"))
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+", verbose_name=_("variant"))
    product_public_id = models.CharField(max_length=40)
    sku = models.CharField(_("SKU"), max_length=80)
    name = models.CharField(_("name"), max_length=255)
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    unit_price = models.BigIntegerField(_("unit price"))
    # Unit price × quantity, before what promotions take off.
    line_total = models.BigIntegerField(_("line total"))
    discount = models.BigIntegerField(_("discount"), default=0)
    tax = models.BigIntegerField(_("tax"))
    tax_basis_points = models.PositiveIntegerField(_("tax rate, hundredths of a percent"), default=0)
    # [{promotion, name, voucher, amount}]: which promotion took what
    discounts = models.JSONField(default=list)
    # What has to leave the house for one piece: {sku: pieces}; a bundle has several, everything else itself once.
    parts = models.JSONField(default=dict)
    # How many of the pieces are a gift.
    gift_quantity = models.PositiveSmallIntegerField(_("of them as a gift"), default=0)
    placement = models.JSONField(null=True, blank=True)
    page_revision = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "variant"], name="one_line_per_order_and_sku"),
            # A line that staff took out of the order stays, with nothing in it.
            models.CheckConstraint(condition=Q(quantity__lte=1998), name="order_line_quantity_within_bounds"),
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=models.F("line_total")), name="discount_within_line"
            ),
        ]
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")

    def __str__(self) -> str:
        return f"{self.sku} × {self.quantity}"


class OrderEvent(models.Model):
    """One entry of an order's timeline."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="events", verbose_name=_("order"))
    status = models.CharField(_("status"), max_length=20, choices=Order.Status.choices)
    # What happened, as the change log calls it: placed, status_changed, shipped, refunded, edited, …
    kind = models.CharField(max_length=30, default="status_changed")
    # What belongs to it: {"amount": minor units, "refund": id} or {"shipment": id, …}
    data = models.JSONField(default=dict)
    note = models.CharField(_("note"), max_length=500, blank=True)
    # Of staff for staff; the customer never sees it.
    is_internal = models.BooleanField(_("for staff only"), default=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("order event")
        verbose_name_plural = _("order events")

    def __str__(self) -> str:
        return f"{self.order} → {self.status}"


class OrderEdit(models.Model):
    """What staff changed in a placed order, and what that made the customer owe or get back; minor units."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="edits", verbose_name=_("order"))
    # [{sku, name, quantity}] before and after
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    difference = models.BigIntegerField(_("difference"))
    # How the difference was settled: asked for by a further payment, or given back.
    payment = models.OneToOneField("shop.Payment", models.PROTECT, null=True, blank=True, related_name="edit")
    refund = models.OneToOneField("shop.Refund", models.PROTECT, null=True, blank=True, related_name="edit")
    reason = models.CharField(_("reason"), max_length=200)
    # The request it was made by, so that repeating it changes nothing.
    reference = models.CharField(max_length=64, unique=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of an order")
        verbose_name_plural = _("changes of orders")

    def __str__(self) -> str:
        return f"{self.order} {self.difference:+d}"
