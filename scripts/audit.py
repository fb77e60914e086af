"""Refuses pins with known faults without asking anybody: the list grows with each advisory that concerns us."""

import re
import sys
from pathlib import Path

from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent

# Package: the first version without the fault, and what the fault was.
SAFE_FROM = {
    "django": ("5.2.14", "private pages kept in shared caches (CVE-2026-35192, CVE-2026-6907, CVE-2026-48587)"),
    "wagtail": ("8.0.1", "permissions of history, compare, copy and choosers; stored scripts (August 2026)"),
    "daphne": ("4.2.2", "messages of any size over a socket (CVE-2026-44545)"),
    "django-allauth": ("65.12.1", "takeover of accounts, as its release notes tell"),
    "uvicorn": ("0.11.7", "log lines that a visitor writes (CVE-2020-7694)"),
}
# What must not come back, with the reason.
UNWANTED = {
    "django-payments": "loses what was captured, so that refunds fail",
}


def main() -> int:
    faults = []
    checked = 0
    for file in ("requirements.txt", "requirements-dev.txt"):
        for name, version in pins(ROOT / file):
            checked += 1
            safe_from, fault = SAFE_FROM.get(name, ("0", ""))
            if Version(version) < Version(safe_from):
                faults.append(f"{file}: {name} {version} is older than {safe_from}: {fault}")
            if name in UNWANTED:
                faults.append(f"{file}: {name}: {UNWANTED[name]}")
    print(*faults, f"{checked} pins looked at, {len(faults)} with a known fault.", sep="\n")
    return 1 if faults else 0


def pins(file: Path) -> list[tuple[str, str]]:
    """Names and versions of a compiled requirements file; one without a version is a fault of the file."""
    lines = [line for line in file.read_text().splitlines() if line and not line.lstrip().startswith("#")]
    found = []
    for line in lines:
        pin = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", line)
        if pin is None:
            raise SystemExit(f"{file.name}: {line!r} is not pinned to a version")
        found.append((re.sub(r"[-_.]+", "-", pin[1]).lower(), pin[2]))
    return found


if __name__ == "__main__":
    sys.exit(main())
