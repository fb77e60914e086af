"""The postman: a reader of the change log that sends each letter it asks for, once."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from shop import letters
from shop.changes import log
from shop.models import Change, ReaderOffset

logger = logging.getLogger(__name__)

READER = "mail"
AT_ONCE = 50
# Longer than the slowest letter (EMAIL_TIMEOUT).
LEASE = timedelta(minutes=1)
# From here on a mail server means "never", below it "not now" (RFC 5321, section 4.2.1).
PERMANENT = 500


def send_due() -> int:
    """Write the letters that the log asks for and nobody has sent; how many were sent.

    One process at a time has the lease, and no transaction is open while a mail server is talked to.  The offset moves
    after each letter: what a crash interrupts is sent again once the lease is over.
    """
    known, _ = ReaderOffset.objects.get_or_create(reader=READER)
    # Asking costs no writing, and mostly there is nothing to do.
    if not log.read(known.sequence, limit=1):
        return 0
    offset = _lease()
    if offset is None:
        return 0
    try:
        return _send_all(offset)
    finally:
        ReaderOffset.objects.filter(pk=offset.pk).update(leased_until=None)


def _lease() -> ReaderOffset | None:
    """The reader's place, if no other process is at it."""
    now = timezone.now()
    free = ReaderOffset.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now), reader=READER)
    return ReaderOffset.objects.get(reader=READER) if free.update(leased_until=now + LEASE) else None


def _send_all(offset: ReaderOffset) -> int:
    sent = 0
    for _ in range(AT_ONCE):
        changes = log.read(offset.sequence, limit=200)
        if not changes:
            break
        for change in changes:
            is_sent = letters.asks_for_letter(change) and _send(change)
            offset.sequence = change.sequence or offset.sequence
            if is_sent:
                break
        sent += is_sent
        place = {"sequence": offset.sequence, "leased_until": timezone.now() + LEASE}
        ReaderOffset.objects.filter(pk=offset.pk).update(**place)
    return sent


def _send(change: Change) -> bool:
    """Write and send one letter; false if it can never be sent, so that the next ones are."""
    about = f"{change.object_id}: {change.kind}"
    try:
        letter = letters.letter_for(change)
    except DatabaseError:
        raise
    except Exception:  # whatever is wrong with one order must not keep back everybody else's letters
        logger.exception("%s: the letter cannot be written", about)
        return False
    if letter is None:
        return False
    try:
        letter.send()
    except SMTPRecipientsRefused as refused:
        if any(code < PERMANENT for code, _ in refused.recipients.values()):
            raise
        logger.warning("%s: there is no such address", about)
        return False
    except ValueError:
        # A header that cannot be written: Django refuses line breaks, the encoding refuses some addresses.
        logger.exception("%s: the letter cannot be addressed", about)
        return False
    logger.info("%s: letter sent", about)
    return True
