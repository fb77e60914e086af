"""The plan of an edit: what an order would become, and what its customer would owe more or less; changes nothing.

What was agreed keeps its unit price and its discount; pieces taken out take their share of the discount with them.
Pieces added to an agreed line have its unit price and no discount: a promotion never gives more than it gave.  What was
not in the order costs what it costs today.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from shop import markets, money, pricing, shipments, stock, taxes
from shop.errors import (
    InvalidQuantity,
    NothingChanged,
    OrderNotEditable,
    TooManyPieces,
    UnknownSku,
    VariantUnavailable,
)
from shop.models import CatalogEntry, Order, OrderLine, RefundLine, Variant
from shop.quotes.rounding import half_up, spread, tax_on_top

Status = Order.Status
EDITABLE = (Status.CONFIRMED, Status.PACKED, Status.READY, Status.PARTLY_SHIPPED)
LARGEST_QUANTITY = 999


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An order as it would be: its lines, sums, and what the customer then owes more (or less), minor units."""

    order: Order
    lines: Sequence[OrderLine]
    # What changes: pieces more or fewer of a line
    changes: Sequence[tuple[OrderLine, int]]
    sums: Mapping[str, Any] = field(default_factory=dict)
    # How much less each promotion gives, by its public id
    less_given: Mapping[str, int] = field(default_factory=dict)

    @property
    def difference(self) -> int:
        return self.sums["total"] - self.order.total

    @property
    def is_empty(self) -> bool:
        """Nothing would be left of the order."""
        return not any(line.quantity for line in self.lines)


def is_editable(order: Order) -> bool:
    """Whether it may still be changed: it is agreed, and something of it is still to leave."""
    return order.status in EDITABLE


def plan(*, order: Order, quantities: Mapping[str, int]) -> Plan:
    """What an edit would make of an order; changes nothing.

    ``quantities`` says how many pieces of a SKU there shall be; lines that are not named stay.  Raises
    OrderNotEditable, InvalidQuantity, UnknownSku, VariantUnavailable, TooManyPieces or NothingChanged.
    """
    if not is_editable(order):
        raise OrderNotEditable
    lines = list(order.lines.all())
    by_sku = {line.sku: line for line in lines}
    earlier = list(order.edits.values_list("before", flat=True))
    changes: list[tuple[OrderLine, int]] = []
    less_given: Counter[str] = Counter()
    floors = _floors(order, lines)
    for sku, quantity in quantities.items():
        if not 0 <= quantity <= LARGEST_QUANTITY:
            raise InvalidQuantity
        line = by_sku.get(sku)
        if quantity == (line.quantity if line else 0):
            continue
        if line is None:
            line = OrderLine(order=order, quantity=0)
            lines.append(line)
        change = quantity - line.quantity
        if line.pk is not None and quantity < floors[line.pk]:
            raise TooManyPieces(line.name, line.quantity - floors[line.pk])
        if line.quantity:
            less_given += _count(order, line, quantity, agreed=_agreed(line, earlier))
        else:
            _add(order, line, sku, quantity)
        changes.append((line, change))
    if not changes:
        raise NothingChanged
    return Plan(order=order, lines=lines, changes=changes, sums=_sums(order, lines), less_given=less_given)


def _floors(order: Order, lines: Collection[OrderLine]) -> dict[int, int]:
    """The fewest pieces that each line can have: those that left or were given up, and those whose money went back.

    What went back stays in the order: its refunds speak of it.
    """
    to_send = shipments.left(order)
    rows = RefundLine.objects.filter(refund__order=order).values_list("order_line")
    given_back = dict(rows.annotate(pieces=Sum("quantity")).order_by())
    return {line.pk: max(line.quantity - to_send[line.pk], given_back.get(line.pk, 0)) for line in lines}


def _agreed(line: OrderLine, earlier: Collection[Collection[Mapping[str, Any]]]) -> int:
    """The pieces that a line's discount belongs to: the fewest it ever had; ``earlier`` is what edits found."""
    before = [sum(one["quantity"] for one in told if one["sku"] == line.sku) for told in earlier]
    return min(line.quantity, *before) if before else line.quantity


