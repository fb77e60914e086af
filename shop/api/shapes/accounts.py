"""What is one's own besides orders: the account, places in waiting lists."""

from rest_framework.serializers import CharField, ChoiceField, DateTimeField, Serializer

from shop.models import StockRequest as StockRequestModel


class StockRequest(Serializer):
    """What was asked for; whether the address waited already is not told."""

    sku = CharField()
    email = CharField()


class PlaceInQueue(Serializer):
    """One who waits for a variant, and what is held for him."""

    id = CharField()
    sku = CharField()
    product_id = CharField()
    name = CharField()
    email = CharField(help_text="The letter goes there.")
    state = ChoiceField(StockRequestModel.State.values)
    state_label = CharField()
    held_until = DateTimeField(allow_null=True, help_text="While a piece is held.")
    created_at = DateTimeField()


class PlacesInQueues(Serializer):
    results = PlaceInQueue(many=True)


class Me(Serializer):
    email = CharField()
    name = CharField()
    phone = CharField()
    language = CharField()
