"""What the home page shows beside its own words: departments, shelves, guides."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.http import HttpRequest

from content import addresses, guides, pictures, shelves, structured
from shop import offers
from shop.markets import Buyer
from shop.models import CatalogEntry, CategoryPresentation
from shop.views import current

if TYPE_CHECKING:
    from content.models import HomePage

SHOWN_GUIDES = 4


def context(page: "HomePage", request: HttpRequest) -> dict[str, Any]:
    buyer = current.buyer(request)
    return {
        "hero": _hero(page),
        "tiles": tiles(page.language, buyer),
        "shelves": [shelves.of_block(block.value, page.language, buyer) for block in page.shelves],
        "guides": guides.newest(page.locale_id, SHOWN_GUIDES),
        "structured_data": structured.website(page),
    }


def _hero(page: "HomePage") -> dict[str, Any] | None:
    if not page.hero_title:
        return None
    target = page.hero_link
    return {
        "kicker": page.hero_kicker,
        "title": page.hero_title,
        "text": page.hero_text,
        "link": addresses.path_of(target) if target and target.live else "",
        "link_label": page.hero_label or (target.title if target else ""),
        "picture": pictures.picture(page.hero_image, alt=page.hero_alt),
    }


def tiles(language: str, buyer: Buyer | None = None) -> list[dict[str, Any]]:
    """The departments that have a page in this language, in the shop's order, with how many products they show."""
    shown = CategoryPresentation.objects.filter(language=language, category__parent=None).select_related("category")
    entries = offers.sold_to(CatalogEntry.objects.filter(language=language), buyer)
    counted = entries.values_list("category", "category__parent")
    # A department counts its own products and those of the categories right below it.
    counts: Counter[int] = Counter()
    for category, parent, count in counted.annotate(count=Count("pk")):
        counts[parent or category] += count
    return [
        {
            "name": one.name,
            "url": one.url,
            "slug": one.category.slug,
            "picture": one.picture,
            "count": counts[one.category_id],
        }
        for one in shown.order_by("category__position", "category__slug")
    ]
