"""Makes what a test needs, with sane defaults: things of the shop by its use cases, pages by publishing them.

Each function takes keyword arguments and returns the saved row; a test states only what matters to it.  Names that are
not given are numbered, so that nothing clashes.
"""

import itertools
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site

from content.models import CategoryPage, GuideIndexPage, GuidePage, HomePage, ProductPage, StaticPage
from shop import pricing, stock
from shop.models import (
    Attribute,
    Backorder,
    Brand,
    Category,
    CategoryAttribute,
    Choice,
    CustomerGroup,
    Market,
    Order,
    Price,
    PriceList,
    Product,
    Promotion,
    Variant,
    VariantOption,
    Voucher,
    Warehouse,
)

_numbers = itertools.count(1)
DEFAULT_PRICE = 7_499_000
PROMOTION_SETS = ("categories", "brands", "products", "excluded_products", "groups", "markets")


def number() -> int:
    return next(_numbers)


# People


def make_user(*, email: str = "", password: str = "correct horse battery", **fields: Any) -> Any:
    return get_user_model().objects.create_user(
        email=email or f"person{number()}@example.com", password=password, **fields
    )


def make_staff(**fields: Any) -> Any:
    """Somebody who may do everything in the admin."""
    return make_user(is_staff=True, is_superuser=True, **fields)


# The shop


def make_brand(*, name: str = "Orvelo") -> Brand:
    return Brand.objects.get_or_create(slug=name.lower(), defaults={"name_en": name, "name_ru": name})[0]


def make_category(*, slug: str = "smartphones", parent: Category | None = None, name: str = "") -> Category:
    name = name or slug.replace("-", " ").capitalize()
    words = {"name_en": name, "name_ru": f"{name} (рус.)", "parent": parent}
    return Category.objects.get_or_create(slug=slug, defaults=words)[0]


def make_attribute(
    *,
    code: str = "memory",
    kind: str = Attribute.Kind.CHOICE,
    choices: Sequence[str] = (),
    category: Category | None = None,
    is_facet: bool = True,
    on_card: bool = False,
) -> Attribute:
    """An attribute with its choices, used by a category if one is given."""
    words = {"kind": kind, "name_en": code.capitalize(), "name_ru": f"{code} (рус.)", "group_en": "Main"}
    attribute, _ = Attribute.objects.get_or_create(code=code, defaults=words)
    for position, value in enumerate(choices):
        labels = {"label_en": value, "label_ru": value, "position": position}
        Choice.objects.get_or_create(attribute=attribute, value=value, defaults=labels)
    if category is not None:
        use = {"is_facet": is_facet, "on_card": on_card, "position": CategoryAttribute.objects.count()}
        CategoryAttribute.objects.get_or_create(category=category, attribute=attribute, defaults=use)
    return attribute


def make_variant(
    *,
    product: Product,
    sku: str = "",
    price: int | None = DEFAULT_PRICE,
    stock_count: int = 10,
    options: Mapping[str, str] | None = None,
) -> Variant:
    """A variant with its first price (minor units) and its first pieces; ``price=None`` leaves it without one."""
    variant = Variant.objects.create(product=product, sku=sku or f"SKU-{number()}", position=product.variants.count())
    for position, (code, value) in enumerate((options or {}).items()):
        attribute = make_attribute(code=code, choices=[value])
        VariantOption.objects.create(variant=variant, choice=attribute.choices.get(value=value), position=position)
    if price is not None:
        pricing.change_prices(changes=[(variant, price)], source=Price.Source.LIST)
    if stock_count:
        stock.receive(quantities={variant.sku: stock_count}, reference=f"delivery:{number()}")
    return variant


def make_product(
    *,
    slug: str = "",
    category: Category | None = None,
    brand: Brand | None = None,
    sku: str = "",
    price: int | None = DEFAULT_PRICE,
    stock_count: int = 10,
    variants: Sequence[Mapping[str, Any]] | None = None,
    is_presented: bool = False,
    **fields: Any,
) -> Product:
    """A product with one variant, or with those described; pages show it, or ``is_presented`` without any page."""
    product = Product.objects.create(
        slug=slug or f"product-{number()}",
        category=category or make_category(),
        brand=brand or make_brand(),
        released_at=fields.pop("released_at", timezone.now()),
        **fields,
    )
    for described in variants or [{"sku": sku, "price": price, "stock_count": stock_count}]:
        make_variant(product=product, **described)
    if is_presented:
        present(product)
    return product


