"""The forms of the checkout: what people type, in whatever spelling, becomes what the shop keeps.

Messages say what to do (GOV.UK design system, error messages).
"""

from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop import payments

DEFAULT_REGION = "RU"


def phone_number(typed: str) -> str | None:
    """A phone number in E.164, from any spelling that people use; None if it is none."""
    try:
        number = phonenumbers.parse(typed, DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _text(label: Any, error: Any, *, autocomplete: str, required: bool = True, length: int = 150, **more: Any) -> Any:
    attrs = {"autocomplete": autocomplete, "class": "form-control", **more.pop("attrs", {})}
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        error_messages={"required": error},
        widget=forms.TextInput(attrs=attrs),
        **more,
    )


class ContactForm(forms.Form):
    """Who buys: three fields."""

    name = _text(gettext_lazy("Full name"), gettext_lazy("Enter your name"), autocomplete="name")
    phone = _text(
        gettext_lazy("Phone"),
        gettext_lazy("Enter a phone number"),
        autocomplete="tel",
        length=30,
        help_text=gettext_lazy("The courier or the shop calls it; nobody else does."),
        attrs={"type": "tel", "inputmode": "tel"},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("For the order's confirmation and receipt."),
        error_messages={
            "required": gettext_lazy("Enter an e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address in the form name@example.com"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "form-control", "inputmode": "email"}),
    )

    def clean_phone(self) -> str:
        number = phone_number(self.cleaned_data["phone"])
        if number is None:
            raise forms.ValidationError(_("Enter a phone number with its code, such as 8 917 555-01-23"))
        return number


class DeliveryForm(forms.Form):
    """How the order gets there; an address is asked for only if somebody brings it."""

    option = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose how to get the order")}
    )
    pickup_point = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    city = _text(gettext_lazy("City"), "", autocomplete="address-level2", required=False, length=80)
    line1 = _text(gettext_lazy("Street, house, flat"), "", autocomplete="address-line1", required=False, length=200)
    postcode = _text(
        gettext_lazy("Postcode"),
        "",
        autocomplete="postal-code",
        required=False,
        length=12,
        attrs={"inputmode": "numeric"},
    )
    line2 = _text(gettext_lazy("Note for the courier"), "", autocomplete="off", required=False, length=200)

    def __init__(self, *args: Any, options: list[dict[str, Any]], country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        self.options = {option["id"]: option for option in options}
        self.fields["option"].choices = [(option["id"], option["name"]) for option in options]  # type: ignore[attr-defined]
        points = [point for option in options for point in option["pickup_points"]]
        self.fields["pickup_point"].choices = [(point["id"], point["name"]) for point in points]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        option = self.options.get(given.get("option", ""))
        if option is None:
            return given
        if option["pickup_points"]:
            if not given.get("pickup_point"):
                self.add_error("pickup_point", _("Choose a pick-up point"))
            return given
        if not given.get("city"):
            self.add_error("city", _("Enter the city"))
        if not given.get("line1"):
            self.add_error("line1", _("Enter the street and the house number"))
        return given

    def choice(self) -> dict[str, Any]:
        """What ``carts.set_delivery`` takes."""
        given = self.cleaned_data
        if self.options[given["option"]]["pickup_points"]:
            return {"option": given["option"], "pickup_point": given["pickup_point"]}
        address = {name: given[name] for name in ("city", "postcode", "line1", "line2")}
        return {"option": given["option"], "address": {"country": self.country, **address}}


class PaymentForm(forms.Form):
    """The way of payment."""

    method = forms.ChoiceField(
        label=gettext_lazy("How to pay"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how to pay")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = [(one.code, one.name) for one in payments.methods()]  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """What the shopper has seen and confirms: total and cart, and the key that makes a double click one order."""

    expected_total = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    expected_payable = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    key = forms.UUIDField(widget=forms.HiddenInput)
