"""Blocks: each explains and shows itself to editors, shows products as they are now, and speaks to clients as JSON."""

import pytest
from django.urls import reverse
from wagtail import blocks as wagtail_blocks
from wagtail.blocks import StreamBlock, StructBlock
from wagtail.images.blocks import ImageBlock

from content import models
from content.blocks import story_blocks
from shop.models import PageDocument
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGES = [
    models.HomePage,
    models.CategoryPage,
    models.ProductPage,
    models.GuideIndexPage,
    models.GuidePage,
    models.StaticPage,
]
STORY = StreamBlock(story_blocks())


@pytest.mark.parametrize("name", STORY.child_blocks)
def test_every_block_has_an_icon_a_sentence_and_a_preview(name):
    block = STORY.child_blocks[name]

    assert block.meta.icon != "placeholder"
    assert str(block.get_description()).endswith(".")
    assert block.is_previewable
    assert str(block.meta.group)


def test_there_are_not_more_blocks_and_groups_than_an_editor_can_overlook():
    assert len(STORY.child_blocks) <= 22
    assert len({str(block.meta.group) for block in STORY.child_blocks.values()}) <= 6


@pytest.mark.parametrize("name", STORY.child_blocks)
@pytest.mark.parametrize("is_filled", [True, False], ids=["in a full shop", "in an empty shop"])
def test_the_preview_of_a_block_opens(editor, name, is_filled):
    make.make_home()
    if is_filled:
        make.make_product(is_presented=True)
        make.make_image()
    definition = models.GuidePage._meta.get_field("body").stream_block.child_blocks[name].definition_prefix

    answer = editor.client.get(reverse("wagtailadmin_block_preview"), {"id": definition})

    assert answer.status_code == 200


def fields_of(block, path):
    """Every field an editor fills in, by its path."""
    if isinstance(block, ImageBlock):
        yield path, block
    elif isinstance(block, StreamBlock | StructBlock):
        for name, child in block.child_blocks.items():
            yield from fields_of(child, f"{path}.{name}")
    elif isinstance(block, wagtail_blocks.ListBlock):
        yield path, block
        if isinstance(block.child_block, StructBlock):
            yield from fields_of(block.child_block, path)
    else:
        yield path, block


def test_every_field_of_every_block_has_a_short_help_text():
    helps = {
        path: str(getattr(block.meta, "help_text", "") or block.get_description())
        for path, block in fields_of(STORY, "body")
    }
    helps |= {
        path: str(getattr(block, "field", None) and block.field.help_text or helps[path])
        for path, block in fields_of(STORY, "body")
    }

    assert {path: words for path, words in helps.items() if not words or len(words) > 140} == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_every_field_of_every_page_has_a_short_help_text(page):
    own = [field for field in page._meta.local_fields if field.name != "page_ptr"]

    assert {field.name: str(field.help_text) for field in own if not 0 < len(str(field.help_text)) <= 140} == {}


def test_clients_get_a_page_as_typed_blocks_without_row_numbers_or_prices():
    product = make.make_product(slug="orvelo-9")
    make.make_product_page(product=product)
    body = [
        ("heading", "The battery first"),
        ("paragraph", "<p>It <b>ages</b>.</p>"),
        ("image", {"image": make.make_image(), "caption": "To scale"}),
        ("ruler_table", {"caption": "Enough", "columns": ["", "Battery"], "rows": [["Calls", "4,000"]]}),
        ("callout", {"tone": "tip", "title": "Measure", "text": "<p>Twice.</p>"}),
        ("faq", {"title": "", "questions": [{"question": "Why?", "answer": "<p>So.</p>"}]}),
        (
            "product_shelf",
            {"title": "New", "products": [product], "category": product.category, "ordering": "newest", "count": 2},
        ),
        ("pick", {"product": product, "title": "Best", "reason": "<p>It lasts.</p>"}),
    ]
    guide = make.make_guide(
        title="How to choose", slug="choose", introduction="The battery.", author="A. W.", body=body
    )

    told = PageDocument.objects.get(path="/en/guides/choose/")

    assert (told.public_id, told.type, told.title) == (guide.public_id, "guide", "How to choose")
    blocks = {block["type"]: block for block in told.document["blocks"]}
    assert [block["id"] for block in told.document["blocks"]] == [block.id for block in guide.body]
    assert blocks["heading"]["value"] == "The battery first"
    assert blocks["paragraph"]["value"] == "<p>It <b>ages</b>.</p>"
    assert "<b>ages</b>" in blocks["paragraph"]["html"]
    assert blocks["image"]["value"]["picture"]["width"] == 800
    assert blocks["ruler_table"]["value"]["rows"] == [["Calls", "4,000"]]
    assert blocks["callout"]["value"] == {"tone": "tip", "title": "Measure", "text": "<p>Twice.</p>"}
    assert blocks["faq"]["value"]["questions"] == [{"question": "Why?", "answer": "<p>So.</p>"}]
    assert blocks["product_shelf"] == {
        "id": guide.body[6].id,
        "type": "product_shelf",
        "value": {
            "title": "New",
            "products": [product.public_id],
            "category": "smartphones",
            "ordering": "newest",
            "count": 2,
        },
        "html": "",
    }
    assert blocks["pick"]["value"] == {"product": product.public_id, "title": "Best", "reason": "<p>It lasts.</p>"}


def test_a_page_goes_on_without_a_picture_that_was_deleted(client):
    image = make.make_image()
    make.make_guide(slug="choose", body=[("image", {"image": image, "caption": "To scale"}), ("heading", "After it")])

    image.delete()

    answer = client.get("/en/guides/choose/")
    assert answer.status_code == 200
    assert "After it" in answer.content.decode()
    assert "To scale" not in answer.content.decode()


def test_a_table_needs_as_many_cells_in_each_row_as_columns():
    block = STORY.child_blocks["ruler_table"]
    uneven = block.to_python({"caption": "Enough", "columns": ["", "Battery"], "rows": [["Calls", "4,000", "128"]]})

    with pytest.raises(wagtail_blocks.StructBlockValidationError) as refusal:
        block.clean(uneven)

    assert "as many cells" in str(refusal.value.non_block_errors)


def test_a_product_off_sale_cannot_be_recommended():
    block = STORY.child_blocks["pick"]
    product = make.make_product(is_active=False)

    with pytest.raises(wagtail_blocks.StructBlockValidationError) as refusal:
        block.clean(block.to_python({"product": product.pk, "title": "", "reason": "<p>Good.</p>"}))

    assert list(refusal.value.block_errors) == ["product"]
