"""Counts a basket: goods, promotions, delivery, tax, each step with its trace."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from shop import money

from .basket import Basket, Given
from .parts import Applied, DeliveryCharge, Quote, QuoteLine, Refusal, Rule
from .rounding import tax_on_top
from .stacking import Outcome, Refused, best


class Taxed(NamedTuple):
    """One amount with its rate, after all promotions; no SKU: the delivery."""

    sku: str
    amount: int
    basis_points: int
    tax: int


def quote(
    lines: Sequence[QuoteLine],
    *,
    delivery: DeliveryCharge,
    rules: Sequence[Rule] = (),
    prices_include_tax: bool = True,
    currency: str,
) -> Quote:
    """What the lines cost with delivery, promotions and tax; the order of the lines changes nothing.

    A line is rounded once by each promotion and once by its tax, a half upwards; an amount for several lines is divided
    by the largest remainders.  The tax is that of what is paid after promotions.
    """
    ordered = sorted(lines, key=lambda line: line.sku)
    if len({line.sku for line in ordered}) < len(ordered):
        raise ValueError("a SKU has one line")
    basket = Basket.of(ordered, delivery)
    untouched = basket.copy()

    def payable(counted: Basket) -> int:
        amounts = sum(counted.left) + counted.delivery
        return amounts if prices_include_tax else amounts + sum(tax.tax for tax in _taxes(counted, delivery, False))

    outcome = best(basket, rules, payable)
    taxed = _taxes(outcome.basket, delivery, prices_include_tax)
    totals = _line_totals(lines, outcome.basket)
    applied = [_applied(given, ordered) for given in outcome.given]
    discounts = dict.fromkeys(totals, 0)
    for one in applied:
        for sku, amount in one.goods.items():
            discounts[sku] += amount
    tax = sum(one.tax for one in taxed)
    tax_added = 0 if prices_include_tax else tax
    left = outcome.basket.delivery
    subtotal, discount = sum(totals.values()), sum(discounts.values())
    taxes_of = {one.sku: one.tax for one in taxed if one.sku}
    return Quote(
        currency=currency,
        prices_include_tax=prices_include_tax,
        line_totals=totals,
        line_discounts=discounts,
        line_taxes={sku: taxes_of.get(sku, 0) for sku in totals},
        gifts=outcome.basket.gifts,
        subtotal=subtotal,
        discount=discount,
        delivery=left,
        delivery_discount=untouched.delivery - left,
        tax=tax,
        tax_added=tax_added,
        taxes=_by_rate(taxed, prices_include_tax),
        total=subtotal - discount + left + tax_added,
        applied=applied,
        refused=[_refusal(one, currency) for one in outcome.refused],
        trace=_trace(lines, delivery, outcome, taxed, prices_include_tax),
    )


def _line_totals(lines: Sequence[QuoteLine], basket: Basket) -> dict[str, int]:
    """Unit price × quantity of each SKU, given pieces included."""
    totals = {line.sku: line.unit_price * line.quantity for line in lines}
    for gift in basket.gifts:
        totals[gift.sku] = totals.get(gift.sku, 0) + gift.unit_price * gift.quantity
    return totals


def _taxes(basket: Basket, delivery: DeliveryCharge, prices_include_tax: bool) -> list[Taxed]:
    """The tax of each line and of the delivery; what is given away is not taxed."""
    count = money.tax_included if prices_include_tax else tax_on_top
    charges = [(line.sku, left, line.tax_basis_points) for line, left in zip(basket.lines, basket.left, strict=True)]
    charges.append(("", basket.delivery, delivery.tax_basis_points))
    return [Taxed(sku, amount, rate, count(amount, rate)) for sku, amount, rate in charges]


def _by_rate(taxed: Sequence[Taxed], prices_include_tax: bool) -> list[dict[str, int]]:
    """What an invoice shows: for each rate what is taxed, without the tax, and the tax."""
    rates = []
    for rate in sorted({one.basis_points for one in taxed if one.amount}, reverse=True):
        amount = sum(one.amount for one in taxed if one.basis_points == rate)
        tax = sum(one.tax for one in taxed if one.basis_points == rate)
        rates.append({"basis_points": rate, "net": amount - tax if prices_include_tax else amount, "tax": tax})
    return rates


def _applied(given: Given, lines: Sequence[QuoteLine]) -> Applied:
    rule = given.rule
    goods = {lines[index].sku: amount for index, amount in given.goods.items() if amount}
    if given.gift:
        goods[given.gift.sku] = given.amount
    return Applied(
        promotion_id=rule.promotion_id,
        public_id=rule.public_id,
        voucher=rule.voucher,
        names=rule.names,
        amount=given.amount,
        goods=goods,
    )


def _refusal(refused: Refused, currency: str) -> Refusal:
    rule = refused.rule
    return Refusal(
        promotion_id=rule.promotion_id,
        public_id=rule.public_id,
        voucher=rule.voucher,
        names=rule.names,
        code=refused.code,
        params=refused.params,
        currency=currency,
    )


# The trace


def _trace(
    lines: Sequence[QuoteLine],
    delivery: DeliveryCharge,
    outcome: Outcome,
    taxed: Sequence[Taxed],
    prices_include_tax: bool,
) -> list[dict[str, Any]]:
    """Every step that made the total, in the order of counting, in words for machines."""
    steps = [_price_step(line) for line in lines]
    steps += [
        {
            "rule": "unit_price",
            "sku": gift.sku,
            "base": gift.unit_price,
            "quantity": gift.quantity,
            "is_gift": True,
            "amount": gift.unit_price * gift.quantity,
        }
        for gift in outcome.basket.gifts
    ]
    goods = sum(step["amount"] for step in steps)
    charge: dict[str, Any] = {"rule": delivery.rule, "charge": "delivery", "base": goods, "amount": delivery.price}
    if delivery.method:
        charge["method"] = delivery.method
    steps.append(charge)
    steps += [given.step for given in outcome.given]
    steps += [_refused_step(one) for one in outcome.refused]
    return steps + _tax_steps(taxed, prices_include_tax)


def _price_step(line: QuoteLine) -> dict[str, Any]:
    step: dict[str, Any] = {
        "rule": "unit_price",
        "sku": line.sku,
        "base": line.unit_price,
        "quantity": line.quantity,
        "amount": line.unit_price * line.quantity,
    }
    if line.price_list:
        step["price_list"] = line.price_list
    if line.is_reduced:
        step["is_reduced"] = True
    return step


def _refused_step(refused: Refused) -> dict[str, Any]:
    rule = refused.rule
    step: dict[str, Any] = {
        "rule": "refused",
        "promotion": rule.public_id,
        "names": dict(rule.names),
        "code": refused.code,
        "params": refused.params,
        "amount": 0,
    }
    if rule.voucher:
        step["voucher"] = rule.voucher
    return step


def _tax_steps(taxed: Sequence[Taxed], prices_include_tax: bool) -> list[dict[str, Any]]:
    """One step for each rate, with the amounts that it was counted on."""
    steps = []
    for rate in sorted({one.basis_points for one in taxed if one.amount}, reverse=True):
        charges = [one for one in taxed if one.basis_points == rate and one.amount]
        steps.append(
            {
                "rule": "tax_included" if prices_include_tax else "tax_added",
                "base": sum(one.amount for one in charges),
                "basis_points": rate,
                "rounding": "half_up_per_line",
                "lines": [
                    ({"sku": one.sku} if one.sku else {"charge": "delivery"}) | {"base": one.amount, "amount": one.tax}
                    for one in charges
                ],
                "amount": sum(one.tax for one in charges),
            }
        )
    return steps
