"""Which promotions count together: exclusive ones compete with the combination of all others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .basket import Basket, Given, NotGiven
from .kinds import give
from .parts import Rule


@dataclass(frozen=True)
class Refused:
    """A rule that does not count, with the code and the figures of the reason."""

    rule: Rule
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """What some promotions make of a basket."""

    basket: Basket
    given: list[Given] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def gifts_worth(self) -> int:
        return sum(line.unit_price * line.quantity for line in self.basket.gifts)

    @property
    def order(self) -> tuple[int, int]:
        return min(given.rule.order for given in self.given)


def best(basket: Basket, rules: Sequence[Rule], payable: Callable[[Basket], int]) -> Outcome:
    """The alternative that saves the shopper most, with why each of the others does not count.

    Combining promotions count in order of priority, each on what the earlier ones left.  A gift saves what it is worth.
    Of two alternatives that save the same, the one with the lower priority number wins, then the older promotion.
    """
    once, repeated = _once(sorted(rules, key=lambda rule: rule.order))
    combined = _outcome(basket, [rule for rule in once if not rule.is_exclusive])
    alone = [_outcome(basket, [rule]) for rule in once if rule.is_exclusive]
    outcomes = [combined, *alone]
    possible = [outcome for outcome in outcomes if outcome.given]
    refused = [one for outcome in outcomes for one in outcome.refused if _is_told(one)]
    if not possible:
        return Outcome(basket=basket, refused=refused + repeated)
    winner = min(possible, key=lambda outcome: (payable(outcome.basket) - outcome.gifts_worth, outcome.order))
    winners = [dict(given.rule.names) for given in winner.given]
    lost = [
        Refused(given.rule, "does_not_combine", {"with": winners})
        for outcome in possible
        if outcome is not winner
        for given in outcome.given
    ]
    everything = sorted(refused + lost + repeated, key=lambda one: one.rule.order)
    return Outcome(basket=winner.basket, given=winner.given, refused=everything)


def _outcome(basket: Basket, rules: Sequence[Rule]) -> Outcome:
    outcome = Outcome(basket=basket.copy())
    for rule in rules:
        try:
            outcome.given.append(give(rule, outcome.basket))
        except NotGiven as reason:
            outcome.refused.append(Refused(rule, reason.code, reason.params))
    return outcome


def _once(rules: Sequence[Rule]) -> tuple[list[Rule], list[Refused]]:
    """Each promotion once, by a voucher that holds before without one; a second voucher for it adds nothing."""
    chosen: dict[int, Rule] = {}
    for rule in rules:
        if not rule.refusal and (rule.promotion_id not in chosen or not chosen[rule.promotion_id].voucher):
            chosen[rule.promotion_id] = rule
    repeated = [
        Refused(rule, "does_not_combine", {"with": [dict(rule.names)]})
        for rule in rules
        if not rule.refusal and rule.voucher and chosen[rule.promotion_id] is not rule
    ]
    kept = {id(rule) for rule in chosen.values()}
    return [rule for rule in rules if rule.refusal or id(rule) in kept], repeated


def _is_told(refused: Refused) -> bool:
    """A shopper who has typed a code is told why it does not help; nobody is told of an offer he never saw."""
    return refused.rule.voucher is not None
