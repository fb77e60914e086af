"""What a rule answers: the numbers of one model before its variants, and how to write such numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from technomart.demo.specs import AttributeValue

CUBIC_MM_IN_CM = 1000
Attributes = dict[str, AttributeValue]


@dataclass(frozen=True, slots=True)
class Made:
    """The base is in roubles for the dearest-neutral variant; sizes are width, height and depth."""

    attributes: Mapping[str, AttributeValue]
    base: int
    mass_grams: int
    size_mm: tuple[float, float, float]
    features: Mapping[str, int] = field(default_factory=dict)


def whole(value: float, step: int = 1) -> Decimal:
    """The value rounded to a multiple of the step."""
    return Decimal(round(value / step) * step)


def grams(value: float, step: int) -> int:
    """A mass rounded as scales of that size show it."""
    return round(value / step) * step


def tenths(value: float) -> Decimal:
    return Decimal(round(value * 10)) / 10


def volume_cm3(width: float, height: float, depth: float) -> float:
    return width * height * depth / CUBIC_MM_IN_CM
