"""What a shopper may ask of a list: its filters, and how their values are written in an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from shop.markets import Buyer

# name → (field, descending); the product's key makes each order total.
ORDERINGS: dict[str, tuple[str, bool]] = {
    "popular": ("popularity", True),
    "price": ("price", False),
    "-price": ("price", True),
    "rating": ("rating", True),
    "newest": ("released_at", True),
    "discount": ("discount", True),
    "relevance": ("relevance", True),
}

# The place of a card in a list: the value that the list is ordered by, and the product's key.
Key = tuple[Any, int]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a shopper asked for; prices in minor units, attributes by code.

    Filters and orderings by price go by the public one; what is shown is the price of the buyer, if one is named.
    """

    language: str
    category: str | None = None
    brands: tuple[str, ...] = ()
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool = False
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    query: str | None = None
    buyer: Buyer | None = None


class Wanted(NamedTuple):
    """Values of one attribute: choices as written, numbers, and ranges of numbers, open where a bound is None."""

    choices: list[str]
    numbers: list[int]
    ranges: list[tuple[int | None, int | None]]


def wanted(values: Sequence[str]) -> Wanted:
    """One of these choices, numbers or ranges ("6.1..6.7"); what cannot be read matches nothing."""
    found = Wanted([], [], [])
    for value in values:
        low, dots, high = value.partition("..")
        if dots:
            found.ranges.append((thousandths(low), thousandths(high)))
            continue
        found.choices.append(value)
        if (number := thousandths(value)) is not None:
            found.numbers.append(number)
    return found


@lru_cache(maxsize=10_000)
def thousandths(text: str) -> int | None:
    """ "6.3" as 6300; None if it is no plain decimal number of a sane size."""
    whole, dot, rest = text.strip().replace(",", ".").partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 9):
        return {"yes": 1000, "no": 0}.get(text)
    if dot and not (rest.isascii() and rest.isdigit() and len(rest) <= 3):
        return None
    return int(whole) * 1000 + int(rest.ljust(3, "0") or 0)


@lru_cache(maxsize=10_000)
def plain(number: int) -> str:
    """6300 as "6.3": what a filter's address carries."""
    whole, rest = divmod(number, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
