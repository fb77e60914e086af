"""A basket while promotions are counted on it, what one of them gives, and the word that it gives nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from .parts import DeliveryCharge, GiftLine, QuoteLine, Rule

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
