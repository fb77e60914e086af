"""Stock: two counters for each variant, the reservations that explain one and the movements that explain the other."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .product import Variant


class StockLevel(models.Model):
    """How many pieces of a variant there are, and how many of them are promised to carts and orders."""

    variant = models.OneToOneField(Variant, models.PROTECT, related_name="stock", verbose_name=_("variant"))
    on_hand = models.IntegerField(_("on hand"), default=0)
    reserved = models.IntegerField(_("reserved"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stock_reserved_not_negative"),
            models.CheckConstraint(condition=Q(on_hand__gte=F("reserved")), name="stock_reserved_within_on_hand"),
        ]
        verbose_name = _("stock level")
        verbose_name_plural = _("stock levels")

    def __str__(self) -> str:
        return f"{self.variant}: {self.on_hand} − {self.reserved}"

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


class Reservation(models.Model):
    """Pieces promised: held for a cart in checkout until an instant, or allocated to an order until it ships.

    ``reserved`` of the level is the sum of the rows that are held or allocated.
    """

    class State(models.TextChoices):
        HELD = "held", _("held for a cart")
        ALLOCATED = "allocated", _("allocated to an order")
        RELEASED = "released", _("released")
        SHIPPED = "shipped", _("shipped")

    LIVE = (State.HELD, State.ALLOCATED)

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="reservations", verbose_name=_("variant"))
    quantity = models.PositiveIntegerField(_("quantity"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
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
                fields=["cart", "variant"], condition=Q(state="held"), name="one_hold_per_cart_and_sku"
            ),
            models.UniqueConstraint(
                fields=["order", "variant"], condition=Q(state="allocated"), name="one_allocation_per_order_and_sku"
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

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="movements", verbose_name=_("variant"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    quantity = models.IntegerField(_("quantity"))
    on_hand_change = models.IntegerField(_("on the shelf"))
    # What the movement belongs to; (kind, reference, variant) is unique, so a repeated message changes nothing.
    reference = models.CharField(_("reference"), max_length=80)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    order = models.ForeignKey("shop.Order", models.PROTECT, null=True, blank=True, related_name="movements")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference", "variant"], name="movement_once_per_reference_and_sku")
        ]
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")

    def __str__(self) -> str:
        return f"{self.variant} {self.quantity:+d} ({self.kind})"
