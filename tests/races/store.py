"""A store that runs as in production, in a process group that can be killed, and shoppers who do not give up."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from tests.changes.processes import database_url, free_port

ROOT = Path(__file__).resolve().parents[2]
STARTED_WITHIN = 60
CONTACT = {"name": "Anna Petrova", "email": "anna@example.com", "phone": "+79175550123"}
ADDRESS = {"country": "RU", "city": "Kazan", "postcode": "420111", "line1": "1 Bauman St", "line2": ""}


class Store:
    """One granian on the database of the test."""

    def __init__(self) -> None:
        self.port = free_port()
        self.kills = 0

    def start(self) -> None:
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", "8", "--no-ws", "--log-level", "error",
            "technomart.wsgi:application",
        ]  # fmt: skip
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
            "DJANGO_SETTINGS_MODULE": "tests.races.store_settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": "",
        }
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise AssertionError("the store did not start in time")

    def kill(self) -> None:
        """As when the power goes: the server and its workers, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Shopper(threading.Thread):
    """Buys one thing after another; what is not answered is sent again with the same key."""

    def __init__(self, store: Store, sku: str, until: threading.Event) -> None:
        super().__init__(daemon=True)
        self.store, self.sku, self.until = store, sku, until
        self.answered: list[tuple[str, str]] = []
        self.refused: list[Any] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.until.is_set():
                self.buy()
        except BaseException as error:  # noqa: BLE001 (told to the test's own thread)
            self.error = error

    def buy(self) -> None:
        cart = self.insist("POST", "carts/", {})[1]["id"]
        etag = self.insist("POST", f"carts/{cart}/lines/", {"sku": self.sku, "quantity": 1})[2]
        change = {"contact": CONTACT, "delivery": {"option": "courier", "address": ADDRESS}}
        status, content, _ = self.insist("PATCH", f"carts/{cart}/", change, {"If-Match": etag})
        if status == 412:
            # Our own words, sent twice: the first was heard although its answer was lost.
            content = content["current"]
        key = str(uuid.uuid4())
        body = {
            "cart": cart,
            "payment": self.payment(),
            "expected_total": content["total"]["amount"],
        }
        status, content, _ = self.insist("POST", "orders/", body, {"Idempotency-Key": key})
        if status == 201:
            self.answered.append((cart, content["id"]))
        else:
            self.refused.append((status, content))

    def payment(self) -> dict[str, str]:
        return {"method": "on_receipt"}

    def insist(
        self, method: str, path: str, body: object, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any], str]:
        """Send until there is an answer that is not "later"; give up only when the test is over for a minute."""
        deadline, last = time.monotonic() + 150, "nothing"
        while time.monotonic() < deadline:
            try:
                status, content, etag = self.send(method, path, body, headers or {})
                is_later = status >= 500 or content.get("code") in ("idempotency_key_running", "busy")
                if not is_later:
                    return status, content, etag
                last = f"{status} {content.get('detail')}"
            except (OSError, http.client.HTTPException) as error:
                last = repr(error)
            time.sleep(0.1)
        raise AssertionError(f"{method} {path} was never answered, at last: {last}")

    def send(self, method: str, path: str, body: object, headers: dict[str, str]) -> tuple[int, dict[str, Any], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.store.port, timeout=30)
        try:
            given = {"Content-Type": "application/json", **headers}
            connection.request(method, f"/api/v1/{path}", json.dumps(body), given)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read()), answer.headers.get("ETag", "")
        finally:
            connection.close()
