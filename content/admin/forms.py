"""Forms of the editor's own screens: cells that know what was seen, new products and variants."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale

from content.models import CategoryPage
from shop.amounts import AmountField
from shop.models import Brand, Category, Choice, Product, Variant
from shop.products import NewVariant


class CellForm(forms.Form):
    """One row of the grid: what is typed, and beside it what stood there when the form was opened."""

    price = AmountField(label=_("Price"), required=False)
    seen_price = forms.IntegerField(required=False, widget=forms.HiddenInput)
    on_hand = forms.IntegerField(label=_("On hand"), required=False, min_value=0, max_value=1_000_000)
    seen_on_hand = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Needed when stock changes: a count, a breakage, a delivery. Stands in the history."),
    )


class ProductFactsForm(forms.ModelForm):
    """What is said of a product once, for all languages."""

    class Meta:
        model = Product
        fields = ["category", "brand", "is_active", "popularity", "released_at"]
        help_texts = {
            "category": _("Decides which attributes the product is described and filtered by."),
            "brand": _("The maker."),
            "is_active": _("Products that are not on sale keep their page address and leave all lists."),
            "popularity": _("The higher, the earlier in lists."),
            "released_at": _("Marks the product as new for 45 days."),
        }


class VariantForm(forms.Form):
    """A variant to be added."""

    sku = forms.CharField(label=_("SKU"), max_length=80, help_text=_("Unique in the shop; it never changes."))
    barcode = forms.CharField(label=_("Barcode"), max_length=14, required=False, help_text=_("EAN; may stay empty."))
    price = AmountField(label=_("Price"), help_text=_("With tax, such as 74 990."))
    on_hand = forms.IntegerField(
        label=_("On hand"), min_value=0, max_value=1_000_000, initial=0, help_text=_("Pieces on the shelf now.")
    )

    def clean_sku(self) -> str:
        sku: str = self.cleaned_data["sku"]
        if Variant.objects.filter(sku=sku).exists():
            raise ValidationError(_("Another variant has this SKU."), code="sku_taken")
        return sku

    def new_variant(self) -> NewVariant:
        cleaned = self.cleaned_data
        return NewVariant(
            sku=cleaned["sku"],
            barcode=cleaned["barcode"],
            amount=cleaned["price"],
            on_hand=cleaned["on_hand"],
            choices=list(cleaned.get("choices") or []),
        )


class ExtraVariantForm(VariantForm):
    """A further variant of a product that is there, with the choices that tell it from its siblings."""

    choices = forms.ModelMultipleChoiceField(
        Choice.objects.none(),
        label=_("Options"),
        required=False,
        help_text=_("One choice for each axis, for example a memory and a colour."),
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Choice.objects.filter(attribute__uses__category=product.category)
        field = self.fields["choices"]
        field.queryset = choices.select_related("attribute").order_by("attribute__code", "position")  # type: ignore[attr-defined]
        field.label_from_instance = lambda choice: f"{choice.attribute}: {choice}"  # type: ignore[attr-defined]

    def clean_choices(self) -> list[Choice]:
        choices = list(self.cleaned_data["choices"])
        if len({choice.attribute_id for choice in choices}) != len(choices):
            raise ValidationError(_("Choose one value of each attribute."), code="two_values")
        return choices


class NewProductForm(VariantForm):
    """A product with its first variant, and the draft of its page."""

    name = forms.CharField(
        label=pgettext_lazy("product", "Name"),
        max_length=150,
        help_text=_("Type, brand and model, as shoppers read it."),
    )
    locale = forms.ModelChoiceField(Locale.objects.all(), label=_("Language of the page"), empty_label=None)
    category = forms.ModelChoiceField(
        Category.objects.all(), label=_("Category"), help_text=_("Its page becomes the parent of the new page.")
    )
    brand = forms.ModelChoiceField(Brand.objects.all(), label=_("Brand"), required=False)
    new_brand = forms.CharField(
        label=_("New brand"), max_length=80, required=False, help_text=_("Only if it is not in the list.")
    )
    field_order = ["name", "locale", "category", "brand", "new_brand", "sku", "barcode", "price", "on_hand"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("brand") and not slugify(cleaned.get("new_brand", "")):
            self.add_error("brand", ValidationError(_("Choose a brand, or enter a new one."), code="required"))
        category, locale = cleaned.get("category"), cleaned.get("locale")
        if category and locale:
            cleaned["parent"] = CategoryPage.objects.filter(category=category, locale=locale).first()
            if cleaned["parent"] is None:
                self.add_error(
                    "category", ValidationError(_("This category has no page in that language yet."), code="no_page")
                )
        return cleaned