def _count(order: Order, line: OrderLine, quantity: int, *, agreed: int) -> Counter[str]:
    """The same unit price, and of the discount what belongs to so many pieces; how much less each promotion gives."""
    discount = half_up(line.discount * min(quantity, agreed), agreed) if agreed else line.discount
    parts = spread(discount, [one["amount"] for one in line.discounts])
    less_given: Counter[str] = Counter()
    for one, part in zip(line.discounts, parts, strict=True):
        less_given[one["promotion"]] += one["amount"] - part
    line.discounts = [one | {"amount": part} for one, part in zip(line.discounts, parts, strict=True)]
    line.discount = discount
    line.quantity = quantity
    line.gift_quantity = min(line.gift_quantity, quantity)
    _tax(order, line)
    return less_given


def _add(order: Order, line: OrderLine, sku: str, quantity: int) -> None:
    """What was not agreed before, at today's price for this customer."""
    variant = Variant.objects.filter(sku=sku).select_related("product").first()
    if variant is None:
        raise UnknownSku(sku)
    buyer = markets.buyer(customer=order.customer, market=order.market)
    offer = pricing.prices_at([variant.pk], currency=order.currency, buyer=buyer).get(variant.pk)
    entry = CatalogEntry.objects.filter(product_id=variant.product_id, language=order.language).first()
    if offer is None or entry is None:
        raise VariantUnavailable(sku)
    country = ((order.delivery or {}).get("address") or {}).get("country") or buyer.terms.country
    line.variant, line.sku = variant, sku
    line.product_public_id = variant.product.public_id
    line.name = next((one["name"] for one in entry.detail["variants"] if one["sku"] == sku), entry.name)[:255]
    line.quantity, line.unit_price = quantity, offer.amount
    line.discount, line.discounts, line.gift_quantity = 0, [], 0
    line.tax_basis_points = taxes.rates(country, timezone.now()).of(variant.product.tax_class_id)
    line.parts = stock.parts_of([sku])[sku]
    line.page_revision = entry.detail.get("page_revision")
    _tax(order, line)


def _tax(order: Order, line: OrderLine) -> None:
    line.line_total = line.unit_price * line.quantity
    paid = line.line_total - line.discount
    of_paid = money.tax_included if order.prices_include_tax else tax_on_top
    line.tax = of_paid(paid, line.tax_basis_points)


def _sums(order: Order, lines: Collection[OrderLine]) -> dict[str, Any]:
    """The sums of the order with these lines; its delivery stays as it was agreed."""
    before = list(OrderLine.objects.filter(order=order))
    tax = order.tax + sum(line.tax for line in lines) - sum(line.tax for line in before)
    sums: dict[str, Any] = {
        "subtotal": sum(line.line_total for line in lines),
        "discount": sum(line.discount for line in lines),
        "tax": tax,
        "tax_added": 0 if order.prices_include_tax else tax,
        "taxes": _taxes(order, before, lines),
    }
    sums["total"] = sums["subtotal"] - sums["discount"] + order.delivery_price + sums["tax_added"]
    return sums


def _taxes(order: Order, before: Collection[OrderLine], after: Collection[OrderLine]) -> list[dict[str, int]]:
    """The table of rates with what the lines changed in it."""
    by_rate = {one["basis_points"]: [one["net"], one["tax"]] for one in order.taxes}
    changed: list[tuple[OrderLine, int]] = [*((line, -1) for line in before), *((line, 1) for line in after)]
    for line, sign in changed:
        paid = line.line_total - line.discount
        net = paid - line.tax if order.prices_include_tax else paid
        row = by_rate.setdefault(line.tax_basis_points, [0, 0])
        row[0] += sign * net
        row[1] += sign * line.tax
    return [
        {"basis_points": rate, "net": net, "tax": tax} for rate, (net, tax) in sorted(by_rate.items()) if net or tax
    ]
