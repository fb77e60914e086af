"""Forms of a draft order: who buys, which goods, with which vouchers, how they get there."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.forms import DeliveryForm


class BuyerForm(forms.Form):
    """Who a draft is for: a customer who was found, or an address."""

    customer = forms.ModelChoiceField(queryset=get_user_model().objects.filter(is_active=True), required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        email = given.get("email")
        if not given.get("customer") and email:
            # Whoever has an account has its prices, however he was found.
            given["customer"] = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
        if not given.get("customer") and not email and not self.errors:
            raise forms.ValidationError(_("Choose a customer or enter an e-mail address."))
        return given


class LineForm(forms.Form):
    sku = forms.CharField(label=gettext_lazy("SKU"), max_length=80)
    quantity = forms.IntegerField(label=gettext_lazy("Quantity"), min_value=1, max_value=999, initial=1)


class QuantityForm(forms.Form):
    line = forms.CharField(max_length=40)
    quantity = forms.IntegerField(min_value=0, max_value=999)


class CodeForm(forms.Form):
    code = forms.CharField(label=gettext_lazy("Voucher or gift card"), max_length=64)


class NoteForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("Note for colleagues"), max_length=500, required=False)


class DraftDeliveryForm(DeliveryForm):
    """The shopper's own form as short lists, with the address of each pick-up point beside its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = [point for option in self.options.values() for point in option["pickup_points"]]
        chosen = {
            "option": (_("Method"), [(one["id"], one["name"]) for one in self.options.values()]),
            "pickup_point": (
                _("Pick-up point"),
                [(point["id"], f"{point['name']}, {point['address']}") for point in points],
            ),
        }
        for name, (label, choices) in chosen.items():
            field = self.fields[name]
            # A list takes its choices from its widget's first.
            field.widget = forms.Select()
            field.label = label
            field.choices = [("", "—"), *choices]  # type: ignore[attr-defined]
