"""Test databases as copies of a migrated one: migrating takes half a minute, copying a moment.

The same copy is made again after each test that commits.  Emptying the tables instead would also remove what
migrations have put there: languages, the root page, groups, permissions.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
APPS = ("shop", "content", "dashboards", "site/technomart")


def fingerprint() -> str:
    """Name the state of the schema: it changes with any migration and with any package that brings some."""
    files = [ROOT / "requirements.txt"]
    for app in APPS:
        files += (ROOT / app).rglob("migrations/*.py")
        files += (ROOT / app).rglob("apps.py")
        # Migrating makes the roles of staff too.
        files += (ROOT / app).rglob("roles.py")
    digest = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def copies(*, worker: str) -> "SQLiteCopies | PostgresCopies":
    """The copies of this worker, on the database that the settings name."""
    return SQLiteCopies(worker) if connection.vendor == "sqlite" else PostgresCopies(worker)


def _use(name: str) -> None:
    """Lead every connection of this process to another database."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


class SQLiteCopies:
    """A file for each worker, copied from var/test-templates/."""

    KEPT = 3

    def __init__(self, worker: str) -> None:
        wanted = Path(settings.DATABASES["default"]["TEST"]["NAME"])
        self.file = wanted.with_stem(f"{wanted.stem}_{worker}") if worker else wanted
        self.folder = ROOT / "var" / "test-templates"
        self.template = self.folder / f"{fingerprint()}.sqlite3"

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._one_at_a_time():
            if not self.template.exists():
                self._build()
            self.template.touch()
            self.renew()

    def renew(self) -> None:
        """Put a fresh copy in place; who still has the old file open writes into nowhere."""
        _use(str(self.file))
        copy = self.file.with_suffix(".copy")
        shutil.copyfile(self.template, copy)
        self._remove_logs(self.file)
        copy.replace(self.file)

    def drop(self) -> None:
        connection.close()
        self._remove_logs(self.file)
        self.file.unlink(missing_ok=True)

    def _build(self) -> None:
        unfinished = self.template.with_suffix(f".{os.getpid()}")
        _use(str(unfinished))
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        unfinished.replace(self.template)
        newest_first = sorted(self.folder.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in newest_first[self.KEPT :]:
            old.unlink()

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @staticmethod
    def _remove_logs(file: Path) -> None:
        for ending in ("-wal", "-shm", "-journal"):
            file.with_name(file.name + ending).unlink(missing_ok=True)


class PostgresCopies:
    """A database for each worker, made with CREATE DATABASE … TEMPLATE."""

    PREFIX = "technomart_template_"
    # Any number will do that nothing else on the server locks.
    BUILDING = 728_331

    def __init__(self, worker: str) -> None:
        described = settings.DATABASES["default"]
        name = (described.get("TEST") or {}).get("NAME") or f"test_{described['NAME']}"
        self.name = f"{name}_{worker}" if worker else name
        self.template = f"{self.PREFIX}{fingerprint()}"

    def prepare(self) -> None:
        with self._server() as server:
            # The session's limits on waiting are made for shoppers; the first worker builds for half a minute.
            server.execute("SET statement_timeout = 0")
            server.execute("SET lock_timeout = 0")
            server.execute("SELECT pg_advisory_lock(%s)", [self.BUILDING])
            server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self.PREFIX}%"])
            templates = {name for (name,) in server.fetchall()}
            if self.template not in templates:
                self._build(server)
            server.execute("SELECT pg_advisory_unlock(%s)", [self.BUILDING])
        self.renew()

    def renew(self) -> None:
        """Put a fresh copy in place; who is still connected to the old one is cut off."""
        _use(self.name)
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    def drop(self) -> None:
        _use(self.name)
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _build(self, server) -> None:
        unfinished = f"{self.template}_unfinished"
        server.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{unfinished}"')
        _use(unfinished)
        call_command("migrate", verbosity=0, interactive=False)
        _use("postgres")
        server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')

    @staticmethod
    @contextlib.contextmanager
    def _server() -> Iterator:
        with connection._nodb_cursor() as cursor:
            yield cursor
