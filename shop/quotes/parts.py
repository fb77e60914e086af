"""What a quote is asked about and what it answers, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from .reasons import named, why_not


class Named:
    """Something with the names of a promotion; ``name`` is in the language of whoever reads it."""

    names: Mapping[str, str]

    @property
    def name(self) -> str:
        return named(self.names, get_language() or "")


@dataclass(frozen=True, kw_only=True)
class QuoteLine:
    """So many pieces of one SKU at a unit price in minor units; a SKU has one line."""

    sku: str
    quantity: int
    unit_price: int
    tax_basis_points: int
    product: int = 0
    # Its own category and all above it.
    categories: frozenset[int] = frozenset()
    brand: int = 0
    # Whether the price is announced as a reduction.
    is_reduced: bool = False
    # The code of the price list it comes from, if it is not the price for everybody.
    price_list: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeliveryCharge:
    """What the chosen way of delivery costs, and the rule that said so."""

    price: int
    rule: str
    tax_basis_points: int
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class Gift:
    """A piece that a promotion adds; ``available`` are all free pieces, those already in the cart included."""

    sku: str
    unit_price: int
    tax_basis_points: int
    available: int


@dataclass(frozen=True, kw_only=True)
class Rule(Named):
    """A promotion as the quote sees it: a copy of its row, with what is left of its limits.

    Goods match if they are one of ``products``, or in one of ``categories`` and of one of ``brands`` (an empty set of
    these two narrows nothing); with all three empty everything matches.
    """

    promotion_id: int
    public_id: str
    names: Mapping[str, str]
    kind: str
    basis_points: int | None = None
    amount: int | None = None
    buy_quantity: int | None = None
    get_quantity: int | None = None
    tiers: Sequence[Mapping[str, int]] = ()
    gift: Gift | None = None
    categories: frozenset[int] = frozenset()
    brands: frozenset[int] = frozenset()
    products: frozenset[int] = frozenset()
    excluded_products: frozenset[int] = frozenset()
    excludes_reduced: bool = False
    minimum_goods: int | None = None
    minimum_quantity: int | None = None
    is_exclusive: bool = False
    priority: int = 0
    most_per_order: int | None = None
    voucher: str | None = None
    uses_left: int | None = None
    money_left: int | None = None
    # Why it does not hold at all, found out before the basket was looked at.
    refusal: str = ""

    @property
    def order(self) -> tuple[int, int]:
        """Its place in the order of counting."""
        return (self.priority, self.promotion_id)


@dataclass(frozen=True, kw_only=True)
class GiftLine(Named):
    """Pieces that a promotion puts into the basket; their worth is in the subtotal and in the discount."""

    sku: str
    quantity: int
    unit_price: int
    tax_basis_points: int
    promotion_id: int
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Applied(Named):
    """A promotion that counts, and all that it gives: off the goods (by SKU), off the delivery, as a gift."""

    promotion_id: int
    public_id: str
    voucher: str | None
    names: Mapping[str, str]
    amount: int
    goods: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Refusal(Named):
    """A promotion that does not count; ``detail`` says why to whoever reads it."""

    promotion_id: int
    public_id: str
    voucher: str | None
    names: Mapping[str, str]
    code: str
    params: Mapping[str, Any]
    currency: str

    @property
    def detail(self) -> str:
        return why_not(self.code, self.params, self.currency)


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What a basket costs: total = subtotal − discount + delivery + tax_added.

    ``tax`` is all of the tax, whether the amounts contain it or it is added.  The amounts of the trace's steps, without
    those that tell the tax inside the prices, add up to the total.
    """

    currency: str
    prices_include_tax: bool
    line_totals: Mapping[str, int]
    line_discounts: Mapping[str, int]
    line_taxes: Mapping[str, int]
    gifts: Sequence[GiftLine]
    subtotal: int
    discount: int
    delivery: int
    delivery_discount: int
    tax: int
    tax_added: int
    taxes: Sequence[Mapping[str, int]]
    total: int
    applied: Sequence[Applied]
    refused: Sequence[Refusal]
    trace: list[dict[str, Any]] = field(default_factory=list)

    @property
    def discounts_of(self) -> dict[str, list[dict[str, Any]]]:
        """For each SKU which promotion takes what off it, as a line of a cart or an order tells it."""
        found: dict[str, list[dict[str, Any]]] = {sku: [] for sku in self.line_totals}
        for one in self.applied:
            told = {"promotion": one.public_id, "name": one.name, "voucher": one.voucher}
            for sku, amount in one.goods.items():
                found[sku].append(told | {"amount": amount})
        return found
