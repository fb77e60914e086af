"""The live socket tells each client its topics' changes, once and in order, and says why it refuses."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from shop import carts, ids, orders
from shop.changes import hints, limits, log, reader, sockets, tickets, tokens, visitors
from shop.models import Order
from tests import factories
from tests.changes.clients import ADDRESS, OWN_ORIGIN, connected, cookie, happens, happens_privately, live, session_of

pytestmark = pytest.mark.django_db

HOST = (b"host", b"testserver")


def make_cart(customer=None) -> str:
    return carts.open_cart(customer=customer, language="en", channel="api").public_id


def make_order(customer=None, token: str = "") -> str:
    order = Order.objects.create(
        customer=customer,
        token_hash=orders.hashed(token) if token else "",
        status=Order.Status.AWAITING_PAYMENT,
        language="en",
        currency="RUB",
        subtotal=100,
        tax=0,
        total=100,
        contact={},
        delivery={},
    )
    return order.public_id


# What a follower hears


def test_a_follower_of_a_product_hears_its_change():
    @live
    async def story():
        async with connected() as socket:
            ready = await socket.subscribe("product:prd_1")
            assert ready["type"] == "ready"
            await happens("prd_2")
            await happens("prd_1", amount=7_499_000)
            frame = await socket.hear()
            assert frame.pop("at").endswith("Z")
            assert await sync_to_async(tokens.decode)(frame.pop("since")) == await sync_to_async(log.latest)()
            assert frame == {
                "type": "change",
                "topic": "product:prd_1",
                "object": "product",
                "kind": "price_changed",
                "id": "prd_1",
                "data": {"amount": 7_499_000},
            }

    story()


def test_the_catalogue_covers_every_public_change_and_no_private_one():
    @live
    async def story():
        async with connected() as socket:
            await socket.subscribe("catalog")
            await happens("prd_1")
            await happens_privately("cart", "cart_1")
            await happens_privately("order", "ord_1")
            await happens("prd_2", "stock_changed")
            frames = await socket.hear_all()
            assert [(frame["topic"], frame["id"]) for frame in frames] == [("catalog", "prd_1"), ("catalog", "prd_2")]

    story()


def test_a_change_that_two_topics_cover_is_told_once():
    @live
    async def story():
        async with connected() as socket:
            await socket.subscribe("catalog", "product:prd_1")
            await happens("prd_1")
            assert [frame["topic"] for frame in await socket.hear_all()] == ["product:prd_1"]

    story()


def test_a_client_that_comes_back_misses_nothing_and_hears_nothing_twice():
    @live
    async def story():
        async with connected() as socket:
            since = (await socket.subscribe("catalog"))["since"]
            await happens("prd_1")
            since = (await socket.hear())["since"]
        for number in (2, 3, 4):
            await happens(f"prd_{number}")
        async with connected() as socket:
            ready = await socket.subscribe("catalog", since=since)
            assert ready == {"type": "ready", "since": since}
            assert await socket.hear_ids(3) == ["prd_2", "prd_3", "prd_4"]
            await happens("prd_5")
            assert await socket.hear_ids(1) == ["prd_5"]

    story()


def test_more_than_a_page_of_missed_changes_arrives_whole(monkeypatch):
    monkeypatch.setattr(reader, "PAGE", 7)
    since = tokens.encode(log.latest())
    for number in range(30):
        log.append(type="product", object_id=f"prd_{number}", kind="updated")
        log.append(type="cart", object_id="cart_1", kind="changed", is_public=False)

    @live
    async def story():
        async with connected() as socket:
            await socket.subscribe("catalog", since=since)
            assert await socket.hear_ids(30) == [f"prd_{number}" for number in range(30)]

    story()


def test_a_burst_reaches_a_client_that_reads():
    @sync_to_async
    def burst():
        log.append_all(log.change(type="product", object_id=f"prd_{number}", kind="updated") for number in range(1_000))
        hints.send()

    @live
    async def story():
        async with connected() as socket:
            await socket.subscribe("catalog")
            await burst()
            assert await socket.hear_ids(1_000) == [f"prd_{number}" for number in range(1_000)]

    story()


@pytest.mark.parametrize("since", ["old", "-1", "", -1, 10**30, {"a": 1}, True])
def test_a_client_whose_place_is_gone_is_told_to_look_at_everything_anew(since):
    log.append(type="product", object_id="prd_0", kind="updated")

    @live
    async def story():
        async with connected() as socket:
            reset = await socket.subscribe("catalog", since=since)
            assert reset["type"] == "reset"
            ready = await socket.hear()
            assert ready == {"type": "ready", "since": reset["since"]}
            await happens("prd_1")
            assert await socket.hear_ids(1) == ["prd_1"]

    story()


def test_a_new_subscription_replaces_the_old_one_where_that_stood():
    @live
    async def story():
        async with connected() as socket:
            await socket.subscribe("product:prd_1")
            await socket.subscribe("product:prd_2")
            await happens("prd_1")
            await happens("prd_2")
            assert await socket.hear_ids(1) == ["prd_2"]

    story()


def test_a_quiet_socket_is_pinged(monkeypatch):
    monkeypatch.setattr(reader, "PING_EVERY", 0.05)

    @live
    async def story():
        async with connected() as socket:
            await socket.subscribe("catalog")
            assert await socket.hear() == {"type": "ping"}
            await socket.send_to(type="pong")
            assert await socket.hear() == {"type": "ping"}

    story()


def test_a_lost_hint_costs_a_second_and_no_change(monkeypatch):
    @sync_to_async
    def happens_without_hint():
        log.append(type="product", object_id="prd_1", kind="updated")

    @live
    async def story():
        async with connected() as socket:
            await socket.subscribe("catalog")
            await happens_without_hint()
            assert (await socket.hear(timeout=1.5))["id"] == "prd_1"

    story()


def test_nothing_reads_the_log_after_the_last_client_has_left():
    @live
    async def story():
        async with connected() as first, connected() as second:
            await first.subscribe("catalog")
            await second.subscribe("catalog")
            assert [loop for loop in reader._readers if loop.is_running()] == [asyncio.get_running_loop()]
        # Loops that another test has closed may still be listed.
        assert not [loop for loop in reader._readers if loop.is_running()]
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert not [task for task in others if "Reader" in repr(task)]

    story()


# Private topics


def test_whoever_knows_a_guests_cart_may_follow_it():
    cart = make_cart()

    @live
    async def story():
        async with connected() as socket:
            await socket.subscribe(f"cart:{cart}")
            await happens_privately("cart", cart)
            assert (await socket.hear())["topic"] == f"cart:{cart}"

    story()


@pytest.mark.parametrize("kind", ["cart", "order"])
def test_what_is_somebody_elses_is_refused_like_what_does_not_exist(kind):
    owner, stranger = factories.make_user(), factories.make_user()
    own = f"cart:{make_cart(owner)}" if kind == "cart" else f"order:{make_order(owner)}"
    missing = f"cart:{ids.cart_id()}" if kind == "cart" else f"order:{ids.order_id()}"
    callers = [(), (*OWN_ORIGIN, cookie(stranger))]

    @live
    async def story():
        for headers in callers:
            answers = []
            for topic in (own, missing):
                async with connected(*headers) as socket:
                    await socket.send_to(type="subscribe", topics=["catalog", topic])
                    answers.append(await socket.refused())
            assert answers == [("unknown_topic", 4404)] * 2

    story()


@pytest.mark.parametrize("topic", ["orders", "user:1", "product:1", "order:cart_1", "cart:*", "catalog ", "order:"])
def test_a_topic_that_is_none_is_refused(topic):
    @live
    async def story():
        async with connected() as socket:
            await socket.send_to(type="subscribe", topics=[topic])
            assert await socket.refused() == ("unknown_topic", 4404)

    story()


def test_a_customer_follows_their_cart_and_orders_with_the_sites_session():
    owner = factories.make_user()
    topics = [f"cart:{make_cart(owner)}", f"order:{make_order(owner)}"]
    headers = (*OWN_ORIGIN, cookie(owner))

    @live
    async def story():
        async with connected(*headers) as socket:
            assert (await socket.subscribe(*topics))["type"] == "ready"

    story()


def test_without_origin_cookies_prove_nothing():
    owner = factories.make_user()
    order, headers = make_order(owner), (HOST, cookie(owner))

    @live
    async def story():
        async with connected(*headers) as socket:
            await socket.send_to(type="subscribe", topics=[f"order:{order}"])
            assert await socket.refused() == ("unknown_topic", 4404)

    story()


def test_an_app_follows_its_orders_with_its_session_token_whatever_its_origin():
    owner = factories.make_user()
    order, key = make_order(owner), session_of(owner).encode()

    @live
    async def story():
        for headers in ([(b"x-session-token", key)], [(b"x-session-token", key), (b"origin", b"null"), HOST]):
            async with connected(*headers) as socket:
                assert (await socket.subscribe(f"order:{order}"))["type"] == "ready"

    story()


def test_a_guest_follows_an_order_with_its_token():
    order = make_order(token="secret")

    @live
    async def story():
        async with connected((b"order-token", b"secret")) as socket:
            assert (await socket.subscribe(f"order:{order}"))["type"] == "ready"
        async with connected((b"order-token", b"")) as socket:
            await socket.send_to(type="subscribe", topics=[f"order:{order}"])
            assert await socket.refused() == ("unknown_topic", 4404)

    story()


@pytest.mark.parametrize(
    "header", [(b"x-session-token", b"x" * 32), (b"authorization", b"Bearer a.b.c"), (b"authorization", b"Basic x")]
)
def test_wrong_credentials_are_refused(header):
    @live
    async def story():
        async with connected(header) as socket:
            assert await socket.refused() == ("wrong_credentials", 4401)

    story()


def test_a_ticket_opens_one_socket():
    owner = factories.make_user()
    order = make_order(owner)
    holder = visitors.Visitor(user_id=owner.pk, session_key=session_of(owner))
    ticket = tickets.issue(visitor=holder, topics=[f"order:{order}"])

    @live
    async def story():
        async with connected() as socket:
            assert (await socket.subscribe(f"order:{order}", ticket=ticket))["type"] == "ready"
        async with connected() as socket:
            await socket.send_to(type="subscribe", topics=[f"order:{order}"], ticket=ticket)
            assert await socket.refused() == ("wrong_ticket", 4401)

    story()


@pytest.mark.parametrize("ticket", ["", "guessed", "\ud800", 5, ["a"], {}])
def test_a_wrong_ticket_is_refused(ticket):
    @live
    async def story():
        async with connected() as socket:
            await socket.send_to(type="subscribe", topics=["catalog"], ticket=ticket)
            word, code = await socket.refused()
            # JSON itself has no half characters.
            assert (word, code) == (("malformed", 4400) if ticket == "\ud800" else ("wrong_ticket", 4401))

    story()


def test_signing_out_ends_the_socket(monkeypatch, client):
    monkeypatch.setattr(reader, "SESSIONS_CHECKED_EVERY", 0.05)
    owner = factories.make_user()
    client.force_login(owner)
    headers = (*OWN_ORIGIN, (b"cookie", f"sessionid={client.session.session_key}".encode()))

    @live
    async def story():
        async with connected(*headers) as socket:
            await socket.subscribe("catalog")
            assert await socket.receive_nothing(timeout=0.2)
            await sync_to_async(client.logout)()
            assert await socket.refused() == ("signed_out", 4401)

    story()


def test_a_new_password_ends_the_sockets_of_older_sessions(monkeypatch):
    monkeypatch.setattr(reader, "SESSIONS_CHECKED_EVERY", 0.05)
    owner = factories.make_user()
    headers = (*OWN_ORIGIN, cookie(owner))

    @sync_to_async
    def change_password():
        owner.set_password("another horse battery")
        owner.save()

    @live
    async def story():
        async with connected(*headers) as socket:
            await socket.subscribe("catalog")
            await change_password()
            assert await socket.refused() == ("signed_out", 4401)

    story()


# Where a browser comes from


@pytest.mark.parametrize(
    "origin",
    [
        b"https://evil.example",
        b"null",
        b"",
        b"http://testserver.evil.example",
        b"http://sub.testserver",
        b"http://testserver:81",
        b"http://evil.example/testserver",
        b"file://testserver",
        b"http://[",
    ],
)
def test_a_page_of_another_site_is_refused(origin):
    headers = [(b"origin", origin), HOST, cookie(factories.make_user())]

    @live
    async def story():
        async with connected(*headers) as socket:
            assert await socket.refused() == ("wrong_origin", 4403)

    story()


def test_a_host_that_is_not_ours_is_no_origin_of_ours():
    @live
    async def story():
        async with connected((b"origin", b"http://evil.example"), (b"host", b"evil.example")) as socket:
            assert await socket.refused() == ("wrong_origin", 4403)

    story()


def test_our_own_pages_and_apps_without_origin_follow_the_catalogue():
    @live
    async def story():
        for headers in ((), OWN_ORIGIN):
            async with connected(*headers) as socket:
                assert (await socket.subscribe("catalog", "product:prd_1"))["type"] == "ready"

    story()


# Bad input


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", ("malformed", 4400)),
        ("{", ("malformed", 4400)),
        ("[]", ("malformed", 4400)),
        ("null", ("malformed", 4400)),
        ("NaN", ("malformed", 4400)),
        ("[" * 16_000, ("malformed", 4400)),
        ('{"a":' * 3_000, ("malformed", 4400)),
        ("\ud800", ("malformed", 4400)),
        (" " * (16 * 1024 + 1), ("too_large", 4413)),
        ("я" * 9_000, ("too_large", 4413)),
    ],
)
def test_what_is_no_message_ends_the_connection(text, refusal):
    @live
    async def story():
        async with connected() as socket:
            await socket.send_to_text(text)
            assert await socket.refused() == refusal

    story()


def test_binary_messages_end_the_connection():
    @live
    async def story():
        async with connected() as socket:
            await socket.send_input({"type": "websocket.receive", "bytes": b"{}"})
            assert await socket.refused() == ("not_text", 4415)

    story()


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({}, "unknown_message"),
        ({"type": None}, "unknown_message"),
        ({"type": ["subscribe"]}, "unknown_message"),
        ({"type": "subscribe"}, "invalid"),
        ({"type": "subscribe", "topics": []}, "invalid"),
        ({"type": "subscribe", "topics": "catalog"}, "invalid"),
        ({"type": "subscribe", "topics": [1]}, "invalid"),
        ({"type": "subscribe", "topics": [["catalog"]]}, "invalid"),
        ({"type": "subscribe", "topics": ["x" * 61]}, "invalid"),
        ({"type": "subscribe", "topics": [f"product:prd_{n}" for n in range(21)]}, "invalid"),
        ({"type": "subscribe", "topics": ["catalog"], "token": "x"}, "invalid"),
    ],
)
def test_a_wrong_message_is_answered_and_the_socket_goes_on(message, code):
    @live
    async def story():
        async with connected() as socket:
            await socket.send_to_text(json.dumps(message))
            error = await socket.hear()
            assert (error["type"], error["code"]) == ("error", code)
            assert (await socket.subscribe("catalog"))["type"] == "ready"

    story()


def test_errors_are_in_the_clients_language():
    @live
    async def story():
        async with connected((b"accept-language", b"ru")) as socket:
            await socket.send_to(type="dance")
            assert (await socket.hear())["code"] == "unknown_message"

    story()


def test_more_messages_than_a_person_sends_end_the_connection():
    @live
    async def story():
        async with connected() as socket:
            for _ in range(int(limits.BURST) + 1):
                await socket.send_to(type="pong")
            assert await socket.refused() == ("too_many_messages", 4429)

    story()


def test_a_client_that_subscribes_to_nothing_is_sent_away(monkeypatch):
    monkeypatch.setattr(sockets, "SUBSCRIBED_WITHIN", 0.05)

    @live
    async def story():
        async with connected() as socket:
            assert await socket.refused() == ("not_subscribed", 4400)

    story()


def test_an_address_has_so_many_connections_and_no_more(monkeypatch, settings):
    settings.SHOP = settings.SHOP | {"RATE_LIMITS": True}
    settings.TRUSTED_PROXIES = 1
    monkeypatch.setattr(limits, "PER_ADDRESS", 1)
    here, there = (b"x-forwarded-for", b"192.0.2.1"), (b"x-forwarded-for", b"192.0.2.1, 192.0.2.2")

    @live
    async def story():
        async with connected(here) as first:
            assert (await first.subscribe("catalog"))["type"] == "ready"
            async with connected(here) as second:
                assert await second.refused() == ("too_many_connections", 4429)
            async with connected(there) as third:
                assert (await third.subscribe("catalog"))["type"] == "ready"
        async with connected(here) as again:
            assert (await again.subscribe("catalog"))["type"] == "ready"

    story()


def test_a_person_has_so_many_connections_and_no_more(monkeypatch):
    monkeypatch.setattr(limits, "PER_USER", 1)
    headers = (*OWN_ORIGIN, cookie(factories.make_user()))

    @live
    async def story():
        async with connected(*headers), connected(*headers) as second:
            assert await second.refused() == ("too_many_connections", 4429)

    story()


@pytest.mark.parametrize("address", ["/ws/v1/", "/ws/v1/live/x/", "/ws/", "/", "/api/v1/live/"])
def test_an_unknown_address_is_refused_in_the_handshake(address):
    from shop.changes.routing import websocket_application
    from tests.changes.clients import Socket

    @live
    async def story():
        socket = Socket(websocket_application, address)
        await socket.send_input({"type": "websocket.connect"})
        assert (await socket.receive_output(1))["type"] == "websocket.close"
        await socket.wait()

    story()


def test_a_client_that_never_reads_is_sent_away_and_others_lose_nothing():
    """The server cannot send: its send() waits, as behind a full network buffer."""

    class Stuck:
        def __init__(self):
            self.incoming: asyncio.Queue = asyncio.Queue()
            self.sent = []
            self.is_open = asyncio.Event()

        async def send(self, event):
            if len(self.sent) >= 2:  # accept and ready
                await self.is_open.wait()
            self.sent.append(event)

    @sync_to_async
    def burst(count):
        log.append_all(log.change(type="product", object_id=f"prd_{number}", kind="updated") for number in range(count))
        hints.send()

    @live
    async def story():
        stuck = Stuck()
        scope = {"type": "websocket", "path": ADDRESS, "headers": []}
        await stuck.incoming.put({"type": "websocket.connect"})
        subscription = json.dumps({"type": "subscribe", "topics": ["catalog"]})
        await stuck.incoming.put({"type": "websocket.receive", "text": subscription})
        serving = asyncio.create_task(sockets.live_socket(scope, stuck.incoming.get, stuck.send))
        async with connected() as healthy:
            await healthy.subscribe("catalog")
            await burst(reader.QUEUED_FRAMES * 3)
            await healthy.hear_ids(reader.QUEUED_FRAMES * 3)
        await asyncio.wait_for(serving, sockets.FAREWELL + 1)
        assert len(stuck.sent) == 2

    story()


def test_a_client_that_reads_too_slowly_resumes_where_it_was():
    @live
    async def story():
        place = await sync_to_async(log.latest)()
        follower = reader.Follower(visitors.Visitor(), ["catalog"], place)
        for number in range(reader.QUEUED_FRAMES + 1):
            await happens(f"prd_{number}")
        for announcement in await sync_to_async(reader.frames.announcements)(place, limit=100):
            follower.offer(announcement)
        assert follower.ended.result().code == 4408
        first, _ = follower.take()
        assert first.change.object_id == "prd_0"
        assert follower.place == place

    story()


def test_big_frames_fill_the_queue_before_many_do():
    @live
    async def story():
        place = await sync_to_async(log.latest)()
        follower = reader.Follower(visitors.Visitor(), ["catalog"], place)
        await happens("prd_1", note="x" * (reader.QUEUED_BYTES // 2))
        await happens("prd_2", note="x" * (reader.QUEUED_BYTES // 2))
        for announcement in await sync_to_async(reader.frames.announcements)(place, limit=2):
            follower.offer(announcement)
        assert follower.ended.result().code == 4408

    story()


def test_a_database_that_is_away_ends_the_connection_politely(monkeypatch):
    def away():
        raise OperationalError("away")

    monkeypatch.setattr(log, "latest", away)

    @live
    async def story():
        async with connected() as socket:
            assert await socket.refused() == ("unavailable", 4503)

    story()


def test_the_reader_goes_on_when_the_database_is_back(monkeypatch):
    read, failures = log.read, [OperationalError("away")] * 2

    def sometimes(*args, **kwargs):
        if failures:
            raise failures.pop()
        return read(*args, **kwargs)

    monkeypatch.setattr(reader, "POLLED_EVERY", 0.05)

    @live
    async def story():
        async with connected() as socket:
            await socket.subscribe("catalog")
            monkeypatch.setattr(log, "read", sometimes)
            await happens("prd_1")
            assert await socket.hear_ids(1) == ["prd_1"]
            assert failures == []

    story()
