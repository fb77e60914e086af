"""Counts a stored trace again, from its prices on, and says where what is stored differs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shop import money

from .rounding import WHOLE, half_up, spread, tax_on_top

Step = Mapping[str, Any]
# Promotions that take something off lines.
OFF_LINES = frozenset({"percentage", "amount", "buy_x_get_y", "cheapest_free", "set_price", "spend_and_save"})
# Those that always take all pieces of a line together.
WHOLE_LINES = frozenset({"amount", "spend_and_save"})


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What is stored at one place, and what counting again gives; minor units."""

    where: str
    stored: int
    counted: int


@dataclass
class Replay:
    """A trace counted again: the same figures as of a quote, and where the stored ones differ."""

    line_totals: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    line_discounts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    line_taxes: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    # What of a line is still to be paid; given pieces are not among it.
    left: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    pieces: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    delivery: int = 0
    tax: int = 0
    tax_added: int = 0
    taxed: set[str] = field(default_factory=set)
    differences: list[Difference] = field(default_factory=list)

    @property
    def subtotal(self) -> int:
        return sum(self.line_totals.values())

    @property
    def discount(self) -> int:
        return sum(self.line_discounts.values())

    @property
    def total(self) -> int:
        return self.subtotal - self.discount + self.delivery + self.tax_added

    @property
    def agrees(self) -> bool:
        return not self.differences

    def compare(self, where: str, stored: int, counted: int) -> None:
        if stored != counted:
            self.differences.append(Difference(where=where, stored=stored, counted=counted))


def replay(
    trace: Sequence[Step],
    amounts: Mapping[str, int] | None = None,
    lines: Mapping[str, Mapping[str, int]] | None = None,
) -> Replay:
    """Count the trace of a quote or an order again.

    ``amounts`` are the stored subtotal, discount, delivery, tax, tax_added and total, as far as they are to be
    compared; ``lines`` for each SKU its line_total, discount and tax.
    """
    counted = Replay()
    for number, step in enumerate(trace):
        _count(step, f"{number}:{step['rule']}", counted)
    for sku, left in {**counted.left, "": counted.delivery}.items():
        if left and sku not in counted.taxed:
            counted.compare(f"{sku or 'delivery'}:taxed", 0, left)
    for name, stored in (amounts or {}).items():
        counted.compare(name, stored, getattr(counted, name))
    for sku, stored_line in (lines or {}).items():
        of_line = {"line_total": counted.line_totals, "discount": counted.line_discounts, "tax": counted.line_taxes}
        for name, stored in stored_line.items():
            counted.compare(f"{sku}:{name}", stored, of_line[name][sku])
    return counted


def _count(step: Step, where: str, counted: Replay) -> None:
    match step["rule"]:
        case "refused":
            amount = 0
        case "unit_price":
            amount = _goods(step, counted)
        case "gift":
            amount = -step["base"] * step["quantity"]
            counted.line_discounts[step["sku"]] -= amount
        case "free_delivery":
            counted.compare(f"{where}:base", step["base"], counted.delivery)
            most = [step[name] for name in ("up_to", "budget_left") if name in step]
            amount = -min([counted.delivery, *most])
            counted.delivery += amount
        case "tax_included" | "tax_added":
            amount = _tax(step, where, counted)
        case rule if rule in OFF_LINES:
            amount = _promotion(step, where, counted)
        case _:
            amount = step["amount"]
            counted.compare(f"{where}:base", step["base"], counted.subtotal)
            counted.delivery += amount
    counted.compare(where, step["amount"], amount)


def _goods(step: Step, counted: Replay) -> int:
    amount = step["base"] * step["quantity"]
    counted.line_totals[step["sku"]] += amount
    if not step.get("is_gift"):
        counted.left[step["sku"]] += amount
        counted.pieces[step["sku"]] += step["quantity"]
    return amount


def _promotion(step: Step, where: str, counted: Replay) -> int:
    lines = step["lines"]
    for line in lines:
        counted.compare(f"{where}:{line['sku']}:base", line["base"], counted.left[line["sku"]])
        counted.compare(f"{where}:{line['sku']}:of", line["of"], counted.pieces[line["sku"]])
        if step["rule"] in WHOLE_LINES:
            counted.compare(f"{where}:{line['sku']}:quantity", line["quantity"], line["of"])
    counted.compare(f"{where}:base", step["base"], sum(line["base"] for line in lines))
    if "sets" in step:
        # How many pieces of each set cost less: those to get, all of a set with one price, one that is free.
        of_each = step.get("get") or (step["set_of"] if "price" in step else 1)
        counted.compare(f"{where}:sets", step["sets"] * of_each, sum(line["quantity"] for line in lines))
    taken = _by_share(step) if "basis_points" in step else _by_amount(step)
    if "budget_left" in step:
        taken = spread(min(step["budget_left"], sum(taken)), taken)
    for line, amount in zip(lines, taken, strict=True):
        counted.compare(f"{where}:{line['sku']}", line["amount"], -amount)
        counted.left[line["sku"]] -= amount
        counted.line_discounts[line["sku"]] += amount
    return -sum(taken)


def _by_share(step: Step) -> list[int]:
    return [
        half_up(line["base"] * line["quantity"] * step["basis_points"], line["of"] * WHOLE) for line in step["lines"]
    ]


def _by_amount(step: Step) -> list[int]:
    worths = [half_up(line["base"] * line["quantity"], line["of"]) for line in step["lines"]]
    off = step["off"]
    if step["rule"] == "set_price":
        off = max(sum(worths) - step["sets"] * step["price"], 0)
    return spread(min(off, sum(worths)), worths)


def _tax(step: Step, where: str, counted: Replay) -> int:
    is_added = step["rule"] == "tax_added"
    tax_of = tax_on_top if is_added else money.tax_included
    rate = step["basis_points"]
    if "lines" in step:
        counted.compare(f"{where}:base", step["base"], sum(line["base"] for line in step["lines"]))
    tax = 0
    for line in step.get("lines", _untold(counted)):
        sku = line.get("sku")
        base = counted.left[sku] if sku else counted.delivery
        amount = tax_of(base, rate)
        counted.compare(f"{where}:{sku or 'delivery'}:base", line.get("base", base), base)
        counted.compare(f"{where}:{sku or 'delivery'}", line.get("amount", amount), amount)
        counted.taxed.add(sku or "")
        if sku:
            counted.line_taxes[sku] += amount
        tax += amount
    counted.tax += tax
    counted.tax_added += tax if is_added else 0
    return tax


def _untold(counted: Replay) -> list[Step]:
    """What a trace that names no lines is about: all of them, and the delivery."""
    return [*({"sku": sku} for sku in counted.left), {"charge": "delivery"}]
