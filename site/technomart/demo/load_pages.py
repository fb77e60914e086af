"""The demo shop's pages, made as editors make them: a revision that is published.

Products beyond the shop's own (for load tests) are shown without pages: a page takes thirty milliseconds to create,
ten thousand of them in two languages ten minutes.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from html import escape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import override
from wagtail.images.models import Image
from wagtail.models import Collection, Locale, Page, Site

from content.models import CategoryPage, GuideIndexPage, GuidePage, HomePage, ProductPage, StaticPage
from content.models.settings import StoreSettings
from shop.models import Category, Presentation, Product
from technomart.demo import catalogue, drawings, guides, pages
from technomart.demo.catalogue import ProductSpec

LANGUAGES = ("en", "ru")
COLLECTION = "Demo shop"
# (slug of the product, what is shown, language) → the image
Pictures = dict[tuple[str, str, str], Image]
HOME = {
    "en": {
        "title": "Technomart",
        "hero_kicker": "Pick of the week",
        "hero_title": "A phone that lasts two days",
        "hero_text": "Measured, not promised: every battery on one ruler, every price with its history.",
        "hero_label": "See the phones",
        "popular": "Popular now",
        "deals": "Prices that fell",
        "new": "New in the shop",
        "guides": "Guides",
        "guides_intro": "How to choose, in plain words and with numbers.",
    },
    "ru": {
        "title": "Техномарт",
        "hero_kicker": "Выбор недели",
        "hero_title": "Смартфон, которого хватает на\u00a0два дня",
        "hero_text": "Измерено, а\u00a0не обещано: все батареи на\u00a0одной линейке, у\u00a0каждой цены есть история.",
        "hero_label": "Смотреть смартфоны",
        "popular": "Популярное",
        "deals": "Цены снизились",
        "new": "Новинки",
        "guides": "Советы",
        "guides_intro": "Как выбрать: простыми словами и\u00a0с\u00a0цифрами.",
    },
}


def load_pages(specs: Sequence[ProductSpec]) -> None:
    """Home, departments, products, guides and static pages in both languages, and the store's settings."""
    products = {product.slug: product for product in Product.objects.filter(slug__in=[spec.slug for spec in specs])}
    images = _pictures(specs)
    homes = _homes()
    _site(homes["en"])
    categories = _categories(homes)
    for spec in specs:
        _translated(lambda language, spec=spec: _product_page(spec, products[spec.slug], images, language), {
            language: categories[language, spec.category] for language in _languages_of(spec)
        })  # fmt: skip
    _guides(homes, products)
    static = _static_pages(homes)
    _finish_homes(homes, categories)
    _settings(static)


def load_without_pages(specs: Sequence[ProductSpec]) -> None:
    """Show products by their names and drawings alone; call ``catalog.rebuild`` afterwards."""
    pks = dict(Product.objects.values_list("slug", "pk"))
    if not specs:
        return
    words = {(shown.product.slug, shown.language): shown for shown in Presentation.objects.select_related("product")}
    shown = {
        (spec.drawing.model, language): words[spec.slug, language].pictures
        for spec in catalogue.products()
        for language in LANGUAGES
        if (spec.slug, language) in words
    }
    Presentation.objects.bulk_create(
        (
            Presentation(
                product_id=pks[spec.slug],
                language=language,
                name=getattr(spec, f"name_{language}"),
                slug=spec.slug,
                url=f"/{language}/{spec.category}/{spec.slug}/",
                summary=getattr(spec, f"summary_{language}"),
                pictures=shown.get((spec.drawing.model, language), []),
                source=f"demo:{spec.slug}:{language}",
            )
            for spec in specs
            for language in LANGUAGES
        ),
        batch_size=500,
    )


def _languages_of(spec: ProductSpec) -> tuple[str, ...]:
    return ("ru",) if "missing-en" in spec.tags else LANGUAGES


def _translated(make: Callable[[str], Page], parents: dict[str, Page]) -> dict[str, Page]:
    """The same page in each language, as translations of each other, published."""
    made: dict[str, Page] = {}
    for language, parent in parents.items():
        with override(language):
            page = make(language)
            page.locale = Locale.objects.get(language_code=language)
            if made:
                page.translation_key = next(iter(made.values())).translation_key
            parent.add_child(instance=page)
            _publish(page)
            made[language] = page
        # The tree has moved on in the database; the next child counts from there.
        parent.refresh_from_db()
    return made


