"""Collecting money: providers behind one small protocol, and the only functions that change a payment.

The provider's word, by message or by query, is what marks an order paid; never the browser's return.
"""

from .flow import confirm, record, settle, start
from .providers import Outcome, Provider, methods, provider

__all__ = ["Outcome", "Provider", "confirm", "methods", "provider", "record", "settle", "start"]
