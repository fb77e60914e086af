"""The event stream tells what the socket tells, and refuses with problem documents."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async

from shop import carts
from shop.changes import log, reader, tokens
from shop.changes.routing import sse_application
from tests import factories
from tests.changes.clients import cookie, happens, live

pytestmark = pytest.mark.django_db


class Stream:
    """What one request is answered."""

    def __init__(self, query, headers=(), method="GET"):
        self.scope = {
            "type": "http",
            "method": method,
            "path": "/api/v1/live/",
            "query_string": query.encode(),
            "headers": [(b"host", b"testserver"), *headers],
        }
        self.leaving: asyncio.Queue = asyncio.Queue()
        self.told: asyncio.Queue = asyncio.Queue()

    async def answer(self):
        started = await asyncio.wait_for(self.told.get(), 3)
        return started["status"], {name.decode(): value.decode() for name, value in started["headers"]}

    async def body(self):
        return (await asyncio.wait_for(self.told.get(), 3))["body"].decode()

    async def events(self, count):
        """So many events as (id, frame)."""
        found = []
        while len(found) < count:
            for block in (await self.body()).split("\n\n"):
                lines = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
                if "data" in lines:
                    found.append((lines["id"], json.loads(lines["data"])))
        return found


@asynccontextmanager
async def streaming(query, headers=(), method="GET"):
    stream = Stream(query, headers, method)
    serving = asyncio.create_task(sse_application(stream.scope, stream.leaving.get, stream.told.put))
    try:
        yield stream
    finally:
        await stream.leaving.put({"type": "http.disconnect"})
        await asyncio.wait_for(serving, 3)


def test_a_stream_begins_with_ready_and_goes_on_with_changes():
    @live
    async def story():
        async with streaming("topics=catalog,product:prd_1") as stream:
            status, headers = await stream.answer()
            assert status == 200
            assert headers["content-type"] == "text/event-stream; charset=utf-8"
            assert headers["cache-control"] == "private, no-store"
            [(token, ready)] = await stream.events(1)
            assert ready == {"type": "ready", "since": token}
            await happens("prd_1")
            [(token, change)] = await stream.events(1)
            assert (change["type"], change["topic"], change["since"]) == ("change", "product:prd_1", token)

    story()


@pytest.mark.parametrize("by_header", [True, False])
def test_a_stream_resumes_after_the_last_event(by_header):
    since = tokens.encode(log.latest())
    for number in range(3):
        log.append(type="product", object_id=f"prd_{number}", kind="updated")
    after_first = tokens.encode(log.read(tokens.decode(since))[0].sequence)
    query = f"topics=catalog&since={since if by_header else after_first}"
    headers = [(b"last-event-id", after_first.encode())] if by_header else []

    @live
    async def story():
        async with streaming(query, headers) as stream:
            await stream.answer()
            events = await stream.events(3)
            assert [frame.get("id") for _, frame in events] == [None, "prd_1", "prd_2"]

    story()


def test_a_stream_whose_place_is_gone_begins_with_reset():
    @live
    async def story():
        async with streaming("topics=catalog&since=long-ago") as stream:
            await stream.answer()
            assert [frame["type"] for _, frame in await stream.events(2)] == ["reset", "ready"]

    story()


def test_a_quiet_stream_has_a_heartbeat(monkeypatch):
    monkeypatch.setattr(reader, "PING_EVERY", 0.05)

    @live
    async def story():
        async with streaming("topics=catalog") as stream:
            await stream.answer()
            await stream.events(1)
            assert await stream.body() == ": ping\n\n"

    story()


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "invalid"),
        ("topics=", 404, "not_found"),
        ("topics=catalog&ticket=x", 400, "invalid"),
        ("topics=" + ",".join(f"product:prd_{n}" for n in range(21)), 400, "invalid"),
        ("topics=order:ord_2", 404, "not_found"),
        ("topics=catalog%00", 404, "not_found"),
        ("topics=%ff", 404, "not_found"),
    ],
)
def test_a_wrong_request_is_answered_with_a_problem(query, status, code):
    @live
    async def story():
        async with streaming(query) as stream:
            answered, headers = await stream.answer()
            assert (answered, headers["content-type"]) == (status, "application/problem+json")
            assert json.loads(await stream.body())["code"] == code

    story()


@pytest.mark.parametrize(
    ("headers", "method", "status"),
    [
        ([(b"origin", b"https://evil.example")], "GET", 403),
        ([(b"x-session-token", b"x" * 32)], "GET", 401),
        ([(b"authorization", b"Bearer x")], "GET", 401),
        ([], "POST", 405),
    ],
)
def test_a_request_that_may_not_be_is_refused(headers, method, status):
    @live
    async def story():
        async with streaming("topics=catalog", headers, method) as stream:
            assert (await stream.answer())[0] == status

    story()


def test_a_customers_cart_is_streamed_to_its_customer_only():
    owner = factories.make_user()
    cart = carts.open_cart(customer=owner, language="en", channel="web").public_id
    seen = {name: [cookie(user)] for name, user in (("owner", owner), ("stranger", factories.make_user()))}

    @live
    async def story():
        async with streaming(f"topics=cart:{cart}", seen["owner"]) as stream:
            assert (await stream.answer())[0] == 200
        async with streaming(f"topics=cart:{cart}", seen["stranger"]) as stream:
            assert (await stream.answer())[0] == 404

    story()


def test_the_process_without_open_connections_says_so(rf):
    from shop.changes.views import live_unavailable

    answer = live_unavailable(rf.get("/api/v1/live/?topics=catalog"))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"


def test_a_stream_stands_where_the_socket_would():
    @live
    async def story():
        async with streaming("topics=catalog") as stream:
            await stream.answer()
            [(token, _)] = await stream.events(1)
            assert await sync_to_async(tokens.decode)(token) == await sync_to_async(log.latest)()

    story()


def test_the_address_of_the_stream_says_so_where_nothing_is_streamed(client):
    answer = client.get("/api/v1/live/?topics=catalog")
    assert answer.status_code == 503
    assert answer.json()["code"] == "busy"