def _publish(page: Page) -> None:
    tags = getattr(page, "demo_tags", frozenset())
    if "page-draft" in tags:
        page.live = False
        page.save()
        page.save_revision()
    elif "page-scheduled" in tags:
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.live = False
        page.save()
        page.save_revision(approved_go_live_at=page.go_live_at)
    else:
        page.save_revision().publish()
        if "page-unpublished" in tags:
            page.unpublish()


def _homes() -> dict[str, HomePage]:
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=Locale.objects.get(language_code="en"))
    )
    homes: dict[str, HomePage] = {}
    for language in LANGUAGES:
        for old in root.get_children().filter(slug=_home_slug(language)):
            old.delete()
            root.refresh_from_db()
        home = HomePage(title=HOME[language]["title"], slug=_home_slug(language))
        home.locale = Locale.objects.get(language_code=language)
        if homes:
            home.translation_key = homes["en"].translation_key
        root.add_child(instance=home)
        root.refresh_from_db()
        homes[language] = home
    return homes


def _home_slug(language: str) -> str:
    return "home" if language == "en" else f"home-{language}"


def _site(home: HomePage) -> None:
    address = urlsplit(settings.SITE_URL)
    Site.objects.all().delete()
    Site.objects.create(
        hostname=address.hostname or "localhost",
        port=address.port or (443 if address.scheme == "https" else 80),
        root_page=home,
        is_default_site=True,
        site_name="Technomart",
    )


def _categories(homes: dict[str, HomePage]) -> dict[tuple[str, str], CategoryPage]:
    rows = {category.slug: category for category in Category.objects.all()}
    made: dict[tuple[str, str], CategoryPage] = {}
    for spec in catalogue.CATEGORIES:
        tile = _single(spec.name_en, f"tile-{spec.slug}.svg", drawings.category_tile(spec.slug, spec.name_en))

        def make(language: str, spec: Any = spec, tile: Image = tile) -> CategoryPage:
            return CategoryPage(
                title=getattr(spec, f"name_{language}"),
                slug=spec.slug,
                category=rows[spec.slug],
                introduction=getattr(spec, f"introduction_{language}"),
                picture=tile,
                show_in_menus=True,
            )

        for language, page in _translated(make, dict(homes)).items():
            made[language, spec.slug] = page  # type: ignore[assignment]
    return made


def _product_page(spec: ProductSpec, product: Product, images: Pictures, language: str) -> ProductPage:
    name = getattr(spec, f"name_{language}")
    pictures = [
        (
            "picture",
            {
                "image": _described(images[spec.slug, role, language], drawings.picture_title(spec, role, language)),
                "role": role,
            },
        )
        for role in spec.pictures
    ]
    benefits = "".join(f"<li>{escape(one)}</li>" for one in getattr(spec, f"benefits_{language}"))
    box = "".join(f"<li>{escape(one)}</li>" for one in getattr(spec, f"box_{language}"))
    headings = {"en": ("Why this one", "What is in the box"), "ru": ("Чем хорош", "Что в\u00a0коробке")}[language]
    page = ProductPage(
        title=name,
        slug=spec.slug,
        product=product,
        summary=getattr(spec, f"summary_{language}"),
        pictures=pictures,
        body=[
            ("heading", headings[0]),
            ("paragraph", _rich(f"<ul>{benefits}</ul>")),
            ("heading", headings[1]),
            ("paragraph", _rich(f"<ul>{box}</ul>")),
        ],
    )
    page.demo_tags = spec.tags  # type: ignore[attr-defined]
    return page


def _described(image: Image, alt: str) -> Image:
    """The image with the words that this page gives it, as an ImageBlock holds it."""
    described = Image(**{field.attname: getattr(image, field.attname) for field in Image._meta.concrete_fields})
    described.contextual_alt_text, described.decorative = alt, False
    return described


def _rich(html: str) -> Any:
    from wagtail.rich_text import RichText

    return RichText(html)


def _pictures(specs: Iterable[ProductSpec]) -> Pictures:
    """Each product drawn from each side; only the drawing to scale has words, and so one for each language."""
    collection = _collection()
    made: list[Image] = []
    rows: Pictures = {}
    for spec in specs:
        for role in spec.pictures:
            for drawn in LANGUAGES if role == "scale" else ("",):
                title = f"{spec.name_en} ({role}{' ' + drawn if drawn else ''})"[:255]
                name = f"{spec.slug[:60]}-{role}{'-' + drawn if drawn else ''}.svg"
                image = _image(title, name, drawings.draw(spec, role, drawn), collection)
                made.append(image)
                rows |= {(spec.slug, role, language): image for language in ([drawn] if drawn else LANGUAGES)}
    Image.objects.bulk_create(made, batch_size=200)
    return rows


