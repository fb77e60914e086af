"""A trace in words: the sentences from which a person sees how each amount came about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, override

from shop import money

from .basket import NOT_CHOSEN
from .reasons import named, why_not

Step = Mapping[str, Any]


def explain(trace: Sequence[Step], currency: str, language: str, names: Mapping[str, str] | None = None) -> list[str]:
    """One sentence for each step, in that language; ``names`` says what the SKUs are called."""
    with override(language):
        reader = Reader(currency=currency, language=language, names=names or {})
        return [SENTENCES.get(step["rule"], _delivery)(step, reader) for step in trace]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Writes amounts, shares and names as this reader is used to them."""

    currency: str
    language: str
    names: Mapping[str, str] = field(default_factory=dict)

    def money(self, amount: int) -> str:
        return money.formatted(amount, self.currency, self.language)

    def share(self, basis_points: int) -> str:
        whole, rest = divmod(basis_points, 100)
        point = "," if self.language == "ru" else "."
        figures = f"{whole}{point}{rest:02d}".rstrip("0") if rest else str(whole)
        space = money.NO_BREAK_SPACE if self.language == "ru" else ""
        return f"{figures}{space}%"

    def goods(self, sku: str) -> str:
        return self.names.get(sku, sku)

    def promotion(self, step: Step) -> str:
        name = gettext("“%(name)s”") % {"name": named(step["names"], self.language)}
        if step.get("voucher"):
            return gettext("%(promotion)s with the voucher %(code)s") % {"promotion": name, "code": step["voucher"]}
        return name


def _unit_price(step: Step, reader: Reader) -> str:
    words = {
        "goods": reader.goods(step["sku"]),
        "quantity": step["quantity"],
        "price": reader.money(step["base"]),
        "amount": reader.money(step["amount"]),
    }
    if step.get("is_gift"):
        return gettext("A gift, %(goods)s: %(quantity)d × %(price)s = %(amount)s.") % words
    if step.get("price_list"):
        words["list"] = step["price_list"]
        return gettext("%(goods)s: %(quantity)d × %(price)s (price list “%(list)s”) = %(amount)s.") % words
    if step.get("is_reduced"):
        return gettext("%(goods)s: %(quantity)d × %(price)s (a reduced price) = %(amount)s.") % words
    return gettext("%(goods)s: %(quantity)d × %(price)s = %(amount)s.") % words


def _delivery(step: Step, reader: Reader) -> str:
    if step["rule"] == NOT_CHOSEN:
        return gettext("The way of delivery is not chosen yet.")
    if not step["amount"]:
        return gettext("Delivery: free of charge.")
    return gettext("Delivery: %(amount)s.") % {"amount": reader.money(step["amount"])}


def _percentage(step: Step, reader: Reader) -> str:
    return _taken(step, reader, gettext("%(share)s off") % {"share": reader.share(step["basis_points"])})


def _amount(step: Step, reader: Reader) -> str:
    return _taken(step, reader, gettext("%(off)s off") % {"off": reader.money(step["off"])})


def _free_delivery(step: Step, reader: Reader) -> str:
    if "up_to" in step:
        return _taken(step, reader, gettext("up to %(most)s of the delivery") % {"most": reader.money(step["up_to"])})
    return _taken(step, reader, gettext("free delivery"))


def _buy_x_get_y(step: Step, reader: Reader) -> str:
    words = {"share": reader.share(step["basis_points"]), "size": step["buy"] + step["get"], "get": step["get"]}
    told = gettext("%(share)s off the cheapest of every %(size)d pieces (%(get)d)")
    return _taken(step, reader, told % words)


def _cheapest_free(step: Step, reader: Reader) -> str:
    return _taken(step, reader, gettext("the cheapest of every %(size)d pieces free") % {"size": step["set_of"]})


def _gift(step: Step, reader: Reader) -> str:
    return _taken(step, reader, gettext("%(goods)s as a gift") % {"goods": reader.goods(step["sku"])})


def _set_price(step: Step, reader: Reader) -> str:
    words = {"size": step["set_of"], "price": reader.money(step["price"])}
    return _taken(step, reader, gettext("every %(size)d pieces for %(price)s") % words)


def _spend_and_save(step: Step, reader: Reader) -> str:
    share = reader.share(step["basis_points"]) if "basis_points" in step else reader.money(step["off"])
    words = {"off": share, "from": reader.money(step["from"])}
    return _taken(step, reader, gettext("%(off)s off from goods for %(from)s") % words)


def _taken(step: Step, reader: Reader, what: str) -> str:
    """A promotion, what it gives, how much that is, and how it falls upon the lines."""
    words = {"promotion": reader.promotion(step), "what": what, "amount": reader.money(step["amount"])}
    parts = [
        gettext("%(goods)s %(amount)s") % {"goods": reader.goods(line["sku"]), "amount": reader.money(line["amount"])}
        for line in step.get("lines", ())
        if line["amount"]
    ]
    if len(parts) > 1:
        words["parts"] = "; ".join(parts)
        sentence = gettext("%(promotion)s: %(what)s, %(amount)s (%(parts)s).") % words
    else:
        sentence = gettext("%(promotion)s: %(what)s, %(amount)s.") % words
    if "budget_left" in step:
        left = gettext("Its budget had %(amount)s left.") % {"amount": reader.money(step["budget_left"])}
        return f"{sentence} {left}"
    return sentence


def _refused(step: Step, reader: Reader) -> str:
    reason = why_not(step["code"], step["params"], reader.currency)
    return gettext("%(promotion)s does not count. %(reason)s") % {
        "promotion": reader.promotion(step),
        "reason": reason,
    }


def _tax_included(step: Step, reader: Reader) -> str:
    words = {"share": reader.share(step["basis_points"]), "amount": reader.money(step["amount"])}
    if "base" not in step:
        return gettext("Tax of %(share)s in these prices: %(amount)s.") % words
    return gettext("Tax of %(share)s in %(base)s: %(amount)s.") % {**words, "base": reader.money(step["base"])}


def _tax_added(step: Step, reader: Reader) -> str:
    return gettext("Tax of %(share)s on top of %(base)s: %(amount)s.") % {
        "share": reader.share(step["basis_points"]),
        "base": reader.money(step["base"]),
        "amount": reader.money(step["amount"]),
    }


# Whatever is not here is a rule of delivery.
SENTENCES: Mapping[str, Callable[[Step, Reader], str]] = {
    "unit_price": _unit_price,
    "percentage": _percentage,
    "amount": _amount,
    "free_delivery": _free_delivery,
    "buy_x_get_y": _buy_x_get_y,
    "cheapest_free": _cheapest_free,
    "gift": _gift,
    "set_price": _set_price,
    "spend_and_save": _spend_and_save,
    "refused": _refused,
    "tax_included": _tax_included,
    "tax_added": _tax_added,
}
