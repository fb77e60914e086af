"""The demo shop's brands, attributes, categories and products: the one door that the loader knocks at."""

from technomart.demo.attributes import ATTRIBUTES
from technomart.demo.brands import BRANDS
from technomart.demo.categories import CATEGORIES
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
]
