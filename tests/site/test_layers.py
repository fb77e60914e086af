"""Imports go down only: technomart, dashboards, content, shop; and the shop stands without the other two."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, **environment: str) -> tuple[int, str]:
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_no_import_goes_up():
    checker = Path(sys.executable).with_name("lint-imports")

    code, told = run(str(checker), "--no-cache", PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'site'}")

    assert code == 0, told
    assert "1 kept, 0 broken" in told


@pytest.mark.parametrize("command", [["check"], ["makemigrations", "--check", "--dry-run"]], ids=lambda words: words[0])
def test_the_shop_stands_without_pages_and_dashboards(command, tmp_path):
    code, told = run(sys.executable, "manage.py", *command, DJANGO_SETTINGS_MODULE="tests.site.shop_alone")

    assert code == 0, told


def test_models_and_migrations_agree():
    code, told = run(
        *(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"),
        DJANGO_SETTINGS_MODULE="technomart.settings.test",
    )

    assert code == 0, told
