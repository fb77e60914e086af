"""Public ids: prefixed, opaque, impossible to guess, the same in all languages."""

import secrets

# Without vowels and look-alikes: ids are read aloud, and must not spell words.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def new_id(prefix: str, length: int = 27) -> str:
    """A new id such as ``prd_7hk2…``; 27 characters of 27 letters carry 128 bits (ASVS 5.0, 11.5.1)."""
    return f"{prefix}_{''.join(secrets.choice(ALPHABET) for _ in range(length))}"


def product_id() -> str:
    return new_id("prd")


def variant_id() -> str:
    return new_id("var")


def category_id() -> str:
    return new_id("cat")


def cart_id() -> str:
    return new_id("cart")


def line_id() -> str:
    return new_id("line")


def order_id() -> str:
    return new_id("ord")


def payment_id() -> str:
    return new_id("pay")


def address_id() -> str:
    return new_id("adr")


def promotion_id() -> str:
    return new_id("prm")


def gift_card_id() -> str:
    return new_id("gft")


def shipment_id() -> str:
    return new_id("shp")


def refund_id() -> str:
    return new_id("ref")


def return_id() -> str:
    return new_id("ret")


def withdrawal_id() -> str:
    return new_id("wdr")


def stock_request_id() -> str:
    return new_id("ask")


def order_number() -> str:
    """A number that people can read out, such as ``TM-4K7X-92BD``; it tells nothing about how many orders there are."""
    return _readable("TM")


def return_number() -> str:
    """The same for a return: ``RT-4K7X-92BD``."""
    return _readable("RT")


def _readable(prefix: str) -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8)).upper()
    return f"{prefix}-{letters[:4]}-{letters[4:]}"
