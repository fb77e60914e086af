"""What a brand, an attribute, a category, a variant and a product of the demo shop are, before they are rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

# A number is a Decimal in the attribute's unit, a choice is its value, a yes/no is a bool, a text is the same in
# every language (a model code, a list of ports).
AttributeValue = Decimal | str | bool
PictureRole = Literal["hero", "side", "scale", "box"]


@dataclass(frozen=True, slots=True)
class BrandSpec:
    slug: str
    name_en: str
    name_ru: str


@dataclass(frozen=True, slots=True)
class ChoiceSpec:
    """One value of a choice attribute; a colour also has a swatch as #rrggbb."""

    value: str
    label_en: str
    label_ru: str
    swatch: str | None = None


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    code: str
    name_en: str
    name_ru: str
    kind: Literal["number", "choice", "boolean", "text"]
    unit_en: str
    unit_ru: str
    group_en: str
    group_ru: str
    help_en: str
    help_ru: str
    choices: tuple[ChoiceSpec, ...] = ()

    def choice(self, value: str) -> ChoiceSpec:
        return next(choice for choice in self.choices if choice.value == value)


@dataclass(frozen=True, slots=True)
class CategoryAttributeSpec:
    """How a category uses an attribute: as a facet, and as one of the three values on a card."""

    code: str
    is_facet: bool
    on_card: bool
    position: int


@dataclass(frozen=True, slots=True)
class CategorySpec:
    """Axes are the choice attributes that tell the variants of one product apart."""

    slug: str
    name_en: str
    name_ru: str
    introduction_en: str
    introduction_ru: str
    attributes: tuple[CategoryAttributeSpec, ...]
    axes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariantSpec:
    """Money is in kopecks. The price holds since `price_days`; before that it was `was_price`, if there is one."""

    sku: str
    options: Mapping[str, str]
    price: int
    was_price: int | None
    price_days: int
    price_tomorrow: int | None
    stock: int
    barcode: str
    mass_grams: int


@dataclass(frozen=True, slots=True)
class DrawingSpec:
    """What the pictures are drawn from: the base model, the size and the features that are to be seen."""

    model: str
    size_mm: tuple[float, float, float]
    finish: str
    seed: int
    features: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RatingSpec:
    """The average of the reviews in tenths (43 is 4.3), and how many there are."""

    average: int
    count: int


@dataclass(frozen=True, slots=True)
class ProductSpec:
    slug: str
    category: str
    brand: str
    model: str
    name_en: str
    name_ru: str
    summary_en: str
    summary_ru: str
    benefits_en: tuple[str, ...]
    benefits_ru: tuple[str, ...]
    box_en: tuple[str, ...]
    box_ru: tuple[str, ...]
    attributes: Mapping[str, AttributeValue]
    variants: tuple[VariantSpec, ...]
    released_days_ago: int
    popularity: int
    rating: RatingSpec
    drawing: DrawingSpec
    tags: frozenset[str] = frozenset()

    @property
    def pictures(self) -> tuple[PictureRole, ...]:
        return ("hero", "side", "scale", "box")
