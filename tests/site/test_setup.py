"""The first minute on a new computer: make explains itself, and what is missing is said in one sentence."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def call(*command: str, cwd: Path = ROOT, path: str = os.environ["PATH"]) -> tuple[int, str]:
    environment = {"PATH": path, "HOME": os.environ.get("HOME", str(cwd))}
    ended = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def test_make_lists_every_target_that_a_person_may_want():
    _, told = call("make", "help")

    described = re.findall(r"^  make ([a-z-]+)", told, re.MULTILINE)
    promised = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split()
    assert described == [name for name in promised if name not in ("runtime", "development")]


@pytest.fixture
def bare_computer(tmp_path):
    """A copy of the set-up script, and a PATH with the shell's tools and no Python."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    (tmp_path / "requirements.txt").touch()
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "cksum", "cat"):
        (tools / name).symlink_to(shutil.which(name))
    return tmp_path


def test_without_python_one_sentence_says_how_to_get_it(bare_computer):
    code, told = call("sh", "scripts/setup.sh", "requirements.txt", cwd=bare_computer, path=str(bare_computer / "bin"))

    assert code == 1
    assert told == (
        "Python 3.11 or newer is missing: install it (Debian, Ubuntu: apt install python3 python3-venv; "
        "macOS: brew install python), then repeat.\n"
    )


def test_a_python_without_venv_is_named_with_the_way_to_complete_it(bare_computer):
    python = bare_computer / "bin" / "python3"
    python.write_text('#!/bin/sh\ncase "$2" in *venv*) exit 1;; esac\n')
    python.chmod(0o755)

    code, told = call("sh", "scripts/setup.sh", "requirements.txt", cwd=bare_computer, path=str(bare_computer / "bin"))

    assert code == 1
    assert told == (
        "python3 cannot make virtual environments here: install its venv module "
        "(Debian, Ubuntu: apt install python3-venv), then repeat.\n"
    )
