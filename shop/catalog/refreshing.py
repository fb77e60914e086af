"""Brings the catalogue up to date in the transaction of each change, and tells whoever follows the log."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shop import cards, stock
from shop.catalog.rows import BATCH, entries_of, loaded, lock, store
from shop.changes import log
from shop.models import Attribute, Brand, CatalogEntry, Category, Product, Variant

_postponed: ContextVar[set[int] | None] = ContextVar("postponed", default=None)


@contextmanager
def postponed() -> Iterator[None]:
    """Refresh once, at the end, what is changed meanwhile: for imports, which touch a product many times."""
    if _postponed.get() is not None:
        yield
        return
    collected: set[int] = set()
    token = _postponed.set(collected)
    try:
        yield
    finally:
        _postponed.reset(token)
        ordered = sorted(collected)
        for start in range(0, len(ordered), BATCH):
            refresh(ordered[start : start + BATCH])


def refresh(product_ids: Iterable[int], *, kind: str = "updated") -> None:
    """Bring the rows of these products up to date, in the transaction of the change, and log one change for each."""
    waiting = _postponed.get()
    if waiting is not None:
        waiting.update(product_ids)
        return
    ids = set(product_ids)
    with transaction.atomic():
        lock(ids)
        products = loaded(ids)
        entries = entries_of(products)
        store(products, entries)
        shown = {entry.product_id: entry for entry in entries}
        for product in products:
            entry = shown.get(product.pk)
            log.append(
                type="product",
                object_id=product.public_id,
                kind=kind if entry else "withdrawn",
                data=_told(entry) if entry else {},
            )


def refresh_where(condition: Q) -> int:
    """Bring up to date what is shown of every product that meets the condition; how many there are."""
    ids = list(Product.objects.filter(condition).order_by("pk").values_list("pk", flat=True).distinct())
    with transaction.atomic():
        for start in range(0, len(ids), BATCH):
            refresh(ids[start : start + BATCH])
    return len(ids)


@transaction.atomic
def follow(row: Category | Brand | Attribute) -> None:
    """A category, a brand or an attribute has new words or other uses: cards, details and facets say so at once."""
    if isinstance(row, Attribute):
        in_values, in_options = Q(values__attribute=row), Q(variants__chosen__choice__attribute=row)
        refresh_where(in_values | in_options | Q(category__uses__attribute=row))
    elif isinstance(row, Brand):
        refresh_where(Q(brand=row))
    else:
        refresh_where(Q(category=row))
        # Menus and filters name it even while it has no products.
        log.append(type="category", object_id=row.public_id, kind="updated")


def _on_sale(availabilities: Iterable[dict[str, Any]]) -> list[bool]:
    return [one["available"] > 0 for one in availabilities]


def refresh_stock(product_ids: Iterable[int]) -> None:
    """Bring what these products say about stock up to date; writes and logs only where people see a difference."""
    with transaction.atomic():
        _refresh_stock(set(product_ids))


def _refresh_stock(product_ids: set[int]) -> None:
    lock(product_ids)
    entries = CatalogEntry.objects.filter(product__in=product_ids).select_related("product")
    entries = list(entries.order_by("product", "language"))
    ids = {variant["id"] for entry in entries for variant in entry.detail["variants"]}
    variants = dict(Variant.objects.filter(public_id__in=ids).values_list("public_id", "pk"))
    free = stock.availability(variants.values())
    for product_id, in_languages in groupby(entries, key=lambda entry: entry.product_id):
        changed = []
        for entry in in_languages:
            before = [variant["availability"] for variant in entry.detail["variants"]]
            now = [cards.availability(free[variants[variant["id"]]]) for variant in entry.detail["variants"]]
            if before != now:
                changed.append((entry, before, now))
        if any(_on_sale(before) != _on_sale(now) for _, before, now in changed):
            # Another variant may stand for the product now, with another price.
            refresh([product_id], kind="stock_changed")
            continue
        for entry, _, now in changed:
            for variant, words in zip(entry.detail["variants"], now, strict=True):
                variant["availability"] = words
                if variant["id"] == entry.card["variant_id"]:
                    entry.card["availability"] = words
            entry.save(update_fields=["card", "detail"])
        if changed:
            entry = changed[-1][0]
            log.append(type="product", object_id=entry.product.public_id, kind="stock_changed", data=_told(entry))


def _told(entry: CatalogEntry) -> dict[str, Any]:
    """What a change says of itself; readers fetch the rest."""
    return {
        "variants": [
            {"id": v["id"], "price": v["price"]["amount"], "availability": v["availability"]}
            for v in entry.detail["variants"]
        ]
        if len(entry.detail["variants"]) <= 12
        else [],
    }


def refresh_due() -> int:
    """Refresh the products whose price began or ended since their rows were made; how many there were."""
    due = set(CatalogEntry.objects.filter(next_change_at__lte=timezone.now()).values_list("product", flat=True))
    if due:
        refresh(due, kind="price_changed")
    return len(due)
