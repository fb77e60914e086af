"""Gift cards: a balance, and the ledger that explains it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shop import ids

from .cart import Cart


class GiftCard(models.Model):
    """Money paid in advance; whoever knows its code may spend it.  Minor units."""

    public_id = models.CharField(max_length=40, unique=True, default=ids.gift_card_id, editable=False)
    # SHA-256 of the code; the code itself is told once, and its last four letters tell cards apart.
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    last_letters = models.CharField(_("ends with"), max_length=4, editable=False)
    currency = models.CharField(_("currency"), max_length=3)
    initial = models.BigIntegerField(_("issued with"))
    balance = models.BigIntegerField(_("balance"))
    is_active = models.BooleanField(_("valid"), default=True)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    recipient = models.EmailField(_("sent to"), blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("issued"), default=timezone.now)

    class Standing(models.TextChoices):
        VALID = "valid", pgettext_lazy("gift card", "valid")
        EMPTY = "empty", pgettext_lazy("gift card", "empty")
        EXPIRED = "expired", pgettext_lazy("gift card", "expired")
        BLOCKED = "blocked", pgettext_lazy("gift card", "blocked")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(balance__gte=0), name="gift_card_balance_not_negative"),
            models.CheckConstraint(condition=Q(initial__gt=0), name="gift_card_issued_with_something"),
        ]
        verbose_name = _("gift card")
        verbose_name_plural = _("gift cards")

    def __str__(self) -> str:
        return f"…{self.last_letters}"

    @property
    def standing(self) -> "GiftCard.Standing":
        """Whether it can pay now, and if not why."""
        if not self.is_active:
            return self.Standing.BLOCKED
        if self.expires_at is not None and self.expires_at <= timezone.now():
            return self.Standing.EXPIRED
        return self.Standing.VALID if self.balance else self.Standing.EMPTY


class GiftCardEntry(models.Model):
    """One entry of a gift card's ledger; entries are added and never changed, and their sum is the balance."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("issued")
        SPENT = "spent", _("spent")
        RETURNED = "returned", _("given back")
        CORRECTED = "corrected", _("corrected")

    card = models.ForeignKey(GiftCard, models.PROTECT, related_name="entries", verbose_name=_("gift card"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    amount = models.BigIntegerField(_("amount"))
    # What it belongs to; (card, kind, reference) is unique, so a repeated request changes nothing.
    reference = models.CharField(_("reference"), max_length=80)
    # Why somebody corrected it by hand.
    note = models.CharField(_("reason"), max_length=200, blank=True)
    order = models.ForeignKey("shop.Order", models.PROTECT, null=True, blank=True, related_name="gift_card_entries")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["card", "kind", "reference"], name="gift_card_entry_once_per_reference"),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(kind="issued"), name="gift_card_issued_once_per_reference"
            ),
        ]
        verbose_name = _("gift card entry")
        verbose_name_plural = _("gift card entries")

    def __str__(self) -> str:
        return f"{self.card} {self.amount:+d}"


class CartGiftCard(models.Model):
    """A gift card that a shopper means to pay with."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="gift_cards")
    card = models.ForeignKey(GiftCard, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cart", "card"], name="gift_card_once_per_cart")]

    def __str__(self) -> str:
        return f"{self.cart} · {self.card}"
