"""Goods that come back: returns with their photos, withdrawals from the contract."""

from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DateTimeField,
    IntegerField,
    Serializer,
)

from shop.models import Return as ReturnModel
from shop.models import ReturnLine

from .parts import Money


class ReturnedLine(Serializer):
    sku = CharField()
    name = CharField()
    quantity = IntegerField()
    reason = ChoiceField(ReturnLine.Reason.values, allow_null=True, help_text="null for a withdrawal.")
    reason_label = CharField()


class ReturnPhoto(Serializer):
    id = IntegerField()
    url = CharField(help_text="Opens it to those who may see the return.")
    created_at = DateTimeField()


class ReturnStep(Serializer):
    at = DateTimeField()
    at_label = CharField()
    state = ChoiceField(ReturnModel.State.values)
    label = CharField()


class Return(Serializer):
    """Goods on their way back, and the money for them."""

    id = CharField()
    number = CharField(help_text="For people to read out.")
    order_id = CharField()
    order_number = CharField()
    kind = ChoiceField(ReturnModel.Kind.values)
    kind_label = CharField()
    state = ChoiceField(ReturnModel.State.values)
    state_label = CharField()
    lines = ReturnedLine(many=True)
    comment = CharField(help_text="Of the shopper.")
    answer = CharField(help_text="Of the store.")
    photos = ReturnPhoto(many=True)
    expected_refund = Money(allow_null=True, help_text="null once it is over.")
    refund_by = DateField(allow_null=True, help_text="By then the money is on its way.")
    refunded = Money(allow_null=True)
    can_be_called_off = BooleanField()
    timeline = ReturnStep(many=True)
    created_at = DateTimeField()


class ReturnablePieces(Serializer):
    sku = CharField()
    quantity = IntegerField()


class Returns(Serializer):
    results = Return(many=True)
    returnable = ReturnablePieces(many=True, help_text="What can still be returned now.")


class WithdrawnLine(Serializer):
    sku = CharField()
    name = CharField()
    quantity = IntegerField()
    cancelled = IntegerField(help_text="Of them, pieces that had not left the house.")
    returned = IntegerField(help_text="Of them, pieces that come back.")


class Withdrawal(Serializer):
    """The receipt of a declaration: what was declared, by whom, when to the second."""

    id = CharField()
    order_id = CharField()
    order_number = CharField()
    name = CharField()
    email = CharField()
    at = DateTimeField()
    at_label = CharField()
    lines = WithdrawnLine(many=True)
    is_whole = BooleanField(help_text="Of everything that it could be about.")
    has_cancelled = BooleanField()
    has_returned = BooleanField()
    return_id = CharField(allow_null=True, help_text="Of the goods that have to come back.")
    return_number = CharField(allow_null=True)
    refund_by = DateField(help_text="By then the money is on its way.")


class Withdrawals(Serializer):
    results = Withdrawal(many=True)
    withdrawable = ReturnablePieces(many=True, help_text="What can still be withdrawn from now.")
    until = DateTimeField(allow_null=True, help_text="null until everything has arrived.")


class WithdrawalLink(Serializer):
    """The same for orders that do not exist."""

    email = CharField()
