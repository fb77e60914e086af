"""The whole store in one process on one port: what `make run` starts.

Each management command costs seconds of start-up, so tables, demo shop, server, worker and clock share one.
"""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connection
from django.db.migrations.executor import MigrationExecutor

from shop.models import Product
from technomart import clock

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Prepares the database, loads the demo shop into an empty one, and serves everything on one port (PORT)."

    def handle(self, *args: Any, **options: Any) -> None:
        port = chosen_port()
        try:
            self.prepare_tables()
            self.prepare_demo_shop()
        except KeyboardInterrupt:
            raise CommandError("Stopped before the store was ready; the next start goes on from here.") from None
        with background_work():
            self.serve(port)
        self.stdout.write("The store is closed.")

    def prepare_tables(self) -> None:
        executor = MigrationExecutor(connection)
        # Asking for the plan takes a fraction of a second; `migrate` takes seconds even if there is nothing to do.
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database (half a minute the first time) ...")
            self.stdout.flush()
            call_command("migrate", verbosity=0, interactive=False)

    def prepare_demo_shop(self) -> None:
        unfinished = Path(settings.BASE_DIR) / "var" / "demo-shop-unfinished"
        # A first start that was interrupted leaves half a shop; half a shop is made anew.
        interrupted = unfinished.exists()
        if Product.objects.exists() and not interrupted:
            return
        self.stdout.write("Loading the demo shop ...")
        self.stdout.flush()
        unfinished.parent.mkdir(exist_ok=True)
        unfinished.touch()
        call_command("seed_demo", verbosity=0, reset=interrupted)
        unfinished.unlink()

    def serve(self, port: int) -> None:
        from daphne.server import Server

        from technomart.asgi import application

        Server(
            application=application,
            endpoints=[f"tcp:port={port}:interface={HOST}"],
            ready_callable=lambda: self.greet(port),
            verbosity=0,
        ).run()

    def greet(self, port: int) -> None:
        from technomart.demo.loader import DEMO_LOGINS

        # By name, because browsers refuse passkeys for an address of digits.
        address = f"http://localhost:{port}"
        logins = "\n".join(f"  {role:<9} {email:<32} {password}" for role, email, password in DEMO_LOGINS)
        self.stdout.write(
            f"\nTechnomart is open.\n\n"
            f"  store     {address}/\n"
            f"  admin     {address}/admin/\n"
            f"  API       {address}/api/v1/docs/\n\n"
            f"Demo logins\n{logins}\n\n"
            f"Ctrl-C closes it."
        )
        self.stdout.flush()


def chosen_port() -> int:
    """The port that PORT names, 8000 by default; refused if it is no port or somebody else's."""
    wanted = os.environ.get("PORT", "8000")
    if not wanted.isascii() or not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {wanted!r}.")
    with socket.socket() as probe:
        # As the server will bind it: a port whose last connections are only fading is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(wanted)))
        except OSError as refusal:
            raise CommandError(
                f"Port {wanted} cannot be used ({refusal.strerror}); choose another: make run PORT=9000"
            ) from None
    return int(wanted)


@contextmanager
def background_work() -> Iterator[None]:
    """Run the clock and the worker beside the server, and end them with it."""
    stopped = Event()
    threads = [
        Thread(target=clock.tick_until, args=(stopped,), name="clock", daemon=True),
        Thread(target=work_until, args=(stopped,), name="worker", daemon=True),
    ]
    for thread in threads:
        thread.start()
    yield
    stopped.set()
    for thread in threads:
        thread.join(timeout=5)


def work_until(stopped: Event) -> None:
    """Do the jobs that wait in the database, as the worker of the Procfile does in a process of its own."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    while not stopped.wait(1):
        worker = Worker(
            queue_names=["*"],
            interval=0,
            # Ends when nothing is left, so that the loop can look whether the store closes.
            batch=True,
            backend_name="jobs",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"run-store-{os.getpid()}",
            excluded_queue_names=[],
        )
        try:
            # Looking first, because taking a job locks the whole of an SQLite file for a moment.
            if DBTaskResult.objects.ready().filter(backend_name=worker.backend_name).exists():
                worker.run()
        except Exception:
            # The outermost loop of a process; a job that failed is recorded, the next one must run.
            logger.exception("The worker stumbled; it goes on")
        finally:
            close_old_connections()
