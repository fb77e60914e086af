"""Runs all tests: on SQLite, on PostgreSQL with Redis, and those in the browser once.

Services that TEST_DATABASE_URL and TEST_REDIS_URL do not name come from packages and end with the run.  Arguments go
to pytest, which then runs what they select in each of the three.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import services

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("failed", "passed", "skipped", "error")
TESTS_FAILED, NOTHING_SELECTED = 1, 5
MOST_TRIED_AGAIN = 8
CLOSING_LINE = re.compile(r"=+ (.* in [\d.]+s.*?) =+$|^((?:\d+|no) .* in [\d.]+s.*)$")


@dataclass
class Run:
    """One call of pytest: which tests, on what, and how it ended."""

    title: str
    select: str
    workers: int
    environment: dict[str, str]
    code: int = 0
    closing_line: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    unstable: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    # As an exception, so that services and temporary files go as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    with ExitStack() as stack:
        runs = planned_runs(stack)
        for run in runs:
            call_pytest(run, arguments)
            if run.code == TESTS_FAILED and len(run.failed) <= MOST_TRIED_AGAIN:
                try_again(run, arguments)
    report(runs, seconds=time.monotonic() - began)
    return max(run.code for run in runs)


def try_again(run: Run, arguments: list[str]) -> None:
    """Give a few failed tests a second try: sockets, browsers and killed processes share a busy machine with others.

    What passes then is named in the report, because it wants mending; what fails twice has failed.
    """
    again = Run(f"{run.title}: once more what failed", run.select, 0, run.environment)
    call_pytest(again, [*arguments, "--last-failed", "--last-failed-no-failures", "none"])
    if again.code == 0 and again.counts.get("passed", 0) >= len(run.failed):
        run.unstable, run.code = run.failed, 0
        run.counts["passed"] += len(run.failed)
        run.counts["failed"] = run.counts["error"] = 0
        run.closing_line += f"; {len(run.unstable)} of them passed on the second try"


def planned_runs(stack: ExitStack) -> list[Run]:
    given = os.environ.get("TEST_DATABASE_URL", "")
    database_url = given or stack.enter_context(services.postgres())
    redis_url = os.environ.get("TEST_REDIS_URL", "") or stack.enter_context(services.redis())
    sqlite = {"TEST_DATABASE_URL": "", "TEST_REDIS_URL": redis_url}
    postgres = {"TEST_DATABASE_URL": database_url, "TEST_REDIS_URL": redis_url}
    return [
        Run("SQLite", "not browser and not postgres_only", 2, sqlite),
        Run("PostgreSQL and Redis", "not browser and not sqlite_only", 2, postgres),
        # On their own: Playwright keeps an event loop running, in which asynchronous tests cannot start theirs.
        Run("Chromium, on PostgreSQL and Redis", "browser", 0, postgres),
    ]


def call_pytest(run: Run, arguments: list[str]) -> None:
    """Run pytest, show what it prints, and keep how it ended."""
    print(f"\n{'-' * 20} {run.title} {'-' * 20}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "tests.xml"
        command = [
            *(sys.executable, "-m", "pytest", "-m", run.select, "-n", str(run.workers), "--dist", "loadfile"),
            *("--junit-xml", str(record), *arguments),
        ]
        environment = {**os.environ, **run.environment, "PYTHONUNBUFFERED": "1"}
        # Its own: a file of somebody's narrow run must not be taken away.
        environment.pop("TEST_DB_NAME", None)
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as pytest:
            try:
                for line in pytest.stdout:
                    print(line, end="", flush=True)
                    if found := CLOSING_LINE.search(line.rstrip()):
                        run.closing_line = found[1] or found[2]
            except BaseException:
                # Ctrl-C, or a time limit of CI: nothing may go on running.
                pytest.terminate()
                raise
        run.code = 0 if pytest.returncode == NOTHING_SELECTED else pytest.returncode
        if record.exists():
            read_record(run, record)


def read_record(run: Run, record: Path) -> None:
    suite = ElementTree.parse(record).getroot().find("testsuite")  # noqa: S314 (pytest has just written it)
    total = {name: int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")}
    run.counts = {
        "failed": total["failures"],
        "error": total["errors"],
        "skipped": total["skipped"],
        "passed": total["tests"] - total["failures"] - total["errors"] - total["skipped"],
    }
    for case in suite.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            run.failed.append(f"{case.get('classname')}.{case.get('name')}")
        for skip in case.iter("skipped"):
            run.skipped.append((f"{case.get('classname')}.{case.get('name')}", skip.get("message", "")))


def report(runs: list[Run], *, seconds: float) -> None:
    """Say what was skipped and why, then close each run and the whole in pytest's own words."""
    print()
    reasons: dict[str, list[str]] = {}
    for run in runs:
        for name, reason in run.skipped:
            reasons.setdefault(reason, []).append(f"{name} ({run.title})")
    if reasons:
        print("Skipped, and why:")
        for reason, names in reasons.items():
            print(f"  {len(names)} × {reason}")
            for name in names[:3]:
                print(f"      {name}")
    else:
        print("Nothing was skipped.")
    unstable = [f"{name} ({run.title})" for run in runs for name in run.unstable]
    if unstable:
        print("Passed only on the second try:")
        for name in unstable:
            print(f"      {name}")
    print()
    for run in runs:
        print(f"{run.title}: {run.closing_line or f'pytest ended with code {run.code}'}")
    totals = {kind: sum(run.counts.get(kind, 0) for run in runs) for kind in KINDS}
    told = ", ".join(f"{number} {kind}" for kind, number in totals.items() if number or kind == "passed")
    minutes, rest = divmod(int(seconds), 60)
    print(f"{f' {told} in {seconds:.2f}s ({minutes // 60}:{minutes % 60:02}:{rest:02}) ':=^80}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
