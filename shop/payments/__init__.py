"""Collecting money: providers behind one small protocol, and the only functions that change a payment.

The provider's word, by message or by query, is what marks an order paid; never the browser's return.
"""

from .again import charge_again, given_back
from .flow import ask, begin, cancel, capture, confirm, money_arrived, owed, record, start
from .gift_card import charge
from .messages import receive
from .providers import Provider, methods, provider
from .settling import settle
from .transfers import carry_out, give_back, paid_out, surplus, try_again
from .words import InvalidSignature, Message, Outcome, RefundOutcome, Unreachable

__all__ = [
    "InvalidSignature",
    "Message",
    "Outcome",
    "Provider",
    "RefundOutcome",
    "Unreachable",
    "ask",
    "begin",
    "cancel",
    "capture",
    "carry_out",
    "charge",
    "charge_again",
    "confirm",
    "give_back",
    "given_back",
    "methods",
    "money_arrived",
    "owed",
    "paid_out",
    "provider",
    "receive",
    "record",
    "settle",
    "start",
    "surplus",
    "try_again",
]
