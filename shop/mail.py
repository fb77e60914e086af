"""Letters about orders: a reader of the change log that writes to shoppers in the language they bought in."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override

from shop import orders, return_letters, stock_letters
from shop.changes import log
from shop.models import Change, Order, ReaderOffset

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
            letters = _send(change) if _asks_for_letter(change) else 0
            offset.sequence = change.sequence or offset.sequence
            if letters:
                break
        sent += letters
        place = {"sequence": offset.sequence, "leased_until": timezone.now() + LEASE}
        ReaderOffset.objects.filter(pk=offset.pk).update(**place)
    return sent


def _asks_for_letter(change: Change) -> bool:
    if stock_letters.asks_for_letter(change):
        return True
    if change.type != "order":
        return False
    if change.kind in return_letters.KINDS:
        return True
    is_step = change.kind in ("status_changed", "shipped")
    return change.kind == "placed" or (is_step and change.data.get("status") in LETTERS)


# Status → the sentence that begins its letter.
LETTERS = (Order.Status.READY, Order.Status.SHIPPED, Order.Status.CANCELLED)


def _send(change: Change) -> bool:
    """Write and send one letter; false if it can never be sent, so that the next ones are."""
    order = None
    if not stock_letters.asks_for_letter(change):
        order = Order.objects.filter(public_id=change.object_id).first()
        if order is None or not order.contact.get("email"):
            return False
    about = f"Order {order.number}" if order else change.object_id
    try:
        if order is None:
            letter = stock_letters.letter(change)
        else:
            is_about_return = change.kind in return_letters.KINDS
            letter = return_letters.letter(order, change) if is_about_return else _letter(order, change)
    except DatabaseError:
        raise
    except Exception:  # whatever is wrong with one order must not keep back everybody else's letters
        logger.exception("%s: its letter cannot be written", about)
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
        logger.exception("%s: its letter cannot be addressed", about)
        return False
    logger.info("%s: letter about %s sent", about, change.kind)
    return True


def _letter(order: Order, change: Change) -> EmailMultiAlternatives:
    with override(order.language):
        status = change.data["status"]
        subject = _subject(order, status, is_new=change.kind == "placed")
        context: dict[str, Any] = {
            "order": orders.represent(order, order.language),
            "status": status,
            "is_new": change.kind == "placed",
            "subject": subject,
            "address": _address(order),
            "site_url": settings.SITE_URL,
        }
        letter = EmailMultiAlternatives(
            subject,
            render_to_string("mail/order.txt", context),
            to=[order.contact["email"]],
            # The same letter sent again after a crash is recognised by mail programs as the same.
            headers={"Message-ID": f"<{change.sequence}.{order.public_id}@technomart>"},
        )
        letter.attach_alternative(render_to_string("mail/order.html", context), "text/html")
    return letter


def _address(order: Order) -> str:
    from shop.views.checkout import done_url

    return settings.SITE_URL + done_url(order)


def _subject(order: Order, status: str, *, is_new: bool) -> str:
    number = {"number": order.number}
    if is_new:
        return gettext("Order %(number)s is placed") % number
    return {
        Order.Status.READY: gettext("Order %(number)s is ready for pick-up"),
        Order.Status.SHIPPED: gettext("Order %(number)s is on its way"),
        Order.Status.CANCELLED: gettext("Order %(number)s is cancelled"),
    }[Order.Status(status)] % number
