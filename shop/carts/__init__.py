"""Carts: what a shopper means to buy, and what that costs at this moment.

A cart reserves nothing until its delivery is chosen.  Each line remembers the price its shopper has seen; a different
price now is a problem that the shopper accepts before ordering.
"""

from .basket import Basket, PricedLine
from .changing import (
    Wanted,
    accept_prices,
    add,
    clear,
    fill,
    hold,
    remove,
    set_contact,
    set_delivery,
    set_quantity,
)
from .codes import add_code, add_gift_card, add_voucher, remove_gift_card, remove_voucher
from .opening import find, merge, of_customer, open_cart
from .priced import PricedCart, PricedGift, parcel_of, priced
from .rows import MOST_LINES
from .shown import count, name_of, represent, represent_quote

__all__ = [
    "MOST_LINES",
    "Basket",
    "PricedCart",
    "PricedGift",
    "PricedLine",
    "Wanted",
    "accept_prices",
    "add",
    "add_code",
    "add_gift_card",
    "add_voucher",
    "clear",
    "count",
    "fill",
    "find",
    "hold",
    "merge",
    "name_of",
    "of_customer",
    "open_cart",
    "parcel_of",
    "priced",
    "remove",
    "remove_gift_card",
    "remove_voucher",
    "represent",
    "represent_quote",
    "set_contact",
    "set_delivery",
    "set_quantity",
]
