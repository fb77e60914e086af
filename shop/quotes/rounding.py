"""Rounding: whole minor units in, whole minor units out, each amount rounded once."""

from collections.abc import Sequence

WHOLE = 10_000  # basis points of a hundred per cent


def half_up(numerator: int, denominator: int) -> int:
    """A fraction that is not negative, rounded to the nearest whole number, a half upwards."""
    return (2 * numerator + denominator) // (2 * denominator)


def tax_on_top(net: int, basis_points: int) -> int:
    """The tax that comes on top of a price without it."""
    return half_up(net * basis_points, WHOLE)


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount in proportion to weights, to the last minor unit, by the largest remainders.

    An amount that is not above the sum of the weights gives nobody more than his weight.  Among equal remainders the
    first comes first.
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    shares = [amount * weight // whole for weight in weights]
    remainders = [amount * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -remainders[index])
    for index in by_remainder[: amount - sum(shares)]:
        shares[index] += 1
    return shares


def share(amount: int, quantity: int, already: int, more: int) -> int:
    """What ``more`` of a line's pieces are worth when ``already`` have been paid back, out of what the line cost.

    However the pieces are grouped, all of them together give exactly the amount.
    """
    if already < 0 or more < 0 or already + more > quantity:
        raise ValueError(f"{already} and {more} of {quantity} pieces")
    if not more:
        return 0
    return half_up(amount * (already + more), quantity) - half_up(amount * already, quantity)
