"""Forms about what has been bought: pieces that come back, their photos, and the withdrawal from a contract."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shop import photos, returns
from shop.errors import Refusal
from shop.models import OrderLine, ReturnLine

CHOSEN = {"class": "form-select", "autocomplete": "off"}


class PiecesForm(forms.Form):
    """How many pieces of each line; a number from none to what is possible."""

    nothing_chosen = gettext_lazy("Choose at least one product")

    def __init__(self, *args: Any, lines: Sequence[tuple[OrderLine, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_lines = lines
        for line, most in lines:
            self.fields[f"quantity_{line.pk}"] = forms.TypedChoiceField(
                label=_("How many pieces of “%(name)s”") % {"name": line.name},
                choices=[(count, str(count)) for count in range(most + 1)],
                coerce=int,
                empty_value=0,
                required=False,
                initial=self.initial_quantity(most),
                widget=forms.Select(attrs=CHOSEN),
            )

    def initial_quantity(self, most: int) -> int:
        return 0

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not self.quantities():
            raise forms.ValidationError(self.nothing_chosen)
        return given

    def quantities(self) -> dict[int, int]:
        """The chosen pieces by line."""
        given = {line.pk: self.cleaned_data.get(f"quantity_{line.pk}") or 0 for line, _most in self.order_lines}
        return {line: count for line, count in given.items() if count}

    def chosen(self) -> list[tuple[OrderLine, int]]:
        quantities = self.quantities()
        return [(line, quantities[line.pk]) for line, _most in self.order_lines if line.pk in quantities]


class ReturnForm(PiecesForm):
    """What comes back and why."""

    comment = forms.CharField(
        label=gettext_lazy("What is wrong, in your words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )

    def __init__(self, *args: Any, lines: Sequence[tuple[OrderLine, int]], **kwargs: Any) -> None:
        super().__init__(*args, lines=lines, **kwargs)
        for line, _most in lines:
            self.fields[f"reason_{line.pk}"] = forms.ChoiceField(
                label=_("Why you return “%(name)s”") % {"name": line.name},
                choices=[("", _("Choose a reason")), *ReturnLine.Reason.choices],
                required=False,
                widget=forms.Select(attrs=CHOSEN),
            )
        self.order_fields([name for name in self.fields if name != "comment"])

    def rows(self) -> list[dict[str, Any]]:
        """For the page: each line with its two fields."""
        return [
            {
                "line": line,
                "most": most,
                "quantity": self[f"quantity_{line.pk}"],
                "reason": self[f"reason_{line.pk}"],
            }
            for line, most in self.order_lines
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for line in self.quantities():
            if not given.get(f"reason_{line}") and f"reason_{line}" not in self.errors:
                self.add_error(f"reason_{line}", _("Choose why you return it"))
        return given

    def reasons(self) -> dict[int, str]:
        return {line: self.cleaned_data[f"reason_{line}"] for line in self.quantities()}

    def reason_label(self, line: OrderLine) -> str:
        return str(ReturnLine.Reason(self.cleaned_data[f"reason_{line.pk}"]).label)

    def wanted(self) -> dict[int, tuple[int, str]]:
        """What ``returns.request_return`` takes."""
        reasons = self.reasons()
        return {line: (count, reasons[line]) for line, count in self.quantities().items()}


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Some photos, each made anew; their bytes."""

    widget = SeveralFiles(attrs={"class": "form-control", "accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        files: list[UploadedFile] = [file for file in (data or []) if file]
        if len(files) > returns.MOST_PHOTOS:
            raise forms.ValidationError(
                ngettext("Choose at most %(count)d photo", "Choose at most %(count)d photos", returns.MOST_PHOTOS)
                % {"count": returns.MOST_PHOTOS}
            )
        return [self._cleaned(file) for file in files]

    @staticmethod
    def _cleaned(file: UploadedFile) -> bytes:
        try:
            if (file.size or 0) > photos.LARGEST:
                raise photos.PhotoTooLarge
            return photos.cleaned(file.read())
        except Refusal as refusal:
            raise forms.ValidationError(
                "%(name)s: %(detail)s", params={"name": file.name, "detail": refusal.detail}
            ) from None


class PhotosForm(forms.Form):
    """The last step of a return: photos if there are any, and the key that makes a double click one request."""

    photos = PhotosField(
        label=gettext_lazy("Photos"),
        required=False,
        help_text=gettext_lazy("Up to 5, each at most 8 MB: JPEG, PNG or WebP. Only you and the store see them."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class LookupForm(forms.Form):
    """How a guest says which order is meant."""

    number = forms.CharField(
        label=gettext_lazy("Order number"),
        max_length=20,
        help_text=gettext_lazy("It stands in every letter about the order, such as TM-4K7X-92BD."),
        error_messages={"required": gettext_lazy("Enter the order number")},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("The one the order was placed with."),
        error_messages={
            "required": gettext_lazy("Enter an e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address in the form name@example.com"),
        },
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email", "inputmode": "email"}),
    )


class WithdrawalForm(PiecesForm):
    """The statement: who withdraws from what, and where the receipt goes.  No reason is asked."""

    name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=150,
        error_messages={"required": gettext_lazy("Enter your name")},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("The receipt goes there."),
        error_messages={
            "required": gettext_lazy("Enter an e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address in the form name@example.com"),
        },
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email", "inputmode": "email"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def initial_quantity(self, most: int) -> int:
        # Mostly it is the whole order.
        return most

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"line": line, "most": most, "quantity": self[f"quantity_{line.pk}"]} for line, most in self.order_lines
        ]


class ReceiptForm(forms.Form):
    """For staff: how many pieces of each line are good enough for the shelf."""

    def __init__(self, *args: Any, lines: Sequence[ReturnLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.return_lines = lines
        for line in lines:
            name = {"name": line.order_line.name}
            is_good = line.reason not in (ReturnLine.Reason.FAULTY, ReturnLine.Reason.DAMAGED)
            self.fields[f"restock_{line.order_line_id}"] = forms.IntegerField(
                label=_("Back on the shelf: %(name)s") % name,
                min_value=0,
                max_value=line.quantity,
                initial=line.quantity if is_good else 0,
            )

    def restock(self) -> Mapping[int, int]:
        return {line.order_line_id: self.cleaned_data[f"restock_{line.order_line_id}"] for line in self.return_lines}
