"""Which pieces of a basket take part in a promotion, and what is taken off them."""

from collections.abc import Sequence
from typing import Any

from .basket import Basket, Given, NotGiven, Part
from .parts import QuoteLine, Rule
from .rounding import WHOLE, half_up, spread


def check_pieces(there: int, wanted: int) -> None:
    if there < wanted:
        raise NotGiven("minimum_quantity_not_reached", minimum=wanted, missing=wanted - there)


def all_of(basket: Basket, matching: Sequence[int]) -> list[Part]:
    return [Part(index, basket.lines[index].quantity) for index in matching]


def dearest_first(basket: Basket, matching: Sequence[int]) -> Sequence[int]:
    if len(matching) == len(basket.lines):
        return basket.dearest
    wanted = set(matching)
    return [index for index in basket.dearest if index in wanted]


def first(basket: Basket, matching: Sequence[int], pieces: int) -> list[Part]:
    """So many pieces, the dearest first."""
    parts = []
    for index in dearest_first(basket, matching):
        if taken := min(pieces, basket.lines[index].quantity):
            parts.append(Part(index, taken))
            pieces -= taken
    return sorted(parts, key=lambda part: part.index)


def cheapest_of_sets(
    rule: Rule, basket: Basket, matching: Sequence[int], *, size: int, cheap: int
) -> tuple[list[Part], int]:
    """The ``cheap`` last pieces of each whole set of ``size``, the dearest set first; and how many sets there are."""
    there = sum(basket.lines[index].quantity for index in matching)
    check_pieces(there, size)
    sets = there // size
    if rule.most_per_order is not None:
        sets = min(sets, rule.most_per_order)

    def cheap_until(position: int) -> int:
        """How many of the pieces before a position are cheap ones."""
        whole, rest = divmod(min(position, sets * size), size)
        return whole * cheap + max(rest - (size - cheap), 0)

    parts, position = [], 0
    for index in dearest_first(basket, matching):
        end = position + basket.lines[index].quantity
        if pieces := cheap_until(end) - cheap_until(position):
            parts.append(Part(index, pieces))
        position = end
    return sorted(parts, key=lambda part: part.index), sets


def sets_above(price: int, size: int, lines: Sequence[QuoteLine]) -> int:
    """How many sets of ``size`` pieces, the dearest first, have tags that come to more than a price."""
    sets = pieces = tags = 0
    for line in lines:
        quantity = line.quantity
        if pieces:
            # Fill the set that dearer goods have begun.
            taken = min(size - pieces, quantity)
            pieces, tags, quantity = pieces + taken, tags + taken * line.unit_price, quantity - taken
            if pieces == size:
                if tags <= price:
                    return sets
                sets, pieces, tags = sets + 1, 0, 0
        if quantity >= size:
            if line.unit_price * size <= price:
                return sets
            sets, quantity = sets + quantity // size, quantity % size
        if quantity and not pieces:
            pieces, tags = quantity, quantity * line.unit_price
    return sets


def worth(basket: Basket, part: Part) -> int:
    """What earlier promotions have left of these pieces."""
    return half_up(basket.left[part.index] * part.pieces, basket.lines[part.index].quantity)


def off_by_share(rule: Rule, basket: Basket, parts: Sequence[Part], basis_points: int) -> Given:
    goods = {
        part.index: half_up(
            basket.left[part.index] * part.pieces * basis_points, basket.lines[part.index].quantity * WHOLE
        )
        for part in parts
    }
    step = {"basis_points": basis_points, "rounding": "half_up_per_line", "lines": _bases(basket, parts)}
    return Given(rule=rule, step=step, goods=goods)


def off_by_amount(rule: Rule, basket: Basket, parts: Sequence[Part], amount: int) -> Given:
    worths = [worth(basket, part) for part in parts]
    shares = spread(min(amount, sum(worths)), worths)
    step = {"off": amount, "rounding": "largest_remainder", "lines": _bases(basket, parts)}
    return Given(rule=rule, step=step, goods={part.index: share for part, share in zip(parts, shares, strict=True)})


def _bases(basket: Basket, parts: Sequence[Part]) -> list[dict[str, Any]]:
    """For the trace: what was left of each line, and how many of its pieces take part."""
    return [
        {
            "sku": basket.lines[part.index].sku,
            "base": basket.left[part.index],
            "quantity": part.pieces,
            "of": basket.lines[part.index].quantity,
        }
        for part in parts
    ]
