"""Hints that the log has grown: they shorten a reader's wait; losing one costs a second, never a change."""

import asyncio
import logging
import os
import threading
import time
import weakref
from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings

logger = logging.getLogger(__name__)

GROUP = "changes"
MESSAGE = {"type": "changes.hint"}
# How what the Redis layer says begins, once a second and with a traceback, while Redis is away.
_NOISE = "Unexpected exception"
# A burst of commits becomes one message.
PAUSE = 0.02
PAUSE_AFTER_FAILURE = 1.0
TIMEOUT = 1.0


class Noise(logging.Filter):
    """Lets the layer's complaint through once a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._silent_until = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        if not str(record.msg).startswith(_NOISE):
            return True
        record.exc_info = None
        is_due = time.monotonic() >= self._silent_until
        if is_due:
            self._silent_until = time.monotonic() + 60
        return is_due


logging.getLogger("channels_redis.pubsub").addFilter(Noise())

# Readers in this process: called from any thread.
_listeners: "weakref.WeakSet[Any]" = weakref.WeakSet()


def listen(listener: Any) -> None:
    """Have ``listener.wake()`` called after each commit of this process, for as long as the listener lives."""
    _listeners.add(listener)


def forget(listener: Any) -> None:
    _listeners.discard(listener)


def send() -> None:
    """Tell all processes; returns at once, whatever state the channel layer is in."""
    for listener in list(_listeners):
        listener.wake()
    if reaches_other_processes():
        _messenger().wanted.set()


def reaches_other_processes() -> bool:
    """Whether the channel layer is more than the memory of this process; asking does not load it."""
    layer = settings.CHANNEL_LAYERS.get("default")
    return layer is not None and layer["BACKEND"] != "channels.layers.InMemoryChannelLayer"


class Report:
    """Logs that the channel layer fails when it begins to, and that it works when it does again."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.failing = False

    def failed(self, error: BaseException) -> None:
        if not self.failing:
            logger.warning("%s: %r. Changes arrive up to a second later until this is over.", self.what, error)
        self.failing = True

    def worked(self) -> None:
        if self.failing:
            logger.warning("%s: works again.", self.what)
        self.failing = False


class Messenger(threading.Thread):
    """Sends hints in a thread of its own: no request waits for the channel layer or fails with it."""

    def __init__(self) -> None:
        super().__init__(name="change-hints", daemon=True)
        self.pid = os.getpid()
        self.wanted = threading.Event()

    def run(self) -> None:
        # One event loop for the life of the thread: the layer keeps a connection for each loop.
        report = Report("Channel layer, sending hints")
        with asyncio.Runner() as runner:
            while True:
                self.wanted.wait()
                self.wanted.clear()
                try:
                    runner.run(self._send())
                except Exception as error:  # noqa: BLE001 (each layer has its own; none may end this thread)
                    report.failed(error)
                    time.sleep(PAUSE_AFTER_FAILURE)
                else:
                    report.worked()
                    time.sleep(PAUSE)

    @staticmethod
    async def _send() -> None:
        layer: Any = get_channel_layer()
        if layer is not None:
            await asyncio.wait_for(layer.group_send(GROUP, MESSAGE), TIMEOUT)


_current: Messenger | None = None
_starting = threading.Lock()


def _messenger() -> Messenger:
    """This process's messenger; a forked process has inherited the object but not the thread."""
    global _current
    with _starting:
        if _current is None or _current.pid != os.getpid():
            _current = Messenger()
            _current.start()
        return _current
