"""Every template compiles, and what visitors see needs no exception from the Content-Security-Policy."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "templates", *(ROOT / app / "templates" for app in ("shop", "content", "dashboards"))]
TEMPLATES = sorted(
    (folder, file) for folder in FOLDERS for file in folder.rglob("*") if file.suffix in (".html", ".txt", ".xml")
)
# Wagtail's own admin pages and the API's documentation write scripts into the page; mail knows no style sheets.
NOT_FOR_VISITORS = re.compile(r"(^|/)(wagtail\w*|admin|shop_admin|dashboards|api|mail|email)/")
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    # A script without src is inline, unless it is data.
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*type\s*=\s*[\"']application/)", re.IGNORECASE),
    "javascript address": re.compile(r"[\"']javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize(("folder", "file"), TEMPLATES, ids=lambda path: path.name)
def test_template_compiles(folder, file):
    name = str(file.relative_to(folder))

    template = get_template(name)

    # Another app's template of the same name would hide this one.
    assert Path(template.origin.name) == file


def test_no_storefront_template_has_inline_code():
    found = []
    for folder, file in TEMPLATES:
        name = str(file.relative_to(folder))
        if file.suffix != ".html" or NOT_FOR_VISITORS.search(name):
            continue
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", file.read_text(), flags=re.DOTALL)
        found += [f"{name}: {what}" for what, pattern in INLINE.items() if pattern.search(text)]
    assert found == []


def test_static_files_that_templates_name_exist():
    """In production a missing one is an error of the whole page; in development it is only a missing picture."""
    named = {
        (name, file.name)
        for _, file in TEMPLATES
        for name in re.findall(r"{%\s*static\s+[\"']([^\"']+)[\"']", file.read_text())
    }

    assert sorted((name, template) for name, template in named if finders.find(name) is None) == []
