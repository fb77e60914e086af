"""What many answers have in it: amounts, pieces, pages of a list."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.serializers import CharField, ChoiceField, DateField, IntegerField, Serializer

AVAILABILITY = ["in_stock", "low_stock", "preorder", "backorder", "out_of_stock"]


@extend_schema_field(OpenApiTypes.ANY)
class AnyValue(serializers.JSONField):
    """The value of a block: its form depends on the block's type."""


@extend_schema_field({"type": ["integer", "string", "null"]})
class Bound(serializers.JSONField):
    """An end of a range: minor units for the price, a decimal number as text for an attribute."""


class Money(Serializer):
    """An amount in minor units; ``formatted`` is for people of the answer's language."""

    amount = IntegerField(help_text="Minor units: 7499000 is 74 990 ₽.")
    currency = CharField(help_text="ISO 4217")
    exponent = IntegerField(help_text="How many decimals the currency has.")
    formatted = CharField()


class Availability(Serializer):
    status = ChoiceField(AVAILABILITY)
    available = IntegerField(help_text="How many can be bought now; 99 means 99 or more.")
    expected_on = DateField(allow_null=True, help_text="When a pre-order or back-order is expected, if that is known.")


class Picture(Serializer):
    src = CharField()
    alt = CharField()
    width = IntegerField()
    height = IntegerField()
    role = CharField(help_text="hero, side, scale or detail; ignore unknown ones.")


class Named(Serializer):
    slug = CharField()
    name = CharField()


class Page(Serializer):
    """One page of a list; follow the addresses as they are."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Category"}})
class Children(serializers.ListField):
    """Categories below a category; the reference to itself is written by hand."""


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Link"}})
class Links(serializers.ListField):
    """Links below a link."""
