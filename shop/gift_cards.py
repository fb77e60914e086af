"""Gift cards: a balance that changes together with its ledger, by one conditional UPDATE each; minor units."""

import hashlib
import secrets
import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from shop.errors import (
    AlreadyRecorded,
    GiftCardBelowZero,
    GiftCardEmpty,
    GiftCardExpired,
    GiftCardOtherCurrency,
    GiftCardUnknown,
)
from shop.ids import ALPHABET
from shop.models import GiftCard, GiftCardEntry, Order
from shop.promotions import vouchers
from shop.retry import retried

Kind = GiftCardEntry.Kind
# Seven groups of four from 27 letters carry 133 bits: a code is money, and nobody guesses it (ASVS 5.0, 11.5.1).
GROUPS, GROUP = 7, 4


def new_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)).upper()
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def hashed(code: str) -> str:
    return hashlib.sha256(vouchers.normalised(code).encode()).hexdigest()


@retried
@transaction.atomic
def issue(
    *,
    amount: int,
    currency: str,
    recipient: str = "",
    note: str = "",
    expires_at: datetime | None = None,
    actor: Any = None,
    reference: str,
    code: str = "",
) -> tuple[GiftCard, str]:
    """A new card and its code, which is kept nowhere; ``code`` is that of a card which was printed before.

    The same reference twice changes nothing and raises AlreadyRecorded: the code cannot be told again.
    """
    if GiftCardEntry.objects.filter(kind=Kind.ISSUED, reference=reference).exists():
        raise AlreadyRecorded
    code = code or new_code()
    card = GiftCard.objects.create(
        code_hash=hashed(code),
        last_letters=vouchers.normalised(code)[-4:],
        currency=currency,
        initial=amount,
        balance=amount,
        expires_at=expires_at,
        recipient=recipient,
        note=note,
    )
    try:
        with transaction.atomic():
            _enter(card.pk, Kind.ISSUED, amount, reference, actor=actor)
    except IntegrityError:
        # The same request at the same moment; this one's card goes with the transaction.
        raise AlreadyRecorded from None
    return card, code


def find(code: str, *, currency: str = "") -> GiftCard:
    """The card of a code that can pay now, in that currency if one is given.

    Raises GiftCardUnknown, GiftCardExpired, GiftCardEmpty or GiftCardOtherCurrency.  A blocked card is unknown.
    """
    card = GiftCard.objects.filter(code_hash=hashed(code), is_active=True).first()
    if card is None:
        raise GiftCardUnknown
    if card.expires_at is not None and card.expires_at <= timezone.now():
        raise GiftCardExpired
    if currency and card.currency != currency:
        raise GiftCardOtherCurrency(card.currency)
    if not card.balance:
        raise GiftCardEmpty
    return card


@retried
@transaction.atomic
def spend(*, card_id: int, amount: int, order: Order, reference: str) -> None:
    """Pay with a card; the same reference again changes nothing.

    Raises GiftCardEmpty if it holds less by now, was blocked or has expired; nothing is changed then.
    """
    _lock(card_id)
    if _is_recorded(card_id, Kind.SPENT, reference):
        return
    valid = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    card = GiftCard.objects.filter(valid, pk=card_id, is_active=True, balance__gte=amount)
    if not card.update(balance=F("balance") - amount):
        raise GiftCardEmpty
    _enter(card_id, Kind.SPENT, -amount, reference, order=order)


@retried
@transaction.atomic
def give_back(*, card_id: int, amount: int, order: Order, reference: str) -> None:
    """Return money to the card that it came from, even if it was blocked or has expired; once for a reference."""
    _lock(card_id)
    if _is_recorded(card_id, Kind.RETURNED, reference):
        return
    GiftCard.objects.filter(pk=card_id).update(balance=F("balance") + amount)
    _enter(card_id, Kind.RETURNED, amount, reference, order=order)


@retried
@transaction.atomic
def correct(*, card_id: int, change: int, reason: str, actor: Any = None, reference: str = "") -> None:
    """Add or take away money by hand; the same reference again changes nothing.  Raises GiftCardBelowZero."""
    reference = reference or f"correction:{uuid.uuid4()}"
    _lock(card_id)
    if _is_recorded(card_id, Kind.CORRECTED, reference):
        return
    if not GiftCard.objects.filter(pk=card_id, balance__gte=-change).update(balance=F("balance") + change):
        raise GiftCardBelowZero
    _enter(card_id, Kind.CORRECTED, change, reference, note=reason, actor=actor)


def _lock(card_id: int) -> None:
    """On SQLite the whole database is ours already."""
    list(GiftCard.objects.select_for_update().filter(pk=card_id).values_list("pk"))


def _is_recorded(card_id: int, kind: str, reference: str) -> bool:
    return GiftCardEntry.objects.filter(card_id=card_id, kind=kind, reference=reference).exists()


def _enter(card_id: int, kind: str, amount: int, reference: str, **fields: Any) -> None:
    GiftCardEntry.objects.create(card_id=card_id, kind=kind, amount=amount, reference=reference, **fields)
