"""``/ws/v1/live/``: one WebSocket that follows topics of the change log (docs/asyncapi.yaml)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import ExitStack, aclosing
from typing import Any

import orjson
from django.conf import settings
from django.db import Error as DatabaseError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.addresses import client_network
from shop.errors import ResyncRequired

from . import frames, limits, log, tickets, tokens, visitors
from .endings import (
    MALFORMED,
    NOT_SUBSCRIBED,
    NOT_TEXT,
    TOO_LARGE,
    TOO_MANY_CONNECTIONS,
    TOO_MANY_MESSAGES,
    UNAVAILABLE,
    UNKNOWN_ADDRESS,
    UNKNOWN_TOPIC,
    WRONG_CREDENTIALS,
    WRONG_ORIGIN,
    WRONG_TICKET,
    Ending,
)
from .reader import Follower, Reader, in_database, reader

logger = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MESSAGE_BYTES = 16 * 1024
SUBSCRIBED_WITHIN = 10.0
# How long a client that is sent away may take to hear why.
FAREWELL = 2.0


class Refused(Exception):
    """The client is sent away."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.word)
        self.ending = ending


class Mistake(Exception):
    """The client hears what was wrong with its message, and may go on."""

    def __init__(self, code: str, detail: str | Promise) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


async def live_socket(scope: Message, receive: Receive, send: Send) -> None:
    """Serve one connection from handshake to close."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    await Socket(receive, send).serve(scope)


async def unknown_socket(_scope: Message, receive: Receive, send: Send) -> None:
    """Any other address: refused in the handshake."""
    await receive()
    await send({"type": "websocket.close", "code": UNKNOWN_ADDRESS.code, "reason": UNKNOWN_ADDRESS.word})


class Socket:
    """One connection: who it is, what it has subscribed to, and the two tasks that hear and tell."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self.language = settings.LANGUAGE_CODE
        self.visitor = visitors.Visitor()
        self._receive, self._send = receive, send
        self._follower: Follower | None = None
        self._telling: asyncio.Task[None] | None = None
        # What ends the connection: the reason that the client is told, or None if it has left by itself.
        self._ended: asyncio.Future[Ending | None] = asyncio.get_running_loop().create_future()

    async def serve(self, scope: Message) -> None:
        with ExitStack() as places:
            try:
                await self._enter(scope, places)
            except Refused as refusal:
                await self._part(refusal.ending)
                return
            ending = await self._converse()
        if ending is not None:
            await self._part(ending)

    async def _converse(self) -> Ending | None:
        """Hear and tell until there is a reason to end."""
        try:
            async with reader() as log_reader:
                hearing = asyncio.create_task(self._hear(log_reader))
                try:
                    return await self._ended
                finally:
                    await _stop(hearing, self._telling)
        except DatabaseError:
            logger.exception("A socket could not be served")
            return UNAVAILABLE

    async def _enter(self, scope: Message, places: ExitStack) -> None:
        """Check origin, credentials and how many connections the caller has."""
        # Not kept: thousands of quiet sockets would keep thousands of requests.
        request = visitors.handshake(scope)
        self.language = translation.get_language_from_request(request)
        try:
            visitors.check_origin(request)
            has_origin = "Origin" in request.headers
            self.visitor = await in_database(visitors.recognise, request, trusts_cookies=has_origin)
            place = limits.place_for(user_id=self.visitor.user_id, address=client_network(request))
            places.enter_context(place)
        except visitors.WrongOrigin:
            raise Refused(WRONG_ORIGIN) from None
        except visitors.WrongCredentials:
            raise Refused(WRONG_CREDENTIALS) from None
        except limits.TooManyConnections:
            raise Refused(TOO_MANY_CONNECTIONS) from None
        except DatabaseError:
            logger.exception("A socket could not be opened")
            raise Refused(UNAVAILABLE) from None

    async def _hear(self, log_reader: Reader) -> None:
        """Take messages until the client leaves or has to."""
        patience = limits.Patience()
        deadline = asyncio.get_running_loop().call_later(SUBSCRIBED_WITHIN, self._end_unsubscribed)
        try:
            while True:
                event = await self._receive()
                if event["type"] == "websocket.disconnect":
                    self._end(None)
                    return
                if patience.is_over():
                    raise Refused(TOO_MANY_MESSAGES)
                try:
                    await self._obey(_message(event), log_reader)
                except Mistake as mistake:
                    await self._say(self._error(mistake.code, mistake.detail))
        except Refused as refusal:
            self._end(refusal.ending)
        except OSError:
            self._end(None)  # the client has left in the middle of our answer
        except DatabaseError:
            logger.exception("A socket's message could not be answered")
            self._end(UNAVAILABLE)
        finally:
            deadline.cancel()

    async def _obey(self, message: dict[str, Any], log_reader: Reader) -> None:
        if message.get("type") == "subscribe":
            await self._subscribe(message, log_reader)
        elif message.get("type") != "pong":
            raise Mistake("unknown_message", _("“type” is “subscribe” or “pong”."))

    async def _subscribe(self, message: dict[str, Any], log_reader: Reader) -> None:
        """Follow these topics from now on, or from ``since``; an earlier subscription of this socket is replaced."""
        topics, since, ticket = message.get("topics"), message.get("since"), message.get("ticket")
        if set(message) - {"type", "topics", "since", "ticket"}:
            raise Mistake("invalid", _("A subscription has “topics”, and may have “since” and “ticket”."))
        if not visitors.are_well_formed(topics):
            raise Mistake("invalid", _("“topics” is a list of 1 to 20 topics."))
        if ticket is not None:
            await self._show(ticket)
        if not await in_database(visitors.may_follow, self.visitor, topics):
            raise Refused(UNKNOWN_TOPIC)
        await self._stop_telling()
        place, is_reset = await self._place(since, log_reader)
        token = await in_database(tokens.encode, place)
        opening = [frames.reset(token)] if is_reset else []
        opening.append(frames.ready(token))
        self._follower = Follower(self.visitor, topics, place)
        self._follower.ended.add_done_callback(self._follower_ended)
        self._telling = asyncio.create_task(self._tell(self._follower, log_reader, opening))

    async def _show(self, ticket: Any) -> None:
        if not isinstance(ticket, str):
            raise Refused(WRONG_TICKET)
        try:
            self.visitor = await in_database(tickets.redeem, ticket, visitor=self.visitor)
        except tickets.WrongTicket:
            raise Refused(WRONG_TICKET) from None

    async def _place(self, since: Any, log_reader: Reader) -> tuple[int, bool]:
        """Where to begin, and whether that is not where the client wanted to."""
        if since is None:
            return (self._follower.place if self._follower else log_reader.place), False
        try:
            if not isinstance(since, str):
                raise ResyncRequired
            return await in_database(tokens.decode, since), False
        except ResyncRequired:
            return await in_database(log.latest), True

    async def _tell(self, follower: Follower, log_reader: Reader, opening: list[str]) -> None:
        """Send what the follower's topics bring."""
        try:
            for frame in opening:
                await self._say(frame)
            async with aclosing(log_reader.follow(follower)) as arriving:
                async for frame, _token in arriving:
                    await self._say(frame)
        except OSError:
            self._end(None)
        except DatabaseError:
            logger.exception("A socket could not be told what it has missed")
            self._end(UNAVAILABLE)

    async def _stop_telling(self) -> None:
        if self._follower is not None:
            self._follower.ended.cancel()
        await _stop(self._telling)
        self._telling = None

    def _follower_ended(self, ended: asyncio.Future[Ending]) -> None:
        if not ended.cancelled():
            self._end(ended.result())

    def _end_unsubscribed(self) -> None:
        if self._follower is None:
            self._end(NOT_SUBSCRIBED)

    def _end(self, ending: Ending | None) -> None:
        if not self._ended.done():
            self._ended.set_result(ending)

    async def _part(self, ending: Ending) -> None:
        """Say why, and close; a client that does not read is not waited for."""
        try:
            async with asyncio.timeout(FAREWELL):
                await self._say(self._error(ending.word, ending.sentence))
                await self._send({"type": "websocket.close", "code": ending.code, "reason": ending.word})
        except (TimeoutError, OSError):
            logger.debug("A client left before it heard why it was sent away")

    async def _say(self, frame: str) -> None:
        await self._send({"type": "websocket.send", "text": frame})

    def _error(self, code: str, detail: str | Promise) -> str:
        with translation.override(self.language):
            return frames.error(code, str(detail))


def _message(event: Message) -> dict[str, Any]:
    text = event.get("text")
    if text is None:
        raise Refused(NOT_TEXT)
    try:
        if len(text) > MESSAGE_BYTES or len(text.encode()) > MESSAGE_BYTES:
            raise Refused(TOO_LARGE)
        message = orjson.loads(text)
    except ValueError:  # not JSON, nested too deeply, or not even Unicode
        raise Refused(MALFORMED) from None
    if not isinstance(message, dict):
        raise Refused(MALFORMED)
    return message


async def _stop(*tasks: asyncio.Task[None] | None) -> None:
    running = [task for task in tasks if task is not None]
    for task in running:
        task.cancel()
    for outcome in await asyncio.gather(*running, return_exceptions=True):
        if isinstance(outcome, Exception):
            logger.error("A socket's task failed", exc_info=outcome)
