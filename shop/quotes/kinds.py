"""What each kind of promotion takes off a basket, or why it takes nothing.

Rights are measured by price tags: minimums, steps and the choice of the cheapest pieces look at unit prices, so no
promotion takes away the right to another.  What is taken is taken from what earlier promotions have left.  Sets are
formed from the dearest piece down, so that dividing a basket into several orders gains nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from .parts import DeliveryCharge, GiftLine, QuoteLine, Rule
from .rounding import WHOLE, half_up, spread

# The rule of a delivery charge before the shopper has chosen a way.
NOT_CHOSEN = "delivery_not_chosen"


class NotGiven(Exception):
    """The rule takes nothing off this basket; ``code`` says why, ``params`` with which figures."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass
class Basket:
    """What is still to be paid while promotions are counted one after another; lines in the order of their SKUs."""

    lines: Sequence[QuoteLine]
    delivery: int
    is_delivery_chosen: bool = True
    left: list[int] = field(default_factory=list)
    # The lines by their price tags, the dearest first.
    dearest: Sequence[int] = ()
    gifts: list[GiftLine] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Sequence[QuoteLine], delivery: DeliveryCharge) -> "Basket":
        return cls(
            lines=lines,
            delivery=delivery.price,
            is_delivery_chosen=delivery.rule != NOT_CHOSEN,
            left=[line.unit_price * line.quantity for line in lines],
            dearest=sorted(range(len(lines)), key=lambda index: -lines[index].unit_price),
        )

    def copy(self) -> "Basket":
        return replace(self, left=[*self.left], gifts=[*self.gifts])


class Part(NamedTuple):
    """Which pieces of a line take part: so many of them."""

    index: int
    pieces: int


@dataclass
class Given:
    """What one rule takes: off lines (by their index), off the delivery, as a gift; with the step of the trace."""

    rule: Rule
    step: dict[str, Any]
    goods: dict[int, int] = field(default_factory=dict)
    delivery: int = 0
    gift: GiftLine | None = None

    @property
    def amount(self) -> int:
        gift = self.gift.unit_price * self.gift.quantity if self.gift else 0
        return sum(self.goods.values()) + self.delivery + gift


def give(rule: Rule, basket: Basket) -> Given:
    """Take what the rule gives off the basket.  Raises NotGiven, and the basket is as before."""
    _check_limits(rule)
    matching = [index for index, line in enumerate(basket.lines) if _matches(rule, line)]
    _check_minimums(rule, [basket.lines[index] for index in matching])
    given = KINDS[rule.kind](rule, basket, matching)
    if rule.money_left is not None and given.amount > rule.money_left:
        _cut(given, rule.money_left)
    if not given.amount and given.gift is None:
        raise NotGiven("nothing_to_take_off")
    for index, amount in given.goods.items():
        basket.left[index] -= amount
    basket.delivery -= given.delivery
    if given.gift:
        basket.gifts.append(given.gift)
    _describe(given, basket)
    return given


def _matches(rule: Rule, line: QuoteLine) -> bool:
    if line.product in rule.excluded_products or (rule.excludes_reduced and line.is_reduced):
        return False
    if line.product in rule.products:
        return True
    if not rule.categories and not rule.brands:
        return not rule.products
    return (not rule.categories or not rule.categories.isdisjoint(line.categories)) and (
        not rule.brands or line.brand in rule.brands
    )


def _check_limits(rule: Rule) -> None:
    if rule.refusal:
        raise NotGiven(rule.refusal)
    if rule.uses_left is not None and rule.uses_left <= 0:
        raise NotGiven("used_up")
    if rule.money_left is not None and rule.money_left <= 0:
        raise NotGiven("budget_spent")


def _check_minimums(rule: Rule, matching: Sequence[QuoteLine]) -> None:
    if not matching:
        raise NotGiven("no_matching_goods")
    if rule.minimum_goods is not None and (goods := _tags(matching)) < rule.minimum_goods:
        raise NotGiven("minimum_goods_not_reached", minimum=rule.minimum_goods, missing=rule.minimum_goods - goods)
    if rule.minimum_quantity is not None:
        _check_pieces(sum(line.quantity for line in matching), rule.minimum_quantity)


def _check_pieces(there: int, wanted: int) -> None:
    if there < wanted:
        raise NotGiven("minimum_quantity_not_reached", minimum=wanted, missing=wanted - there)


