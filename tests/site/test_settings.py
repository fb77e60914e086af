"""Production starts only with a whole environment, and says what is missing; .env.example names every variable."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-0123456789-abcdefgh",
    "DATABASE_URL": "postgres://technomart@localhost/technomart",
    "REDIS_URL": "redis://localhost:6379/0",
    "SITE_URL": "https://shop.example",
    "ALLOWED_HOSTS": "shop.example",
    "EMAIL_URL": "smtp://localhost:25",
    "PAYMENT_PROVIDERS": "on_receipt",
    "SENTRY_DSN": "",
    "STORAGE_URL": "",
}


def start_production(**environment: str) -> tuple[int, str]:
    """Read the settings in a process of their own; a variable that is empty counts as missing."""
    ended = subprocess.run(
        [sys.executable, "-c", "import technomart.settings.production"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "site"), **WHOLE, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stderr


def test_production_starts_with_a_whole_environment():
    assert start_production() == (0, "")


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL"])
def test_production_refuses_to_start_without(name):
    code, told = start_production(**{name: ""})

    assert code == 1
    assert told.splitlines()[-1].endswith(f"Production needs these variables: {name} (see .env.example)")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "http://shop.example"),
        ("ALLOWED_HOSTS", "*"),
        ("SECRET_KEY", "short"),
        ("PAYMENT_PROVIDERS", "on_receipt,sandbox"),
    ],
)
def test_production_refuses_what_is_unsafe(name, value):
    code, told = start_production(**{name: value})

    assert code == 1
    assert name in told.splitlines()[-1]


def test_the_example_names_every_variable_that_is_read():
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    read = {"DJANGO_SETTINGS_MODULE"}
    for folder in ("site", "shop", "content", "dashboards"):
        for file in (ROOT / folder).rglob("*.py"):
            if file.name == "test.py" and file.parent.name == "settings":
                continue
            read |= set(re.findall(r"""(?:env\.\w+|environ\.get|getenv)\(\s*["']([A-Z_]+)["']""", file.read_text()))

    assert read - listed == set()
