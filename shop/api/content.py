"""What surrounds the products: the category tree, menus, and pages of the site as typed blocks."""

from collections import defaultdict
from typing import Any

from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from shop.errors import NotFound
from shop.models import Category, CategoryPresentation, PageDocument, in_language
from shop.prepared import prepared

from . import shapes
from .base import Public, operation
from .fields import Query, Text

TAG = "Content"
# Menus are for people; nobody reads more than that.
LONGEST_MENU = 100


class Categories(Public):
    """The departments and what is in them."""

    @operation("listCategories", "Show the tree of categories", tag="Catalogue", answer=shapes.Categories)
    @prepared
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        return Response({"results": tree(get_language())})


def represent(category: Category, shown: CategoryPresentation | None, language: str) -> dict[str, Any]:
    """A category without those below it; its page's words where it has a page."""
    return {
        "id": category.public_id,
        "slug": category.slug,
        "name": shown.name if shown else in_language(category, "name", language),
        "url": shown.url if shown else None,
        "introduction": shown.introduction if shown else "",
        "picture": shown.picture if shown else None,
    }


def tree(language: str) -> list[dict[str, Any]]:
    """All categories in their order, each with its children."""
    rows = CategoryPresentation.objects.filter(language=language)
    shown = {presentation.category_id: presentation for presentation in rows}
    below: defaultdict[int | None, list[Category]] = defaultdict(list)
    for category in Category.objects.all():
        below[category.parent_id].append(category)

    def branch(parent: int | None) -> list[dict[str, Any]]:
        return [
            {**represent(category, shown.get(category.pk), language), "children": branch(category.pk)}
            for category in below[parent]
        ]

    return branch(None)


class Navigation(Public):
    """The menus of a client."""

    @operation("getNavigation", "Show the menus: departments, guides, other pages", tag=TAG, answer=shapes.Navigation)
    @prepared
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        language = get_language()
        rows = PageDocument.objects.filter(language=language, type__in=("guide", "static")).order_by("path")
        pages: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for kind, title, path in rows.values_list("type", "title", "path")[:LONGEST_MENU]:
            pages[kind].append({"name": title, "url": path, "children": []})
        return Response({"departments": _links(tree(language)), "guides": pages["guide"], "pages": pages["static"]})


def _links(branch: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"name": category["name"], "url": category["url"], "children": _links(category["children"])}
        for category in branch
        if category["url"]
    ]


class PageQuery(Query):
    path = Text(max_length=500, help_text="The page's path on the site, such as /en/guides/.")


class PageOne(Public):
    """A page of the site for clients that draw it themselves."""

    @operation(
        "getPage",
        "Show a page of the site as typed blocks",
        tag=TAG,
        query=PageQuery,
        answer=shapes.PageDocument,
        description="The language is the page's own. Products inside blocks are ids: ask for their cards.",
    )
    @prepared
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        page = PageDocument.objects.filter(path=query["path"]).first()
        if page is None:
            raise NotFound
        return Response(document(page), headers={"Content-Language": page.language})


def document(page: PageDocument) -> dict[str, Any]:
    """A page as the API shows it."""
    return {
        "id": page.public_id,
        "type": page.type,
        "path": page.path,
        "language": page.language,
        "title": page.title,
        **page.document,
    }
