"""Fields for lists that people type: countries, postcodes, days."""

from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from shop.delivery import zones

CODE_LENGTH = 2
MOST_COUNTRIES = 250
MOST_PARTS = 2000


class CountriesField(forms.CharField):
    """ "RU, KZ" as a list of codes (ISO 3166-1 alpha-2)."""

    default_error_messages = {"unknown": _("“%(code)s” is not a country's code; Germany is DE.")}

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        codes = super().clean(value).upper().replace(",", " ").replace(";", " ").split()
        for code in codes:
            if code not in known_countries():
                raise ValidationError(self.error_messages["unknown"], code="unknown", params={"code": code[:20]})
        return list(dict.fromkeys(codes))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class CountryField(forms.CharField):
    """One country's code."""

    default_error_messages = CountriesField.default_error_messages

    def clean(self, value: Any) -> Any:
        code = super().clean(value).upper()
        if code and code not in known_countries():
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"code": code[:20]})
        return code


class LinesField(forms.CharField):
    """A list with one entry a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return list(dict.fromkeys(self.clean_line(line) for line in lines if line))

    def clean_line(self, line: str) -> str:
        return line

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class PostcodesField(LinesField):
    """Ranges and beginnings of postcodes."""

    default_error_messages = {
        "not_postcodes": _("“%(text)s” is neither a range such as 101000-135999 nor a beginning such as 19."),
        "too_many": _("At most %(most)d lines."),
    }

    def clean(self, value: Any) -> Any:
        lines = super().clean(value)
        if len(lines) > MOST_PARTS:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": MOST_PARTS})
        return lines

    def clean_line(self, line: str) -> str:
        try:
            zones.part(line)
        except zones.NotPostcodes:
            raise ValidationError(
                self.error_messages["not_postcodes"], code="not_postcodes", params={"text": line[:40]}
            ) from None
        return line


class DaysField(LinesField):
    """Single days, written in any way that the reader's language has; kept in order as "2027-01-01"."""

    default_error_messages = {"not_a_day": _("“%(text)s” is not a day; write it as 2027-01-31.")}

    def clean(self, value: Any) -> Any:
        return sorted(super().clean(value))

    def clean_line(self, line: str) -> str:
        field = forms.DateField(input_formats=["%Y-%m-%d", *get_format("DATE_INPUT_FORMATS")])
        try:
            day: date = field.clean(line)
        except ValidationError:
            raise ValidationError(
                self.error_messages["not_a_day"], code="not_a_day", params={"text": line[:40]}
            ) from None
        return day.isoformat()


@lru_cache(maxsize=1)
def known_countries() -> frozenset[str]:
    return frozenset(code for code in Locale("en").territories if len(code) == CODE_LENGTH and code.isalpha())