def _tags(lines: Sequence[QuoteLine]) -> int:
    """What goods cost by their price tags, before any promotion."""
    return sum(line.unit_price * line.quantity for line in lines)


# The kinds


def _percentage(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """A share of the matching goods; with ``most_per_order``, of so many pieces, the dearest first."""
    parts = _all_of(basket, matching)
    if rule.most_per_order is not None:
        parts = _first(basket, matching, rule.most_per_order)
    return _off_by_share(rule, basket, parts, rule.basis_points or 0)


def _amount(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """A fixed amount, once, divided over the matching goods; never more than they cost."""
    return _off_by_amount(rule, basket, _all_of(basket, matching), rule.amount or 0)


def _free_delivery(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """The delivery, or at most ``amount`` of it."""
    if not basket.delivery:
        raise NotGiven("no_delivery_to_pay", **({} if basket.is_delivery_chosen else {"waits": True}))
    taken = basket.delivery if rule.amount is None else min(rule.amount, basket.delivery)
    step = {"base": basket.delivery} | ({} if rule.amount is None else {"up_to": rule.amount})
    return Given(rule=rule, step=step, delivery=taken)


def _buy_x_get_y(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """In each whole set of x + y pieces the y cheapest cost less, or nothing if no share is named."""
    buy, get = rule.buy_quantity or 1, rule.get_quantity or 1
    parts, sets = _cheapest_of_sets(rule, basket, matching, size=buy + get, cheap=get)
    given = _off_by_share(rule, basket, parts, WHOLE if rule.basis_points is None else rule.basis_points)
    given.step |= {"buy": buy, "get": get, "sets": sets}
    return given


def _cheapest_free(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """In each whole set of so many pieces the cheapest costs nothing."""
    size = rule.buy_quantity or 1
    parts, sets = _cheapest_of_sets(rule, basket, matching, size=size, cheap=1)
    given = _off_by_share(rule, basket, parts, WHOLE)
    given.step |= {"set_of": size, "sets": sets}
    return given


def _gift(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """One piece more, free.  A piece of the same kind that is in the basket stays bought."""
    gift = rule.gift
    if gift is None:
        raise NotGiven("gift_sold_out")
    bought = next((line for line in basket.lines if line.sku == gift.sku), None)
    taken = sum(line.quantity for line in basket.gifts if line.sku == gift.sku) + (bought.quantity if bought else 0)
    if gift.available <= taken:
        raise NotGiven("gift_sold_out")
    # What is bought and given in one order has one price tag.
    price = bought.unit_price if bought else gift.unit_price
    line = GiftLine(
        sku=gift.sku,
        quantity=1,
        unit_price=price,
        tax_basis_points=bought.tax_basis_points if bought else gift.tax_basis_points,
        promotion_id=rule.promotion_id,
        names=rule.names,
    )
    return Given(rule=rule, step={"sku": gift.sku, "base": price, "quantity": 1}, gift=line)


def _set_price(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """Each whole set of so many pieces costs one price, as long as their tags come to more than that."""
    size, price = rule.buy_quantity or 1, rule.amount or 0
    _check_pieces(sum(basket.lines[index].quantity for index in matching), size)
    sets = _sets_above(price, size, [basket.lines[index] for index in _dearest_first(basket, matching)])
    if rule.most_per_order is not None:
        sets = min(sets, rule.most_per_order)
    parts = _first(basket, matching, sets * size)
    worth = sum(_worth(basket, part) for part in parts)
    given = _off_by_amount(rule, basket, parts, max(worth - sets * price, 0))
    given.step |= {"set_of": size, "sets": sets, "price": price}
    return given


def _spend_and_save(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """What the highest step reached gives: a share or an amount."""
    goods = _tags([basket.lines[index] for index in matching])
    reached = [tier for tier in rule.tiers if tier["from"] <= goods]
    if not reached:
        lowest = min((tier["from"] for tier in rule.tiers), default=goods)
        raise NotGiven("minimum_goods_not_reached", minimum=lowest, missing=lowest - goods)
    tier = max(reached, key=lambda tier: tier["from"])
    parts = _all_of(basket, matching)
    if "basis_points" in tier:
        given = _off_by_share(rule, basket, parts, tier["basis_points"])
    else:
        given = _off_by_amount(rule, basket, parts, tier["amount"])
    given.step |= {"from": tier["from"], "goods": goods}
    return given


KINDS: Mapping[str, Callable[[Rule, Basket, Sequence[int]], Given]] = {
    "percentage": _percentage,
    "amount": _amount,
    "free_delivery": _free_delivery,
    "buy_x_get_y": _buy_x_get_y,
    "cheapest_free": _cheapest_free,
    "gift": _gift,
    "set_price": _set_price,
    "spend_and_save": _spend_and_save,
}


# Which pieces


def _all_of(basket: Basket, matching: Sequence[int]) -> list[Part]:
    return [Part(index, basket.lines[index].quantity) for index in matching]


def _dearest_first(basket: Basket, matching: Sequence[int]) -> Sequence[int]:
    if len(matching) == len(basket.lines):
        return basket.dearest
    wanted = set(matching)
    return [index for index in basket.dearest if index in wanted]


def _first(basket: Basket, matching: Sequence[int], pieces: int) -> list[Part]:
    """So many pieces, the dearest first."""
    parts = []
    for index in _dearest_first(basket, matching):
        if taken := min(pieces, basket.lines[index].quantity):
            parts.append(Part(index, taken))
            pieces -= taken
    return sorted(parts, key=lambda part: part.index)


def _cheapest_of_sets(
    rule: Rule, basket: Basket, matching: Sequence[int], *, size: int, cheap: int
) -> tuple[list[Part], int]:
    """The ``cheap`` last pieces of each whole set of ``size``, the dearest set first; and how many sets there are."""
    there = sum(basket.lines[index].quantity for index in matching)
    _check_pieces(there, size)
    sets = there // size
    if rule.most_per_order is not None:
        sets = min(sets, rule.most_per_order)

    def cheap_until(position: int) -> int:
        """How many of the pieces before a position are cheap ones."""
        whole, rest = divmod(min(position, sets * size), size)
        return whole * cheap + max(rest - (size - cheap), 0)

    parts, position = [], 0
    for index in _dearest_first(basket, matching):
        end = position + basket.lines[index].quantity
        if pieces := cheap_until(end) - cheap_until(position):
            parts.append(Part(index, pieces))
        position = end
    return sorted(parts, key=lambda part: part.index), sets


def _sets_above(price: int, size: int, lines: Sequence[QuoteLine]) -> int:
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


# What is taken off them


def _worth(basket: Basket, part: Part) -> int:
    """What earlier promotions have left of these pieces."""
    return half_up(basket.left[part.index] * part.pieces, basket.lines[part.index].quantity)


def _off_by_share(rule: Rule, basket: Basket, parts: Sequence[Part], basis_points: int) -> Given:
    goods = {
        part.index: half_up(
            basket.left[part.index] * part.pieces * basis_points, basket.lines[part.index].quantity * WHOLE
        )
        for part in parts
    }
    step = {"basis_points": basis_points, "rounding": "half_up_per_line", "lines": _bases(basket, parts)}
    return Given(rule=rule, step=step, goods=goods)


def _off_by_amount(rule: Rule, basket: Basket, parts: Sequence[Part], amount: int) -> Given:
    worths = [_worth(basket, part) for part in parts]
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


def _cut(given: Given, money_left: int) -> None:
    """A budget that is smaller than the discount gives what is left of it; half a gift does not exist."""
    if given.gift:
        raise NotGiven("budget_spent")
    if given.delivery:
        given.delivery = money_left
    else:
        given.goods = dict(zip(given.goods, spread(money_left, list(given.goods.values())), strict=True))
    given.step["budget_left"] = money_left


def _describe(given: Given, basket: Basket) -> None:
    """Complete the step of the trace: who, and how much; what is taken is negative."""
    rule, step = given.rule, given.step
    for line, amount in zip(step.get("lines", ()), given.goods.values(), strict=True):
        line["amount"] = -amount
    head = {"rule": rule.kind, "promotion": rule.public_id, "names": dict(rule.names)}
    if rule.voucher:
        head["voucher"] = rule.voucher
    if "lines" in step:
        step = {"base": sum(line["base"] for line in step["lines"]), **step}
    given.step = {**head, **step, "amount": -given.amount}
