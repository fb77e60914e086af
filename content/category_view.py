"""What a category page shows: the shop's list, with the page's words over it."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from content import pictures, structured
from shop.views import listing

if TYPE_CHECKING:
    from content.models import CategoryPage


def context(page: "CategoryPage", request: HttpRequest) -> dict[str, Any]:
    return {**page.words, "listing": listing.context(request, category=page.category.slug)}


def words(page: "CategoryPage") -> dict[str, Any]:
    """What does not depend on who asks."""
    return {
        "category": {
            "id": page.category.public_id,
            "slug": page.category.slug,
            "name": page.title,
            "introduction": page.introduction,
            "picture": pictures.picture(page.picture),
        },
        "structured_data": structured.breadcrumbs(page),
    }
