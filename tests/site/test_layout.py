"""Rules of the tree: what must stand where, and what must never be committed."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def committed() -> list[str]:
    """Files that belong to the project: committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    # A copy without git, as an archive of a release is.
    left_out = {".venv", "var", "media", "staticfiles", "node_modules", "__pycache__"}
    found = (file.relative_to(ROOT) for file in ROOT.rglob("*") if file.is_file())
    return [str(file) for file in found if not left_out & set(file.parts)]


def test_site_is_a_folder_and_never_a_package():
    """Python's own module `site` owns the name: a package here would take its place in every program (ADR 0001)."""
    assert not (ROOT / "site" / "__init__.py").exists()
    assert (ROOT / "site" / "technomart" / "__init__.py").exists()


@pytest.mark.parametrize(
    "name",
    ["manage.py", "requirements.txt", "Procfile"]
    + ["site", "shop", "content", "dashboards", "templates", "static", "tests"],
)
def test_the_top_level_has_what_was_agreed(name):
    assert (ROOT / name).exists()


WRITTEN_BY_OTHERS = re.compile(r"^(static/|requirements|theme/package-lock|locale/)|\.(svg|png|woff2|csv|json|ico)$")
# In halves, or this file would find itself.
UNFINISHED = re.compile(rf"\b(?:{'TO' + 'DO'}|{'FIX' + 'ME'}|{'XX' + 'X'}|{'HA' + 'CK'})\b|[Ll]{'orem' + ' ipsum'}")
OF_ONE_COMPUTER = re.compile(r"(?<![\w.~}])/(root|home|Users|work)/\w")


@pytest.mark.parametrize(
    ("what", "forbidden"), [("left unfinished", UNFINISHED), ("a path of one computer", OF_ONE_COMPUTER)]
)
def test_nothing_committed_contains(what, forbidden):
    found = []
    for name in committed():
        if WRITTEN_BY_OTHERS.search(name):
            continue
        for number, line in enumerate((ROOT / name).read_text(errors="replace").splitlines(), 1):
            if forbidden.search(line):
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    assert found == []


def test_no_secret_file_and_no_database_is_committed():
    assert [name for name in committed() if re.search(r"(^|/)\.env$|\.sqlite3|\.pem$|^var/|^media/", name)] == []
