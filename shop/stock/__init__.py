"""Stock: what is on the shelves, what is promised, and the ledger that explains both."""

from shop.stock.allocation import allocate, release_order
from shop.stock.backorders import fill_all, sell_unseen
from shop.stock.bundles import set_parts
from shop.stock.holds import expire_holds, hold, release_hold, trim_hold
from shop.stock.levels import Availability, availability, available, first_warehouse
from shop.stock.movements import sums_of_movements
from shop.stock.pieces import Goods, expand, goods, parts_of
from shop.stock.receipts import correct, count, receive, transfer
from shop.stock.shipping import ship, take_back

__all__ = [
    "Availability",
    "Goods",
    "allocate",
    "availability",
    "available",
    "correct",
    "count",
    "expand",
    "expire_holds",
    "fill_all",
    "first_warehouse",
    "goods",
    "hold",
    "parts_of",
    "receive",
    "release_hold",
    "release_order",
    "sell_unseen",
    "set_parts",
    "ship",
    "sums_of_movements",
    "take_back",
    "transfer",
    "trim_hold",
]
