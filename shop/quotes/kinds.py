"""What each kind of promotion takes off a basket, or why it takes nothing.

Rights are measured by price tags: minimums, steps and the choice of the cheapest pieces look at unit prices, so no
promotion takes away the right to another.  What is taken is taken from what earlier promotions have left.  Sets are
formed from the dearest piece down, so that dividing a basket into several orders gains nothing.
"""

from collections.abc import Callable, Mapping, Sequence

from . import pieces
from .basket import Basket, Given, NotGiven
from .parts import GiftLine, QuoteLine, Rule
from .rounding import WHOLE, spread


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
        pieces.check_pieces(sum(line.quantity for line in matching), rule.minimum_quantity)


def _tags(lines: Sequence[QuoteLine]) -> int:
    """What goods cost by their price tags, before any promotion."""
    return sum(line.unit_price * line.quantity for line in lines)


# The kinds


def _percentage(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """A share of the matching goods; with ``most_per_order``, of so many pieces, the dearest first."""
    parts = pieces.all_of(basket, matching)
    if rule.most_per_order is not None:
        parts = pieces.first(basket, matching, rule.most_per_order)
    return pieces.off_by_share(rule, basket, parts, rule.basis_points or 0)


def _amount(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """A fixed amount, once, divided over the matching goods; never more than they cost."""
    return pieces.off_by_amount(rule, basket, pieces.all_of(basket, matching), rule.amount or 0)


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
    parts, sets = pieces.cheapest_of_sets(rule, basket, matching, size=buy + get, cheap=get)
    given = pieces.off_by_share(rule, basket, parts, WHOLE if rule.basis_points is None else rule.basis_points)
    given.step |= {"buy": buy, "get": get, "sets": sets}
    return given


def _cheapest_free(rule: Rule, basket: Basket, matching: Sequence[int]) -> Given:
    """In each whole set of so many pieces the cheapest costs nothing."""
    size = rule.buy_quantity or 1
    parts, sets = pieces.cheapest_of_sets(rule, basket, matching, size=size, cheap=1)
    given = pieces.off_by_share(rule, basket, parts, WHOLE)
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
    pieces.check_pieces(sum(basket.lines[index].quantity for index in matching), size)
    sets = pieces.sets_above(price, size, [basket.lines[index] for index in pieces.dearest_first(basket, matching)])
    if rule.most_per_order is not None:
        sets = min(sets, rule.most_per_order)
    parts = pieces.first(basket, matching, sets * size)
    worth = sum(pieces.worth(basket, part) for part in parts)
    given = pieces.off_by_amount(rule, basket, parts, max(worth - sets * price, 0))
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
    parts = pieces.all_of(basket, matching)
    if "basis_points" in tier:
        given = pieces.off_by_share(rule, basket, parts, tier["basis_points"])
    else:
        given = pieces.off_by_amount(rule, basket, parts, tier["amount"])
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
