"""The demo shop's second warehouse, and what is sold in another way than from a shelf: a set, what is still to come."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Sum
from django.utils import timezone

from shop import alerts, catalog, pricing, stock, supply, waiting
from shop.models import AttributeValue, Backorder, CatalogEntry, Presentation, Product, Variant, Warehouse

# Code, name, order of preference.
WAREHOUSES = (
    ("main", "Moscow warehouse", "Склад в\u00a0Москве", 0),
    ("north", "Saint Petersburg warehouse", "Склад в\u00a0Санкт-Петербурге", 1),
)
# Of what there is as much of, a third lies in the second one.
ENOUGH, PART = 6, 3


class Unseen(NamedTuple):
    """How the first variant of which nothing is left is sold, and in how many days it comes."""

    kind: str
    days: int
    cap: int


UNSEEN = (Unseen(Backorder.Kind.PREORDER, 21, 30), Unseen(Backorder.Kind.BACKORDER, 7, 20))
SET_SLUG, SET_SKU = "set-travel", "SET-0001"
SET_PARTS = {"earbuds": 1, "charger": 1, "power-bank": 1}
SET_NAMES = {
    "en": "Travel set: earbuds, charger and power bank",
    "ru": "Набор в\u00a0дорогу: наушники, зарядка и\u00a0внешний аккумулятор",
}
SET_SUMMARIES = {
    "en": "Three things for the road in one order, for less than each by itself.",
    "ru": "Три вещи в\u00a0дорогу одним заказом: вместе дешевле, чем по\u00a0отдельности.",
}
# A set costs nine tenths of its parts, and ends in 990 roubles like everything else.
SET_TENTHS, STEP, LESS = 9, 100_000, 1_000
WAITING = ("vera@example.com", "timur@example.com", "alina@example.com")


def load_warehouses() -> list[Warehouse]:
    """The two that send parcels, the preferred one first."""
    return [
        Warehouse.objects.update_or_create(
            code=code, defaults={"name_en": english, "name_ru": russian, "position": position, "is_active": True}
        )[0]
        for code, english, russian, position in WAREHOUSES
    ]


def in_north(count: int) -> int:
    """How many of so many pieces lie in the second warehouse."""
    return count // PART if count >= ENOUGH else 0


def load_special_stock() -> None:
    """A set of three, a pre-order with its day, a back-order, a queue for what is sold out, and alerts."""
    _load_set()
    today = timezone.localdate()
    for unseen, variant in zip(UNSEEN, _without_stock(), strict=False):
        stock.sell_unseen(
            sku=variant.sku, kind=unseen.kind, cap=unseen.cap, available_on=today + timedelta(days=unseen.days)
        )
    gone = Variant.objects.filter(product__slug="earbuds-nimbry-zerno-2").order_by("position").first()
    if gone is not None and CatalogEntry.objects.filter(product=gone.product_id).exists():
        for email in WAITING:
            waiting.ask(variant=gone, email=email, language="ru")
    alerts.check_all()


def _without_stock() -> Iterator[Variant]:
    """Variants of which nothing lies anywhere, but for the product that is sold out on purpose."""
    rows = Variant.objects.select_related("product").annotate(on_hand=Sum("levels__on_hand")).filter(on_hand=0)
    return (row for row in rows.order_by("sku") if "sold-out" not in row.product.tags)


def _load_set() -> None:
    parts = [_cheapest(kind) for kind in SET_PARTS]
    found = [part for part in parts if part is not None]
    if len(found) < len(SET_PARTS) or Product.objects.filter(slug=SET_SLUG).exists():
        return
    first = found[0].product
    product = supply.new_product(slug=SET_SLUG, category=first.category, brand=first.brand)
    Product.objects.filter(pk=product.pk).update(tags=["bundle"])
    AttributeValue.objects.bulk_create(_copies(product, first))
    mass = sum(part.mass_grams or 0 for part in found)
    amount = _price(found)
    supply.add_variants(
        product=product, variants=[supply.Supplied(sku=SET_SKU, amount=amount, mass_grams=mass or None)]
    )
    variant = product.variants.get()
    stock.set_parts(bundle=variant, parts=dict(zip((part.sku for part in found), SET_PARTS.values(), strict=True)))
    for language, name in SET_NAMES.items():
        pictures = [
            shown.pictures[0]
            for shown in Presentation.objects.filter(product__variants__in=found, language=language)
            if shown.pictures
        ]
        catalog.present(
            product_id=product.public_id,
            language=language,
            name=name,
            slug=SET_SLUG,
            url=f"/{language}/{first.category.slug}/{SET_SLUG}/",
            summary=SET_SUMMARIES[language],
            pictures=pictures,
            source=f"demo:{SET_SLUG}:{language}",
        )


def _copies(product: Product, other: Product) -> Iterator[AttributeValue]:
    """The set has what its first part has."""
    for value in other.values.all():
        value.pk, value.product = None, product
        yield value


def _cheapest(kind: str) -> Variant | None:
    """The first variant of a kind of goods of which enough lies in the warehouses."""
    rows = Variant.objects.select_related("product__category", "product__brand")
    rows = rows.filter(product__slug__startswith=f"{kind}-").annotate(on_hand=Sum("levels__on_hand"))
    return rows.filter(on_hand__gte=ENOUGH).order_by("sku").first()


def _price(parts: Sequence[Variant]) -> int:
    offers = pricing.prices_at([part.pk for part in parts])
    whole = sum(offers[part.pk].amount for part in parts)
    return whole * SET_TENTHS // 10 // STEP * STEP - LESS
