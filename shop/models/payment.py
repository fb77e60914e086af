"""Payments: attempts to collect an order's money, and each provider's messages, stored once."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop import ids

from .order import Order


class Payment(models.Model):
    """One attempt to collect an order's total through one provider; minor units."""

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        REQUIRES_ACTION = "requires_action", _("waits for the shopper")
        AUTHORISED = "authorised", _("reserved on the card")
        ON_RECEIPT = "on_receipt", _("to be paid on receipt")
        PAID = "paid", _("paid")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")
        REFUNDED = "refunded", _("refunded")

    public_id = models.CharField(max_length=40, unique=True, default=ids.payment_id, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="payments", verbose_name=_("order"))
    method = models.CharField(_("method"), max_length=20)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.PENDING)
    amount = models.BigIntegerField(_("amount"))
    authorised = models.BigIntegerField(_("reserved"), default=0)
    captured = models.BigIntegerField(_("received"), default=0)
    refunded = models.BigIntegerField(_("refunded"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    # The provider's own id, and what the shopper has to do next.
    provider_reference = models.CharField(max_length=120, blank=True, db_index=True)
    next_action = models.JSONField(null=True, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    gift_card = models.ForeignKey(
        "shop.GiftCard", models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("gift card")
    )
    # What went wrong, in the provider's words; for staff.
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    # When the provider was last asked what became of it, and when it was told that nothing is wanted any more.
    asked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(captured__gte=0), name="payment_captured_not_negative"),
            models.CheckConstraint(condition=Q(refunded__lte=F("captured")), name="refunded_within_captured"),
        ]
        # The clock looks every few seconds for the few that are not paid.
        indexes = [models.Index(fields=["status"], name="payment_by_status")]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")

    def __str__(self) -> str:
        return f"{self.public_id} ({self.status})"


class PaymentMessage(models.Model):
    """What a provider told us, stored once by its own id, so that a repeated delivery changes nothing."""

    class State(models.TextChoices):
        APPLIED = "applied", _("applied")
        # About a payment we do not know (yet), or not about one at all.
        WAITING = "waiting", _("waiting")
        REFUSED = "refused", _("refused")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.APPLIED)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    provider = models.CharField(_("provider"), max_length=20)
    message_id = models.CharField(_("message id"), max_length=120)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="messages")
    content = models.JSONField(_("content"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "message_id"], name="provider_message_stored_once")]
        indexes = [models.Index(fields=["state"], name="message_by_state")]
        verbose_name = _("provider message")
        verbose_name_plural = _("provider messages")

    def __str__(self) -> str:
        return f"{self.provider} {self.message_id}"


class IdempotencyKey(models.Model):
    """A request that must have one effect, however often it is sent; kept for 72 hours."""

    actor = models.CharField(max_length=80)
    endpoint = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    reference = models.CharField(max_length=64, unique=True)
    # null while the first request still runs
    status = models.PositiveSmallIntegerField(null=True)
    # JSON as text: PostgreSQL's own type would forget the order of the fields, and a repeat gets the very same bytes.
    answer = models.TextField(blank=True, default="")
    claimed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "endpoint", "key"], name="one_request_per_actor_endpoint_and_key")
        ]

    def __str__(self) -> str:
        return f"{self.endpoint} {self.key}"
