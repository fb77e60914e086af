"""Documents name only what exists: files, links, targets of make, commands of manage.py."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
# What a run makes is not committed.
MADE_BY_RUNNING = {".venv", "var", "media", "staticfiles", ".env"}
FOLDERS = "site|shop|content|dashboards|templates|static|tests|docs|scripts|theme|benchmarks|examples|locale|\\.ci"
A_PATH = re.compile(rf"(?:{FOLDERS})/[\w./-]*|[\w-]+\.(?:md|py|toml|txt|in|conf|example)")


def code_of(text: str) -> list[str]:
    """Everything that is written as code: blocks and words between backticks."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    words = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    return blocks + words


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.fixture(params=DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def document(request) -> Path:
    return request.param


def test_paths_exist(document):
    missing = []
    for code in code_of(document.read_text()):
        if A_PATH.fullmatch(code) is None or code.split("/")[0] in MADE_BY_RUNNING:
            continue
        if not (ROOT / code).exists() and not (document.parent / code).exists():
            missing.append(code)
    assert missing == []


def test_links_lead_somewhere(document):
    links = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_targets_of_make_exist(document):
    named = {name for code in code_of(document.read_text()) for name in re.findall(r"(?:^|\s)make ([a-z-]+)", code)}

    assert named - targets() == set()


def test_commands_exist(document):
    named = {name for code in code_of(document.read_text()) for name in re.findall(r"manage\.py ([a-z_]+)", code)}

    assert named - set(get_commands()) == set()


def test_decisions_are_numbered_without_gaps_and_have_four_headings():
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))

    assert [int(file.name[:4]) for file in decisions] == list(range(1, len(decisions) + 1))
    for file in decisions:
        assert re.findall(r"^## (.+)$", file.read_text(), re.MULTILINE) == [
            "Situation",
            "Decision",
            "What it forbids",
            "How we would notice it was wrong",
        ], file.name
