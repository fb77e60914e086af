"""Papers and letters: invoices with their numbers, and the texts of the mails that the store sends."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .order import Order
from .returns import Refund


class Invoice(models.Model):
    """An invoice, or a credit note that takes one back in part or as a whole; numbered without gaps within a year.

    What it says never changes.  The invoice of an order that was changed afterwards is taken back by a credit note
    (``cancels``) and replaced by another one.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit_note", _("credit note")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INVOICE)
    order = models.ForeignKey(Order, models.PROTECT, related_name="invoices", verbose_name=_("order"))
    refund = models.OneToOneField(
        Refund, models.PROTECT, null=True, blank=True, related_name="credit_note", verbose_name=_("refund")
    )
    cancels = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="cancelled_by", verbose_name=_("takes back")
    )
    is_replaced = models.BooleanField(_("replaced"), default=False)
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number in the year"))
    # Everything that is printed, as it was when it was issued.
    content = models.JSONField(default=dict)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)

    class Meta:
        ordering = ["-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "sequence"], name="invoice_number_once_a_year"),
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(kind="invoice", is_replaced=False),
                name="one_invoice_in_force_per_order",
            ),
        ]
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """ "2026-000001", and "2026-C000001" for a credit note."""
        series = "C" if self.kind == self.Kind.CREDIT_NOTE else ""
        return f"{self.year}-{series}{self.sequence:06d}"


class MailText(models.Model):
    """What staff made of a letter in one language; without a row the letter has its built-in words."""

    letter = models.SlugField(_("letter"))
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["letter", "language"]
        constraints = [models.UniqueConstraint(fields=["letter", "language"], name="one_text_per_letter_and_language")]
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")

    def __str__(self) -> str:
        return f"{self.letter} ({self.language})"
