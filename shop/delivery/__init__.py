"""Delivery: which ways are on offer where, what they cost and when the goods are there."""

from .choice import Chosen, choose, chosen, countries, earliest_pickup, options, told_now
from .dates import day_in_words, inside_a_sentence
from .parcels import Parcel, parcel

__all__ = [
    "Chosen",
    "Parcel",
    "choose",
    "chosen",
    "countries",
    "day_in_words",
    "earliest_pickup",
    "inside_a_sentence",
    "options",
    "parcel",
    "told_now",
]
