"""Why a promotion does not count, said to the person who wanted it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from shop import money

from .parts import named


def why_not(code: str, params: Mapping[str, Any], currency: str) -> str:
    """Why a promotion does not count, in the language of whoever reads now."""
    language = get_language() or ""
    match code:
        case "minimum_goods_not_reached":
            return gettext("It counts from goods for %(minimum)s: add goods for %(missing)s more.") % {
                "minimum": money.formatted(params["minimum"], currency, language),
                "missing": money.formatted(params["missing"], currency, language),
            }
        case "minimum_quantity_not_reached":
            return ngettext(
                "%(missing)d more suitable product is needed.",
                "%(missing)d more suitable products are needed.",
                params["missing"],
            ) % {"missing": params["missing"]}
        case "does_not_combine":
            return gettext("It does not combine with %(names)s.") % {"names": _quoted(params["with"], language)}
    return _plain(code)


def _plain(code: str) -> str:
    """The reasons that have no figures."""
    sentences = {
        "no_matching_goods": gettext("There is nothing in the cart that it is for."),
        "not_your_group": gettext("It is for members of certain customer groups."),
        "not_in_this_market": gettext("It does not hold in this country."),
        "not_first_order": gettext("It is for the first order only."),
        "not_started": gettext("It has not begun yet."),
        "ended": gettext("It has ended."),
        "used_up": gettext("It has been used up."),
        "budget_spent": gettext("All that could be given has been given."),
        "used_up_by_customer": gettext("You have used it as often as one customer may."),
        "gift_sold_out": gettext("The gift is out of stock."),
        "no_delivery_to_pay": gettext("There is no delivery to pay for."),
        "nothing_to_take_off": gettext("There is nothing left that it could take off."),
    }
    return sentences[code]


def _quoted(names: Sequence[Mapping[str, str]], language: str) -> str:
    return ", ".join(gettext("“%(name)s”") % {"name": named(one, language)} for one in names)
