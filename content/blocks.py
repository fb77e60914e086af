"""The blocks that editors build pages from; those that show products ask the shop's read model each time."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from content import shelves
from content.choosers import CategoryChooserBlock, ProductChooserBlock
from shop.markets import Buyer
from shop.models import Product
from shop.views import current

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    def __init__(self, **options: Any) -> None:
        own = {"max_length": 120, "help_text": _("A heading of the second level; at most 120 characters.")}
        super().__init__(**own | options)

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "content/blocks/heading.html"
        description = _("A heading that parts the page into sections.")
        preview_value = "What matters in a phone"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES, "help_text": _("Running text with links and lists.")} | options)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "content/blocks/paragraph.html"
        description = _("Running text with links and lists.")
        preview_value = "<p>A phone lasts four years. Choose the battery first, then the screen, then the camera.</p>"


class PictureValue(blocks.StructValue):
    @property
    def alt(self) -> str:
        """What the picture shows, in the words that were given to it on this page; empty for a decorative one."""
        return getattr(self.get("image"), "contextual_alt_text", None) or ""


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"), help_text=_("Describe it in words, or tick “decorative”."))
    caption = blocks.CharBlock(
        label=_("Caption"), required=False, max_length=200, help_text=_("A line under the picture; may stay empty.")
    )

    def render(self, value: Any, context: Mapping[str, Any] | None = None) -> str:
        # The image may have been deleted since; the page goes on without it.
        return super().render(value, context=context) if value.get("image") else ""

    def get_preview_value(self) -> Any:
        image = get_image_model().objects.order_by("-pk").first()
        return self.normalize({"image": image, "caption": "To scale, beside a bank card"})

    class Meta:
        icon = "image"
        label = _("Picture")
        value_class = PictureValue
        template = "content/blocks/image.html"
        description = _("A picture with a line of text under it.")


class ProductPictureBlock(blocks.StructBlock):
    """A picture of a product, with what it shows."""

    image = ImageBlock(label=_("Picture"), help_text=_("Describe what is to be seen, or tick “decorative”."))
    role = blocks.ChoiceBlock(
        label=_("Shows"),
        choices=[
            ("hero", _("the product, from the front")),
            ("side", _("the product, from the side")),
            ("scale", _("its size, to scale")),
            ("box", _("what is in the box")),
            ("detail", _("a detail")),
        ],
        default="hero",
        help_text=_("The first picture with the product from the front stands in lists."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture of the product.")
        label_format = "{role}"


def _buyer(context: Mapping[str, Any] | None) -> Buyer | None:
    """Whose prices a block shows: the visitor's; everybody's where there is no visitor."""
    request = (context or {}).get("request")
    return current.buyer(request) if request is not None else None


class ProductShelfBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Heading"), required=False, max_length=80, help_text=_("Stands over the products.")
    )
    products = blocks.ListBlock(
        ProductChooserBlock(label=_("Product")),
        label=_("These products"),
        default=[],
        max_num=12,
        help_text=_("Leave empty to let the shop choose by the rule below."),
    )
    category = CategoryChooserBlock(
        label=_("Category"), required=False, help_text=_("Choose from this category; empty means all of them.")
    )
    ordering = blocks.ChoiceBlock(
        label=_("Which first"),
        choices=shelves.ORDERINGS,
        default="popular",
        help_text=_("Which products of the category are shown."),
    )
    count = blocks.IntegerBlock(
        label=_("How many"), default=4, min_value=1, max_value=12, help_text=_("From 1 to 12 products.")
    )

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["shelf"] = shelves.of_block(value, get_language() or "en", _buyer(parent_context))
        context["cards"] = context["shelf"]["cards"]
        return context

    class Meta:
        icon = "tag"
        label = _("Product shelf")
        template = "content/blocks/product_shelf.html"
        description = _("Products with their prices of this moment: chosen by hand or by a rule.")
        label_format = "{title} · {count} · {category}"
        preview_value = {"title": "Popular now", "products": [], "category": None, "ordering": "popular", "count": 4}


class RulerTableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Caption"), max_length=120, help_text=_("Says what the table compares."))
    columns = blocks.ListBlock(
        blocks.CharBlock(label=_("Column"), required=False, max_length=60),
        label=_("Columns"),
        min_num=2,
        max_num=6,
        help_text=_("Headings, from left to right; the first stands over the names of the rows and may stay empty."),
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(label=_("Cell"), required=False, max_length=120), label=_("Row"), min_num=2),
        label=_("Rows"),
        min_num=1,
        max_num=24,
        help_text=_("As many cells as there are columns; the first names the row."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        width = len(cleaned["columns"])
        if any(len(row) != width for row in cleaned["rows"]) and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Each row needs as many cells as there are columns."))]
            )
        return cleaned

    class Meta:
        icon = "table"
        label = _("Ruler table")
        template = "content/blocks/ruler_table.html"
        description = _("Products or measures side by side, in rows and columns.")
        label_format = "{caption}"
        preview_value = {
            "caption": "Enough for a day",
            "columns": ["", "Battery", "Memory"],
            "rows": [["Calls and mail", "4,000 mAh", "128 GB"], ["Maps and video", "5,000 mAh", "256 GB"]],
        }


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("tip", _("Tip")), ("warning", _("Warning"))],
        default="note",
        help_text=_("Sets the colour and the sign."),
    )
    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=80, help_text=_("A few words."))
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, help_text=_("Two or three sentences."))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "content/blocks/callout.html"
        description = _("A remark that stands out from the text.")
        label_format = "{title}"
        preview_value = {"tone": "tip", "title": "Before you buy", "text": "<p>Measure the niche, not the old set.</p>"}


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=160, help_text=_("As a shopper would ask it."))
    answer = blocks.RichTextBlock(
        label=_("Answer"), features=TEXT_FEATURES, help_text=_("The answer first, reasons after.")
    )

    class Meta:
        label_format = "{question}"


class FaqBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Heading"), required=False, max_length=80, help_text=_("Stands over the questions.")
    )
    questions = blocks.ListBlock(
        QuestionBlock(label=_("Question")),
        label=_("Questions"),
        min_num=1,
        help_text=_("Each can be opened and closed."),
    )

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "content/blocks/faq.html"
        description = _("Questions that open to show their answers.")
        label_format = "{title}"
        preview_value = {
            "title": "Questions",
            "questions": [
                {"question": "Is it waterproof?", "answer": "<p>Yes: half an hour at a depth of one metre.</p>"}
            ],
        }


class PickBlock(blocks.StructBlock):
    product = ProductChooserBlock(label=_("Product"), help_text=_("Not shown while it is off sale."))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=80, help_text=_("For example: the best for most people.")
    )
    reason = blocks.RichTextBlock(
        label=_("Reason"), features=["bold", "italic", "link"], help_text=_("Why this one, in one or two sentences.")
    )

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        product = value.get("product")
        language, buyer = get_language() or "en", _buyer(parent_context)
        cards = shelves.cards([product.public_id], language, buyer) if product else []
        context["card"] = cards[0] if cards else None
        return context

    def get_preview_value(self) -> Any:
        product = Product.objects.filter(is_active=True).first()
        return self.normalize({"product": product, "title": "The best for most people", "reason": "<p>It lasts.</p>"})

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        product = cleaned.get("product")
        if product is not None and not product.is_active and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError(
                block_errors={"product": ValidationError(_("This product is off sale: choose another one."))}
            )
        return cleaned

    class Meta:
        icon = "pick"
        label = _("Our pick")
        template = "content/blocks/pick.html"
        description = _("One product that the text recommends, with the reason.")
        label_format = "{title} {product}"


def article_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks that describe: words, pictures, tables."""
    return [
        ("heading", HeadingBlock(group=_("Text"))),
        ("paragraph", ParagraphBlock(group=_("Text"))),
        ("image", PictureBlock(group=_("Pictures"))),
        ("ruler_table", RulerTableBlock(group=_("Facts"))),
        ("callout", CalloutBlock(group=_("Text"))),
        ("faq", FaqBlock(group=_("Facts"))),
    ]


def story_blocks() -> list[tuple[str, blocks.Block]]:
    """The same and those that show products."""
    return [
        *article_blocks(),
        ("product_shelf", ProductShelfBlock(group=_("Products"))),
        ("pick", PickBlock(group=_("Products"))),
    ]
