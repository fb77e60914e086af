"""Guides as templates show them: teasers for lists, the article with its contents."""

from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from content import addresses, pictures, structured

if TYPE_CHECKING:
    from content.models import GuidePage


def teaser(guide: "GuidePage") -> dict[str, Any]:
    return {
        "title": guide.title,
        "url": addresses.path_of(guide),
        "summary": guide.introduction,
        "picture": pictures.picture(guide.cover),
        "updated": guide.last_published_at,
    }


def _shown() -> Any:
    from content.models import GuidePage

    return GuidePage.objects.live().public().select_related("cover", "locale").order_by("-first_published_at", "-pk")


def newest(locale_id: int, count: int) -> list[dict[str, Any]]:
    """The newest guides of a language."""
    return [teaser(guide) for guide in _shown().filter(locale=locale_id)[:count]]


def below(page: Page) -> list[dict[str, Any]]:
    """All guides under a page, newest first."""
    return [teaser(guide) for guide in _shown().child_of(page)]


def about(category_id: int, locale_id: int) -> dict[str, Any] | None:
    """The newest guide about a category of the shop, or None."""
    guide = _shown().filter(category=category_id, locale=locale_id).first()
    return teaser(guide) if guide else None


def context(page: "GuidePage", parent: dict[str, Any]) -> dict[str, Any]:
    """The article: its blocks as HTML, and the headings as its contents."""
    return {
        "author": page.author,
        "updated": page.last_published_at,
        "contents": [
            {"id": block.id, "title": str(block.value)} for block in page.body if block.block_type == "heading"
        ],
        "blocks": page.body.render_as_block(parent),
        "structured_data": structured.article(page),
    }
