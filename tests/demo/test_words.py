"""Texts of the demo shop: each language in its own letters, with its own grammar and typography."""

import re
from pathlib import Path

import pytest

from technomart.demo import pages, words
from technomart.demo.catalogue import ATTRIBUTES, CATEGORIES, products, scaled
from technomart.demo.drawings.scenes import COVERS, TILES
from technomart.demo.guides import GUIDES, products_of

ALLOWED = {
    line
    for line in (Path(words.__file__).with_name("allowed_latin.txt")).read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
}
WORD = re.compile(r"[0-9A-Za-zА-Яа-яЁё]+(?:-[0-9A-Za-zА-Яа-яЁё]+)*")
TAG = re.compile(r"<[^>]+>")
CODES = {"product", "products", "category", "ordering", "tone"}


def texts_of(value):
    """Every sentence within the value of a block."""
    if isinstance(value, str):
        yield TAG.sub("", value.replace("</p><p>", " ").replace("</li><li>", " "))
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in CODES:
                yield from texts_of(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts_of(part)


def all_texts(language):
    for product in scaled(500):
        yield getattr(product, f"name_{language}")
        yield getattr(product, f"summary_{language}")
        yield from getattr(product, f"benefits_{language}")
        yield from getattr(product, f"box_{language}")
    for attribute in ATTRIBUTES:
        yield from (getattr(attribute, f"{part}_{language}") for part in ("name", "unit", "group", "help"))
        yield from (getattr(choice, f"label_{language}") for choice in attribute.choices)
    for category in CATEGORIES:
        yield from (getattr(category, f"{part}_{language}") for part in ("name", "introduction"))
    for guide in GUIDES:
        for text in (guide.title, guide.author, guide.introduction):
            yield text[language]
        yield from texts_of([value for _, value in guide.blocks[language]])
    for page in pages.PAGES:
        yield from texts_of([page.title[language], page.html[language]])
    for column in pages.FOOTER:
        yield column.title[language]


def test_russian_has_no_latin_word_outside_the_list():
    strangers = {
        (word, text[:60])
        for text in all_texts("ru")
        for word in WORD.findall(text)
        if re.search("[A-Za-z]", word) and word not in ALLOWED
    }

    assert strangers == set()


def test_english_has_no_cyrillic():
    assert [text for text in all_texts("en") if re.search("[А-Яа-яЁё]", text)] == []


def test_russian_quotes_are_guillemets():
    assert [text for text in all_texts("ru") if re.search("[“”„]", text) or "'" in text] == []


def test_no_template_is_left_unfilled():
    assert [text for language in ("en", "ru") for text in all_texts(language) if "{" in text or "  " in text] == []


def test_a_one_letter_russian_word_does_not_hang_at_the_end_of_a_line():
    for product in products():
        for text in (product.summary_ru, *product.benefits_ru):
            assert not re.search(r"(?<![\w/-])[вкосуиа] ", text), text


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "товар"), (2, "товара"), (5, "товаров"), (11, "товаров"), (21, "товар"), (22, "товара"), (112, "товаров")],
)
def test_russian_words_agree_with_their_number(number, word):
    assert words.plural_ru(number, "товар", "товара", "товаров") == word


def test_a_summary_has_three_sentences_and_four_to_six_benefits_follow():
    for product in products():
        for language in ("en", "ru"):
            summary = getattr(product, f"summary_{language}")
            assert len(re.findall(r"[.!?](?= [A-ZА-Я]|$)", summary)) == 3, summary
            assert len(summary) <= 600
            assert 4 <= len(getattr(product, f"benefits_{language}")) <= 6, product.slug


def test_a_guide_links_four_products_and_uses_six_kinds_of_blocks():
    slugs = {product.slug for product in products()}
    for guide in GUIDES:
        assert len(products_of(guide)) >= 4
        assert set(products_of(guide)) <= slugs
        for language in ("en", "ru"):
            blocks = guide.blocks[language]
            assert len({kind for kind, _ in blocks}) >= 6
            for kind, value in blocks:
                if kind == "ruler_table":
                    assert {len(row) for row in value["rows"]} == {len(value["columns"])}


def test_both_languages_of_a_guide_have_the_same_blocks():
    for guide in GUIDES:
        assert [kind for kind, _ in guide.blocks["en"]] == [kind for kind, _ in guide.blocks["ru"]]


def test_every_guide_has_a_cover_and_every_category_a_tile():
    assert set(COVERS) == {guide.slug for guide in GUIDES}
    assert set(TILES) == {category.slug for category in CATEGORIES}


def test_the_footer_names_every_page_once_and_only_pages_that_exist():
    named = [slug for column in pages.FOOTER for slug in column.pages]

    assert sorted(named) == sorted(page.slug for page in pages.PAGES)


def test_the_seller_says_that_it_is_invented():
    assert "invented" in " ".join(pages.SELLER["en"])
    assert "вымышлен" in " ".join(pages.SELLER["ru"])
