"""Proofs of the books: all checks in one go, kept with their time, so that staff see when something last was wrong."""

import time
from datetime import timedelta

from django.utils import timezone

from shop import books
from shop.models import BooksProof

# As often as that the clock proves the books; whatever breaks them is named within a minute.
EVERY = timedelta(seconds=50)
# In a large shop a proof takes its time; it may have a twentieth of the database's.
SHARE = 20
# Proofs that found nothing are kept that long, those that found something for good.
KEPT = timedelta(days=7)


def prove() -> BooksProof:
    """Run all checks now and keep what they find."""
    started_at, started = timezone.now(), time.monotonic()
    found = books.violations()
    return BooksProof.objects.create(
        started_at=started_at,
        milliseconds=round((time.monotonic() - started) * 1000),
        checks=len(books.CHECKS),
        violations=found,
    )


def prove_due() -> int:
    """Prove the books if the last proof is old, and forget old proofs that found nothing; how many violations."""
    now, before = timezone.now(), last()
    if before and before.started_at > now - max(EVERY, SHARE * timedelta(milliseconds=before.milliseconds)):
        return 0
    BooksProof.objects.filter(started_at__lt=now - KEPT, violations=[]).delete()
    return len(prove().violations)


def last() -> BooksProof | None:
    return BooksProof.objects.order_by("-pk").first()
