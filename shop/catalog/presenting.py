"""What pages push into the catalogue: words and pictures of products, categories and pages, in one language each."""

import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from shop.catalog.refreshing import refresh
from shop.changes import log
from shop.models import Category, CategoryPresentation, PageDocument, Presentation, Product

logger = logging.getLogger(__name__)


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
