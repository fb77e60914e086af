"""The tools beside the store keep up with the files that they read."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def scripts_on_the_path(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))


def test_production_is_tried_with_the_proxy_configuration_of_the_docs():
    import production

    site = production.local_site(8443)

    assert "listen 127.0.0.1:8443 ssl http2;" in site
    assert re.findall(r"server 127\.0\.0\.1:(\d+);", site) == ["8444", "8445"]
    # Comments may name what a reader has to replace.
    assert not re.search(r"shop\.example|/srv/|/etc/ssl/", re.sub(r"#.*", "", site))


def test_the_procfile_has_a_process_for_each_kind_of_work():
    import production

    processes = production.procfile()

    assert list(processes) == ["release", "web", "live", "worker", "clock"]
    called = {name for line in processes.values() for name in re.findall(r"manage\.py (\w+)", line)}
    assert called - set(get_commands()) == set()
    for line in processes.values():
        for module in re.findall(r"technomart\.(\w+):application", line):
            assert (ROOT / "site" / "technomart" / f"{module}.py").exists()


def test_a_pin_with_a_known_fault_is_refused(tmp_path, monkeypatch, capsys):
    import audit

    pins = "# pinned\ndjango==5.2.13\n    # via wagtail\ndaphne[tls]==4.2.3 ; os_name == 'nt'\n"
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(pins)
    monkeypatch.setattr(audit, "ROOT", tmp_path)

    assert audit.main() == 1

    told = capsys.readouterr().out.splitlines()
    assert [line.split(": django")[0] for line in told[:2]] == ["requirements.txt", "requirements-dev.txt"]
    assert told[2] == "4 pins looked at, 2 with a known fault."


def test_our_own_pins_have_no_known_fault():
    import audit

    assert audit.main() == 0


def test_every_requirement_says_why_it_is_there():
    for name in ("requirements.in", "requirements-dev.in"):
        for line in (ROOT / name).read_text().splitlines():
            assert line.startswith(("#", "-r ")) or re.search(r"\S +# \S", line), f"{name}: {line}"
