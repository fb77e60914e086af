"""The books: what must hold between stock, money and orders, checked row by row."""

from shop.books import changes, money, orders, papers, promotions, returns, stock, traces

CHECKS = (
    *stock.CHECKS,
    *orders.CHECKS,
    *money.CHECKS,
    *returns.CHECKS,
    *promotions.CHECKS,
    *papers.CHECKS,
    *traces.CHECKS,
    *changes.CHECKS,
)


def violations() -> list[str]:
    """Every row that breaks an invariant, in words; empty if the books are right."""
    return [line for check in CHECKS for line in check()]
