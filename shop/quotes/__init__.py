"""The quote: what a basket costs and why.  Pure functions of their arguments; nothing here asks the database.

``quote`` counts, ``explain`` says it in words, ``replay`` counts a stored trace again, ``share`` divides what a line
cost among its pieces.  What the rules mean is told in docs/adr/0013 and in the docstrings of ``kinds``.
"""

from .counting import quote
from .parts import Applied, DeliveryCharge, Gift, GiftLine, Quote, QuoteLine, Refusal, Rule
from .replaying import Difference, Replay, replay
from .rounding import share
from .words import explain

__all__ = [
    "Applied",
    "DeliveryCharge",
    "Difference",
    "Gift",
    "GiftLine",
    "Quote",
    "QuoteLine",
    "Refusal",
    "Replay",
    "Rule",
    "explain",
    "quote",
    "replay",
    "share",
]
