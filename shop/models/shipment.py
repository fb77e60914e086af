"""Shipments: the parcels of an order, each with its own lines and tracking."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop import ids

from .order import Order, OrderLine
from .stock import Warehouse


class Shipment(models.Model):
    """A parcel that left the house, or was handed over at the counter."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.shipment_id, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="shipments", verbose_name=_("order"))
    warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("warehouse")
    )
    carrier = models.CharField(_("carrier"), max_length=80, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=80, blank=True)
    tracking_url = models.URLField(_("tracking address"), max_length=300, blank=True)
    # The request it was made by, so that repeating it ships nothing twice.
    reference = models.CharField(max_length=64, unique=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    shipped_at = models.DateTimeField(_("shipped"), default=timezone.now)
    delivered_at = models.DateTimeField(_("received"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")

    def __str__(self) -> str:
        return f"{self.order} {self.tracking_number}"


class ShipmentLine(models.Model):
    """How many pieces of an order line are in a parcel."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="lines", verbose_name=_("shipment"))
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="shipped_in", verbose_name=_("order line"))
    quantity = models.PositiveSmallIntegerField(_("quantity"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["shipment", "order_line"], name="line_once_per_shipment"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="shipped_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.order_line} × {self.quantity}"
