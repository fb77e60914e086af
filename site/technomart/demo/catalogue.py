"""The demo shop's brands, attributes, categories and products: the one door that the loader knocks at."""

from functools import cache

from technomart.demo.attributes import ATTRIBUTES
from technomart.demo.brands import BRANDS
from technomart.demo.categories import CATEGORIES
from technomart.demo.lines import LINES
from technomart.demo.scaled import scaled
from technomart.demo.specs import (
    AttributeSpec,
    BrandSpec,
    CategoryAttributeSpec,
    CategorySpec,
    ChoiceSpec,
    DrawingSpec,
    ProductSpec,
    RatingSpec,
    VariantSpec,
)

__all__ = [
    "ATTRIBUTES",
    "BRANDS",
    "CATEGORIES",
    "AttributeSpec",
    "BrandSpec",
    "CategoryAttributeSpec",
    "CategorySpec",
    "ChoiceSpec",
    "DrawingSpec",
    "ProductSpec",
    "RatingSpec",
    "VariantSpec",
    "products",
    "scaled",
]


@cache
def products() -> tuple[ProductSpec, ...]:
    """Every product of the demo shop, in the order of the categories."""
    return tuple(scaled(len(LINES)))
