"""The forms of delivery: what is typed is checked against itself and against the other rows."""

from typing import Any

from babel.dates import get_day_names
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from shop import money
from shop.admin.rows import Rows
from shop.amounts import AmountField
from shop.delivery import zones
from shop.models import (
    DeliveryMethod,
    DeliveryRate,
    DeliveryZone,
    Market,
    PickupPoint,
    ShippingClass,
    Variant,
)

from .fields import CountriesField, CountryField, DaysField, PostcodesField

MIDNIGHT = 24
WEEK = 7


class FixedCode(forms.ModelForm):
    """Carts and clients remember the code, so it is chosen once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None


class ShippingClassForm(FixedCode):
    class Meta:
        model = ShippingClass
        fields = ["name_en", "name_ru", "code"]


class ZoneForm(FixedCode):
    countries = CountriesField(
        label=gettext_lazy("Countries"), help_text=gettext_lazy("Codes with two letters, such as RU or DE, FR.")
    )
    postcodes = PostcodesField(
        label=gettext_lazy("Postcodes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "One a line: a range such as 101000-135999 or a beginning such as 19. Empty for the whole country. "
            "A place belongs to the smallest zone that has it."
        ),
    )

    class Meta:
        model = DeliveryZone
        fields = ["name_en", "name_ru", "code", "countries", "postcodes"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        countries, postcodes = cleaned.get("countries"), cleaned.get("postcodes")
        if not countries or not postcodes:
            return cleaned
        if len(countries) > 1:
            self.add_error("countries", _("Postcodes belong to one country: name only that one."))
            return cleaned
        mine = {zones.part(text): text for text in postcodes}
        for other in DeliveryZone.objects.exclude(pk=self.instance.pk):
            if countries[0] not in other.countries:
                continue
            for text in other.postcodes:
                if (part := zones.part(text)) in mine:
                    words = {"postcodes": mine[part], "zone": other}
                    self.add_error("postcodes", _("“%(postcodes)s” is part of “%(zone)s” already.") % words)
        return cleaned


def currencies() -> list[tuple[str, str]]:
    """What a method can be priced in: the store's own currency, or that of a market."""
    own = money.currency()
    others = sorted(set(Market.objects.values_list("currency", flat=True)) - {own})
    return [("", own), *((code, code) for code in others)]


