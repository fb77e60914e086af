"""Pages as typed blocks for clients that do not use the site: {id, type, value, html}.

A block that shows products names them and carries no HTML: their prices change with every sale, so the client asks
the API for their cards.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import override
from wagtail.rich_text import expand_db_html

from content import pictures

if TYPE_CHECKING:
    from content.models.base import StorePage

LIVE_TYPES = ("product_shelf", "pick")
# The streams of a page, in the order in which a reader meets them.
STREAMS = ("shelves", "body")


def blocks(stream: Any, language: str) -> list[dict[str, Any]]:
    """The blocks of a stream, in the words and addresses of that language."""
    with override(language):
        return [
            {
                "id": block.id,
                "type": block.block_type,
                "value": VALUES.get(block.block_type, _plain)(block),
                "html": "" if block.block_type in LIVE_TYPES else str(block.render()).strip(),
            }
            for block in stream
        ]


def document(page: "StorePage") -> dict[str, Any]:
    """A whole page: what it is called, where it stands, what it says."""
    told = {
        "introduction": getattr(page, "introduction", ""),
        "breadcrumbs": page.breadcrumbs,
        "blocks": [
            block for name in STREAMS if hasattr(page, name) for block in blocks(getattr(page, name), page.language)
        ],
    }
    if page.kind == "home":
        told["introduction"] = expand_db_html(told["introduction"])
    if page.kind == "guide":
        told["author"] = page.author
        told["picture"] = pictures.picture(page.cover)
    if page.kind in ("category", "product"):
        row = page.category if page.kind == "category" else page.product
        told[page.kind] = {"id": row.public_id, "slug": row.slug} if row else None
    return told


def _plain(block: Any) -> Any:
    return block.block.get_api_representation(block.value)


def _paragraph(block: Any) -> str:
    return expand_db_html(block.value.source)


def _image(block: Any) -> dict[str, Any]:
    return {"picture": pictures.of_block(block.value.get("image")), "caption": block.value.get("caption") or ""}


def _callout(block: Any) -> dict[str, Any]:
    return {
        "tone": block.value["tone"],
        "title": block.value["title"],
        "text": expand_db_html(block.value["text"].source),
    }


def _faq(block: Any) -> dict[str, Any]:
    questions = [
        {"question": question["question"], "answer": expand_db_html(question["answer"].source)}
        for question in block.value["questions"]
    ]
    return {"title": block.value["title"], "questions": questions}


def _shelf(block: Any) -> dict[str, Any]:
    category = block.value["category"]
    return {
        "title": block.value["title"],
        "products": [product.public_id for product in block.value["products"] if product is not None],
        "category": category.slug if category else None,
        "ordering": block.value["ordering"],
        "count": block.value["count"],
    }


def _pick(block: Any) -> dict[str, Any]:
    product = block.value["product"]
    return {
        "product": product.public_id if product else None,
        "title": block.value["title"],
        "reason": expand_db_html(block.value["reason"].source),
    }


VALUES: dict[str, Callable[[Any], Any]] = {
    "paragraph": _paragraph,
    "image": _image,
    "callout": _callout,
    "faq": _faq,
    "product_shelf": _shelf,
    "pick": _pick,
}
