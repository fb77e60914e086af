"""Keeps locale/ in step with the source: every text into django.po, every translation into django.mo.

Babel reads and writes the catalogues, so nobody needs GNU gettext.  A text that has no translation yet is told by name.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, pofile
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
# The catalogue of English, the language of the source, has only what the store borrows and says in other words.
LANGUAGES = ("en", "ru")
SOURCE = "en"
NO_BREAK_SPACE = "\u00a0"
# The words of a button stay on one line by themselves.
SHORT = 3
PYTHON = ("shop", "content", "dashboards", "site/technomart")
TEMPLATES = ("templates",)
# Django's names for what Babel knows by those of the standard library.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def main() -> int:
    missing = 0
    for language in LANGUAGES:
        catalogue = brought_up_to_date(language)
        write(catalogue, language)
        for message in untranslated(catalogue):
            missing += 1
            print(f"{language}: no translation of {message.id!r} ({', '.join(name for name, _ in message.locations)})")
        print(f"{language}: {len(catalogue)} texts.")
    return 1 if missing else 0


def po_file(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        return pofile.read_po(file, locale=language)


def brought_up_to_date(language: str) -> Catalog:
    """The texts of the source with the translations that the catalogue has; what the source lost is gone."""
    catalogue = read(language)
    template = borrowed() if language == SOURCE else from_source()
    # A date that moves at each run would be a change in every commit.
    template.creation_date = catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True)
    for message in catalogue:
        # The message without a text is the header.
        if message.id:
            message.string = typeset_all(message.string)
    return catalogue


def typeset_all(translation: str | tuple[str, ...] | None) -> str | tuple[str, ...]:
    """A translation typeset, in each of its forms if it depends on a number."""
    if isinstance(translation, (tuple, list)):
        # What stands before a word in them is the number.
        return tuple(re.sub(r"(%\(\w+\)s) (?=[А-яё])", rf"\1{NO_BREAK_SPACE}", typeset(form)) for form in translation)
    return typeset(translation or "")


def typeset(text: str) -> str:
    """Spaces that must not break a line: before a dash, after a number, and after a short word in running text."""
    text = text.replace(" —", f"{NO_BREAK_SPACE}—")
    text = re.sub(r"(\d|%\(\w+\)d) (?=[А-яё%₽\d])", rf"\1{NO_BREAK_SPACE}", text)
    if text.count(" ") < SHORT:
        return text
    return re.sub(r"(?<![\w-])([А-яё]) ", rf"\1{NO_BREAK_SPACE}", text)


def write(catalogue: Catalog, language: str) -> None:
    file = po_file(language)
    with file.open("wb") as po:
        pofile.write_po(po, catalogue, width=120, ignore_obsolete=True, include_lineno=False)
    with file.with_suffix(".mo").open("wb") as mo:
        write_mo(mo, catalogue)


def untranslated(catalogue: Catalog) -> list:
    """Messages without a translation, or with one for some numbers only."""
    return [
        message
        for message in catalogue
        if message.id and not (all(message.string) if isinstance(message.string, (tuple, list)) else message.string)
    ]


def borrowed() -> Catalog:
    """Texts of other packages that the store says in its own words."""
    with (ROOT / "locale" / "borrowed.pot").open("rb") as file:
        return pofile.read_po(file)


def from_source() -> Catalog:
    """Every text that Python or a template marks for translation, and the borrowed ones."""
    template = borrowed()
    for name, python in sources():
        for line, message, comments, context in extract("python", BytesIO(python.encode()), KEYWORDS, ["Translators:"]):
            template.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return template


def sources() -> Iterator[tuple[str, str]]:
    """(name, text as Python) of each file that may speak to people."""
    for folder in PYTHON:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")
    for folder in TEMPLATES:
        for file in sorted((ROOT / folder).rglob("*.*")):
            # What Django makes of a template are calls between placeholders; only their indents are not Python's.
            calls = templatize(file.read_text(encoding="utf-8"), origin=file.name)
            yield str(file.relative_to(ROOT)), "\n".join(line.strip() for line in calls.splitlines())


if __name__ == "__main__":
    sys.exit(main())
