"""What staff do with the stock of one variant: receive, correct, bring elsewhere; sell unseen, bundle, watch."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from shop import alerts, stock
from shop.models import Backorder, Variant, Warehouse

# Larger deliveries than this are slips of the finger.
LARGEST = 100_000
MOVING = "shop.add_stockmovement"
SELLING = "shop.change_variant"


class VariantForm(forms.Form):
    """One of the forms below a variant; ``needs`` is the right that its button asks for."""

    needs = MOVING
    title: Any = ""
    done: Any = ""

    def __init__(self, variant: Variant, *args: Any, **kwargs: Any) -> None:
        self.variant = variant
        super().__init__(*args, **kwargs)

    def save(self, actor: Any) -> None:
        """Raises the Refusal of the rule behind it."""
        raise NotImplementedError


def _place(label: Any) -> forms.ModelChoiceField:
    """A warehouse; the first one if nothing is chosen."""
    return forms.ModelChoiceField(
        label=label, queryset=Warehouse.objects.filter(is_active=True), required=False, empty_label=None
    )


def _key() -> forms.UUIDField:
    """Makes a second click harmless."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ReceiveForm(VariantForm):
    """Goods that have arrived."""

    prefix = "receive"
    title = gettext_lazy("Receive goods")
    done = gettext_lazy("%(sku)s: goods received.")
    quantity = forms.IntegerField(label=gettext_lazy("Quantity"), min_value=1, max_value=LARGEST)
    warehouse = _place(gettext_lazy("Warehouse"))
    reference = forms.CharField(
        label=gettext_lazy("Delivery note"),
        max_length=80,
        help_text=gettext_lazy("Its number. The same note is never booked twice for one SKU."),
    )
    reason = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)

    def save(self, actor: Any) -> None:
        stock.receive(
            quantities={self.variant.sku: self.cleaned_data["quantity"]},
            warehouse=self.cleaned_data["warehouse"],
            reference=self.cleaned_data["reference"],
            reason=self.cleaned_data["reason"],
            actor=actor,
        )


class CorrectForm(VariantForm):
    """What a count found or missed."""

    prefix = "correct"
    title = gettext_lazy("Correct the count")
    done = gettext_lazy("%(sku)s: stock corrected.")
    change = forms.IntegerField(
        label=pgettext_lazy("difference", "Change"),
        min_value=-LARGEST,
        max_value=LARGEST,
        help_text=gettext_lazy("Such as 3 or −2: how many pieces more or fewer there are."),
    )
    warehouse = _place(gettext_lazy("Warehouse"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("Such as “count” or “broken”.")
    )
    key = _key()

    def clean_change(self) -> int:
        change: int = self.cleaned_data["change"]
        if change == 0:
            raise ValidationError(_("Enter how many pieces more or fewer there are."), code="nothing")
        return change

    def save(self, actor: Any) -> None:
        stock.correct(
            sku=self.variant.sku,
            change=self.cleaned_data["change"],
            warehouse=self.cleaned_data["warehouse"],
            reason=self.cleaned_data["reason"],
            actor=actor,
            reference=f"correction:{self.cleaned_data['key']}",
        )


class TransferForm(VariantForm):
    """Goods that are brought from one warehouse to another."""

    prefix = "transfer"
    title = gettext_lazy("Bring to another warehouse")
    done = gettext_lazy("%(sku)s: goods brought to the other warehouse.")
    quantity = forms.IntegerField(label=gettext_lazy("Quantity"), min_value=1, max_value=LARGEST)
    source = forms.ModelChoiceField(
        label=gettext_lazy("From warehouse"), queryset=Warehouse.objects.all(), empty_label=None
    )
    target = forms.ModelChoiceField(
        label=gettext_lazy("To warehouse"), queryset=Warehouse.objects.filter(is_active=True), empty_label=None
    )
    reason = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)
    key = _key()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("source") is not None and cleaned.get("source") == cleaned.get("target"):
            self.add_error("target", ValidationError(_("Choose two different warehouses."), code="same"))
        return cleaned

    def save(self, actor: Any) -> None:
        stock.transfer(
            sku=self.variant.sku,
            quantity=self.cleaned_data["quantity"],
            source=self.cleaned_data["source"],
            target=self.cleaned_data["target"],
            reason=self.cleaned_data["reason"],
            reference=f"transfer:{self.cleaned_data['key']}",
            actor=actor,
        )