def _collection() -> Collection:
    """Where the demo shop's pictures lie, so that they can be removed together."""
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)


def _image(title: str, name: str, drawing: str, collection: Collection) -> Image:
    content = drawing.encode()
    return Image(
        title=title,
        file=ContentFile(content, name=name),
        width=drawings.WIDTH,
        height=drawings.HEIGHT,
        file_size=len(content),
        file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        collection=collection,
    )


def _single(title: str, name: str, drawing: str) -> Image:
    """A drawing of its own size, saved by itself."""
    width, height = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing).groups()  # type: ignore[union-attr]
    image = _image(title, name, drawing, _collection())
    image.width, image.height = int(width), int(height)
    image.save()
    return image


def _guides(homes: dict[str, HomePage], products: dict[str, Product]) -> None:
    indexes = _translated(
        lambda language: GuideIndexPage(
            title=HOME[language]["guides"], slug="guides", introduction=HOME[language]["guides_intro"]
        ),
        dict(homes),
    )
    categories = {category.slug: category for category in Category.objects.all()}
    for guide in guides.GUIDES:
        cover = _single(
            guide.title["en"], f"cover-{guide.slug}.svg", drawings.guide_cover(guide.slug, guide.title["en"])
        )

        def make(language: str, guide: Any = guide, cover: Image = cover) -> GuidePage:
            return GuidePage(
                title=guide.title[language],
                slug=guide.slug,
                author=guide.author[language],
                introduction=guide.introduction[language],
                cover=cover,
                category=categories.get(guide.category),
                body=[
                    block
                    for kind, value in guide.blocks[language]
                    if (block := _block(kind, value, products, categories)) is not None
                ],
            )

        _translated(make, indexes)


def _block(
    kind: str, value: Any, products: dict[str, Product], categories: dict[str, Category]
) -> tuple[str, Any] | None:
    """A block of a guide with the shop's rows in place of their slugs; None if it is about nothing we sell."""
    if kind == "paragraph":
        return kind, _rich(value)
    if kind == "callout":
        return kind, {**value, "text": _rich(value["text"])}
    if kind == "faq":
        return kind, {**value, "questions": [{**q, "answer": _rich(q["answer"])} for q in value["questions"]]}
    if kind == "product_shelf":
        chosen = [products[slug] for slug in value.get("products", ()) if slug in products]
        return kind, {**value, "products": chosen, "category": categories.get(value.get("category") or "")}
    if kind == "pick":
        if value["product"] not in products:
            return None
        return kind, {**value, "product": products[value["product"]], "reason": _rich(value["reason"])}
    return kind, value


def _static_pages(homes: dict[str, HomePage]) -> dict[str, Page]:
    made = {}
    for page in pages.PAGES:

        def make(language: str, page: Any = page) -> StaticPage:
            return StaticPage(
                title=page.title[language], slug=page.slug, body=[("paragraph", _rich(page.html[language]))]
            )

        made[page.slug] = _translated(make, dict(homes))["en"]
    return made


def _finish_homes(homes: dict[str, HomePage], categories: dict[tuple[str, str], CategoryPage]) -> None:
    """The home pages link to pages that now exist."""
    phones = catalogue.CATEGORIES[0].slug
    hero = _single("Home page", "home-hero.svg", drawings.home_hero("Technomart"))
    for language, home in homes.items():
        words = HOME[language]
        home.refresh_from_db()
        for name in ("hero_kicker", "hero_title", "hero_text", "hero_label"):
            setattr(home, name, words[name])
        home.hero_link = categories[language, phones]
        home.hero_image = hero
        shelf = {"products": [], "category": None, "count": 4}
        home.shelves = [
            ("product_shelf", {**shelf, "title": words["popular"], "ordering": "popular"}),
            ("product_shelf", {**shelf, "title": words["deals"], "ordering": "discount"}),
            ("product_shelf", {**shelf, "title": words["new"], "ordering": "newest"}),
        ]
        home.save_revision().publish()


def _settings(static: dict[str, Page]) -> None:
    store = StoreSettings.load()
    store.seller_en, store.seller_ru = "\n".join(pages.SELLER["en"]), "\n".join(pages.SELLER["ru"])
    store.footer = [
        (
            "column",
            {
                "title_en": column.title["en"],
                "title_ru": column.title["ru"],
                "pages": [static[slug] for slug in column.pages],
            },
        )
        for column in pages.FOOTER
    ]
    store.save()
