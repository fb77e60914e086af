"""The Russian catalogue is whole, says what the source says, and is what Django reads."""

import gettext as standard
import importlib
import re
import sys
from pathlib import Path

import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
ALLOWED_LATIN = [ROOT / "locale/ru/allowed_latin.txt", ROOT / "site/technomart/demo/allowed_latin.txt"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
# What Django's own forms say badly and our own words must not say at all.
NEVER_SAID = {
    "en": re.compile(r"\b(invalid|please|sorry|oops|this field is required|something went wrong\.)", re.IGNORECASE),
    "ru": re.compile(r"недопустим|некорректн|неверный формат|пожалуйста|обязательное поле|упс", re.IGNORECASE),
}


@pytest.fixture(scope="module")
def translations():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        yield importlib.import_module("translations")
    finally:
        sys.path.remove(str(ROOT / "scripts"))


@pytest.fixture(scope="module")
def catalogue(translations):
    return translations.read("ru")


@pytest.fixture(scope="module")
def messages(catalogue):
    return [message for message in catalogue if message.id]


@pytest.fixture(scope="module")
def source(translations):
    return {key(message): message for message in translations.from_source() if message.id}


def key(message):
    """The first text with its context, as gettext knows a message."""
    return message.context, texts(message.id)[0]


def texts(words) -> list[str]:
    return [words] if isinstance(words, str) else list(words or [""])


def pairs(message) -> list[tuple[str, str]]:
    """Each Russian form beside the English one that it stands for."""
    english, russian = texts(message.id), texts(message.string)
    return [(english[0] if form == 0 else english[-1], text) for form, text in enumerate(russian)]


def test_everything_is_translated(messages, translations, catalogue):
    assert [message.id for message in translations.untranslated(catalogue)] == []
    assert [message.id for message in messages if message.fuzzy] == []


def test_the_catalogue_has_what_the_source_says_and_nothing_else(catalogue, messages, source):
    known = {key(message): message for message in messages}

    assert sorted(map(str, source.keys() - known.keys())) == []
    assert sorted(map(str, known.keys() - source.keys())) == []
    assert list(catalogue.obsolete) == []
    # A text that counts has its forms.
    assert [
        id_ for id_, message in source.items() if isinstance(message.id, str) != isinstance(known[id_].id, str)
    ] == []


def test_counted_things_have_the_three_forms_of_russian(catalogue, messages):
    assert catalogue.num_plurals == 3
    counted = [message for message in messages if message.pluralizable]
    assert [message.id for message in counted if len(message.string) != 3] == []

    with translation.override("ru"):
        said = {
            number: translation.ngettext("%(count)d product", "%(count)d products", number) % {"count": number}
            for number in (1, 2, 5, 11, 21, 22, 112)
        }

    assert [words.replace("\u00a0", " ") for words in said.values()] == [
        "1 товар", "2 товара", "5 товаров", "11 товаров", "21 товар", "22 товара", "112 товаров",
    ]  # fmt: skip


def test_django_reads_what_the_catalogue_says(messages):
    """The compiled file is the catalogue's, and no catalogue of another app comes before it."""
    with (ROOT / "locale/ru/LC_MESSAGES/django.mo").open("rb") as file:
        compiled = standard.GNUTranslations(file)
    different = []
    with translation.override("ru"):
        for message in messages:
            first, *more = texts(message.id)
            if more:
                for number, form in ((1, 0), (2, 1), (5, 2)):
                    expected = message.string[form]
                    if expected != compiled.ngettext(first, more[0], number):
                        different.append(("compiled", first))
                    if expected != translation.ngettext(first, more[0], number):
                        different.append(("read", first))
            elif message.context:
                if message.string != compiled.pgettext(message.context, first):
                    different.append(("compiled", first))
                if message.string != translation.pgettext(message.context, first):
                    different.append(("read", first))
            else:
                if message.string != compiled.gettext(first):
                    different.append(("compiled", first))
                if message.string != translation.gettext(first):
                    different.append(("read", first))

    assert different == []
    assert len(compiled._catalog) == 1 + sum(len(texts(message.string)) for message in messages)


def test_placeholders_are_those_of_the_source(messages):
    different = [
        (english, russian)
        for message in messages
        for english, russian in pairs(message)
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(russian))
    ]

    assert different == []


def test_russian_texts_have_no_latin_words_but_technical_names(messages):
    allowed = {
        line for file in ALLOWED_LATIN for line in file.read_text(encoding="utf-8").splitlines() if line[:1] != "#"
    }
    names = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(allowed, key=len, reverse=True)))
    found = []
    for message in messages:
        # What both languages have between quotation marks is the name of a field or a column.
        quoted = set(re.findall("“([^”]*)”", " ".join(texts(message.id))))
        for text in texts(message.string):
            rest = re.sub("«([^»]*)»", lambda quote, known=quoted: "" if quote[1] in known else quote[0], text)
            rest = names.sub("", re.sub(r"<[^>]+>", "", PLACEHOLDER.sub("", rest)))
            if re.search("[A-Za-z]", rest):
                found.append((text, re.findall(r"[A-Za-z]\S*", rest)))

    assert found == []


def test_english_texts_have_no_cyrillic(source):
    assert [id_ for id_, message in source.items() if re.search("[А-яЁё]", " ".join(texts(message.id)))] == []


def test_russian_texts_are_typeset(messages, translations):
    bad = [
        text
        for message in messages
        for text in texts(message.string)
        if re.search("[\"“”„']|\\.\\.\\.| - |  ", text) or text != translations.typeset_all(text)
    ]

    assert bad == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_text_blames_or_begs(messages, language):
    said = [
        text
        for message in messages
        for text in texts(message.id if language == "en" else message.string)
        if NEVER_SAID[language].search(text)
    ]

    assert said == []


def test_edges_are_those_of_the_source(messages):
    """Space at the ends joins texts to what stands beside them; the stop says whether it is a sentence."""
    different = [
        (english, russian)
        for message in messages
        for english, russian in pairs(message)
        if (english[:1].isspace(), english[-1:].isspace()) != (russian[:1].isspace(), russian[-1:].isspace())
        or (english.endswith("…"), english.endswith(":")) != (russian.endswith("…"), russian.endswith(":"))
    ]

    assert different == []


def test_scripts_take_their_words_from_the_page():
    """Texts for static/js stand in data attributes of templates, where they are translated."""
    sentence = re.compile(r"""["'`](?:[A-Z][a-z]+[ .,…!?:]|[^"'`\n]*[А-яЁё])""")
    shown = re.compile(r"""(?:textContent|innerHTML|placeholder|ariaLabel|title|alt)\s*=\s*["'`][^"'`$]*[A-Za-z]{2}""")
    found = []
    for file in sorted((ROOT / "static/js").glob("*.js")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not line.lstrip().startswith("//") and (sentence.search(line) or shown.search(line)):
                found.append(f"{file.name}:{number}: {line.strip()[:100]}")

    assert found == []


def test_templates_are_read_as_django_reads_them(translations):
    """A text of each kind of tag, to be sure that the reader of templates misses none."""
    names = dict(translations.sources())

    assert "gettext" in names["templates/_header.html"]
    assert "ngettext" in "".join(text for name, text in names.items() if name.startswith("templates/"))
    assert "pgettext" in names["templates/_header.html"]
