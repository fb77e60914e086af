"""Money: integer minor units with a currency; words and figures only for display."""

from functools import lru_cache
from typing import TypedDict

from babel.numbers import format_decimal, get_currency_precision
from django.conf import settings

NO_BREAK_SPACE = "\u00a0"
SYMBOLS = {"RUB": "₽", "EUR": "€", "USD": "$", "KZT": "₸"}


class Money(TypedDict):
    """An amount as the API and the templates see it."""

    amount: int
    currency: str
    exponent: int
    formatted: str


def currency() -> str:
    """The currency that the store sells in (ISO 4217)."""
    return settings.SHOP["CURRENCY"]


@lru_cache(maxsize=64)
def exponent(code: str) -> int:
    """How many decimals a currency has: 2 for RUB, 0 for JPY, 3 for KWD (ISO 4217)."""
    return get_currency_precision(code)


@lru_cache(maxsize=65_536)
def formatted(amount: int, code: str, language: str) -> str:
    """An amount as people of that language write it; whole amounts go without decimals."""
    places = exponent(code)
    whole, rest = divmod(abs(amount), 10**places)
    pattern = "#,##0." + "0" * places if rest else "#,##0"
    from decimal import Decimal

    number = format_decimal(Decimal(whole * 10**places + rest).scaleb(-places), pattern, locale=language)
    # Figures of one amount stay on one line; the font has no narrow space.
    number = number.replace("\u202f", NO_BREAK_SPACE)
    if language == "en":
        number = number.replace(",", NO_BREAK_SPACE)
    sign = "\u2212" if amount < 0 else ""
    return f"{sign}{number}{NO_BREAK_SPACE}{SYMBOLS.get(code, code)}"


def present(amount: int, code: str, language: str) -> Money:
    return {
        "amount": amount,
        "currency": code,
        "exponent": exponent(code),
        "formatted": formatted(amount, code, language),
    }


def tax_included(gross: int, basis_points: int) -> int:
    """The tax inside a price that includes it, rounded half up, once."""
    return (2 * gross * basis_points + 10_000 + basis_points) // (2 * (10_000 + basis_points))
