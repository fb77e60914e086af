"""A client of the live socket inside the test, and what it needs to be somebody."""

import json
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from channels.testing import WebsocketCommunicator
from django.test import Client

from shop.changes import hints, log
from shop.changes.routing import websocket_application

ADDRESS = "/ws/v1/live/"
OWN_ORIGIN = ((b"origin", b"http://testserver"), (b"host", b"testserver"))


class Socket(WebsocketCommunicator):
    """Speaks the protocol; ``closed`` collects what the server said before it closed."""

    async def subscribe(self, *topics: str, **more: Any) -> dict[str, Any]:
        await self.send_to(type="subscribe", topics=list(topics), **more)
        return await self.hear()

    async def send_to(self, **message: Any) -> None:
        await self.send_to_text(json.dumps(message))

    async def send_to_text(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def hear(self, timeout: float = 3) -> dict[str, Any]:
        event = await self.receive_output(timeout)
        assert event["type"] == "websocket.send", event
        return json.loads(event["text"])

    async def hear_all(self) -> list[dict[str, Any]]:
        """What is said until nothing comes any more."""
        heard = []
        while not await self.receive_nothing(timeout=0.15):
            heard.append(await self.hear())
        return heard

    async def hear_ids(self, count: int) -> list[str]:
        """What the next so many changes are about, and nothing after them."""
        ids = [(await self.hear())["id"] for _ in range(count)]
        assert await self.hear_all() == []
        return ids

    async def refused(self) -> tuple[str, int]:
        """The word and the code with which the server sends the client away."""
        error = await self.hear()
        assert error["type"] == "error"
        assert error["detail"]
        closing = await self.receive_output(3)
        assert closing["type"] == "websocket.close"
        assert closing["reason"] == error["code"]
        return error["code"], closing["code"]


@asynccontextmanager
async def connected(*headers: tuple[bytes, bytes], address: str = ADDRESS):
    socket = Socket(websocket_application, address, headers=list(headers))
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(3))["type"] == "websocket.accept"
    try:
        yield socket
    finally:
        await socket.disconnect()


def live(story: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """Run an asynchronous test; its database work happens in the test's own thread and transaction."""
    return async_to_sync(story)


@sync_to_async
def happens(product: str = "prd_1", kind: str = "price_changed", **more: Any) -> None:
    """Append a change of a product, and hint at it as a commit would."""
    log.append(type="product", object_id=product, kind=kind, data=more)
    hints.send()


@sync_to_async
def happens_privately(type: str, object_id: str, kind: str = "changed") -> None:
    log.append(type=type, object_id=object_id, kind=kind, is_public=False)
    hints.send()


def session_of(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.session.session_key


def cookie(user: Any) -> tuple[bytes, bytes]:
    return (b"cookie", f"sessionid={session_of(user)}".encode())
