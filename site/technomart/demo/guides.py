"""The demo shop's guides, and which products each of them names."""

from collections.abc import Iterator

from technomart.demo.guide_texts.charger import CHARGER
from technomart.demo.guide_texts.guide import Guide
from technomart.demo.guide_texts.headphones import HEADPHONES
from technomart.demo.guide_texts.laptop import LAPTOP
from technomart.demo.guide_texts.phone import PHONE
from technomart.demo.guide_texts.router import ROUTER
from technomart.demo.guide_texts.tv import TV

GUIDES: tuple[Guide, ...] = (PHONE, LAPTOP, HEADPHONES, TV, CHARGER, ROUTER)


def products_of(guide: Guide) -> tuple[str, ...]:
    """The slugs that its picks and shelves name, each once, the first pick first."""
    return tuple(dict.fromkeys(_named(guide)))


def _named(guide: Guide) -> Iterator[str]:
    for blocks in guide.blocks.values():
        for kind, value in blocks:
            if kind == "pick":
                yield value["product"]
            elif kind == "product_shelf":
                yield from value["products"]


__all__ = ["GUIDES", "Guide", "products_of"]
