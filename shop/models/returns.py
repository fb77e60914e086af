"""Returns and refunds: what comes back, and the money that goes back to where it came from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop import ids

from .order import Order, OrderLine
from .payment import Payment


class Return(models.Model):
    """Goods that a shopper sends back: begun by the shopper, approved and received by staff, then refunded."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        RECEIVED = "received", _("goods received")
        REFUNDED = "refunded", _("money returned")
        WITHDRAWN = "withdrawn", _("called off")

    class Kind(models.TextChoices):
        RETURN = "return", _("return")
        # Directive 2011/83/EU, article 11a: no reason is asked, and it cannot be rejected within its time.
        WITHDRAWAL = "withdrawal", _("withdrawal from the contract")

    public_id = models.CharField(max_length=40, unique=True, default=ids.return_id, editable=False)
    number = models.CharField(_("number"), max_length=24, unique=True, default=ids.return_number, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="returns", verbose_name=_("order"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.RETURN)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.REQUESTED, db_index=True)
    comment = models.TextField(_("comment of the shopper"), blank=True, max_length=2000)
    answer = models.CharField(_("answer of the store"), blank=True, max_length=500)
    # The request it was made by, so that repeating it makes no second one.
    reference = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("requested"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    refunded_at = models.DateTimeField(_("refunded"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("return")
        verbose_name_plural = _("returns")

    def __str__(self) -> str:
        return self.number


class ReturnLine(models.Model):
    """How many pieces of an order line come back, and why."""

    class Reason(models.TextChoices):
        UNWANTED = "unwanted", _("I changed my mind")
        FAULTY = "faulty", _("It is faulty")
        DAMAGED = "damaged", _("It arrived damaged")
        WRONG = "wrong", _("It is not what I ordered")
        LATE = "late", _("It came too late")
        OTHER = "other", _("Another reason")

    belongs_to = models.ForeignKey(Return, models.CASCADE, related_name="lines", verbose_name=_("return"))
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="returned_in", verbose_name=_("order line"))
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    # Empty for a withdrawal.
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, blank=True)
    # Whether the pieces went back on the shelf; said when they are received.
    restocked = models.PositiveSmallIntegerField(_("back on the shelf"), default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["belongs_to", "order_line"], name="line_once_per_return"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="returned_at_least_one"),
            models.CheckConstraint(condition=Q(restocked__lte=models.F("quantity")), name="restocked_within_returned"),
        ]

    def __str__(self) -> str:
        return f"{self.order_line} × {self.quantity}"


class ReturnPhoto(models.Model):
    """A picture of what is wrong; re-encoded, and shown to its customer and to staff only."""

    belongs_to = models.ForeignKey(Return, models.CASCADE, related_name="photos", verbose_name=_("return"))
    # JPEG bytes; in the database, because files of the media folder are open to everybody.
    picture = models.BinaryField(editable=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.belongs_to} #{self.pk}"


class Refund(models.Model):
    """A decision to give money back, with its lines; its transfers carry it out.  Minor units."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.refund_id, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds", verbose_name=_("order"))
    belongs_to = models.ForeignKey(
        Return, models.PROTECT, null=True, blank=True, related_name="refunds", verbose_name=_("return")
    )
    amount = models.BigIntegerField(_("amount"))
    # Of it for delivery and for goodwill, beyond what the lines say.
    other_amount = models.BigIntegerField(_("of it delivery and goodwill"), default=0)
    # Of other_amount for delivery; the rest is goodwill, and other_tax is the tax in that goodwill.
    delivery_amount = models.BigIntegerField(_("of it delivery"), default=0)
    other_tax = models.BigIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=200)
    # The request it was made by, so that repeating it pays nothing twice.
    reference = models.CharField(max_length=64, unique=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_something")]
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")

    def __str__(self) -> str:
        return self.public_id


class RefundLine(models.Model):
    """The pieces of an order line that money goes back for."""

    refund = models.ForeignKey(Refund, models.CASCADE, related_name="lines", verbose_name=_("refund"))
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="refunded_in", verbose_name=_("order line"))
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    amount = models.BigIntegerField(_("amount"))
    # Of the amount; net sales go down by the rest.
    tax = models.BigIntegerField(_("tax"), default=0)
    # How many of the pieces had not left the house, and will not: they went back on sale.
    released = models.PositiveSmallIntegerField(_("not sent any more"), default=0)
    is_restocked = models.BooleanField(_("back on the shelf"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["refund", "order_line"], name="line_once_per_refund"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="refund_line_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.order_line} × {self.quantity}"


class RefundTransfer(models.Model):
    """The part of a refund that goes back through one payment; counted in ``refunded`` of the payment at once."""

    class State(models.TextChoices):
        PENDING = "pending", _("on its way")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="transfers", verbose_name=_("refund"))
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="transfers", verbose_name=_("payment"))
    amount = models.BigIntegerField(_("amount"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING, db_index=True)
    provider_reference = models.CharField(max_length=120, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["refund", "payment"], name="one_transfer_per_refund_and_payment"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_of_something"),
        ]
        verbose_name = _("transfer of a refund")
        verbose_name_plural = _("transfers of refunds")

    def __str__(self) -> str:
        return f"{self.refund} → {self.payment}"