class UnseenForm(VariantForm):
    """What may be sold before it is there."""

    needs = SELLING
    prefix = "unseen"
    title = gettext_lazy("Pre-order or back-order")
    done = gettext_lazy("%(sku)s: pre- or back-order saved.")
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Backorder.Kind.choices)
    cap = forms.IntegerField(
        label=gettext_lazy("Pieces at most"),
        min_value=0,
        max_value=LARGEST,
        help_text=gettext_lazy("So many may be promised before they are there; a delivery serves them first."),
    )
    available_on = forms.DateField(
        label=gettext_lazy("Expected on"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("What shoppers are told; empty if it is not known."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("On offer"), required=False, initial=True)

    def __init__(self, variant: Variant, *args: Any, **kwargs: Any) -> None:
        row = Backorder.objects.filter(variant=variant).first()
        if row is not None:
            fields = ("kind", "cap", "available_on", "is_active")
            kwargs["initial"] = {name: getattr(row, name) for name in fields}
        super().__init__(variant, *args, **kwargs)

    def save(self, actor: Any) -> None:
        stock.sell_unseen(sku=self.variant.sku, **self.cleaned_data)


class PartsForm(VariantForm):
    """What a bundle consists of, one part in a line."""

    needs = SELLING
    prefix = "parts"
    title = gettext_lazy("Bundle")
    done = gettext_lazy("%(sku)s: parts saved.")
    parts = forms.CharField(
        label=gettext_lazy("Parts"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "SKU and pieces, one part in a line, such as “CASE-1 2”. Empty: it is sold from its own stock."
        ),
    )

    def __init__(self, variant: Variant, *args: Any, **kwargs: Any) -> None:
        lines = [f"{part.part.sku} {part.quantity}" for part in variant.parts.select_related("part")]
        super().__init__(variant, *args, initial={"parts": "\n".join(lines)}, **kwargs)

    def clean_parts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in self.cleaned_data["parts"].splitlines():
            if not line.strip():
                continue
            sku, _space, pieces = line.strip().rpartition(" ")
            if not sku:
                sku, pieces = line.strip(), "1"
            is_number = pieces.isascii() and pieces.isdigit() and len(pieces) <= 3 and int(pieces) >= 1
            if not is_number or sku.strip() in found:
                words = {"line": line.strip()}
                raise ValidationError(_("This line cannot be read: “%(line)s”."), code="line", params=words)
            found[sku.strip()] = int(pieces)
        return found

    def save(self, actor: Any) -> None:
        stock.set_parts(bundle=self.variant, parts=self.cleaned_data["parts"])


class ThresholdForm(VariantForm):
    """From how many pieces on staff are warned."""

    needs = SELLING
    prefix = "threshold"
    title = gettext_lazy("Low stock")
    done = gettext_lazy("%(sku)s: threshold saved.")
    low_stock_at = forms.IntegerField(
        label=gettext_lazy("Warn from"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=gettext_lazy("So many pieces or fewer are low stock; empty: as everywhere in the shop."),
    )

    def __init__(self, variant: Variant, *args: Any, **kwargs: Any) -> None:
        super().__init__(variant, *args, initial={"low_stock_at": variant.low_stock_at}, **kwargs)

    def save(self, actor: Any) -> None:
        Variant.objects.filter(pk=self.variant.pk).update(low_stock_at=self.cleaned_data["low_stock_at"])
        alerts.check([self.variant.pk])


FORMS: dict[str, type[VariantForm]] = {
    form.prefix: form  # type: ignore[misc]
    for form in (ReceiveForm, CorrectForm, TransferForm, UnseenForm, PartsForm, ThresholdForm)
}
