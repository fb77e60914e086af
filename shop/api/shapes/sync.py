"""Copies that stay up to date: changed and deleted things, tickets for the socket."""

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers
from rest_framework.serializers import BooleanField, CharField, ChoiceField, IntegerField, Serializer

from .catalogue import ProductDetail
from .content import PageDocument
from .parts import Picture

SYNCED = ["product", "category", "page"]


class SyncedProduct(ProductDetail):
    """A product as it is now, whole."""

    type = ChoiceField(["product"])


class SyncedCategory(Serializer):
    """A category as it is now, whole."""

    type = ChoiceField(["category"])
    id = CharField()
    slug = CharField()
    name = CharField()
    url = CharField(allow_null=True)
    introduction = CharField()
    picture = Picture(allow_null=True)
    parent = CharField(allow_null=True, help_text="The id of the category above it.")


class SyncedPage(PageDocument):
    """A page as it is now, whole."""

    type = ChoiceField(["page"])
    page_type = CharField(help_text="home, category, product, guide, …; ignore unknown ones.")


class Tombstone(Serializer):
    """What is gone: remove it from the copy."""

    id = CharField()
    type = ChoiceField(SYNCED)
    deleted = BooleanField()


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Synced",
        serializers=[SyncedProduct, SyncedCategory, SyncedPage, Tombstone],
        resource_type_field_name=None,
        many=True,
    )
)
class SyncedList(serializers.ListField):
    """Resources of several types."""


class SyncPage(Serializer):
    """``next`` while there is more, then ``since`` for the next time; never both."""

    results = SyncedList()
    next = serializers.URLField(required=False)
    since = CharField(required=False)


class Ticket(Serializer):
    ticket = CharField(help_text="Send it in the first frame of the socket.")
    expires_in = IntegerField(help_text="Seconds.")
