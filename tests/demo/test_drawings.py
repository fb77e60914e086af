"""Pictures of the demo shop are small, self-contained, harmless SVG, and always the same."""

import re
from xml.etree import ElementTree

import pytest

from technomart.demo import drawings
from technomart.demo.catalogue import CATEGORIES, products
from technomart.demo.drawings.models import MODELS
from technomart.demo.drawings.scenes import COVERS
from technomart.demo.rules import RULES

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {
    "svg", "title", "defs", "g", "path", "rect", "circle", "ellipse", "linearGradient", "radialGradient", "stop",
    "filter", "feGaussianBlur", "clipPath", "pattern",
}  # fmt: skip
ONE_OF_EACH_FORM = list({product.drawing.model: product for product in products()}.values())
LARGEST = 20_000


def checked(drawing):
    """The root of a drawing after everything that any drawing must be."""
    root = ElementTree.fromstring(drawing)  # noqa: S314 (our own text)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= ALLOWED
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r"url\(#(\w+)\)", drawing)) <= set(ids)
    assert "nan" not in drawing
    assert not re.search(r"\b(href|on\w+|style)=", drawing)
    return root


def test_every_form_that_has_rules_has_drawings():
    assert set(MODELS) == set(RULES)


def test_every_product_has_at_least_three_pictures():
    assert min(len(product.pictures) for product in products()) >= 3


@pytest.mark.parametrize("product", ONE_OF_EACH_FORM, ids=lambda product: product.drawing.model)
def test_all_pictures_of_a_product_are_different_small_and_whole(product):
    pictures = [drawings.draw(product, role) for role in product.pictures]

    assert len(set(pictures)) == len(pictures)
    for picture in pictures:
        assert len(picture.encode()) < LARGEST
        assert checked(picture).get("viewBox")


def test_the_same_picture_is_drawn_twice():
    for product in products()[::7]:
        for role in product.pictures:
            assert drawings.draw(product, role) == drawings.draw(product, role)


def test_another_colour_is_another_picture():
    phone = products()[0]
    colours = {drawings.finish_for(variant) for variant in phone.variants}

    assert len(colours) == 10
    assert len({drawings.draw(phone, "hero", finish=colour) for colour in colours}) == 10


def test_a_title_says_in_its_language_what_is_to_be_seen():
    phone = products()[1]

    assert drawings.picture_title(phone, "scale", "en") == "Smartphone Orvelo Mistra 9: size beside a bank card"
    assert "<title>Смартфон Орвело Мистра 9: что в коробке</title>" in drawings.draw(phone, "box", "ru")


def test_a_picture_without_a_language_has_no_words():
    phone = products()[1]

    assert len(drawings.draw(phone, "scale")) < len(drawings.draw(phone, "scale", "en"))


def test_scenes_are_whole():
    checked(drawings.home_hero("Bench"))
    for category in CATEGORIES:
        checked(drawings.category_tile(category.slug, category.name_en))
    for guide in COVERS:
        checked(drawings.guide_cover(guide, "Guide & cover"))
