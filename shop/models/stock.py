"""Stock: two counters for each SKU in each warehouse; reservations explain the one, movements the other."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop import ids

from .product import Variant, in_reader_language


class Warehouse(models.Model):
    """A place where goods lie: a warehouse, or a shop that hands out from its own shelf."""

    code = models.SlugField(_("code"), unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    country = models.CharField(_("country"), max_length=2, default="RU")
    # Orders take from the lowest number first.
    position = models.PositiveSmallIntegerField(_("order of preference"), default=0)
    # A shop that only serves its own counter keeps its goods out of parcels.
    ships_parcels = models.BooleanField(_("sends parcels"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")

    def __str__(self) -> str:
        return in_reader_language(self, "name")


class StockLevel(models.Model):
    """How many pieces of a variant lie in a warehouse, and how many of them are promised to carts and orders."""

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="levels", verbose_name=_("variant"))
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="levels", verbose_name=_("warehouse"))
    on_hand = models.IntegerField(_("on hand"), default=0)
    reserved = models.IntegerField(_("reserved"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "warehouse"], name="one_level_per_sku_and_warehouse"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stock_reserved_not_negative"),
            models.CheckConstraint(condition=Q(on_hand__gte=F("reserved")), name="stock_reserved_within_on_hand"),
        ]
        verbose_name = _("stock level")
        verbose_name_plural = _("stock levels")

    def __str__(self) -> str:
        return f"{self.variant} ({self.warehouse}): {self.on_hand} − {self.reserved}"

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


class Backorder(models.Model):
    """A variant that may be sold before it lies on a shelf: up to ``cap`` pieces, ``promised`` of them already."""

    class Kind(models.TextChoices):
        PREORDER = "preorder", _("pre-order")
        BACKORDER = "backorder", _("back-order")

    variant = models.OneToOneField(Variant, models.PROTECT, related_name="backorder", verbose_name=_("variant"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    cap = models.PositiveIntegerField(_("pieces at most"))
    promised = models.PositiveIntegerField(_("promised"), default=0, editable=False)
    # When the pieces are expected; what the shopper is told.
    available_on = models.DateField(_("expected on"), null=True, blank=True)
    is_active = models.BooleanField(_("on offer"), default=True)

    class Meta:
        verbose_name = _("pre- or back-order")
        verbose_name_plural = _("pre- and back-orders")

    def __str__(self) -> str:
        return f"{self.variant}: {self.promised} / {self.cap}"


class Reservation(models.Model):
    """Pieces promised: held for a cart in checkout until an instant, or allocated to an order until it ships.

    ``reserved`` of the level is the sum of the rows of its warehouse that are held or allocated.  A row without a
    warehouse is promised out of a delivery still to come; their sum is ``promised`` of the back-order.
    """

    class State(models.TextChoices):
        HELD = "held", _("held for a cart")
        ALLOCATED = "allocated", _("allocated to an order")
        RELEASED = "released", _("released")
        SHIPPED = "shipped", _("shipped")

    LIVE = (State.HELD, State.ALLOCATED)

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="reservations", verbose_name=_("variant"))
    warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, null=True, blank=True, related_name="reservations", verbose_name=_("warehouse")
    )
    quantity = models.PositiveIntegerField(_("quantity"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    # Held for somebody on the waiting list until the mail's link is used or the time is over.
    request = models.ForeignKey("shop.StockRequest", models.PROTECT, null=True, blank=True, related_name="reservations")
    cart = models.ForeignKey("shop.Cart", models.PROTECT, null=True, blank=True, related_name="reservations")
    order = models.ForeignKey("shop.Order", models.PROTECT, null=True, blank=True, related_name="reservations")
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="held"), name="held_reservation_by_expiry"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="reservation_of_at_least_one"),
            models.UniqueConstraint(
                fields=["cart", "variant", "warehouse"],
                condition=Q(state="held"),
                name="one_hold_per_cart_sku_and_warehouse",
            ),
            # Databases hold two empty warehouses for different ones.
            models.UniqueConstraint(
                fields=["cart", "variant"],
                condition=Q(state="held", warehouse__isnull=True),
                name="one_hold_per_cart_and_sku_to_come",
            ),
            models.UniqueConstraint(
                fields=["order", "variant", "warehouse"],
                condition=Q(state="allocated"),
                name="one_allocation_per_order_sku_and_warehouse",
            ),
            models.UniqueConstraint(
                fields=["order", "variant"],
                condition=Q(state="allocated", warehouse__isnull=True),
                name="one_allocation_per_order_and_sku_to_come",
            ),
        ]
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")

    def __str__(self) -> str:
        return f"{self.variant} × {self.quantity} ({self.state})"


class StockMovement(models.Model):
    """One entry of the stock ledger; entries are added and never changed.

    ``quantity`` is what the entry did to the number that can be promised: −1 when an order takes a piece, 0 when that
    piece leaves the house.  ``on_hand_change`` is what it did to the shelf.  The sum of the latter is ``on_hand``.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("received")
        CORRECTED = "corrected", _("corrected")
        ALLOCATED = "allocated", _("taken by an order")
        RELEASED = "released", _("given back by an order")
        SHIPPED = "shipped", _("shipped")
        RETURNED = "returned", _("returned")
        # From one warehouse to another, and from a delivery to come to the shelf: two entries that add up to nothing.
        MOVED = "moved", _("moved")

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="movements", verbose_name=_("variant"))
    # None: a promise out of a delivery still to come.
    warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, null=True, blank=True, related_name="movements", verbose_name=_("warehouse")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    quantity = models.IntegerField(_("quantity"))
    on_hand_change = models.IntegerField(_("on the shelf"))
    # What the movement belongs to; unique for kind, variant and warehouse, so a repeated message changes nothing.
    reference = models.CharField(_("reference"), max_length=80)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    order = models.ForeignKey("shop.Order", models.PROTECT, null=True, blank=True, related_name="movements")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "reference", "variant", "warehouse"],
                name="movement_once_per_reference_sku_and_warehouse",
            ),
            models.UniqueConstraint(
                fields=["kind", "reference", "variant"],
                condition=Q(warehouse__isnull=True),
                name="movement_to_come_once_per_reference_and_sku",
            ),
        ]
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")

    def __str__(self) -> str:
        return f"{self.variant} {self.quantity:+d} ({self.kind})"


