"""The rows of the catalogue as the ledgers and pages want them now; how they are kept, and whether they are true."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from shop import cards, money, pricing, search, stock
from shop.models import (
    AttributeValue,
    CatalogEntry,
    CatalogFacet,
    CategoryAttribute,
    Product,
    SearchWord,
    Variant,
    VariantOption,
)

BATCH = 500
KEY = ("id", "product", "language")
CHANGING = [field.name for field in CatalogEntry._meta.concrete_fields if field.name not in KEY]


def loaded(product_ids: Iterable[int]) -> list[Product]:
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


def entries_of(products: Sequence[Product]) -> list[CatalogEntry]:
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


def facets_of(products: Iterable[Product], shown: set[int]) -> list[CatalogFacet]:
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


def lock(product_ids: set[int]) -> None:
    """One refresh of a product after the other: what the later one reads is then the latest.

    Always in the order of keys, and after the stock levels of a sale; carts and pages may point at a product meanwhile.
    """
    list(Product.objects.select_for_update(no_key=True).filter(pk__in=product_ids).order_by("pk").values_list("pk"))


def store(products: Sequence[Product], entries: Sequence[CatalogEntry]) -> None:
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
    CatalogFacet.objects.bulk_create(facets_of(products, {entry.product_id for entry in entries}), batch_size=BATCH)
    SearchWord.objects.filter(entry__in=[entry.pk for entry in entries]).delete()
    SearchWord.objects.bulk_create([word for entry in entries for word in search.words(entry)], batch_size=BATCH)


def rebuild() -> int:
    """Make all rows anew from the ledgers and what pages have given; how many there are now."""
    ids = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            lock(set(ids[start : start + BATCH]))
            products = loaded(ids[start : start + BATCH])
            store(products, entries_of(products))
    return CatalogEntry.objects.count()


def differences() -> list[str]:
    """Where the rows differ from what the ledgers and pages say now; empty if the read model is true."""
    found = []
    ids = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        stored = {(e.product_id, e.language): e for e in CatalogEntry.objects.filter(product__in=batch)}
        for entry in entries_of(loaded(batch)):
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
