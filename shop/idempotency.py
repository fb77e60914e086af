"""Requests that have one effect however often they are sent: claimed by key, answered from the record afterwards.

The claim's reference is handed to what the request does and stored with it, so that a repeat after a crash finds what
the first request has done, even when its answer was never recorded.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from cryptography.fernet import Fernet
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from shop.errors import Refusal
from shop.models import IdempotencyKey

RETENTION = timedelta(hours=72)
# A request that has run for so long has lost its process: no server lets one run longer than 30 seconds.
ABANDONED_AFTER = timedelta(seconds=60)
LONGEST_KEY = 255
# Where a stored answer keeps its encrypted field; no answer of ours has a field of that name.
SEALED = "_sealed"
SWEPT_AT_ONCE = 1_000


class KeyMissing(Refusal):
    code = "idempotency_key_missing"

    def sentence(self) -> str:
        return _("Send a key of 1 to 255 visible ASCII characters in Idempotency-Key.")


class KeyReused(Refusal):
    code = "idempotency_key_reused"

    def sentence(self) -> str:
        return _("This key was sent before with another request.")


class KeyRunning(Refusal):
    code = "idempotency_key_running"

    def sentence(self) -> str:
        return _("The first request with this key has not been answered yet.")


@dataclass(frozen=True)
class Claim:
    """The right to run the request; ``reference`` names it to what it does."""

    pk: int
    reference: str


@dataclass(frozen=True)
class Replay:
    """What the first request was answered."""

    status: int
    answer: dict[str, Any]


def claim(*, actor: str, endpoint: str, key: str, body: Any) -> Claim | Replay:
    """Take the key for this caller and endpoint, or learn what was answered; refuses other bodies and races."""
    if not 1 <= len(key) <= LONGEST_KEY or not all("!" <= sign <= "~" for sign in key):
        raise KeyMissing
    body_hash = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
    known = {"actor": actor, "endpoint": endpoint, "key": key}
    now = timezone.now()
    for _try in range(2):
        try:
            with transaction.atomic():
                row = IdempotencyKey.objects.create(
                    **known, body_hash=body_hash, reference=secrets.token_hex(32), claimed_at=now
                )
            return Claim(row.pk, row.reference)
        except IntegrityError:
            # What is older than the retention stands in nobody's way.
            if not IdempotencyKey.objects.filter(**known, claimed_at__lt=now - RETENTION).delete()[0]:
                break
    row = IdempotencyKey.objects.filter(**known).first()
    if row is None:
        # It was given back or swept between the two statements.
        raise KeyRunning(retry_after=1)
    if row.body_hash != body_hash:
        raise KeyReused
    if row.status is not None:
        return Replay(row.status, _opened(row.answer, row.reference))
    return _take_over(row)


def _take_over(row: IdempotencyKey) -> Claim:
    """Run a request again whose process died; the same reference lets it find what was done."""
    now = timezone.now()
    if row.claimed_at > now - ABANDONED_AFTER:
        raise KeyRunning(retry_after=1)
    ours = IdempotencyKey.objects.filter(pk=row.pk, status=None, claimed_at=row.claimed_at).update(claimed_at=now)
    if not ours:
        raise KeyRunning(retry_after=1)
    return Claim(row.pk, row.reference)


def record(claimed: Claim, *, status: int, answer: dict[str, Any], sealed: str | None = None) -> None:
    """Keep what was answered, for repeats; the field named by ``sealed`` is kept encrypted."""
    kept = dict(answer)
    if sealed in kept:
        kept[SEALED] = {sealed: _cipher(claimed.reference).encrypt(kept.pop(sealed).encode()).decode()}
    IdempotencyKey.objects.filter(pk=claimed.pk).update(status=status, answer=orjson.dumps(kept).decode())


def _opened(kept: str, reference: str) -> dict[str, Any]:
    """The answer with its secret as it was told the first time."""
    answer = orjson.loads(kept)
    for name, secret in answer.pop(SEALED, {}).items():
        answer[name] = _cipher(reference).decrypt(secret.encode()).decode()
    return answer


def _cipher(reference: str) -> Fernet:
    """Whoever reads the table alone cannot open an order with it."""
    key = salted_hmac("shop.idempotency", reference, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def give_back(claimed: Claim) -> None:
    """The request failed on our side: the next repeat may run it at once, under the same reference."""
    IdempotencyKey.objects.filter(pk=claimed.pk, status=None).update(claimed_at=F("claimed_at") - ABANDONED_AFTER)


def sweep() -> int:
    """Forget what is older than the retention, in parts; returns how many."""
    swept = 0
    while True:
        oldest = IdempotencyKey.objects.filter(claimed_at__lt=timezone.now() - RETENTION).values_list("pk", flat=True)
        removed, _details = IdempotencyKey.objects.filter(pk__in=list(oldest[:SWEPT_AT_ONCE])).delete()
        swept += removed
        if removed < SWEPT_AT_ONCE:
            return swept
