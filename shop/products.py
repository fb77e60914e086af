"""The assortment: adding products and variants, and changing what is said of them once for all languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from shop import catalog, pricing, stock
from shop.models import Brand, Category, Choice, Product, Variant, VariantOption


@dataclass(frozen=True, kw_only=True)
class NewVariant:
    """A variant to be added; the amount in minor units, tax included."""

    sku: str
    amount: int
    on_hand: int = 0
    barcode: str = ""
    choices: Sequence[Choice] = ()


@transaction.atomic
def add(*, name: str, category: Category, brand: Brand, variants: Iterable[NewVariant], actor: Any = None) -> Product:
    """Put a product with its variants into the shop; it is shown once a page about it is published."""
    variants = list(variants)
    product = Product.objects.create(
        slug=_free_slug(name, variants[0].sku), category=category, brand=brand, released_at=timezone.now()
    )
    for variant in variants:
        add_variant(product=product, variant=variant, actor=actor)
    return product


@transaction.atomic
def add_variant(*, product: Product, variant: NewVariant, actor: Any = None) -> Variant:
    """Add a variant with its first price and its first pieces."""
    row = Variant.objects.create(
        product=product, sku=variant.sku, barcode=variant.barcode, position=product.variants.count()
    )
    VariantOption.objects.bulk_create(
        VariantOption(variant=row, choice=choice, position=position) for position, choice in enumerate(variant.choices)
    )
    pricing.change_prices(changes=[(row, variant.amount)], actor=actor)
    if variant.on_hand:
        stock.receive(quantities={row.sku: variant.on_hand}, reference=f"first:{row.public_id}", actor=actor)
    catalog.refresh([product.pk])
    return row


@transaction.atomic
def change(*, product: Product) -> None:
    """Save what has been changed on a product and show it at once."""
    product.save()
    catalog.refresh([product.pk])


def brand_named(name: str) -> Brand:
    """The brand of that name, new if there is none; its name is the same in all languages until somebody changes it."""
    slug = slugify(name)
    return Brand.objects.get_or_create(slug=slug, defaults={"name_en": name, "name_ru": name})[0]


def _free_slug(name: str, sku: str) -> str:
    """An address of ASCII letters that no other product has; from the SKU where the name has no such letters."""
    wanted = (slugify(name) or slugify(sku) or "product")[:150]
    taken = set(Product.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