def present(product: Product, *, languages: Sequence[str] = ("en", "ru"), name: str = "", **words: Any) -> None:
    """Show a product as its published page would, without a page."""
    from shop import catalog

    for language in languages:
        catalog.present(
            product_id=product.public_id,
            language=language,
            name=name or f"{product.slug} {language}",
            slug=product.slug,
            url=f"/{language}/{product.category.slug}/{product.slug}/",
            source=f"test:{product.pk}:{language}",
            **words,
        )


# Pages


def make_locale(language: str = "en") -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def publish(page: Page) -> Page:
    """Publish as editors do: through a revision."""
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_page(kind: type[Page], *, parent: Page, is_live: bool = True, **fields: Any) -> Any:
    """A page under another one, in its language; published unless ``is_live`` is false."""
    fields.setdefault("title", f"{kind.__name__} {number()}")
    page = kind(live=False, locale=parent.locale, **fields)
    parent.add_child(instance=page)
    return publish(page) if is_live else page


def make_home(*, language: str = "en", **fields: Any) -> HomePage:
    """The home page of a language, the root of the site; the one that is there already, if any."""
    locale = make_locale(language)
    if (home := HomePage.objects.filter(locale=locale).first()) is not None:
        return home
    root = Page.get_first_root_node()
    fields.setdefault("title", "Technomart")
    other = HomePage.objects.first()
    if other is not None:
        fields["translation_key"] = other.translation_key
    home = HomePage(slug=f"store-{language}", live=False, locale=locale, **fields)
    root.add_child(instance=home)
    home = publish(home)
    if other is None:
        Site.objects.all().delete()
        Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    return home


def make_category_page(
    *, category: Category | None = None, language: str = "en", parent: Page | None = None, **fields: Any
) -> CategoryPage:
    category = category or make_category()
    fields = {"title": category.name_en, "slug": category.slug} | fields
    _share_translation(CategoryPage, "category", category, language, fields)
    return make_page(CategoryPage, parent=parent or make_home(language=language), category=category, **fields)


def make_product_page(
    *, product: Product | None = None, language: str = "en", parent: Page | None = None, **fields: Any
) -> ProductPage:
    """The page of a product in one language, under its category's page, which is made if it is missing."""
    product = product or make_product()
    if parent is None:
        pages = CategoryPage.objects.filter(category=product.category, locale__language_code=language)
        parent = pages.first() or make_category_page(category=product.category, language=language)
    fields = {"title": product.slug.replace("-", " ").title(), "slug": product.slug} | fields
    _share_translation(ProductPage, "product", product, language, fields)
    return make_page(ProductPage, parent=parent, product=product, **fields)


def make_guide(*, language: str = "en", **fields: Any) -> GuidePage:
    locale = make_locale(language)
    parent = GuideIndexPage.objects.filter(locale=locale).first()
    if parent is None:
        parent = make_page(GuideIndexPage, parent=make_home(language=language), title="Guides", slug="guides")
    return make_page(GuidePage, parent=parent, **fields)


def make_static_page(*, language: str = "en", **fields: Any) -> StaticPage:
    return make_page(StaticPage, parent=make_home(language=language), **fields)


def _share_translation(kind: type[Page], field: str, row: Any, language: str, fields: dict[str, Any]) -> None:
    """Pages of two languages about the same thing are translations of each other."""
    other = kind.objects.filter(**{field: row}).exclude(locale__language_code=language).first()
    if other is not None:
        fields.setdefault("translation_key", other.translation_key)


