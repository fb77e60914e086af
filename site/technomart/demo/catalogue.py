"""The demo shop's brands, attributes, categories and products: the one door that the loader knocks at."""

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
