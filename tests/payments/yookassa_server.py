"""YooKassa's stand-in: a small stateful server that speaks the documented HTTP API for payments and refunds.

https://yookassa.ru/developers/api — a payment is pending until somebody pays or declines it on its page; with two
stages it then waits for its capture; refunds are taken from what succeeded.  One Idempotence-Key, one effect.
"""

import base64
import contextlib
import json
import threading
import time
import uuid
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SHOP, KEY = "100500", "test_secret"


class Refusal(Exception):
    def __init__(self, status: int, code: str, parameter: str = "") -> None:
        self.status, self.code, self.parameter = status, code, parameter


class Bank:
    """What YooKassa knows: payments and refunds by id, and the first answer to each key."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.payments: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        # Each fault is taken by one call: {"before": status}, {"after": status}, {"delay": seconds}, {"garbled": True}
        self.faults: list[dict[str, Any]] = []
        self.calls: list[str] = []
        # What the next refund becomes: succeeded, pending or canceled.
        self.refunds_become = "succeeded"

    # What people do on its page

    def pay(self, payment_id: str) -> None:
        with self.lock:
            one = self.payments[payment_id]
            assert one["status"] == "pending", one["status"]
            one |= {"paid": True, "status": "succeeded" if one.pop("capture") else "waiting_for_capture"}

    def decline(self, payment_id: str, reason: str = "insufficient_funds") -> None:
        with self.lock:
            end = {"party": "payment_network", "reason": reason}
            self.payments[payment_id] |= {"status": "canceled", "cancellation_details": end}

    def finish_refund(self, refund_id: str, status: str) -> None:
        with self.lock:
            self.refunds[refund_id]["status"] = status

    # What the API does

    def create_payment(self, asked: dict[str, Any]) -> dict[str, Any]:
        if Decimal(asked["amount"]["value"]) <= 0:
            raise Refusal(400, "invalid_request", "amount.value")
        payment_id = str(uuid.uuid4())
        self.payments[payment_id] = {
            "id": payment_id,
            "status": "pending",
            "paid": False,
            "amount": asked["amount"],
            "capture": asked.get("capture", False),
            "confirmation": {"type": "redirect", "confirmation_url": f"https://yookassa.example/pay?id={payment_id}"},
            "created_at": "2026-11-20T10:00:00.000Z",
            "description": asked.get("description", ""),
            "metadata": asked.get("metadata", {}),
            "recipient": {"account_id": SHOP, "gateway_id": "1"},
            "refundable": False,
            "test": True,
        }
        return self.payments[payment_id]

    def capture(self, payment_id: str, asked: dict[str, Any]) -> dict[str, Any]:
        one = self.find(self.payments, payment_id)
        amount = asked.get("amount", one["amount"])
        if one["status"] != "waiting_for_capture" or Decimal(amount["value"]) > Decimal(one["amount"]["value"]):
            raise Refusal(400, "invalid_request", "status")
        one |= {"status": "succeeded", "amount": amount}
        return one

    def cancel(self, payment_id: str) -> dict[str, Any]:
        one = self.find(self.payments, payment_id)
        if one["status"] != "waiting_for_capture":
            raise Refusal(400, "invalid_request", "status")
        end = {"party": "merchant", "reason": "canceled_by_merchant"}
        one |= {"status": "canceled", "cancellation_details": end}
        return one

    def create_refund(self, asked: dict[str, Any]) -> dict[str, Any]:
        one = self.find(self.payments, asked["payment_id"])
        before = Decimal(one.get("refunded_amount", {"value": "0"})["value"])
        after = before + Decimal(asked["amount"]["value"])
        if one["status"] != "succeeded" or after > Decimal(one["amount"]["value"]):
            raise Refusal(400, "invalid_request", "amount")
        refund = {
            "id": str(uuid.uuid4()),
            "payment_id": one["id"],
            "status": self.refunds_become,
            "amount": asked["amount"],
            "created_at": "2026-11-20T11:00:00.000Z",
        }
        if self.refunds_become == "canceled":
            refund["cancellation_details"] = {"party": "refund_network", "reason": "insufficient_funds"}
        else:
            one["refunded_amount"] = {"value": str(after), "currency": one["amount"]["currency"]}
        self.refunds[refund["id"]] = refund
        return refund

    @staticmethod
    def find(known: dict[str, dict[str, Any]], one_id: str) -> dict[str, Any]:
        if one_id not in known:
            raise Refusal(404, "not_found")
        return known[one_id]

    def answer(self, method: str, path: list[str], asked: dict[str, Any]) -> dict[str, Any]:
        match method, path:
            case "POST", ["payments"]:
                return self.create_payment(asked)
            case "GET", ["payments", payment_id]:
                return self.find(self.payments, payment_id)
            case "POST", ["payments", payment_id, "capture"]:
                return self.capture(payment_id, asked)
            case "POST", ["payments", payment_id, "cancel"]:
                return self.cancel(payment_id)
            case "POST", ["refunds"]:
                return self.create_refund(asked)
            case "GET", ["refunds", refund_id]:
                return self.find(self.refunds, refund_id)
        raise Refusal(404, "not_found")

    def once(self, key: str, method: str, path: list[str], asked: dict[str, Any]) -> dict[str, Any]:
        """The answer now; a key that was used gets the answer it got then."""
        with self.lock:
            self.calls.append(f"{method} {'/'.join(path[:1] + path[2:])}")
            if method == "GET":
                return self.answer(method, path, asked)
            if not key:
                raise Refusal(400, "invalid_request", "Idempotence-Key")
            if key not in self.answers:
                self.answers[key] = dict(self.answer(method, path, asked))
            return self.answers[key]


class Handler(BaseHTTPRequestHandler):
    bank: Bank

    def do_GET(self) -> None:
        self.serve("GET")

    def do_POST(self) -> None:
        self.serve("POST")

    def serve(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.bank.faults.pop(0) if self.bank.faults else {}
        if fault.get("before"):
            return self.tell(fault["before"], {"type": "error", "code": "internal_server_error"})
        expected = base64.b64encode(f"{SHOP}:{KEY}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {expected}":
            return self.tell(401, {"type": "error", "code": "invalid_credentials"})
        path = self.path.strip("/").removeprefix("v3/").split("/")
        try:
            told = self.bank.once(self.headers.get("Idempotence-Key", ""), method, path, json.loads(body or b"{}"))
        except Refusal as refusal:
            error = {"type": "error", "code": refusal.code, "parameter": refusal.parameter}
            return self.tell(refusal.status, error)
        time.sleep(fault.get("delay", 0))
        if fault.get("after"):
            return self.tell(fault["after"], {"type": "error", "code": "internal_server_error"})
        if fault.get("garbled"):
            return self.send(200, b"<html>not what you asked for</html>")
        return self.tell(200, {name: value for name, value in told.items() if name != "capture"})

    def tell(self, status: int, told: dict[str, Any]) -> None:
        self.send(status, json.dumps(told).encode())

    def send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        # Who did not wait for the answer is gone.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


def serve() -> tuple[ThreadingHTTPServer, Bank]:
    """A server on a free port of this computer, and what it knows."""
    bank = Bank()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Handler,), {"bank": bank}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, bank