def make_image(*, title: str = "Picture") -> Image:
    """A small drawing, as SVG."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><rect width="800" height="800"/></svg>'
    return Image.objects.create(title=title, file=ContentFile(drawing, name=f"picture-{number()}.svg"))


# Promotions and gift cards


def make_promotion(*, kind: str = Promotion.Kind.PERCENTAGE, name: str = "", **fields: Any) -> Promotion:
    """A promotion that runs now; ten per cent off everything unless told otherwise."""
    name = name or f"Promotion {number()}"
    if kind == Promotion.Kind.PERCENTAGE:
        fields.setdefault("basis_points", 1_000)
    sets = {field: fields.pop(field) for field in PROMOTION_SETS if field in fields}
    promotion = Promotion.objects.create(
        kind=kind,
        name_en=name,
        name_ru=fields.pop("name_ru", f"{name} (рус.)"),
        currency=fields.pop("currency", settings.SHOP["CURRENCY"]),
        starts_at=fields.pop("starts_at", timezone.now() - timedelta(minutes=1)),
        **fields,
    )
    for field, rows in sets.items():
        getattr(promotion, field).set(rows)
    return promotion


def make_voucher(*, code: str = "", promotion: Promotion | None = None, **fields: Any) -> Voucher:
    promotion = promotion or make_promotion(needs_voucher=True)
    return Voucher.objects.create(code=code or f"CODE{number()}", promotion=promotion, **fields)


def make_order(*, total: int = 100_000, **fields: Any) -> Order:
    """A confirmed order without lines, for what only points at one."""
    return Order.objects.create(
        status=fields.pop("status", Order.Status.CONFIRMED),
        language="en",
        currency=settings.SHOP["CURRENCY"],
        subtotal=total,
        tax=0,
        total=total,
        contact=fields.pop("contact", {}),
        delivery=fields.pop("delivery", {}),
        **fields,
    )


# Stock


def make_warehouse(*, code: str = "main", **fields: Any) -> Warehouse:
    """A warehouse that sends parcels; the one with that code, if it is there."""
    fields = {"name_en": code.capitalize(), "name_ru": f"{code} (рус.)"} | fields
    return Warehouse.objects.get_or_create(code=code, defaults=fields)[0]


def make_bundle(*, sku: str, parts: Mapping[str, int], **fields: Any) -> Variant:
    """A product that consists of others: {part's SKU: pieces}."""
    product = make_product(sku=sku, stock_count=0, **fields)
    bundle = product.variants.get()
    stock.set_parts(bundle=bundle, parts=parts)
    return bundle


def make_backorder(*, sku: str, kind: str = "preorder", cap: int = 10, **fields: Any) -> Backorder:
    """What may be sold of a SKU before it is there."""
    return stock.sell_unseen(sku=sku, kind=kind, cap=cap, **fields)


# Markets


def make_market(*, code: str = "eu", is_default: bool = False, **fields: Any) -> Market:
    """A market in euros whose prices include the tax; the one with that code, if it is there."""
    fields = {
        "name_en": code.upper(),
        "name_ru": f"{code} (рус.)",
        "countries": ["DE", "FR"],
        "currency": "EUR",
        "language": "en",
        "position": Market.objects.count(),
    } | fields
    return Market.objects.get_or_create(code=code, defaults=fields | {"is_default": is_default})[0]


def make_group(*, code: str = "wholesale", members: Sequence[Any] = ()) -> CustomerGroup:
    group = CustomerGroup.objects.get_or_create(code=code, defaults={"name_en": code, "name_ru": f"{code} (рус.)"})[0]
    group.members.add(*members)
    return group


def make_price_list(
    *,
    code: str = "",
    market: Market | None = None,
    group: CustomerGroup | None = None,
    prices: Mapping[str, int] | None = None,
    **fields: Any,
) -> PriceList:
    """A price list in its market's currency, with prices by SKU (minor units) from now on."""
    fields.setdefault("currency", market.currency if market else settings.SHOP["CURRENCY"])
    code = code or f"list-{number()}"
    price_list = PriceList.objects.create(code=code, name=code, market=market, group=group, **fields)
    variants = Variant.objects.in_bulk(list(prices or {}), field_name="sku")
    changes = [(variants[sku], amount) for sku, amount in (prices or {}).items()]
    pricing.change_prices(changes=changes, price_list=price_list)
    return price_list
