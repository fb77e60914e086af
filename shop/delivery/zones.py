"""Zones: which one a place belongs to, by country and postcode; the smallest one that has the place wins.

A place belongs to one zone only, so a zone for a city takes the city out of the zone of its country: what the city
shares with the country is named for both.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from shop.models import DeliveryZone
from shop.short_memory import remembered_briefly

RANGE = re.compile(r"(\w[\w -]*?)\s*(?:–|—|\.\.|\s-\s)\s*(\w[\w -]*)")
PLAIN_RANGE = re.compile(r"(\d+)-(\d+)")


class NotPostcodes(ValueError):
    """The text is neither a range of postcodes nor the beginning of one."""


@dataclass(frozen=True)
class Part:
    """Postcodes that begin alike or, with ``high``, all from one to another."""

    low: str
    high: str = ""

    def width(self, postcode: str) -> int:
        """How many postcodes the part has, if this is one of them; otherwise 0."""
        rest = len(postcode) - len(self.low)
        if rest < 0:
            return 0
        if not self.high:
            return 10**rest if postcode.startswith(self.low) else 0
        beginning = postcode[: len(self.low)]
        if not (beginning.isdigit() and self.low <= beginning <= self.high):
            return 0
        return (int(self.high) - int(self.low) + 1) * 10**rest


def normalised(postcode: str) -> str:
    """A postcode without the signs that people write for the eye: "sw1a 1aa" is SW1A1AA."""
    return "".join(character for character in postcode.upper() if character.isalnum())


def part(text: str) -> Part:
    """ "101000-135999" is a range, "19" or "SW1" a beginning.  Raises NotPostcodes.

    A hyphen is part of some countries' postcodes (00-001): it makes a range only between numbers of equal length.
    """
    text = text.strip()
    if (match := RANGE.fullmatch(text)) or ((match := PLAIN_RANGE.fullmatch(text)) and _are_alike(*match.groups())):
        low, high = (normalised(end) for end in match.groups())
        if not (low.isdigit() and high.isdigit() and _are_alike(low, high) and low <= high):
            raise NotPostcodes(text)
        return Part(low, high)
    if not normalised(text):
        raise NotPostcodes(text)
    return Part(normalised(text))


class Zones:
    """All zones, read once."""

    def __init__(self, rows: Iterable[DeliveryZone]) -> None:
        self._areas = [(row.pk, frozenset(row.countries), [part(text) for text in row.postcodes]) for row in rows]

    def at(self, country: str, postcode: str) -> frozenset[int]:
        """The zone of a place: the smallest that has it; several if they are equally small.

        Without a postcode only zones of the whole country are certain.
        """
        postcode = normalised(postcode)
        smallest: int | None = None
        found: set[int] = set()
        whole: set[int] = set()
        for pk, countries, parts in self._areas:
            if country not in countries:
                continue
            if not parts:
                whole.add(pk)
                continue
            widths = [width for one in parts if (width := one.width(postcode))] if postcode else []
            if not widths or (smallest is not None and min(widths) > smallest):
                continue
            if min(widths) != smallest:
                smallest = min(widths)
                found.clear()
            found.add(pk)
        return frozenset(found or whole)

    def within(self, country: str) -> frozenset[int]:
        """All zones that have any place of a country."""
        return frozenset(pk for pk, countries, _ in self._areas if country in countries)


@remembered_briefly(DeliveryZone)
def read() -> Zones:
    return Zones(DeliveryZone.objects.all())


def _are_alike(low: str, high: str) -> bool:
    return len(low) == len(high)
