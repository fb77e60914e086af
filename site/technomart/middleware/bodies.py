"""Bodies of requests are counted while they arrive: Django would take one of any size if it does not say its length."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from shop.api.problems import problem_response

Message = MutableMapping[str, Any]
Application = Callable[..., Awaitable[None]]

MEGABYTE = 1024 * 1024
LARGEST = 1 * MEGABYTE
# Staff upload pictures, documents and price lists; shoppers the photos of what they return, five at once on the site.
LARGER = (
    (re.compile(r"/admin/"), 20 * MEGABYTE),
    (re.compile(r"/[a-z-]+/orders/[^/]+/return/$"), 41 * MEGABYTE),
    (re.compile(r"/api/v1/orders/[^/]+/returns/[^/]+/photos/$"), 9 * MEGABYTE),
)


class BodyTooLarge(Exception):
    """More arrived than the address takes."""


class BoundedBodies:
    """Answers 413 to a request that is too large, as soon as that is known."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Callable, send: Callable) -> None:
        largest = _largest(scope["path"])
        if _announced(scope) > largest:
            await _refuse(send)
            return
        arrived = 0
        has_answered = False

        async def counting() -> Message:
            nonlocal arrived
            message: Message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > largest:
                raise BodyTooLarge
            return message

        async def noting(message: Message) -> None:
            nonlocal has_answered
            has_answered = True
            await send(message)

        try:
            await self.application(scope, counting, noting)
        except BodyTooLarge:
            if not has_answered:
                await _refuse(send)


class BoundedLength:
    """The same under WSGI, where no more than the announced length is ever read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > _largest(request.path):
            return problem_response(request, "too_large")
        return self.get_response(request)


def _largest(path: str) -> int:
    return next((largest for address, largest in LARGER if address.match(path)), LARGEST)


def _announced(scope: Message) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


async def _refuse(send: Callable) -> None:
    body = b'{"type": "about:blank", "title": "Content Too Large", "status": 413, "code": "too_large"}'
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
