"""Why a promotion does not count, said to the person who wanted it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from shop import money

# The reasons that have no figures.
PLAIN = {
    "no_matching_goods": gettext_noop("There is nothing in the cart that it is for."),
    "not_your_group": gettext_noop("It is for members of certain customer groups."),
    "not_in_this_market": gettext_noop("It does not hold in this country."),
    "not_first_order": gettext_noop("It is for the first order only."),
    "not_started": gettext_noop("It has not begun yet."),
    "ended": gettext_noop("It has ended."),
    "used_up": gettext_noop("It has been used up."),
    "budget_spent": gettext_noop("All that could be given has been given."),
    "used_up_by_customer": gettext_noop("You have used it as often as one customer may."),
    "gift_sold_out": gettext_noop("The gift is out of stock."),
    "no_delivery_to_pay": gettext_noop("There is no delivery to pay for."),
    "nothing_to_take_off": gettext_noop("There is nothing left that it could take off."),
}


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
        case "no_delivery_to_pay" if params.get("waits"):
            return gettext("It counts when the way of delivery is chosen.")
    return gettext(PLAIN[code])


def named(names: Mapping[str, str], language: str) -> str:
    """The name in that language, or in the store's first one, or any."""
    found = names.get(language) or names.get(settings.LANGUAGE_CODE)
    return found or next(iter(names.values()), "")


def _quoted(names: Sequence[Mapping[str, str]], language: str) -> str:
    return ", ".join(gettext("“%(name)s”") % {"name": named(one, language)} for one in names)
