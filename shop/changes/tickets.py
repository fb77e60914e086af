"""Tickets: what an app gets over HTTPS to open one connection to its private topics."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from shop.errors import NotFound
from shop.models import LiveTicket

from . import visitors
from .visitors import Visitor

LIFETIME = timedelta(seconds=30)


class WrongTicket(Exception):
    """It was never issued, is used, or too old."""


def issue(*, visitor: Visitor, topics: Collection[str] = ()) -> str:
    """A ticket that opens these topics, and whatever else is the visitor's; NotFound if one of them is not theirs."""
    if not visitors.may_follow(visitor, topics):
        raise NotFound
    token = secrets.token_urlsafe(32)
    LiveTicket.objects.create(
        token_hash=_hash(token),
        user_id=visitor.user_id,
        session_key=visitor.session_key,
        topics=sorted(topics),
        expires_at=timezone.now() + LIFETIME,
    )
    return token


def redeem(token: str, *, visitor: Visitor | None = None) -> Visitor:
    """Use a ticket, once: whoever comes second, or too late, gets nothing."""
    now = timezone.now()
    ticket = LiveTicket.objects.filter(token_hash=_hash(token))
    if not ticket.filter(used_at=None, expires_at__gt=now).update(used_at=now):
        raise WrongTicket
    found = ticket.get()
    holder = Visitor(
        user_id=found.user_id,
        session_key=found.session_key,
        order_token=visitor.order_token if visitor else "",
        granted=frozenset(found.topics),
    )
    if found.user_id and visitors.signed_out([holder]):
        raise WrongTicket
    return holder


def prune() -> int:
    """Remove tickets that open nothing any more."""
    removed, _ = LiveTicket.objects.filter(expires_at__lt=timezone.now() - timedelta(hours=1)).delete()
    return removed


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
