"""Reads tables of pricing cases, and writes a quote as they do.

A row is ``words | basket | promotions | trace | total``; amounts are minor units.  A line that begins with ``@`` says
what holds for the rows below it (``@ currency JPY``, ``@ prices without tax``), one with ``#`` is for the reader.

basket      ``A 3x3333 22% cat1 brand2 prod3 reduced list:club, delivery 39000 22%``
promotions  ``percentage 10% cat=1 voucher=X; amount 500 exclusive``, numbered P1, P2 ... in this order
trace       each step after the prices: ``percentage -3333 (A -3333); gift -990 (G); tax_included 22% 54 (A 54)``
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shop import quotes
from shop.quotes import DeliveryCharge, Gift, Quote, QuoteLine, Rule

CASES = Path(__file__).parent / "quote_cases"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One row of a table."""

    words: str
    basket: str
    promotions: str
    trace: str
    total: str
    currency: str
    prices_include_tax: bool

    def quote(self, *, backwards: bool = False) -> Quote:
        lines = [line(text) for text in parts(self.basket, ",") if not text.startswith("delivery")]
        charges = [charge(text) for text in parts(self.basket, ",") if text.startswith("delivery")]
        given = [rule(number, text) for number, text in enumerate(parts(self.promotions, ";"), start=1)]
        return quotes.quote(
            lines[::-1] if backwards else lines,
            delivery=charges[0] if charges else DeliveryCharge(price=0, rule="delivery_pickup", tax_basis_points=0),
            rules=given,
            prices_include_tax=self.prices_include_tax,
            currency=self.currency,
        )


def cases() -> Iterator[tuple[str, Case]]:
    """Each row with the table and the words that name it."""
    for path in sorted(CASES.glob("*.txt")):
        currency, prices_include_tax = "RUB", True
        for row in path.read_text().splitlines():
            match row.split():
                case []:
                    continue
                case ["#", *_]:
                    continue
                case ["@", "currency", code]:
                    currency = code
                case ["@", "prices", word, "tax"]:
                    prices_include_tax = word == "with"
                case _:
                    words, basket, promotions, trace, total = (column.strip() for column in row.split("|"))
                    yield (
                        f"{path.stem}: {words}",
                        Case(
                            words=words,
                            basket=basket,
                            promotions=promotions,
                            trace=trace,
                            total=total,
                            currency=currency,
                            prices_include_tax=prices_include_tax,
                        ),
                    )


def parts(text: str, joint: str) -> list[str]:
    return [part.strip() for part in text.split(joint) if part.strip()]


def points(text: str) -> int:
    """Basis points of "33.33%"."""
    whole, _, rest = text.rstrip("%").partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)


def line(text: str) -> QuoteLine:
    sku, pieces, *options = text.split()
    quantity, price = pieces.split("x")
    given: dict[str, Any] = {"tax_basis_points": 0, "categories": frozenset()}
    for option in options:
        if option.endswith("%"):
            given["tax_basis_points"] = points(option)
        elif option.startswith("cat"):
            given["categories"] |= {int(option.removeprefix("cat"))}
        elif option.startswith("brand"):
            given["brand"] = int(option.removeprefix("brand"))
        elif option.startswith("prod"):
            given["product"] = int(option.removeprefix("prod"))
        elif option.startswith("list:"):
            given["price_list"] = option.removeprefix("list:")
        elif option == "reduced":
            given["is_reduced"] = True
        else:
            raise ValueError(option)
    return QuoteLine(sku=sku, quantity=int(quantity), unit_price=int(price), **given)


def charge(text: str) -> DeliveryCharge:
    _, price, *rate = text.split()
    return DeliveryCharge(price=int(price), rule="delivery", tax_basis_points=points(rate[0]) if rate else 0)


NUMBERS = {
    "limit": "most_per_order",
    "budget": "money_left",
    "uses": "uses_left",
    "min": "minimum_goods",
    "minq": "minimum_quantity",
    "priority": "priority",
}
SETS = {"cat": "categories", "brand": "brands", "product": "products", "except": "excluded_products"}
FLAGS = {"exclusive": "is_exclusive", "notreduced": "excludes_reduced"}


def rule(number: int, text: str) -> Rule:
    kind, *words = text.split()
    named = dict(word.split("=", 1) for word in words if "=" in word and not word[0].isdigit())
    flags = [word for word in words if word in FLAGS]
    positional = [word for word in words if word not in flags and word.partition("=")[0] not in named]
    given = _kind(kind, positional, named)
    for name, value in named.items():
        if name in NUMBERS:
            given[NUMBERS[name]] = int(value)
        elif name in SETS:
            given[SETS[name]] = frozenset(int(one) for one in value.split(","))
        elif name in ("voucher", "refusal"):
            given[name] = value
    return Rule(
        promotion_id=int(named.get("same_as", number)),
        public_id=f"P{number}",
        names={"en": f"P{number}", "ru": f"П{number}"},
        kind=kind,
        **given,
        **{FLAGS[flag]: True for flag in flags},
    )