class StockAlert(models.Model):
    """A variant is running low; the alert closes itself when there is enough again."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="alerts", verbose_name=_("variant"))
    threshold = models.PositiveSmallIntegerField(_("low stock from"))
    available = models.IntegerField(_("available when opened"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["variant"], condition=Q(closed_at__isnull=True), name="one_open_alert_per_sku"
            )
        ]
        verbose_name = _("low stock")
        verbose_name_plural = _("low stock")

    def __str__(self) -> str:
        return f"{self.variant}: {self.available}"


class StockRequest(models.Model):
    """Somebody who wants to be told when a variant is back; served in the order of asking, with a piece held."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("a piece is held")
        TAKEN = "taken", _("taken")
        EXPIRED = "expired", _("not taken in time")
        CANCELLED = "cancelled", _("cancelled")

    public_id = models.CharField(max_length=40, unique=True, default=ids.stock_request_id, editable=False)
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="requests", verbose_name=_("variant"))
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=5)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    # SHA-256 of the token in the mail's link.
    token_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    offered_at = models.DateTimeField(_("told"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["variant", "state", "id"], name="stock_request_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "email"],
                condition=Q(state__in=["waiting", "offered"]),
                name="one_place_in_the_queue_per_sku_and_email",
            )
        ]
        verbose_name = _("waiting shopper")
        verbose_name_plural = _("waiting list")

    def __str__(self) -> str:
        return f"{self.variant} · {self.email}"
