"""The read model: rows for lists, pages, search and the API, kept true in the transaction of each change.

Content pushes words and pictures in; prices and stock come from the shop's own ledgers.
"""

from shop.catalog.presenting import (
    present,
    present_category,
    present_page,
    withdraw,
    withdraw_category,
    withdraw_page,
)
from shop.catalog.refreshing import follow, postponed, refresh, refresh_due, refresh_stock, refresh_where
from shop.catalog.rows import differences, rebuild

__all__ = [
    "differences",
    "follow",
    "postponed",
    "present",
    "present_category",
    "present_page",
    "rebuild",
    "refresh",
    "refresh_due",
    "refresh_stock",
    "refresh_where",
    "withdraw",
    "withdraw_category",
    "withdraw_page",
]
