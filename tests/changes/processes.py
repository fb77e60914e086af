"""Live processes as production runs them, on the database of the test, and clients that come back."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidMessage

ROOT = Path(__file__).resolve().parents[2]
SOCKETS_ONLY = ("tests.changes.live_settings", "tests.changes.live_application:application")
WHOLE = ("technomart.settings.dev", "technomart.asgi:application")
STARTED_WITHIN = 60


def database_url() -> str:
    """The database of this test, as another process is told of it."""
    described = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{described['NAME']}"
    host = described["HOST"] or described["OPTIONS"].get("host", "")
    user, password = quote(described["USER"] or ""), quote(described["PASSWORD"] or "")
    if host.startswith("/"):
        return f"postgres://{user}:{password}@/{described['NAME']}?host={host}"
    return f"postgres://{user}:{password}@{host}:{described['PORT'] or 5432}/{described['NAME']}"


class LiveProcess:
    """One uvicorn with the Procfile's arguments that matter: sockets only, or the whole store."""

    def __init__(self, *, redis_url: str = "", is_whole: bool = False) -> None:
        self.redis_url = redis_url
        self.settings, self.application = WHOLE if is_whole else SOCKETS_ONLY
        self.port = free_port()
        self.address = f"ws://127.0.0.1:{self.port}/ws/v1/live/"
        self.start()

    def start(self) -> None:
        arguments = ["--host", "127.0.0.1", "--port", str(self.port), "--lifespan", "off", "--ws-max-size", "16384"]
        environment = os.environ | {
            "PYTHONPATH": "site",
            "DJANGO_SETTINGS_MODULE": self.settings,
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.redis_url,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", *arguments, "--log-level", "warning", self.application],
            cwd=ROOT,
            env=environment,
        )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            assert self.process.poll() is None, "the live process did not start"
            time.sleep(0.1)
        raise AssertionError("the live process did not start in time")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.kill()


@contextlib.contextmanager
def live_processes(count: int, *, redis_url: str = "") -> Iterator[list[LiveProcess]]:
    assert settings.DATABASES["default"]["NAME"] == connection.settings_dict["NAME"]
    processes = [LiveProcess(redis_url=redis_url) for _ in range(count)]
    try:
        for process in processes:
            process.wait_until_ready()
        yield processes
    finally:
        for process in processes:
            process.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Follower:
    """A client that follows the catalogue, notes what it hears, and comes back after each break with its last token."""

    def __init__(self, processes: list[LiveProcess], *, leaves_after: int = 0) -> None:
        self.processes = processes
        self.since: str | None = None
        # Breaks off by itself after so many changes, as a phone in a tunnel does.
        self.leaves_after = leaves_after
        self.heard: list[str] = []
        self.heard_at: dict[str, float] = {}
        self.connections = 0
        self.resets = 0

    async def follow(self) -> None:
        while True:
            address = self.processes[self.connections % len(self.processes)].address
            self.connections += 1
            with contextlib.suppress(ConnectionClosed, InvalidMessage, OSError, TimeoutError):
                async with connect(address, open_timeout=2, close_timeout=0.1) as server:
                    await self._listen(server)
            await asyncio.sleep(0.1)

    async def _listen(self, server: ClientConnection) -> None:
        await server.send(json.dumps({"type": "subscribe", "topics": ["catalog"], "since": self.since}))
        heard_here = 0
        async for text in server:
            frame = json.loads(text)
            if frame["type"] == "reset":
                self.resets += 1
            if "since" in frame:
                self.since = frame["since"]
            if frame["type"] == "change":
                self.heard.append(frame["id"])
                self.heard_at[frame["id"]] = time.monotonic()
                heard_here += 1
                if heard_here == self.leaves_after:
                    return
