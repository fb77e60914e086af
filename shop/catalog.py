"""Keeps the read model true: rows for lists, pages, search and the API, refreshed in the transaction of each change.

Content pushes words and pictures in (``present``, ``withdraw``); prices and stock come from the shop's own ledgers.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from shop import cards, money, pricing, search, stock
from shop.changes import log
from shop.models import (
    Attribute,
    AttributeValue,
    Brand,
    CatalogEntry,
    CatalogFacet,
    Category,
    CategoryAttribute,
    CategoryPresentation,
    PageDocument,
    Presentation,
    Product,
    SearchWord,
    Variant,
    VariantOption,
)

logger = logging.getLogger(__name__)

BATCH = 500


@transaction.atomic
def present(
    *,
    product_id: str,
    language: str,
    name: str,
    slug: str,
    url: str,
    summary: str = "",
    pictures: Sequence[dict[str, Any]] = (),
    body: Sequence[dict[str, Any]] = (),
    breadcrumbs: Sequence[dict[str, Any]] = (),
    source: str,
    revision: int | None = None,
) -> Presentation | None:
    """Show a product in one language with these words and pictures.

    The first source keeps the place: a copy of a page that names the same product is logged and ignored.
    """
    product = Product.objects.get(public_id=product_id)
    before = Presentation.objects.filter(product=product, language=language).first()
    if before and before.source != source:
        logger.warning("%s is shown in %s by %s; %s was ignored", product_id, language, before.source, source)
        return None
    # A page that now names another product leaves the old one without words.
    for moved in Presentation.objects.filter(source=source, language=language).exclude(product=product):
        withdraw(source=source, product_id=moved.product.public_id)
    words = {
        "name": name,
        "slug": slug,
        "url": url,
        "summary": summary,
        "pictures": list(pictures),
        "body": list(body),
        "breadcrumbs": list(breadcrumbs),
        "source": source,
        "revision": revision,
    }
    presentation, _ = Presentation.objects.update_or_create(product=product, language=language, defaults=words)
    refresh([product.pk], kind="published")
    return presentation


@transaction.atomic
def withdraw(*, source: str, product_id: str | None = None) -> None:
    """Take away what a source shows; its products leave the lists, carts keep their lines and say so."""
    shown = Presentation.objects.filter(source=source)
    if product_id:
        shown = shown.filter(product__public_id=product_id)
    products = list(shown.values_list("product", flat=True))
    shown.delete()
    if products:
        refresh(products, kind="withdrawn")


@transaction.atomic
def present_category(
    *, category_id: str, language: str, name: str, url: str, introduction: str = "", picture: Any = None, source: str
) -> None:
    """Show a category in one language; the first source keeps the place."""
    category = Category.objects.get(public_id=category_id)
    before = CategoryPresentation.objects.filter(category=category, language=language).first()
    if before and before.source != source:
        logger.warning("%s is shown in %s by %s; %s was ignored", category_id, language, before.source, source)
        return
    words = {"name": name, "url": url, "introduction": introduction, "picture": picture, "source": source}
    CategoryPresentation.objects.update_or_create(category=category, language=language, defaults=words)
    log.append(type="category", object_id=category_id, kind="published", data={"language": language})


@transaction.atomic
def withdraw_category(*, source: str) -> None:
    shown = CategoryPresentation.objects.filter(source=source).select_related("category")
    for presentation in shown:
        log.append(
            type="category",
            object_id=presentation.category.public_id,
            kind="withdrawn",
            data={"language": presentation.language},
        )
    shown.delete()


@transaction.atomic
def present_page(
    *, public_id: str, path: str, language: str, type: str, title: str, document: dict[str, Any], source: str
) -> None:
    """Keep a published page as a document for clients that do not use the site."""
    PageDocument.objects.filter(path=path).exclude(source=source).delete()
    words = {"public_id": public_id, "path": path, "language": language, "type": type, "title": title}
    PageDocument.objects.update_or_create(source=source, defaults={**words, "document": document})
    log.append(type="page", object_id=public_id, kind="published", data={"path": path, "language": language})


@transaction.atomic
def withdraw_page(*, source: str) -> None:
    for page in PageDocument.objects.filter(source=source):
        log.append(type="page", object_id=page.public_id, kind="withdrawn", data={"path": page.path})
        page.delete()


def _loaded(product_ids: Iterable[int]) -> list[Product]:
    chosen = VariantOption.objects.select_related("choice__attribute")
    return list(
        Product.objects.filter(pk__in=product_ids)
        .select_related("brand", "category")
        .prefetch_related(
            "presentations",
            Prefetch("variants", Variant.objects.filter(is_active=True).prefetch_related(Prefetch("chosen", chosen))),
            Prefetch(
                "values", AttributeValue.objects.select_related("attribute", "choice").order_by("attribute", "pk")
            ),
        )
        # One order for all, so that two refreshes never wait for each other for ever.
        .order_by("pk")
    )


def _uses(category_ids: Iterable[int]) -> dict[int, list[CategoryAttribute]]:
    uses: defaultdict[int, list[CategoryAttribute]] = defaultdict(list)
    rows = CategoryAttribute.objects.filter(category__in=set(category_ids)).select_related("attribute")
    for row in rows.order_by("category", "position"):
        uses[row.category_id].append(row)
    return uses


def _entries(products: Sequence[Product]) -> list[CatalogEntry]:
    """The rows that these products should have now, unsaved."""
    now = timezone.now()
    variant_ids = [variant.pk for product in products for variant in product.variants.all()]
    offers = pricing.prices_at(variant_ids, now)
    boundaries = pricing.next_boundaries(variant_ids, now)
    free = stock.availability(variant_ids)
    uses = _uses(product.category_id for product in products)
    entries = []
    for product in products:
        sold = [
            cards.Sold(variant=variant, offer=offers[variant.pk], stock=free[variant.pk])
            for variant in product.variants.all()
            if variant.pk in offers
        ]
        if not sold or not product.is_active:
            continue
        first = cards.shown_first(sold)
        for presentation in product.presentations.all():
            entries.append(
                CatalogEntry(
                    product=product,
                    language=presentation.language,
                    category=product.category,
                    brand=product.brand,
                    name=presentation.name,
                    price=first.offer.amount,
                    price_max=max(one.offer.amount for one in sold),
                    discount=(first.offer.compare_at or first.offer.amount) - first.offer.amount,
                    currency=money.currency(),
                    is_available=any(one.is_available for one in sold),
                    popularity=product.popularity,
                    rating=product.rating_tenths or 0,
                    released_at=product.released_at,
                    next_change_at=_next_change(product, boundaries, now),
                    card=cards.card(product, presentation, sold, uses[product.category_id], now),
                    detail=cards.detail(product, presentation, sold, uses[product.category_id]),
                )
            )
    return entries


def _next_change(product: Product, boundaries: dict[int, datetime], now: datetime) -> datetime | None:
    """When the passing of time alone makes the rows of a product wrong."""
    instants = [boundaries[variant.pk] for variant in product.variants.all() if variant.pk in boundaries]
    if product.released_at + cards.NEW_FOR > now:
        instants.append(product.released_at + cards.NEW_FOR)
    return min(instants, default=None)


def _facets(products: Iterable[Product], shown: set[int]) -> list[CatalogFacet]:
    facets = {}
    for product in products:
        if product.pk not in shown:
            continue
        found = [(value.attribute_id, value.choice_id, _number(value)) for value in product.values.all()]
        for variant in product.variants.all():
            found += [(row.choice.attribute_id, row.choice_id, None) for row in variant.chosen.all()]
        for attribute_id, choice_id, number in found:
            if choice_id is not None or number is not None:
                facets[product.pk, attribute_id, choice_id, number] = CatalogFacet(
                    product=product,
                    category_id=product.category_id,
                    attribute_id=attribute_id,
                    choice_id=choice_id,
                    number=number,
                )
    return list(facets.values())


def _number(value: AttributeValue) -> int | None:
    if value.boolean is not None:
        return 1000 * value.boolean
    return value.thousandths


KEY = ("id", "product", "language")
CHANGING = [field.name for field in CatalogEntry._meta.concrete_fields if field.name not in KEY]


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
        _lock(ids)
        products = _loaded(ids)
        entries = _entries(products)
        _store(products, entries)
        shown = {entry.product_id: entry for entry in entries}
        for product in products:
            entry = shown.get(product.pk)
            log.append(
                type="product",
                object_id=product.public_id,
                kind=kind if entry else "withdrawn",
                data=_told(entry) if entry else {},
            )


def _lock(product_ids: set[int]) -> None:
    """One refresh of a product after the other: what the later one reads is then the latest.

    Always in the order of keys, and after the stock levels of a sale; carts and pages may point at a product meanwhile.
    """
    list(Product.objects.select_for_update(no_key=True).filter(pk__in=product_ids).order_by("pk").values_list("pk"))


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


def _store(products: Sequence[Product], entries: Sequence[CatalogEntry]) -> None:
    ids = [product.pk for product in products]
    stored = CatalogEntry.objects.filter(product__in=ids).order_by("product", "language")
    existing = {(entry.product_id, entry.language): entry for entry in stored.only("product", "language", "name")}
    wanted = {(entry.product_id, entry.language): entry for entry in entries}
    CatalogEntry.objects.filter(pk__in=[row.pk for key, row in existing.items() if key not in wanted]).delete()
    for key, entry in wanted.items():
        if key in existing:
            entry.pk = existing[key].pk
    CatalogEntry.objects.bulk_update([entry for key, entry in wanted.items() if key in existing], CHANGING)
    CatalogEntry.objects.bulk_create([entry for key, entry in wanted.items() if key not in existing])
    CatalogFacet.objects.filter(product__in=ids).delete()
    CatalogFacet.objects.bulk_create(_facets(products, {entry.product_id for entry in entries}), batch_size=BATCH)
    SearchWord.objects.filter(entry__in=[entry.pk for entry in entries]).delete()
    SearchWord.objects.bulk_create([word for entry in entries for word in search.words(entry)], batch_size=BATCH)


def _on_sale(availabilities: Iterable[dict[str, Any]]) -> list[bool]:
    return [one["available"] > 0 for one in availabilities]


def refresh_stock(product_ids: Iterable[int]) -> None:
    """Bring what these products say about stock up to date; writes and logs only where people see a difference."""
    with transaction.atomic():
        _refresh_stock(set(product_ids))


def _refresh_stock(product_ids: set[int]) -> None:
    _lock(product_ids)
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


def rebuild() -> int:
    """Make all rows anew from the ledgers and what pages have given; how many there are now."""
    ids = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            _lock(set(ids[start : start + BATCH]))
            products = _loaded(ids[start : start + BATCH])
            _store(products, _entries(products))
    return CatalogEntry.objects.count()


def differences() -> list[str]:
    """Where the rows differ from what the ledgers and pages say now; empty if the read model is true."""
    found = []
    ids = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        stored = {(e.product_id, e.language): e for e in CatalogEntry.objects.filter(product__in=batch)}
        for entry in _entries(_loaded(batch)):
            row = stored.pop((entry.product_id, entry.language), None)
            label = f"{entry.product.public_id} ({entry.language})"
            if row is None:
                found.append(f"{label}: missing")
            else:
                fields = [name for name in CHANGING if getattr(row, name) != getattr(entry, name)]
                if fields:
                    found.append(f"{label}: {', '.join(fields)}")
        found += [f"{row.name} ({row.language}): should not be there" for row in stored.values()]
    return found


def refresh_due() -> int:
    """Refresh the products whose price began or ended since their rows were made; how many there were."""
    due = set(CatalogEntry.objects.filter(next_change_at__lte=timezone.now()).values_list("product", flat=True))
    if due:
        refresh(due, kind="price_changed")
    return len(due)
