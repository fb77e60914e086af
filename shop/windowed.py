"""A list as this process's memory tells it: a category, or a small catalogue, at the store's own prices."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import reduce
from operator import or_
from typing import Any

from shop.assortment import Assortment
from shop.filtering import Filters, Key, plain, wanted
from shop.vocabulary import attributes, brands, choices
from shop.window import Categories, window


class WindowedList:
    """The products that pass the filters; counts of a facet leave its own filter out."""

    def __init__(self, filters: Filters, categories: Categories) -> None:
        self.filters = filters
        self.categories = categories

    def keys(
        self, column: str, *, descending: bool, after: Key | None, before: Key | None, offset: int, most: int
    ) -> list[Key]:
        """The first keys behind one key, or before another, the nearest first."""
        with self._shown() as shown:
            order, matching = shown.order(column, descending=descending), _Matching(shown, self.filters).all()
            if before is not None:
                return order.before(before, matching, most=most)
            return order.behind(after, matching, skip=offset, most=most)

    def total(self) -> int:
        with self._shown() as shown:
            return _Matching(shown, self.filters).all().bit_count()

    def price_bounds(self) -> tuple[int | None, int | None]:
        with self._shown() as shown:
            matching = _Matching(shown, self.filters).all(but="price")
            return shown.order("price").first(matching), shown.order("price_max").last(matching)

    def available(self) -> int:
        with self._shown() as shown:
            return (_Matching(shown, self.filters).all(but="availability") & shown.available).bit_count()

    def brands(self) -> dict[int, int]:
        with self._shown() as shown:
            return _counts(shown.brands, _Matching(shown, self.filters).all(but="brand"))

    def values(self, codes: dict[int, str]) -> dict[int, dict[Any, int]]:
        """How many products have each value of these attributes."""
        with self._shown() as shown:
            matching = _Matching(shown, self.filters)
            found: dict[int, dict[Any, int]] = {}
            for pk, code in codes.items():
                products = matching.all(but=f"attr.{code}")
                numbers = _counts(shown.numbers.get(pk, {}), products)
                found[pk] = _counts(shown.choices.get(pk, {}), products) | {plain(n): c for n, c in numbers.items()}
            return found

    def _shown(self) -> AbstractContextManager[Assortment]:
        return window.assortment(self.filters.language, self.categories)


class _Matching:
    """What each filter lets pass."""

    def __init__(self, shown: Assortment, filters: Filters) -> None:
        self._everything = shown.everything
        self._passing: dict[str, int] = {}
        if filters.brands:
            keys = [brand.pk for brand in brands() if brand.slug in filters.brands]
            self._passing["brand"] = _union(shown.brands.get(key, 0) for key in keys)
        if filters.price_min is not None or filters.price_max is not None:
            self._passing["price"] = shown.costing(filters.price_min, filters.price_max)
        if filters.in_stock:
            self._passing["availability"] = shown.available
        for code, values in filters.attributes.items():
            if values:
                self._passing[f"attr.{code}"] = _having(shown, code, values)

    def all(self, *, but: str | None = None) -> int:
        """What every filter lets pass, but for the one named (a facet's own)."""
        found = self._everything
        for name, products in self._passing.items():
            if name != but:
                found &= products
        return found


def _having(shown: Assortment, code: str, values: Sequence[str]) -> int:
    """The products that have one of these values."""
    attribute = attributes().get(code)
    if attribute is None:
        return 0
    asked = wanted(values)
    by_choice, by_number = shown.choices.get(attribute, {}), shown.numbers.get(attribute, {})
    keys = [choice.pk for choice in choices().get(attribute, []) if choice.value in asked.choices]
    found = _union(by_choice.get(key, 0) for key in keys) | _union(by_number.get(n, 0) for n in asked.numbers)
    return found | _union(shown.between(attribute, low, high) for low, high in asked.ranges)


def _union(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _counts(sets: Mapping[Any, int], products: int) -> dict[Any, int]:
    """How many of these products are in each set; an empty one is left out."""
    found = ((name, (its & products).bit_count()) for name, its in sets.items())
    return {name: count for name, count in found if count}
