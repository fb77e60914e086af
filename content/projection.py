"""What published pages tell the shop: a small projection of each, pushed whenever its words or its address change.

A page speaks while it is live and nobody needs a password, a group or a sign-in to read it.  A failure never stops the
editor: it is logged, and ``rebuild_catalog`` repairs what it left behind.  Pages that code has only added to the tree
(``add_child``) tell nothing until they are published or the catalogue is rebuilt.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.models import Page

from content import addresses, documents, pictures
from content.models import CategoryPage, ProductPage
from content.models.base import StorePage
from shop import catalog
from shop.models import CategoryPresentation, PageDocument, Presentation

logger = logging.getLogger(__name__)

BATCH = 100


def source_of(page_id: int) -> str:
    """The name under which the shop keeps what a page has told."""
    return f"page:{page_id}"


def project(pages: Iterable[Page]) -> None:
    """Tell the shop what these pages say now; each in its own savepoint, so that one failure harms no other."""
    for batch in _batches([page.pk for page in pages]):
        public = set(Page.objects.filter(pk__in=batch).live().public().values_list("pk", flat=True))
        for page in Page.objects.filter(pk__in=batch).specific().select_related("locale").order_by("path"):
            if page.pk in public and is_complete(page):
                _safely(_present, page)
            else:
                _safely(withdraw, page.pk)


def project_tree(page: Page) -> None:
    """The same for a page and all pages below it, whose addresses and readers depend on it."""
    project(Page.objects.descendant_of(page, inclusive=True).only("pk"))


def project_all() -> None:
    """Tell the shop everything anew, and take away what no public page says any more."""
    project(Page.objects.filter(depth__gt=1).only("pk"))
    for source in _stale_sources():
        _safely(withdraw, int(source.removeprefix("page:")))


def withdraw(page_id: int) -> None:
    """Take back all that a page has told."""
    source = source_of(page_id)
    with transaction.atomic():
        catalog.withdraw(source=source)
        catalog.withdraw_category(source=source)
        catalog.withdraw_page(source=source)


def safely_withdraw(page_id: int) -> None:
    """The same, logging a failure instead of raising it."""
    _safely(withdraw, page_id)


def is_complete(page: Page) -> bool:
    """Whether a page has something to say: a copy waits until an editor has chosen what it describes."""
    if isinstance(page, ProductPage):
        return page.product_id is not None
    if isinstance(page, CategoryPage):
        return page.category_id is not None
    return isinstance(page, StorePage)


def differences() -> list[str]:
    """Where the shop remembers something else than the public pages say; empty if all is well."""
    found = [f"{source} is no public page any more" for source in _stale_sources()]
    ids = list(Page.objects.filter(depth__gt=1).live().public().order_by("path").values_list("pk", flat=True))
    for batch in _batches(ids):
        for page in Page.objects.filter(pk__in=batch).specific().select_related("locale").order_by("path"):
            if is_complete(page):
                found += _differences_of(page)
    return found


def product_words(page: ProductPage) -> dict[str, Any]:
    """What a product page says of its product."""
    return {
        "language": page.language,
        "name": page.title,
        "slug": page.slug,
        "url": addresses.path_of(page),
        "summary": page.summary,
        "pictures": pictures.of_product(page.pictures),
        "body": documents.blocks(page.body, page.language),
        "breadcrumbs": page.breadcrumbs,
        "source": source_of(page.pk),
        "revision": page.live_revision_id,
    }


def category_words(page: CategoryPage) -> dict[str, Any]:
    """What a category page says of its category."""
    return {
        "language": page.language,
        "name": page.title,
        "url": addresses.path_of(page),
        "introduction": page.introduction,
        "picture": pictures.picture(page.picture),
        "source": source_of(page.pk),
    }


def page_words(page: StorePage) -> dict[str, Any]:
    """A page as a document of typed blocks."""
    return {
        "public_id": page.public_id,
        "path": addresses.path_of(page),
        "language": page.language,
        "type": page.kind,
        "title": page.title,
        "document": documents.document(page),
        "source": source_of(page.pk),
    }


def _present(page: StorePage) -> None:
    with transaction.atomic():
        if not addresses.path_of(page):
            # Outside every site: nobody can open it.
            withdraw(page.pk)
            return
        if isinstance(page, ProductPage):
            catalog.present(product_id=page.product.public_id, **product_words(page))
        if isinstance(page, CategoryPage):
            catalog.present_category(category_id=page.category.public_id, **category_words(page))
        catalog.present_page(**page_words(page))


def _safely(tell: Any, page: Any) -> None:
    try:
        with transaction.atomic():
            tell(page)
    except Exception:
        # The editor's publication must not fail for the catalogue's sake; rebuild_catalog repairs it.
        logger.exception("The catalogue did not take in %r; rebuild_catalog will", page)


def _batches(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _sources(model: Any) -> set[str]:
    return set(model.objects.filter(source__startswith="page:").values_list("source", flat=True))


def _stale_sources() -> list[str]:
    """Sources whose page is gone, not public, or says nothing."""
    known = _sources(Presentation) | _sources(CategoryPresentation) | _sources(PageDocument)
    public = {source_of(pk) for pk in Page.objects.live().public().values_list("pk", flat=True)}
    empty = [
        *ProductPage.objects.filter(product=None).values_list("pk", flat=True),
        *CategoryPage.objects.filter(category=None).values_list("pk", flat=True),
    ]
    return sorted(known - public | known & {source_of(pk) for pk in empty})


def _differences_of(page: StorePage) -> list[str]:
    label = f"page {page.pk} ({addresses.path_of(page)})"
    if not addresses.path_of(page):
        return []
    found = _compare(label, PageDocument.objects.filter(source=source_of(page.pk)).first(), page_words(page))
    if isinstance(page, ProductPage):
        row = Presentation.objects.filter(product=page.product_id, language=page.language).first()
        found += _compare(label, row, product_words(page))
    if isinstance(page, CategoryPage):
        shown = CategoryPresentation.objects.filter(category=page.category_id, language=page.language).first()
        found += _compare(label, shown, category_words(page))
    return found


def _compare(label: str, row: Any, words: dict[str, Any]) -> list[str]:
    if row is None:
        return [f"{label}: missing"]
    if row.source != words["source"]:
        # The first page keeps the place; a second one about the same thing is left out on purpose.
        return []
    changed = [name for name, value in words.items() if getattr(row, name) != value]
    return [f"{label}: {', '.join(changed)}"] if changed else []
