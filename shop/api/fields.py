"""What clients may send: fields that accept one spelling of a value, and objects that refuse unknown names."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

import phonenumbers
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request

from . import language

# More parameters than any list of ours has filters.
MAXIMAL_PARAMETERS = 100
_DIGITS = re.compile(r"-?(0|[1-9][0-9]{0,14})", re.ASCII)
SAYS_SOMETHING = RegexValidator(r"\S", gettext_lazy("This field may not be blank."), code="blank")


class Text(serializers.CharField):
    """A string; numbers and booleans are not turned into one."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        if not self.allow_blank:
            self.validators.append(SAYS_SOMETHING)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Email(serializers.EmailField):
    """An e-mail address of a length that mail servers take (RFC 5321)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=254, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Phone(Text):
    """A telephone number in any spelling, Russian unless it begins with +; kept as E.164."""

    default_error_messages = {"invalid_phone": gettext_lazy("This is not a telephone number.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, help_text="Any spelling; +7… or 8… for Russia.", **options)

    def to_internal_value(self, data: Any) -> str:
        written = super().to_internal_value(data)
        try:
            number = phonenumbers.parse(written, "RU")
        except phonenumbers.NumberParseException:
            self.fail("invalid_phone")
        if not phonenumbers.is_possible_number(number):
            self.fail("invalid_phone")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class Choice(serializers.ChoiceField):
    """One of some strings, exactly as written."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=type(data).__name__)
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """An integer of JSON: not a string of digits, not true, not 1.0, not 9e30."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class Quantity(Whole):
    """How many pieces of one SKU: 1 to 999."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=999, **options)


class Number(serializers.IntegerField):
    """An integer in an address: ASCII digits without spaces, plus sign or leading zeros."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not _DIGITS.fullmatch(data):
            self.fail("invalid")
        return int(data)


class YesOrNo(serializers.ChoiceField):
    """``true`` or ``false`` in an address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=["true", "false"], **options)

    def to_internal_value(self, data: Any) -> bool:
        return super().to_internal_value(data) == "true"


class Several(serializers.ListField):
    """A parameter that may stand several times in an address; the values are alternatives."""


class Listed(serializers.CharField):
    """Names separated by commas, each one of those allowed."""

    def __init__(self, *, allowed: tuple[str, ...], **options: Any) -> None:
        super().__init__(max_length=300, **options)
        self.allowed = allowed

    def to_internal_value(self, data: Any) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(super().to_internal_value(data).split(",")))
        unknown = [name for name in names if name not in self.allowed]
        if unknown:
            raise serializers.ValidationError(
                _("“%(name)s” is not one of: %(allowed)s.")
                % {"name": unknown[0][:50], "allowed": ", ".join(self.allowed)},
                code="unknown_name",
            )
        return names


class Input(serializers.Serializer):
    """An object that a client sends; a name that is not declared is refused, beside all other errors."""

    @classmethod
    def reader(cls) -> Any:
        """The one instance that reads all requests: making one costs more than what it does, and it keeps nothing."""
        return _reader(cls)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        if isinstance(data, Mapping):
            errors = {str(name): [self._unknown(str(name))] for name in data if name not in self.fields}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            raise serializers.ValidationError({**errors, **_as_mapping(refusal.detail)}) from None
        if errors:
            raise serializers.ValidationError(errors)
        return value

    def _unknown(self, name: str) -> ErrorDetail:
        allowed = ", ".join(sorted(self.fields)) or "–"
        detail = _("There is no field “%(name)s” here. Allowed: %(allowed)s.")
        return ErrorDetail(detail % {"name": name[:50], "allowed": allowed}, code="unknown_field")


@cache
def _reader(kind: type[Input]) -> Input:
    return kind()


def _required() -> ErrorDetail:
    return ErrorDetail(_("This parameter is required."), code="required")


def _as_mapping(detail: Any) -> dict[str, Any]:
    return dict(detail) if isinstance(detail, Mapping) else {"non_field_errors": detail}


class Query(Input):
    """The parameters of an address; one that stands twice is refused unless its field is ``Several``."""

    lang = Choice(choices=language.codes(), required=False, help_text="Language of the answer, before Accept-Language.")
    # Names that begin with this are collected into one mapping of lists.
    prefix = ""

    def _unknown(self, name: str) -> ErrorDetail:
        allowed = sorted(self.fields)
        if self.prefix:
            allowed.append(f"{self.prefix}<code>")
        detail = _("There is no parameter “%(name)s” here. Allowed: %(allowed)s.")
        return ErrorDetail(detail % {"name": name[:50], "allowed": ", ".join(allowed)}, code="unknown_parameter")

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """The validated parameters of this request."""
        given = request.query_params
        if len(given) > MAXIMAL_PARAMETERS:
            raise serializers.ValidationError(_("There are too many parameters."), code="too_many_parameters")
        reader = cls.reader()
        fields, read, collected = reader.fields, {}, {}
        errors: dict[str, Any] = {name: [_required()] for name in reader.obligatory if name not in given}
        for name, values in given.lists():
            field = fields.get(name)
            if cls.prefix and name.startswith(cls.prefix) and len(name) > len(cls.prefix):
                collected[name.removeprefix(cls.prefix)] = tuple(values)
            elif field is None:
                errors[name] = [reader._unknown(name)]
            elif len(values) > 1 and not isinstance(field, Several):
                errors[name] = [ErrorDetail(_("This parameter may stand only once."), code="repeated_parameter")]
            else:
                try:
                    read[name] = field.run_validation(values if isinstance(field, Several) else values[0])
                except serializers.ValidationError as refusal:
                    errors[name] = refusal.detail
        if errors:
            raise serializers.ValidationError(errors)
        return {**read, **cls.collect(collected)}

    @cached_property
    def obligatory(self) -> list[str]:
        """The parameters that must be there."""
        return [name for name, field in self.fields.items() if field.required]

    @classmethod
    def collect(cls, collected: dict[str, tuple[str, ...]]) -> dict[str, Any]:
        """What the parameters with the prefix say; nothing without a prefix."""
        return {}
