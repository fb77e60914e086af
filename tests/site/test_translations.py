"""The catalogues are whole, say what the source says, and are what Django reads."""

import gettext as standard
import importlib
import re
import sys
from pathlib import Path

import allauth
import django
import pytest
import wagtail
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
def source(translations):
    """Key → message, of Python, templates and what is borrowed."""
    return {key(message): message for message in translations.from_source() if message.id}


@pytest.fixture(scope="module")
def borrowed(translations):
    return {key(message) for message in translations.borrowed() if message.id}


@pytest.fixture(scope="module")
def catalogue(translations):
    return translations.read("ru")


@pytest.fixture(scope="module")
def messages(catalogue):
    return [message for message in catalogue if message.id]


@pytest.fixture(scope="module")
def english(translations, messages):
    """Key → the texts that a visitor reads in English."""
    own = {key(message): texts(message.string) for message in translations.read("en") if message.id}
    return {key(message): own.get(key(message), texts(message.id)) for message in messages}


def key(message):
    """The first text with its context, as gettext knows a message."""
    return message.context, texts(message.id)[0]


def texts(words) -> list[str]:
    return [words] if isinstance(words, str) else list(words or [""])


def pairs(message) -> list[tuple[str, str]]:
    """Each Russian form beside the English one that it stands for."""
    english, russian = texts(message.id), texts(message.string)
    return [(english[0] if form == 0 else english[-1], text) for form, text in enumerate(russian)]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_everything_is_translated(translations, language):
    catalogue = translations.read(language)

    assert [message.id for message in translations.untranslated(catalogue)] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_the_catalogue_has_what_the_source_says_and_nothing_else(messages, source):
    known = {key(message): message for message in messages}

    assert sorted(map(str, source.keys() - known.keys())) == []
    assert sorted(map(str, known.keys() - source.keys())) == []
    # A text that counts has its forms.
    counted = [id_ for id_, message in source.items() if message.pluralizable]
    assert counted == [id_ for id_ in source if known[id_].pluralizable]


def test_the_english_catalogue_has_what_is_borrowed_and_nothing_else(translations, borrowed):
    assert {key(message) for message in translations.read("en") if message.id} == borrowed


def test_what_is_borrowed_is_still_said_by_its_owner(borrowed):
    """A text that a new version of Django, Wagtail or allauth words differently would be English on Russian pages."""
    owned = set()
    for package in (django, allauth, wagtail):
        for file in Path(package.__file__).parent.rglob("locale/ru/LC_MESSAGES/django.mo"):
            with file.open("rb") as mo:
                known = standard.GNUTranslations(mo)._catalog
            # Where one template trims its text, another has it with the spaces around it.
            owned |= {(text[0] if isinstance(text, tuple) else text).strip() for text in known}

    assert {text for _, text in borrowed} - owned == set()


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


@pytest.mark.parametrize("language", ["en", "ru"])
def test_django_reads_what_the_catalogue_says(translations, language):
    """The compiled file is the catalogue's, and no catalogue of another app comes before it."""
    messages = [message for message in translations.read(language) if message.id]
    with translations.po_file(language).with_suffix(".mo").open("rb") as file:
        compiled = standard.GNUTranslations(file)
    different = []
    with translation.override(language):
        for message in messages:
            first, *more = texts(message.id)
            for form, number in enumerate((1, 2, 5)) if more else [(0, 1)]:
                for reader in (compiled, translation):
                    if more:
                        said = reader.ngettext(first, more[0], number)
                    elif message.context:
                        said = reader.pgettext(message.context, first)
                    else:
                        said = reader.gettext(first)
                    if said != texts(message.string)[form]:
                        different.append((reader.__class__.__name__, first, said))

    assert different == []
    assert len(compiled._catalog) == 1 + sum(len(texts(message.string)) for message in messages)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_placeholders_are_those_of_the_source(translations, language):
    different = [
        (original, text)
        for message in translations.read(language)
        for original, text in pairs(message)
        if message.id and sorted(PLACEHOLDER.findall(original)) != sorted(PLACEHOLDER.findall(text))
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


def test_english_texts_have_no_cyrillic(english):
    assert [id_ for id_, said in english.items() if re.search("[А-яЁё]", " ".join(said))] == []


def test_russian_texts_are_typeset(messages, translations):
    bad = [
        text
        for message in messages
        for text in texts(message.string)
        # Quotation marks inside a tag are markup.
        if re.search("[\"“”„']|\\.\\.\\.| - |  ", re.sub("<[^>]+>", "", text)) or text != translations.typeset_all(text)
    ]

    assert bad == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_text_blames_or_begs(messages, english, language):
    said = [
        text
        for message in messages
        for text in (english[key(message)] if language == "en" else texts(message.string))
        if NEVER_SAID[language].search(text)
    ]

    assert said == []


def test_edges_are_those_of_the_source(messages, borrowed):
    """Space at the ends joins a text to what stands beside it; a colon or an ellipsis says that more follows."""
    different = [
        (original, text)
        for message in messages
        if key(message) not in borrowed
        for original, text in pairs(message)
        if edges(original) != edges(text)
    ]

    assert different == []


def edges(text: str) -> tuple[bool, ...]:
    return text[:1].isspace(), text[-1:].isspace(), text.endswith("…"), text.endswith(":")


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
    assert "pgettext" in names["templates/_personal.html"]
