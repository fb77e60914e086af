"""Stripe's stand-in as a process of its own: localstripe, and what it lacks that the store relies on.

Added to it: repeats of an Idempotency-Key get the first answer, refunds stay within the charge, intents say what was
received, Checkout Sessions (Stripe's own page), and faults that a test orders for the next call.
"""

import argparse
import asyncio
from typing import Any

from aiohttp import web
from localstripe import resources
from localstripe.errors import UserError
from localstripe.server import app, json_response

answers: dict[tuple[str, str], tuple[int, bytes]] = {}
locks: dict[tuple[str, str], asyncio.Lock] = {}
faults: list[dict[str, Any]] = []
calls: list[str] = []
sessions: dict[str, dict[str, Any]] = {}


def received(intent: resources.PaymentIntent) -> int:
    charge = intent.latest_charge
    return charge.amount - sum(one.amount for one in charge.refunds._list if one.is_release) if is_paid(intent) else 0


def is_paid(intent: resources.PaymentIntent) -> bool:
    return intent.status == "succeeded"


resources.Store.dump_to_disk = lambda self: None
resources.PaymentIntent.amount_received = property(received)
resources.PaymentIntent.amount_capturable = property(
    lambda self: self.amount if self.status == "requires_capture" else 0
)
resources.Charge.amount_captured = property(
    lambda self: self.amount - sum(one.amount for one in self.refunds._list if one.is_release) if self.captured else 0
)
# What is set free at a partial capture is a refund there; the others name the payment that they belong to.
resources.Refund.is_release = property(lambda self: not self.metadata)


@web.middleware
async def once_per_key(request: web.Request, handler: Any) -> web.StreamResponse:
    """The first answer to a key is the answer to all of its repeats."""
    key = (request.path, request.headers.get("Idempotency-Key", ""))
    if not key[1]:
        return await handler(request)
    async with locks.setdefault(key, asyncio.Lock()):
        if key not in answers:
            answer = await handler(request)
            answers[key] = (answer.status, answer.body)
    status, body = answers[key]
    return web.Response(status=status, body=body, content_type="application/json")


@web.middleware
async def as_ordered(request: web.Request, handler: Any) -> web.StreamResponse:
    """Fail once in the way a test has ordered: before the call is heard, or after it was carried out."""
    if request.path.startswith("/_"):
        return await handler(request)
    calls.append(f"{request.method} {request.path}")
    fault = faults.pop(0) if faults else {}
    if fault.get("before"):
        return web.Response(status=fault["before"], text="not now")
    answer = await handler(request)
    await asyncio.sleep(fault.get("delay", 0))
    if fault.get("after"):
        return web.Response(status=fault["after"], text="lost")
    return answer


@web.middleware
async def within_the_charge(request: web.Request, handler: Any) -> web.StreamResponse:
    if request.method == "POST" and request.path == "/v1/refunds":
        asked = await request.post()
        intent = resources.PaymentIntent._api_retrieve(asked["payment_intent"])
        charge = intent.latest_charge
        if charge is None or int(asked["amount"]) > charge.amount - charge.amount_refunded:
            raise UserError(400, "Refund amount is greater than charge amount", {"code": "charge_already_refunded"})
    return await handler(request)


async def order_fault(request: web.Request) -> web.Response:
    faults.append(await request.json())
    return web.Response()


async def told(request: web.Request) -> web.Response:
    """How often what was called."""
    return web.json_response(calls)


async def create_session(request: web.Request) -> web.Response:
    asked = await request.post()
    number = len(sessions) + 1
    session = {
        "id": f"cs_test_{number}",
        "object": "checkout.session",
        "status": "open",
        "url": f"http://{request.host}/_page/cs_test_{number}",
        "amount": int(asked["line_items[0][price_data][unit_amount]"]),
        "currency": asked["line_items[0][price_data][currency]"],
        "capture_method": asked["payment_intent_data[capture_method]"],
        "metadata": {"payment": asked["metadata[payment]"]},
        "payment_intent": None,
    }
    sessions[session["id"]] = session
    return json_response(session)


async def read_session(request: web.Request) -> web.Response:
    session = dict(sessions[request.match_info["id"]])
    if session["payment_intent"] and any(key.startswith("expand") for key in request.query):
        session["payment_intent"] = resources.PaymentIntent._api_retrieve(session["payment_intent"])._export()
    return json_response(session)


async def expire_session(request: web.Request) -> web.Response:
    sessions[request.match_info["id"]]["status"] = "expired"
    return json_response(sessions[request.match_info["id"]])


async def pay_session(request: web.Request) -> web.Response:
    """Somebody types a card into the page."""
    session = sessions[request.match_info["id"]]
    if session["status"] != "open":
        return web.Response(status=409)
    intent = resources.PaymentIntent._api_create(
        amount=session["amount"],
        currency=session["currency"],
        capture_method=session["capture_method"],
        metadata=session["metadata"],
        payment_method="pm_card_visa",
        confirm=True,
    )
    session |= {"payment_intent": intent.id, "status": "complete"}
    return web.Response(text=intent.id)


app.router.add_post("/_test/faults", order_fault)
app.router.add_get("/_test/calls", told)
app.router.add_post("/v1/checkout/sessions", create_session)
app.router.add_get("/v1/checkout/sessions/{id}", read_session)
app.router.add_post("/v1/checkout/sessions/{id}/expire", expire_session)
app.router.add_post("/_page/{id}", pay_session)


@web.middleware
async def control_is_open(request: web.Request, handler: Any) -> web.StreamResponse:
    """The test's own addresses need no key of Stripe."""
    if request.path.startswith(("/_test/", "/_page/")):
        match = await app.router.resolve(request)
        return await match.handler(request)
    return await handler(request)


app.middlewares[:0] = [control_is_open, as_ordered]
app.middlewares.extend([within_the_charge, once_per_key])


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("port", type=int)
    given = asked.parse_args()
    web.run_app(app, host="127.0.0.1", port=given.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
