"""What this process holds of the catalogue in memory: cards, and the products of the categories that are looked at.

A change makes its own products be read again, and nothing else.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
from django.conf import settings
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from shop import remembered
from shop.assortment import Assortment, Row, Value
from shop.models import CatalogEntry, CatalogFacet

MOST_CARDS = 4_000
MOST_ASSORTMENTS = 200
# A larger catalogue is not held as a whole; its categories are.
LARGEST_CATALOGUE = 20_000
# Seconds after which all is read again, for rows that were mended without a word in the log.
LIFETIME = 300.0


# Keys of categories; None stands for the whole catalogue, which is held without the values of attributes.
Categories = tuple[int, ...] | None


class Card(dict[str, Any]):
    """A card that is shared by everybody who is shown it, with its bytes for those who only pass it on."""

    json: bytes

    @classmethod
    def read(cls, text: str) -> "Card":
        card = cls(orjson.loads(text))
        card.json = orjson.dumps(card)
        return card


class Window:
    """The memory itself; whoever looks into it sees what the log says now."""

    def __init__(self) -> None:
        self._until = 0.0
        self._cards: dict[tuple[str, int], Card] = {}
        self._assortments: dict[tuple[str, Categories], Assortment] = {}
        # What has changed in each of them since it was read.
        self._stale: dict[tuple[str, Categories], set[int]] = {}

    def cards(self, products: Sequence[int], language: str) -> list[Card]:
        """The cards of these products in this order; what is not shown any more is left out."""
        self._follow()
        with remembered.lock:
            kept = self._cards
            missing = [product for product in products if (language, product) not in kept]
            if missing:
                while kept and len(kept) + len(missing) > MOST_CARDS:
                    del kept[next(iter(kept))]
                kept |= _cards([product for product in products if (language, product) not in kept], language)
            return [kept[language, product] for product in products if (language, product) in kept]

    @contextmanager
    def assortment(self, language: str, categories: Categories) -> Iterator[Assortment]:
        """The products of some categories; nobody changes them meanwhile."""
        self._follow()
        with remembered.lock:
            yield self._assortment(language, categories)

    def _assortment(self, language: str, categories: Categories) -> Assortment:
        key = (language, categories)
        found = self._assortments.get(key)
        if found is None:
            if len(self._assortments) >= MOST_ASSORTMENTS:
                self._empty()
            found = Assortment()
            found.put(_rows(language, categories), _values(categories))
            self._assortments[key], self._stale[key] = found, set()
        elif stale := self._stale[key]:
            rows, values = _rows(language, categories, stale), _values(categories, stale)
            found.remove(stale)
            found.put(rows, values)
            self._stale[key] = set()
        return found

    def _follow(self) -> None:
        remembered.follow()
        now = time.monotonic()
        if now >= self._until:
            with remembered.lock:
                self._empty()
                self._until = now + LIFETIME

    def note(self, changed: Collection[int] | None) -> None:
        """These products have changed; None: everything may have."""
        if changed is None:
            self._empty()
            return
        for language, _name in settings.LANGUAGES:
            for product in changed:
                self._cards.pop((language, product), None)
        for stale in self._stale.values():
            stale.update(changed)

    def _empty(self) -> None:
        self._cards, self._assortments, self._stale = {}, {}, {}


window = Window()
remembered.listen(window.note)


def _cards(products: Collection[int], language: str) -> dict[tuple[str, int], Card]:
    rows = CatalogEntry.objects.filter(language=language, product__in=products)
    texts = rows.annotate(text=Cast("card", TextField())).values_list("product", "text")
    return {(language, product): Card.read(text) for product, text in texts}


@remembered.until_changed
def holds_all(language: str) -> bool:
    """Whether the whole catalogue is small enough to be held."""
    shown = CatalogEntry.objects.filter(language=language).order_by()
    return shown[: LARGEST_CATALOGUE + 1].count() <= LARGEST_CATALOGUE


def _rows(language: str, categories: Categories, products: Collection[int] | None = None) -> list[Row]:
    rows = _among(CatalogEntry.objects.filter(language=language), categories, products)
    return [Row(*row) for row in rows.values_list(*Row._fields)]


def _values(categories: Categories, products: Collection[int] | None = None) -> list[Value]:
    if categories is None:
        return []
    values = _among(CatalogFacet.objects.all(), categories, products)
    return [Value(*value) for value in values.values_list(*Value._fields)]


def _among(rows: QuerySet, categories: Categories, products: Collection[int] | None) -> QuerySet:
    if categories is not None:
        rows = rows.filter(category__in=categories)
    return rows if products is None else rows.filter(product__in=products)
