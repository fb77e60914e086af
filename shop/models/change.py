"""The change log: one row for each public change, in the order in which the changes became visible."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One committed change of something that clients follow.

    ``sequence`` is what readers hold as their cursor.  On SQLite, with one writer, it equals the id; on PostgreSQL it
    is assigned after commit, because ids are taken before (docs/adr/0006).
    """

    sequence = models.PositiveBigIntegerField(_("sequence"), null=True, unique=True, editable=False)
    topic = models.CharField(_("topic"), max_length=60)
    type = models.CharField(_("type"), max_length=20)
    object_id = models.CharField(_("object"), max_length=60)
    kind = models.CharField(_("what happened"), max_length=30)
    data = models.JSONField(_("details"), default=dict)
    is_public = models.BooleanField(_("public"), default=True)
    created_at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["id"], condition=Q(sequence__isnull=True), name="change_waiting_for_sequence"),
            models.Index(fields=["topic", "sequence"], name="change_by_topic"),
        ]
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        return f"{self.sequence} {self.topic} {self.kind}"


def new_identity() -> str:
    return secrets.token_hex(4)


class LogIdentity(models.Model):
    """Which change log this is; its one row changes when the log starts anew, so that old cursors are recognised."""

    identity = models.CharField(max_length=8, default=new_identity, editable=False)

    def __str__(self) -> str:
        return self.identity


class LiveTicket(models.Model):
    """A one-time ticket that opens one socket to its holder's private topics; only its hash is stored."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    # The session that asked for it: when that ends, what the ticket has opened is closed too.
    session_key = models.CharField(max_length=40, blank=True)
    topics = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.expires_at:%H:%M:%S}"


class ReaderOffset(models.Model):
    """How far a reader of the log (letters, webhooks) has come."""

    reader = models.CharField(max_length=40, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)
    # Until when one process has the reader to itself.
    leased_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.reader}: {self.sequence}"
