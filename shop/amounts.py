"""Amounts as people type them, kept as minor units."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from shop import money

# More than this is a slip of the finger: a billion roubles.
LARGEST = 10**11
LONGEST = 40
SYMBOLS = "".join(money.SYMBOLS.values())


def plain(amount: int | None, currency: str = "") -> str:
    """Minor units as the text of an input, as the reader writes them; of the store's currency if none is named."""
    if amount is None:
        return ""
    places = money.exponent(currency or money.currency())
    whole, rest = divmod(amount, 10**places)
    return f"{whole}{get_format('DECIMAL_SEPARATOR')}{rest:0{places}d}" if rest else str(whole)


class AmountField(forms.Field):
    """An amount such as "74 990,50"; its value is whole minor units.

    It is in the store's currency unless the form sets ``currency``.
    """

    currency = ""

    default_error_messages = {
        "not_an_amount": _("Enter an amount such as 74 990 or 74 990,50."),
        "too_fine": _("At most %(places)d decimals."),
        "out_of_range": _("Enter an amount between 0 and 1,000,000,000."),
    }

    def prepare_value(self, value: Any) -> Any:
        return plain(value, self.currency) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        text = "".join(str(value or "").split()).replace(",", ".").strip(SYMBOLS)
        if not text:
            return None
        if len(text) > LONGEST:
            raise ValidationError(self.error_messages["not_an_amount"], code="not_an_amount")
        try:
            amount = Decimal(text)
        except InvalidOperation:
            raise ValidationError(self.error_messages["not_an_amount"], code="not_an_amount") from None
        if not amount.is_finite():
            raise ValidationError(self.error_messages["not_an_amount"], code="not_an_amount")
        places = money.exponent(self.currency or money.currency())
        # Before it is scaled: "1e999999" is a number too, and too large for that.
        if amount < 0 or amount > LARGEST or (minor := amount.scaleb(places)) > LARGEST:
            raise ValidationError(self.error_messages["out_of_range"], code="out_of_range")
        if minor != minor.to_integral_value():
            raise ValidationError(self.error_messages["too_fine"], code="too_fine", params={"places": places})
        return int(minor)
