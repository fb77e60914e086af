"""One reader of the log for each process, and the followers it feeds.

A hint wakes the reader at once; without one it looks every second.  A follower first reads what it has missed, at its
own pace, and then gets its share of what the reader reads.  Nothing here grows without bound.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable
from typing import Any, TypeVar

from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from . import frames, hints, log, visitors
from .endings import SIGNED_OUT, TOO_SLOW, Ending

logger = logging.getLogger(__name__)

T = TypeVar("T")

POLLED_EVERY = 1.0
PAGE = 500
# How many changes are handed out before followers get their turn to send.
HANDED_AT_ONCE = 16
QUEUED_FRAMES = 64
QUEUED_BYTES = 256 * 1024
PING_EVERY = 20.0
SESSIONS_CHECKED_EVERY = 4.0


async def in_database(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run a function that asks the database, outside the event loop."""
    return await sync_to_async(_with_fresh_connection)(function, *args, **kwargs)


def _with_fresh_connection(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """As a request does: with a connection that works, given back afterwards."""
    _give_back_connections()
    try:
        return function(*args, **kwargs)
    finally:
        _give_back_connections()


def _give_back_connections() -> None:
    # In the middle of a transaction, as all tests are, the connection is somebody's.
    if not connection.in_atomic_block:
        close_old_connections()


class Follower:
    """One socket or event stream: where it stands in the log, and what waits to be sent to it."""

    def __init__(self, visitor: visitors.Visitor, topics: Iterable[str], place: int) -> None:
        self.visitor = visitor
        self.topics = frozenset(topics)
        self.place = place
        self.arrived = asyncio.Event()
        self.ended: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()
        self._queue: deque[tuple[frames.Announcement, str]] = deque()
        self._bytes = 0

    def offer(self, announcement: frames.Announcement) -> None:
        """Queue a change; a follower that does not keep up is ended and resumes from its place."""
        if self.ended.done():
            return
        frame = announcement.frame(announcement.topic_for(self.topics))
        if len(self._queue) >= QUEUED_FRAMES or self._bytes + len(frame) > QUEUED_BYTES:
            self.end(TOO_SLOW)
            return
        self._queue.append((announcement, frame))
        self._bytes += len(frame)
        self.arrived.set()

    def take(self) -> tuple[frames.Announcement, str] | None:
        """The next queued change that the follower has not had yet."""
        while self._queue:
            announcement, frame = self._queue.popleft()
            self._bytes -= len(frame)
            if announcement.sequence > self.place:
                return announcement, frame
        self.arrived.clear()
        return None

    def end(self, ending: Ending) -> None:
        if not self.ended.done():
            self.ended.set_result(ending)


class Reader:
    """Reads the log once for all followers of a process, for as long as there are any."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._followers: set[Follower] = set()
        self._by_topic: dict[str, set[Follower]] = {}
        self._place = 0
        self._woken = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._starting = asyncio.Lock()
        self._guests = 0
        self._database = hints.Report("Database, reading changes")

    @property
    def place(self) -> int:
        return self._place

    def wake(self) -> None:
        """Look into the log now; may be called from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    async def __aenter__(self) -> "Reader":
        """Begin to read with the first follower."""
        self._guests += 1
        try:
            async with self._starting:
                if not self._tasks:
                    self._place = await in_database(log.latest)
                    hints.listen(self)
                    self._tasks = [asyncio.create_task(work()) for work in (self._read, self._listen, self._guard)]
        except BaseException:
            self._guests -= 1
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop with the last follower."""
        self._guests -= 1
        if self._guests:
            return
        _readers.pop(self._loop, None)
        hints.forget(self)
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def follow(self, follower: Follower) -> AsyncGenerator[tuple[str, str], None]:
        """Frames with their tokens: what the follower has missed, then what happens, and pings in between."""
        try:
            async for announcement in self._missed(follower):
                yield announcement.frame(announcement.topic_for(follower.topics)), announcement.token
                follower.place = announcement.sequence
            # Joined in the same step in which nothing was missing any more.
            clock = self._loop.time
            ping_at = clock() + PING_EVERY
            while True:
                while waiting := follower.take():
                    announcement, frame = waiting
                    yield frame, announcement.token
                    # Only now: what was not sent is still to come.
                    follower.place = announcement.sequence
                if clock() >= ping_at:
                    ping_at = clock() + PING_EVERY
                    yield frames.PING, ""
                alarm = self._loop.call_later(max(0.0, ping_at - clock()), follower.arrived.set)
                await follower.arrived.wait()
                alarm.cancel()
        finally:
            self._leave(follower)

    async def _missed(self, follower: Follower) -> AsyncGenerator[frames.Announcement, None]:
        """Read up to where the reader stands, and join the others there: nothing is lost or doubled in between."""
        while follower.place < self._place:
            reach = self._place
            page = await in_database(frames.announcements, follower.place, limit=PAGE, topics=follower.topics)
            for announcement in page:
                yield announcement
            if len(page) < PAGE:
                follower.place = max(follower.place, reach)
        self._join(follower)

    def _join(self, follower: Follower) -> None:
        self._followers.add(follower)
        for topic in follower.topics:
            self._by_topic.setdefault(topic, set()).add(follower)

    def _leave(self, follower: Follower) -> None:
        self._followers.discard(follower)
        for topic in follower.topics:
            others = self._by_topic.get(topic, set())
            others.discard(follower)
            if not others:
                self._by_topic.pop(topic, None)

    async def _read(self) -> None:
        while True:
            try:
                page = await in_database(frames.announcements, self._place, limit=PAGE)
            except Exception as error:  # noqa: BLE001 (all followers hang on this task; nothing is lost by going on)
                self._database.failed(error)
                page = []
            else:
                self._database.worked()
            for count, announcement in enumerate(page, start=1):
                self._hand_out(announcement)
                if count % HANDED_AT_ONCE == 0:
                    await asyncio.sleep(0)
            if len(page) < PAGE:
                await self._wait(POLLED_EVERY)

    def _hand_out(self, announcement: frames.Announcement) -> None:
        self._place = announcement.sequence
        followers: set[Follower] = set()
        for topic in announcement.topics:
            followers |= self._by_topic.get(topic, set())
        for follower in followers:
            follower.offer(announcement)

    async def _wait(self, seconds: float) -> None:
        alarm = self._loop.call_later(seconds, self._woken.set)
        await self._woken.wait()
        alarm.cancel()
        self._woken.clear()

    async def _listen(self) -> None:
        """Be woken by the hints of other processes."""
        if not hints.reaches_other_processes():
            return
        report = hints.Report("Channel layer, waiting for hints")
        while True:
            try:
                layer: Any = get_channel_layer()
                channel = await layer.new_channel()
                await layer.group_add(hints.GROUP, channel)
                report.worked()
                while True:
                    await layer.receive(channel)
                    self._woken.set()
            except Exception as error:  # noqa: BLE001 (each layer has its own; looking every second goes on)
                report.failed(error)
                await asyncio.sleep(hints.PAUSE_AFTER_FAILURE)

    async def _guard(self) -> None:
        """End what was opened by a session that has ended since."""
        while True:
            await asyncio.sleep(SESSIONS_CHECKED_EVERY)
            signed_in = [follower for follower in self._followers if follower.visitor.session_key]
            if not signed_in:
                continue
            try:
                ended = await in_database(visitors.signed_out, [follower.visitor for follower in signed_in])
            except DatabaseError as error:
                self._database.failed(error)
                continue
            for follower in signed_in:
                if follower.visitor in ended:
                    follower.end(SIGNED_OUT)


# One for each event loop that has followers; a process that serves has one loop.
_readers: dict[asyncio.AbstractEventLoop, Reader] = {}


def reader() -> Reader:
    """The reader of this process."""
    loop = asyncio.get_running_loop()
    if loop not in _readers:
        _readers[loop] = Reader()
    return _readers[loop]
