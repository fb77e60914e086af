"""Letters: one registry of what the store writes, in words that staff may change, each sent for an entry of the log."""

from .occasions import asks_for_letter, letter_for
from .registry import LETTERS, Letter
from .values import draft
from .writing import write

__all__ = ["LETTERS", "Letter", "asks_for_letter", "draft", "letter_for", "write"]
