"""The change log: what was committed, once, in order, without gaps.

A row's id is taken before its transaction commits, so on PostgreSQL a reader that remembers ids misses what commits
late.  There the sequence is given after commit, by whichever reader holds the lock (docs/adr/0006).  SQLite has one
writer, so the id is the sequence.
"""

import time
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F, Max, Min, Q
from django.utils import timezone

from shop.models import Change, LogIdentity

from . import hints

# The topic that covers every public change.
CATALOG = "catalog"
# Any number will do that nothing else in this database locks.
NUMBERING = 728_332
# How long a reader waits for another that is numbering, before it makes do with what is numbered.
PATIENCE = "200ms"
PRUNED_AT_ONCE = 5_000


class State(NamedTuple):
    """How far the log reaches."""

    identity: str
    latest: int
    version: int


def append(*, type: str, object_id: str, kind: str, data: dict[str, Any] | None = None, is_public: bool = True) -> None:
    """Note a change in the current transaction; if that is rolled back, nothing has happened."""
    append_all([change(type=type, object_id=object_id, kind=kind, data=data, is_public=is_public)])


def change(
    *, type: str, object_id: str, kind: str, data: dict[str, Any] | None = None, is_public: bool = True
) -> Change:
    """Describe a change for ``append_all``."""
    return Change(
        topic=f"{type}:{object_id}",
        type=type,
        object_id=object_id,
        kind=kind,
        data=data or {},
        is_public=is_public,
    )


def append_all(changes: Iterable[Change]) -> None:
    """Note many changes at the price of one."""
    changes = list(changes)
    if not changes:
        return
    with transaction.atomic(savepoint=False):
        Change.objects.bulk_create(changes, batch_size=500)
        if connection.vendor == "sqlite":
            Change.objects.filter(sequence=None).update(sequence=F("id"))
        # Once for each transaction is enough.
        if not any(action is _tell_readers for _, action, _ in connection.run_on_commit):
            transaction.on_commit(_tell_readers, robust=True)


def version(*, at_least: int = 0) -> int:
    """The catalogue's version: it moves with every public change, and with nothing else.

    Who has heard of the change ``at_least`` is not told what was remembered before it.
    """
    found = remembered_state()
    if found.latest < at_least:
        _forget()
        found = remembered_state()
    return found.version


def latest() -> int:
    """The sequence of the last change, public or not."""
    return state().latest


def read(after: int, *, limit: int = 500, topics: Collection[str] | None = None) -> list[Change]:
    """The changes that follow ``after``, all of them or those of some topics."""
    _number_waiting()
    changes = Change.objects.filter(sequence__gt=after)
    if topics is not None:
        wanted = Q(topic__in=[topic for topic in topics if topic != CATALOG])
        changes = changes.filter(wanted | Q(is_public=True) if CATALOG in topics else wanted)
    return list(changes.order_by("sequence")[:limit])


def is_complete_after(sequence: int) -> bool:
    """Whether everything that follows is still here, so that a reader who stands there can go on."""
    reach = remembered_state().latest
    if sequence > reach:
        reach = latest()
    if sequence >= reach:
        return sequence == reach
    following = Change.objects.filter(sequence__gt=sequence).order_by("sequence").values("sequence", "created_at")[0]
    return following["sequence"] == sequence + 1 and following["created_at"] >= _oldest_kept()


def prune() -> int:
    """Remove what is older than the retention; the last change stays, because the next one is counted from it."""
    keep_from = Change.objects.filter(created_at__gte=_oldest_kept()).aggregate(first=Min("sequence"))["first"]
    if keep_from is None:
        keep_from = latest()
    removed = 0
    while True:
        # In parts, because SQLite's other writers wait meanwhile.
        oldest = Change.objects.filter(sequence__lt=keep_from).order_by("sequence")[:PRUNED_AT_ONCE]
        removed_now, _ = Change.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()
        removed += removed_now
        if removed_now < PRUNED_AT_ONCE:
            return removed


def start_anew() -> None:
    """Forget everything, so that every reader has to start again; for a shop that is filled from nothing."""
    with transaction.atomic():
        Change.objects.exclude(sequence=Change.objects.aggregate(last=Max("sequence"))["last"]).delete()
        LogIdentity.objects.all().delete()
        LogIdentity.objects.create()
        transaction.on_commit(_forget)


def state() -> State:
    """How far the log reaches now."""
    _number_waiting()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT identity FROM shop_logidentity),"
            " (SELECT sequence FROM shop_change WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1),"
            " (SELECT sequence FROM shop_change WHERE sequence IS NOT NULL AND is_public"
            "  ORDER BY sequence DESC LIMIT 1)"
        )
        identity, last, last_public = cursor.fetchone()
    return State(identity, last or 0, last_public or 0)


_remembered: tuple[float, State] | None = None
_before: tuple[float, State] | None = None


def remembered_state() -> State:
    """How far the log reached, at most SHOP["VERSION_MEMORY"] seconds ago."""
    global _remembered, _before
    now = time.monotonic()
    if _remembered is not None and now < _remembered[0] + settings.SHOP["VERSION_MEMORY"]:
        return _remembered[1]
    found = state()
    _remembered, _before = (now, found), _remembered or _before
    return found


def earlier_state() -> State | None:
    """How far the log reached when this process asked before it asked last, if that was within the last minute.

    What is being read from the database now is certainly not older; finding this out asks nothing.
    """
    if _before is None or time.monotonic() > _before[0] + 60:
        return None
    return _before[1]


def _forget() -> None:
    """Ask anew next time."""
    global _remembered, _before
    _remembered, _before = None, _remembered or _before


def _tell_readers() -> None:
    _forget()
    hints.send()


def _oldest_kept() -> Any:
    return timezone.now() - settings.SHOP["CHANGE_RETENTION"]


def _number_waiting() -> None:
    """Give committed changes their sequence, on PostgreSQL; usually there are none and this is one cheap query."""
    if connection.vendor != "postgresql":
        return
    # Again, because changes may have been committed while somebody (or we) numbered.
    for _ in range(5):
        if not Change.objects.filter(sequence=None).exists():
            return
        if not _number():
            _wait_for_the_other()


def _number() -> bool:
    """Number what waits, unless another process is at it.

    The lock is taken in a statement of its own: the next one then sees everything that the lock's last holder has
    committed, and counts on from there.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NUMBERING])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(
            "WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id)"
            " + coalesce((SELECT max(sequence) FROM shop_change), 0) AS sequence"
            " FROM shop_change WHERE sequence IS NULL)"
            " UPDATE shop_change SET sequence = numbered.sequence FROM numbered WHERE shop_change.id = numbered.id"
        )
        return True


def _wait_for_the_other() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [NUMBERING])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != "55P03":
            raise
