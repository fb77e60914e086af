"""Delivery: which ways are on offer where, what they cost and when the goods are there."""

from .choice import Chosen, choose, chosen, countries, earliest_pickup, options
from .dates import day_in_words
from .parcels import Parcel, grams_of_parts, parcel

__all__ = [
    "Chosen",
    "Parcel",
    "choose",
    "chosen",
    "countries",
    "day_in_words",
    "earliest_pickup",
    "grams_of_parts",
    "options",
    "parcel",
]
