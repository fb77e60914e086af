"""Servers under measurement: started like in production, their work read from the kernel's accounts."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
READY_WITHIN = 60  # seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def granian(application: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """One worker of the production server for a WSGI application; gives its process id and its port."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "2", "--no-ws", "--log-level", "error", application,
    ]  # fmt: skip
    path = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment, "PYTHONPATH": path}, stdout=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield process.pid, port
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"nothing answers on port {port}")


def cpu_milliseconds(pid: int) -> float:
    """What a process and all below it have worked, user and system."""
    total = 0.0
    for one in _tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        # Fields 14 to 17 of proc(5): its own time and that of children it has waited for.
        total += sum(int(field) for field in fields[11:15]) * 1000 / TICK
    return total


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except FileNotFoundError:
                continue
    return found
