"""``/api/v1/live/``: the live socket's frames as server-sent events, for clients and networks without WebSockets."""

import asyncio
import logging
import secrets
from contextlib import ExitStack, aclosing
from typing import Any

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict

from shop.addresses import client_network
from shop.api.problems import problem_response
from shop.errors import ResyncRequired

from . import frames, limits, log, tokens, visitors
from .reader import Follower, Reader, in_database, reader
from .sockets import FAREWELL, Message, Receive, Send

logger = logging.getLogger(__name__)

PARAMETERS = {"topics", "since", "lang"}
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"private, no-store"),
    (b"x-content-type-options", b"nosniff"),
    # nginx would keep events back until its buffer is full.
    (b"x-accel-buffering", b"no"),
]
# How long a browser waits before it connects again, in milliseconds.
RETRY = b"retry: 2000\n\n"
HEARTBEAT = b": ping\n\n"


class Unanswerable(Exception):
    """The request is answered with a problem document instead of a stream."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


async def live_stream(scope: Message, receive: Receive, send: Send) -> None:
    """Serve one stream until the client leaves or has to."""
    request = visitors.handshake(scope)
    request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
    request.GET = QueryDict(scope.get("query_string", b"").decode("latin-1"))
    with ExitStack() as places:
        try:
            topics, visitor = await _enter(request, places)
            async with reader() as log_reader:
                place, is_reset = await _place(request, log_reader)
                token = await in_database(tokens.encode, place)
                opening = [(frames.reset(token), token)] if is_reset else []
                opening.append((frames.ready(token), token))
                await _stream(Follower(visitor, topics, place), log_reader, opening, receive, send)
        except Unanswerable as refusal:
            await _answer(refusal.response, send)
        except DatabaseError:
            logger.exception("An event stream ended")
            await _answer(problem_response(request, "busy", headers={"Retry-After": "1"}), send)


async def _enter(request: HttpRequest, places: ExitStack) -> tuple[list[str], visitors.Visitor]:
    """Check the request as the socket checks handshake and subscription."""
    if request.method != "GET":
        raise Unanswerable(problem_response(request, "method_not_allowed", headers={"Allow": "GET"}))
    errors = [
        {"pointer": f"/{name}", "code": "unknown", "detail": "This parameter is not known."}
        for name in sorted(set(request.GET) - PARAMETERS)
    ]
    topics = [topic for given in request.GET.getlist("topics") for topic in given.split(",")]
    if not visitors.are_well_formed(topics):
        detail = f"Name 1 to {visitors.TOPICS_AT_MOST} topics, separated by commas."
        errors.append({"pointer": "/topics", "code": "invalid", "detail": detail})
    if errors:
        raise Unanswerable(problem_response(request, "invalid", errors=errors))
    try:
        visitors.check_origin(request)
        visitor = await in_database(visitors.recognise, request, trusts_cookies=True)
        places.enter_context(limits.place_for(user_id=visitor.user_id, address=client_network(request)))
    except visitors.WrongOrigin:
        raise Unanswerable(problem_response(request, "permission_denied")) from None
    except visitors.WrongCredentials:
        raise Unanswerable(
            problem_response(request, "not_authenticated", headers={"WWW-Authenticate": "Bearer"})
        ) from None
    except limits.TooManyConnections:
        raise Unanswerable(problem_response(request, "rate_limited", headers={"Retry-After": "10"})) from None
    if not await in_database(visitors.may_follow, visitor, topics):
        raise Unanswerable(problem_response(request, "not_found"))
    return topics, visitor


async def _place(request: HttpRequest, log_reader: Reader) -> tuple[int, bool]:
    """Where to begin: where a browser that connects again has stopped, else at ``since``, else now."""
    since = request.headers.get("Last-Event-ID") or request.GET.get("since")
    if not since:
        return log_reader.place, False
    try:
        return await in_database(tokens.decode, since), False
    except ResyncRequired:
        return await in_database(log.latest), True


async def _stream(
    follower: Follower, log_reader: Reader, opening: list[tuple[str, str]], receive: Receive, send: Send
) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    telling = asyncio.create_task(_tell(follower, log_reader, opening, send))
    leaving = asyncio.create_task(_until_left(receive))
    reasons_to_stop: list[asyncio.Future[Any]] = [telling, leaving, follower.ended]
    try:
        await asyncio.wait(reasons_to_stop, return_when=asyncio.FIRST_COMPLETED)
    finally:
        telling.cancel()
        leaving.cancel()
        outcome, _ = await asyncio.gather(telling, leaving, return_exceptions=True)
    if isinstance(outcome, Exception) and not isinstance(outcome, OSError):
        logger.error("An event stream failed", exc_info=outcome)
    try:
        # The browser connects again by itself, with the id of the last event.
        async with asyncio.timeout(FAREWELL):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    except (TimeoutError, OSError):
        logger.debug("A client left its stream")


async def _tell(follower: Follower, log_reader: Reader, opening: list[tuple[str, str]], send: Send) -> None:
    await _write(RETRY + b"".join(_event(frame, token) for frame, token in opening), send)
    async with aclosing(log_reader.follow(follower)) as arriving:
        async for frame, token in arriving:
            await _write(HEARTBEAT if frame is frames.PING else _event(frame, token), send)


async def _write(text: bytes, send: Send) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


def _event(frame: str, token: str) -> bytes:
    return f"id: {token}\ndata: {frame}\n\n".encode()


async def _until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(response: HttpResponse, send: Send) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    body: Any = response.content
    await send({"type": "http.response.body", "body": body})
