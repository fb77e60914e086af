"""What readers are sent: one JSON object a message, the same on sockets and event streams."""

from collections.abc import Collection, Mapping
from typing import Any

import orjson

from shop.models import Change

from . import log, tokens

PING = '{"type":"ping"}'


def encoded(frame: Mapping[str, Any]) -> str:
    return orjson.dumps(frame).decode()


def ready(token: str) -> str:
    return encoded({"type": "ready", "since": token})


def reset(token: str) -> str:
    """The reader's place is gone: it has to look at everything anew, and goes on from here."""
    return encoded({"type": "reset", "since": token})


def error(code: str, detail: str) -> str:
    return encoded({"type": "error", "code": code, "detail": detail})


def announcements(after: int, *, limit: int, topics: Collection[str] | None = None) -> "list[Announcement]":
    """The next changes of the log, ready to be sent."""
    changes = log.read(after, limit=limit, topics=topics)
    identity = log.remembered_state().identity if changes else ""
    return [
        Announcement(change, change.sequence, tokens.sealed(identity, change.sequence))
        for change in changes
        if change.sequence is not None
    ]


class Announcement:
    """A change on its way to many readers: put into words once for each topic by which they follow it."""

    def __init__(self, change: Change, sequence: int, token: str) -> None:
        self.change = change
        self.sequence = sequence
        self.token = token
        # From the reader's own words to the widest topic that covers the change.
        self.topics = [change.topic, log.CATALOG] if change.is_public else [change.topic]
        self._frames: dict[str, str] = {}

    def frame(self, topic: str) -> str:
        if topic not in self._frames:
            change = self.change
            self._frames[topic] = encoded(
                {
                    "type": "change",
                    "since": self.token,
                    "topic": topic,
                    "kind": change.kind,
                    "id": change.object_id,
                    "object": change.type,
                    "at": change.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                    "data": change.data,
                }
            )
        return self._frames[topic]

    def topic_for(self, followed: frozenset[str]) -> str:
        return next(topic for topic in self.topics if topic in followed)
