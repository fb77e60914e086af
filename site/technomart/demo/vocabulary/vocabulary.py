"""What the demo shop can say about one form of product, in both languages, and when each sentence is true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from technomart.demo.specs import AttributeValue

Condition = Callable[[Mapping[str, AttributeValue]], bool]
Pair = tuple[str, str]
Conditional = tuple[Condition, str, str]


def amount(attributes: Mapping[str, AttributeValue], code: str) -> Decimal:
    """The value of a number attribute."""
    value = attributes[code]
    if not isinstance(value, Decimal):
        raise TypeError(f"{code} is not a number")
    return value


def always(attributes: Mapping[str, AttributeValue]) -> bool:
    return True


def has(code: str) -> Condition:
    """True when a yes/no attribute is yes, or any other one is given and is not zero."""
    return lambda attributes: bool(attributes.get(code))


def lacks(code: str) -> Condition:
    return lambda attributes: not attributes.get(code)


def at_least(code: str, least: float) -> Condition:
    return lambda attributes: code in attributes and amount(attributes, code) >= least


def below(code: str, limit: float) -> Condition:
    return lambda attributes: code in attributes and amount(attributes, code) < limit


def equals(code: str, *values: str) -> Condition:
    return lambda attributes: attributes.get(code) in values


def differs(code: str, *values: str) -> Condition:
    return lambda attributes: code in attributes and attributes[code] not in values


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sentence templates of one form: `whom` has a sentence for each price class, the last limit always holds.

    In a template {battery} is the number with its unit, {battery_n} the bare number and {battery_w} the number with
    a word in the right form; {a}, {he}, {suits} follow the gender of the Russian noun.
    """

    type_en: str
    type_ru: str
    gender: Literal["m", "f", "n", "p"]
    key: Pair
    facts: tuple[Pair, Pair, Pair]
    whom: tuple[Pair, Pair, Pair]
    limits: tuple[Conditional, ...]
    benefits: tuple[Conditional, ...]
    box: tuple[Pair, ...]
    plural_en: bool = False
