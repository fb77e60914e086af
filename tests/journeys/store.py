"""The store as `make run` starts it, on a database and with mail that a test can look into."""

import contextlib
import email
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Condition

from aiosmtpd.controller import Controller

from tests.changes.processes import free_port

ROOT = Path(__file__).resolve().parents[2]
STARTED_WITHIN = 180


class Mailbox:
    """Receives every letter that is sent to its port."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self._arrived = Condition()
        self._server = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server, session, envelope) -> str:
        letter = email.message_from_bytes(envelope.content, policy=default)
        with self._arrived:
            self.letters.append(letter)
            self._arrived.notify_all()
        return "250 OK"

    def wait_for(self, address: str, *, about: str = "") -> EmailMessage:
        """The letter to that address, as soon as it is there; with these words in its subject."""

        def found() -> list[EmailMessage]:
            return [letter for letter in self.letters if letter["To"] == address and about in letter["Subject"]]

        with self._arrived:
            assert self._arrived.wait_for(found, timeout=60), f"no letter to {address} came"
            return found()[0]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._server.port}"

    @contextlib.contextmanager
    def open(self) -> Iterator["Mailbox"]:
        self._server.start()
        try:
            yield self
        finally:
            self._server.stop()


@contextlib.contextmanager
def running_store(*, database_url: str, media: Path, products: int, mail_url: str = "dummymail://") -> Iterator[str]:
    """Fill the empty database with so many products, open the store on a free port, and give its address."""
    port = free_port()
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "EMAIL_URL": mail_url,
        "JOURNEY_MEDIA": str(media),
        "PORT": str(port),
        # Its own: the address that letters and links begin with.
        "SITE_URL": f"http://localhost:{port}",
    }
    command = [sys.executable, "-m", "tests.journeys.open_store", str(products)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_until_open(process, port)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_open(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10).close()
            return
        assert process.poll() is None, "the store did not start"
        time.sleep(0.2)
    raise AssertionError("the store did not open in time")