def _kind(kind: str, words: list[str], named: Mapping[str, str]) -> dict[str, Any]:
    match kind, words:
        case "percentage", [share]:
            return {"basis_points": points(share)}
        case "amount", [amount]:
            return {"amount": int(amount)}
        case "free_delivery", most:
            return {"amount": int(most[0])} if most else {}
        case "buy_x_get_y", [quantities, *share]:
            buy, get = quantities.split("+")
            given: dict[str, Any] = {"buy_quantity": int(buy), "get_quantity": int(get)}
            return given | ({"basis_points": points(share[0])} if share else {})
        case "cheapest_free", [size]:
            return {"buy_quantity": int(size)}
        case "gift", [sku, price]:
            tax = points(named.get("tax", "0%"))
            available = int(named.get("stock", "9"))
            return {"gift": Gift(sku=sku, unit_price=int(price), tax_basis_points=tax, available=available)}
        case "set_price", [bargain]:
            size, price = bargain.split("=")
            return {"buy_quantity": int(size), "amount": int(price)}
        case "spend_and_save", [tiers]:
            return {"tiers": tuple(_tier(tier) for tier in tiers.split("/"))}
    raise ValueError(f"{kind} {words}")


def _tier(text: str) -> dict[str, int]:
    goods, gives = text.split(":")
    if gives.endswith("%"):
        return {"from": int(goods), "basis_points": points(gives)}
    return {"from": int(goods), "amount": int(gives)}


def condensed(quote: Quote) -> str:
    """The steps of a trace after the prices, as the tables write them."""
    return "; ".join(filter(None, (_condensed(step) for step in quote.trace)))


def _condensed(step: Mapping[str, Any]) -> str:
    match step["rule"]:
        case "unit_price" | "delivery_pickup":
            return ""
        case "delivery":
            return f"delivery {step['amount']}"
        case "refused":
            figures = [f" {name}={value}" for name, value in step["params"].items() if name != "with"]
            winners = (
                " with " + "+".join(one["en"] for one in step["params"]["with"]) if "with" in step["params"] else ""
            )
            return f"refused {step['promotion']} {step['code']}{''.join(figures)}{winners}"
        case "tax_included" | "tax_added":
            share = f"{step['basis_points'] / 100:g}%"
            lines = [f"{line.get('sku', 'delivery')} {line['amount']}" for line in step["lines"]]
            return f"{step['rule']} {share} {step['amount']} ({', '.join(lines)})" if step["basis_points"] else ""
    lines = [step["sku"]] if "sku" in step else [_share(line) for line in step.get("lines", ()) if line["amount"]]
    return f"{step['rule']} {step['amount']}" + (f" ({', '.join(lines)})" if lines else "")


def _share(line: Mapping[str, Any]) -> str:
    pieces = "" if line["quantity"] == line["of"] else f" {line['quantity']}of{line['of']}"
    return f"{line['sku']}{pieces} {line['amount']}"


def stored(quote: Quote) -> dict[str, Any]:
    """What an order keeps of a quote beside its trace."""
    names = ("subtotal", "discount", "delivery", "tax", "tax_added", "total")
    return {
        "amounts": {name: getattr(quote, name) for name in names},
        "lines": {
            sku: {
                "line_total": quote.line_totals[sku],
                "discount": quote.line_discounts[sku],
                "tax": quote.line_taxes[sku],
            }
            for sku in quote.line_totals
        },
    }


def assert_consistent(quote: Quote) -> None:
    """What is true of every quote, whatever is in it."""
    assert quote.total == quote.subtotal - quote.discount + quote.delivery + quote.tax_added
    assert quote.subtotal == sum(quote.line_totals.values())
    assert quote.discount == sum(quote.line_discounts.values())
    assert quote.tax == sum(rate["tax"] for rate in quote.taxes)
    assert quote.tax_added == (0 if quote.prices_include_tax else quote.tax)
    net = sum(rate["net"] for rate in quote.taxes)
    assert quote.total == net + quote.tax
    for sku, total in quote.line_totals.items():
        assert 0 <= quote.line_discounts[sku] <= total
        assert quote.line_discounts[sku] == sum(one["amount"] for one in quote.discounts_of[sku])
        assert quote.line_taxes[sku] >= 0
    assert min(quote.delivery, quote.delivery_discount, quote.tax, quote.total) >= 0
    assert sum(one.amount for one in quote.applied) == quote.discount + quote.delivery_discount
    assert sum(step["amount"] for step in quote.trace if step["rule"] != "tax_included") == quote.total
    assert quotes.replay(quote.trace, **stored(quote)).differences == []


def amounts(quote: Quote) -> dict[str, Any]:
    """All of a quote but the order in which its trace tells it."""
    return {name: value for name, value in vars(quote).items() if name != "trace"}
