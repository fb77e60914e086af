"""What a guide is, and the blocks that it is built of, with figures taken from the catalogue itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from technomart.demo.attributes import ATTRIBUTE_BY_CODE
from technomart.demo.catalogue import ProductSpec, products
from technomart.demo.words import Language, figure

Block = tuple[str, Any]
Texts = Mapping[str, str]
LABELS = {"en": "Model", "ru": "Модель"}


@dataclass(frozen=True, slots=True)
class Guide:
    """An article in two languages; each language has its own list of (kind of block, value)."""

    slug: str
    category: str
    title: Texts
    author: Texts
    introduction: Texts
    blocks: Mapping[str, Sequence[Block]]


def heading(text: str) -> Block:
    return "heading", text


def paragraph(*sentences: str) -> Block:
    """Each argument is a paragraph of its own."""
    return "paragraph", "".join(f"<p>{text}</p>" for text in sentences)


def bullets(*points: str) -> Block:
    return "paragraph", "<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>"


def callout(tone: str, title: str, text: str) -> Block:
    return "callout", {"tone": tone, "title": title, "text": f"<p>{text}</p>"}


def faq(title: str, *pairs: tuple[str, str]) -> Block:
    questions = [{"question": question, "answer": f"<p>{answer}</p>"} for question, answer in pairs]
    return "faq", {"title": title, "questions": questions}


def pick(product: str, title: str, reason: str) -> Block:
    return "pick", {"product": product, "title": title, "reason": f"<p>{reason}</p>"}


def shelf(title: str, *slugs: str) -> Block:
    """These products, in this order."""
    return "product_shelf", {
        "title": title,
        "products": list(slugs),
        "category": None,
        "ordering": "popular",
        "count": max(1, len(slugs)),
    }


def shelf_of(title: str, category: str, ordering: str) -> Block:
    """Four products that the shop chooses by a rule."""
    return "product_shelf", {"title": title, "products": [], "category": category, "ordering": ordering, "count": 4}


def ruler(caption: str, columns: Sequence[str], *rows: Sequence[str]) -> Block:
    return "ruler_table", {"caption": caption, "columns": list(columns), "rows": [list(row) for row in rows]}


def compared(language: Language, caption: str, codes: Sequence[str], *slugs: str) -> Block:
    """A ruler table of products with these attributes, as the catalogue has them."""
    found = {product.slug: product for product in products()}
    names = [getattr(ATTRIBUTE_BY_CODE[code], f"name_{language}") for code in codes]
    rows = [[_model(found[slug], language), *(_cell(found[slug], code, language) for code in codes)] for slug in slugs]
    return ruler(caption, [LABELS[language], *names], *rows)


def _model(product: ProductSpec, language: Language) -> str:
    """The name without what follows its first comma."""
    return getattr(product, f"name_{language}").split(",")[0]


def _cell(product: ProductSpec, code: str, language: Language) -> str:
    if code in product.attributes:
        return figure(code, product.attributes[code], language)
    values = dict.fromkeys(variant.options[code] for variant in product.variants if code in variant.options)
    return ", ".join(figure(code, value, language) for value in values) or "—"
