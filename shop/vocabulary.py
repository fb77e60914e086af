"""What lists are filtered by, as it stands until an editor changes it: categories, brands, attributes, choices."""

from shop.models import Attribute, Brand, Category, CategoryAttribute, Choice, in_language
from shop.remembered import until_changed


@until_changed
def subtree(slug: str) -> tuple[int, ...]:
    """A category and all below it; there are few categories, so that one query tells them all."""
    rows = list(Category.objects.values_list("pk", "slug", "parent"))
    found = [pk for pk, its_slug, _ in rows if its_slug == slug]
    for pk in found:
        found += [child for child, _, parent in rows if parent == pk]
    return tuple(found)


@until_changed
def facets_of(category: str) -> tuple[Attribute, ...]:
    """What a category is filtered by, in its order."""
    uses = CategoryAttribute.objects.filter(category__slug=category, is_facet=True)
    return tuple(use.attribute for use in uses.select_related("attribute").order_by("position"))


@until_changed
def attributes() -> dict[str, int]:
    """The key of each attribute, by code."""
    return dict(Attribute.objects.values_list("code", "pk"))


@until_changed
def choices() -> dict[int, list[Choice]]:
    """The choices of each attribute, in their order."""
    found: dict[int, list[Choice]] = {}
    for choice in Choice.objects.all():
        found.setdefault(choice.attribute_id, []).append(choice)
    return found


@until_changed
def brands() -> tuple[Brand, ...]:
    return tuple(Brand.objects.all())


@until_changed
def choices_in(language: str) -> dict[int, list[tuple[int, str, str]]]:
    """The choices of each attribute as (key, value in an address, label), in their order."""
    return {
        attribute: [(choice.pk, choice.value, in_language(choice, "label", language)) for choice in its]
        for attribute, its in choices().items()
    }


@until_changed
def brands_in(language: str) -> list[tuple[int, str, str]]:
    """The brands as (key, slug, name)."""
    return [(brand.pk, brand.slug, in_language(brand, "name", language)) for brand in brands()]
