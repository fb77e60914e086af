"""A list as the database tells it: for searches, foreign markets and the whole catalogue."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from shop import offers, search
from shop.filtering import Filters, Key, plain, wanted
from shop.models import CatalogEntry, CatalogFacet


class QueriedList:
    """The entries that pass the filters; counts of a facet leave its own filter out."""

    def __init__(self, filters: Filters, categories: Sequence[int] | None) -> None:
        self.filters = filters
        self.categories = categories

    def keys(
        self, column: str, *, descending: bool, after: Key | None, before: Key | None, offset: int, most: int
    ) -> list[Key]:
        """The first keys behind one key, or before another, the nearest first."""
        backwards = before is not None
        down = descending != backwards
        rows = self._matching()
        key = before or after
        if key is not None:
            rows = rows.filter(_behind(column, down, key, backwards))
        order = (F(column).desc() if down else F(column).asc(), "-product" if backwards else "product")
        return list(rows.order_by(*order).values_list(column, "product")[offset : offset + most])

    def total(self) -> int:
        return self._matching().count()

    def price_bounds(self) -> tuple[int | None, int | None]:
        bounds = self._matching(but="price").aggregate(least=Min("price"), most=Max("price_max"))
        return bounds["least"], bounds["most"]

    def available(self) -> int:
        return self._matching(but="availability").filter(is_available=True).count()

    def brands(self) -> dict[int, int]:
        rows = self._matching(but="brand").values("brand").annotate(count=Count("pk")).order_by()
        return dict(rows.values_list("brand", "count"))

    def values(self, codes: dict[int, str]) -> dict[int, dict[Any, int]]:
        """How many products have each value: one query for all facets that are not used, one for each that is."""
        counted: dict[int, dict[Any, int]] = {pk: {} for pk in codes}
        used = [pk for pk, code in codes.items() if self.filters.attributes.get(code)]
        unused = [pk for pk in codes if pk not in used]
        for keys, but in [(unused, None), *(([pk], f"attr.{codes[pk]}") for pk in used)]:
            for pk, value, count in self._counts(keys, but):
                counted[pk][value] = count
        return counted

    def _counts(self, attributes: Collection[int], but: str | None) -> list[tuple[int, Any, int]]:
        products = self._matching(but=but).order_by().values("product")
        rows = CatalogFacet.objects.filter(attribute__in=attributes, product__in=products)
        grouped = rows.values("attribute", "choice", "number").annotate(count=Count("product", distinct=True))
        return [
            (attribute, choice if choice is not None else plain(number), count)
            for attribute, choice, number, count in grouped.values_list("attribute", "choice", "number", "count")
        ]

    def _matching(self, *, but: str | None = None) -> QuerySet[CatalogEntry]:
        """The entries that pass the filters, but for the one named (a facet's own)."""
        filters = self.filters
        rows = CatalogEntry.objects.filter(language=filters.language)
        if filters.query:
            rows = search.found(filters.query, filters.language)
        rows = offers.sold_to(rows, filters.buyer)
        if self.categories is not None:
            rows = rows.filter(category__in=self.categories)
        if filters.brands and but != "brand":
            rows = rows.filter(brand__slug__in=filters.brands)
        if but != "price":
            # A product passes if any of its variants may cost that much.
            if filters.price_min is not None:
                rows = rows.filter(price_max__gte=filters.price_min)
            if filters.price_max is not None:
                rows = rows.filter(price__lte=filters.price_max)
        if filters.in_stock and but != "availability":
            rows = rows.filter(is_available=True)
        for code, values in filters.attributes.items():
            if values and but != f"attr.{code}":
                having = CatalogFacet.objects.filter(attribute__code=code).filter(_any_of(values))
                rows = rows.filter(product__in=having.values("product"))
        return rows


def _behind(column: str, descending: bool, key: Key, backwards: bool) -> Q:
    value, product = key
    side = Q(**{f"{column}__lt" if descending else f"{column}__gt": value})
    tie = Q(product__lt=product) if backwards else Q(product__gt=product)
    return side | (Q(**{column: value}) & tie)


def _any_of(values: Sequence[str]) -> Q:
    asked = wanted(values)
    found = Q(choice__value__in=asked.choices) | Q(number__in=asked.numbers)
    for low, high in asked.ranges:
        bounds = Q(number__isnull=False)
        if low is not None:
            bounds &= Q(number__gte=low)
        if high is not None:
            bounds &= Q(number__lte=high)
        found |= bounds
    return found
