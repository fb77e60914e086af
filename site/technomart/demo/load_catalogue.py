"""The demo shop's brands, categories, products, prices and stock as rows.

Rows are written in bulk, so that ten thousand products take seconds; the books check them like any others.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from shop import money
from shop.models import (
    Attribute,
    AttributeValue,
    Brand,
    Category,
    CategoryAttribute,
    Choice,
    Price,
    Product,
    StockLevel,
    StockMovement,
    Variant,
    VariantOption,
)
from technomart.demo import orders as plan
from technomart.demo.catalogue import ATTRIBUTES, BRANDS, CATEGORIES, BrandSpec, ProductSpec, VariantSpec
from technomart.demo.load_stock import in_north, load_warehouses

BATCH = 1000
# What was sold here before belongs to the first delivery's past.
FIRST_DELIVERY = timedelta(days=200)


@transaction.atomic
def load_catalogue(specs: Sequence[ProductSpec], *, today: date, orders: int | None, days: int) -> list[plan.OrderSpec]:
    """Write everything that is sold, and plan the orders that its stock has to explain."""
    attributes, choices = _attributes()
    categories = _categories(attributes)
    brands = {
        spec.slug: brand
        for spec, brand in zip(BRANDS, Brand.objects.bulk_create(_brand(spec) for spec in BRANDS), strict=True)
    }
    noon = timezone.make_aware(datetime.combine(today, time(0, 5)))
    products = Product.objects.bulk_create((_product(s, brands, categories, noon) for s in specs), batch_size=BATCH)
    pairs = list(zip(specs, products, strict=True))
    AttributeValue.objects.bulk_create(
        (value for spec, product in pairs for value in _values(spec, product, attributes, choices)), batch_size=BATCH
    )
    variants = Variant.objects.bulk_create(
        (_variant(one, product, position) for spec, product in pairs for position, one in enumerate(spec.variants)),
        batch_size=BATCH,
    )
    described = [(one, spec) for spec in specs for one in spec.variants]
    VariantOption.objects.bulk_create(
        (
            VariantOption(variant=variant, choice=choices[code, value], position=position)
            for variant, (one, _) in zip(variants, described, strict=True)
            for position, (code, value) in enumerate(one.options.items())
        ),
        batch_size=BATCH,
    )
    Price.objects.bulk_create(
        (
            price
            for variant, (one, spec) in zip(variants, described, strict=True)
            for price in _prices(one, spec, variant, noon)
        ),
        batch_size=BATCH,
    )
    planned = plan.orders(today=today, specs=specs, days=days)[-orders if orders else 0 :] if orders != 0 else []
    _stock(variants, described, planned, noon)
    return planned


def _attributes() -> tuple[dict[str, Attribute], dict[tuple[str, str], Choice]]:
    names = ("code", "kind", "name_en", "name_ru", "unit_en", "unit_ru", "group_en", "group_ru", "help_en", "help_ru")
    rows = Attribute.objects.bulk_create(
        Attribute(**{name: getattr(spec, name) for name in names}) for spec in ATTRIBUTES
    )
    by_code = {row.code: row for row in rows}
    choices = Choice.objects.bulk_create(
        Choice(
            attribute=by_code[spec.code],
            value=choice.value,
            label_en=choice.label_en,
            label_ru=choice.label_ru,
            swatch=choice.swatch or "",
            position=position,
        )
        for spec in ATTRIBUTES
        for position, choice in enumerate(spec.choices)
    )
    return by_code, {(row.attribute.code, row.value): row for row in choices}


def _categories(attributes: dict[str, Attribute]) -> dict[str, Category]:
    rows = Category.objects.bulk_create(
        Category(slug=spec.slug, name_en=spec.name_en, name_ru=spec.name_ru, position=position)
        for position, spec in enumerate(CATEGORIES)
    )
    by_slug = {row.slug: row for row in rows}
    CategoryAttribute.objects.bulk_create(
        CategoryAttribute(
            category=by_slug[spec.slug],
            attribute=attributes[use.code],
            is_facet=use.is_facet,
            on_card=use.on_card,
            position=use.position,
        )
        for spec in CATEGORIES
        for use in spec.attributes
    )
    return by_slug


def _brand(spec: BrandSpec) -> Brand:
    return Brand(slug=spec.slug, name_en=spec.name_en, name_ru=spec.name_ru)


def _product(spec: ProductSpec, brands: dict[str, Brand], categories: dict[str, Category], now: datetime) -> Product:
    return Product(
        slug=spec.slug,
        brand=brands[spec.brand],
        category=categories[spec.category],
        popularity=spec.popularity,
        rating_tenths=spec.rating.average or None,
        rating_count=spec.rating.count,
        released_at=now - timedelta(days=spec.released_days_ago),
        tags=sorted(spec.tags),
    )


def _values(
    spec: ProductSpec, product: Product, attributes: dict[str, Attribute], choices: dict[tuple[str, str], Choice]
) -> Iterable[AttributeValue]:
    for code, value in spec.attributes.items():
        attribute = attributes[code]
        row = AttributeValue(product=product, attribute=attribute)
        if isinstance(value, bool):
            row.boolean = value
        elif isinstance(value, Decimal):
            row.thousandths = int(value * 1000)
        elif attribute.kind == Attribute.Kind.CHOICE:
            row.choice = choices[code, value]
        else:
            row.text_en = row.text_ru = value
        yield row


def _variant(spec: VariantSpec, product: Product, position: int) -> Variant:
    return Variant(product=product, sku=spec.sku, barcode=spec.barcode, mass_grams=spec.mass_grams, position=position)


def _prices(one: VariantSpec, spec: ProductSpec, variant: Variant, now: datetime) -> Iterable[Price]:
    released = now - timedelta(days=spec.released_days_ago)
    fell = now - timedelta(days=min(one.price_days, max(spec.released_days_ago - 1, 0)))

    def row(amount: int, starts_at: datetime) -> Price:
        return Price(variant=variant, amount=amount, currency=money.currency(), starts_at=starts_at)

    if one.was_price:
        yield row(one.was_price, released)
        yield row(one.price, fell)
    else:
        yield row(one.price, released)
    if one.price_tomorrow:
        yield row(one.price_tomorrow, now + timedelta(days=1))


def _stock(
    variants: Sequence[Variant],
    described: Sequence[tuple[VariantSpec, ProductSpec]],
    planned: Sequence[plan.OrderSpec],
    now: datetime,
) -> None:
    """What was received explains what has been sold and what is left; of what there is enough, a part lies north."""
    shipped: Counter[str] = Counter()
    promised: Counter[str] = Counter()
    for order in planned:
        for sku, quantity in order.lines:
            if order.fate in ("completed", "shipped"):
                shipped[sku] += quantity
            elif order.fate in ("confirmed", "packed", "ready", "awaiting_payment"):
                promised[sku] += quantity
    first, north = load_warehouses()
    levels, received = [], []
    for variant, (one, _) in zip(variants, described, strict=True):
        there, sold = in_north(one.stock), promised[one.sku]
        here = one.stock - there + sold
        levels.append(StockLevel(variant=variant, warehouse=first, on_hand=here, reserved=sold))
        received.append((variant, first, here + shipped[one.sku]))
        if there:
            levels.append(StockLevel(variant=variant, warehouse=north, on_hand=there))
            received.append((variant, north, there))
    StockLevel.objects.bulk_create(levels, batch_size=BATCH)
    StockMovement.objects.bulk_create(
        (
            StockMovement(
                variant=variant,
                warehouse=warehouse,
                kind=StockMovement.Kind.RECEIVED,
                quantity=quantity,
                on_hand_change=quantity,
                reference="first-delivery",
                reason="Opening stock",
                created_at=now - FIRST_DELIVERY,
            )
            for variant, warehouse, quantity in received
            if quantity
        ),
        batch_size=BATCH,
    )
