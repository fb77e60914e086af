"""The tree of categories, as promotions see it: a category and all that it lies in."""

from collections.abc import Mapping

from shop.models import Category
from shop.short_memory import remembered_briefly


@remembered_briefly(Category)
def parents() -> Mapping[int, int | None]:
    """The category that each one lies in, by key; None for those on top."""
    return dict(Category.objects.order_by().values_list("pk", "parent_id"))


def with_ancestors(category_id: int) -> frozenset[int]:
    """A category and all that it lies in."""
    above = parents()
    found: list[int] = []
    here: int | None = category_id
    while here is not None and here not in found:
        found.append(here)
        here = above.get(here)
    return frozenset(found)