class DeliveryMethodForm(FixedCode):
    price = AmountField(
        label=gettext_lazy("Price"),
        help_text=gettext_lazy("With tax, unless the market adds it to its prices; 0 if it is free."),
    )
    free_from = AmountField(
        label=gettext_lazy("Free from"),
        required=False,
        help_text=gettext_lazy("Goods of this value or more are delivered free; empty if never."),
    )
    least_goods = AmountField(
        label=gettext_lazy("For goods of at least"), required=False, help_text=gettext_lazy("Their value; or empty.")
    )
    most_goods = AmountField(
        label=gettext_lazy("For goods of at most"), required=False, help_text=gettext_lazy("Their value; or empty.")
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        required=False,
        help_text=gettext_lazy("The method is on offer in markets with this currency."),
    )
    cut_off_hour = forms.IntegerField(
        label=gettext_lazy("Same-day cut-off, hour"),
        min_value=0,
        max_value=MIDNIGHT - 1,
        help_text=gettext_lazy("Orders from this hour on count from the next working day."),
    )

    class Meta:
        model = DeliveryMethod
        fields = [
            "name_en",
            "name_ru",
            "code",
            "kind",
            "zones",
            "currency",
            "price",
            "free_from",
            "tax_class",
            "lightest_grams",
            "heaviest_grams",
            "least_goods",
            "most_goods",
            "refused_classes",
            "working_days",
            "cut_off_hour",
            "is_active",
            "position",
        ]
        widgets = {"zones": forms.CheckboxSelectMultiple, "refused_classes": forms.CheckboxSelectMultiple}
        help_texts = {
            "zones": gettext_lazy("None: everywhere in the store's own country."),
            "heaviest_grams": gettext_lazy("Mass of the whole parcel; goods of unknown mass count nothing."),
            "working_days": gettext_lazy("Of the country that the parcel goes to, its holidays left out."),
            "tax_class": gettext_lazy("Empty for the class of goods without one."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies()  # type: ignore[attr-defined]
        sent = self.data.get(self.add_prefix("currency")) if self.is_bound else None
        in_currency(self, self.instance.currency if sent is None else sent)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_order("lightest_grams", "heaviest_grams", _("The largest mass is below the smallest."))
        self._check_order("least_goods", "most_goods", _("The largest value is below the smallest."))
        self._check_order("free_from", "most_goods", _("This is below the value that it would be free from."))
        return cleaned

    def _check_order(self, low: str, high: str, message: str) -> None:
        least, most = self.cleaned_data.get(low), self.cleaned_data.get(high)
        if least is not None and most is not None and least > most:
            self.add_error(high, ValidationError(message, code="order"))


class RateForm(forms.ModelForm):
    from_grams = forms.IntegerField(label=gettext_lazy("From a mass of, g"), min_value=1)
    price = AmountField(label=gettext_lazy("Price"))

    class Meta:
        model = DeliveryRate
        fields = ["from_grams", "price"]

    def __init__(self, *args: Any, currency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_currency(self, currency)


class RateRowsBase(Rows):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "currency": self.instance.currency}

    def clean(self) -> None:
        super().clean()
        heaviest = self.instance.heaviest_grams
        for form in self.forms:
            grams = form.cleaned_data.get("from_grams") if form not in self.deleted_forms and form.is_valid() else None
            if grams is not None and heaviest is not None and grams > heaviest:
                form.add_error("from_grams", _("The method takes no parcels as heavy as that."))


RateRows = forms.inlineformset_factory(
    DeliveryMethod, DeliveryRate, form=RateForm, formset=RateRowsBase, extra=0, can_delete=True
)


class PickupPointForm(FixedCode):
    country = CountryField(label=gettext_lazy("Country"), max_length=2, initial="RU")
    opens_hour = forms.IntegerField(label=gettext_lazy("Opens, hour"), min_value=0, max_value=MIDNIGHT - 1)
    closes_hour = forms.IntegerField(label=gettext_lazy("Closes, hour"), min_value=1, max_value=MIDNIGHT)
    closed_weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Closed on"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    closed_days = DaysField(
        label=gettext_lazy("Closed days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, such as 2027-01-01."),
    )

    class Meta:
        model = PickupPoint
        fields = [
            "name_en",
            "name_ru",
            "code",
            "kind",
            "country",
            "city_en",
            "city_ru",
            "address_en",
            "address_ru",
            "postcode",
            "warehouse",
            "opens_hour",
            "closes_hour",
            "closed_weekdays",
            "closed_days",
            "preparation_hours",
            "is_active",
        ]
        help_texts = {
            "warehouse": gettext_lazy(
                "Orders are handed out from this shelf only, and offered only if all goods lie there. "
                "Empty: they are brought from the warehouse within the hours of preparation."
            ),
            "kind": gettext_lazy("To a parcel locker orders are brought in the working days of the method."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = get_day_names("wide", context="stand-alone", locale=get_language() or "en")
        self.fields["closed_weekdays"].choices = [  # type: ignore[attr-defined]
            (day, names[day][:1].upper() + names[day][1:]) for day in range(WEEK)
        ]

    def clean_closed_weekdays(self) -> list[int]:
        days: list[int] = sorted(self.cleaned_data["closed_weekdays"])
        if len(days) == WEEK:
            raise ValidationError(_("It has to open on some day; take it off with “open for orders”."), code="closed")
        return days

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_hour"), cleaned.get("closes_hour")
        if opens is not None and closes is not None and opens >= closes:
            self.add_error("closes_hour", ValidationError(_("It must close after it opens."), code="order"))
        return cleaned


class TrialForm(forms.Form):
    """A parcel and a place to try the ways of delivery with."""

    sku = forms.ModelChoiceField(
        Variant.objects.select_related("product"),
        to_field_name="sku",
        required=False,
        label=gettext_lazy("SKU"),
        widget=forms.TextInput,
        help_text=gettext_lazy("Its mass and class count; or empty."),
    )
    grams = forms.IntegerField(
        label=gettext_lazy("Mass, g"), min_value=0, max_value=10**7, required=False, help_text=gettext_lazy("Or empty.")
    )
    goods = AmountField(label=gettext_lazy("Value of the goods"), required=False)
    country = CountryField(label=gettext_lazy("Country"), max_length=2)
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=12, required=False)


def in_currency(form: forms.BaseForm, currency: str) -> None:
    for field in form.fields.values():
        if isinstance(field, AmountField):
            field.currency = currency
