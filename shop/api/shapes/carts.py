"""Carts: lines, quotes with their trace, codes, ways of delivery."""

from rest_framework.serializers import (
    CharField,
    ChoiceField,
    DateField,
    DateTimeField,
    DictField,
    IntegerField,
    Serializer,
)

from shop.models import DeliveryMethod

from .catalogue import Option
from .parts import Availability, Money, Picture


class Discount(Serializer):
    """What a promotion takes off."""

    promotion = CharField(help_text="Its id.")
    name = CharField()
    voucher = CharField(allow_null=True, help_text="The code that opened it, if it needed one.")
    amount = Money()


class LineProblem(Serializer):
    code = CharField()
    detail = CharField()


class Line(Serializer):
    id = CharField()
    sku = CharField()
    product_id = CharField()
    name = CharField()
    url = CharField(allow_null=True)
    picture = Picture(allow_null=True)
    options = Option(many=True)
    quantity = IntegerField()
    unit_price = Money()
    discounts = Discount(many=True)
    line_total = Money(help_text="Unit price × quantity.")
    discounted_total = Money(help_text="After the discounts.")
    availability = Availability()
    problem = LineProblem(allow_null=True)


class Gift(Serializer):
    """What a promotion adds for nothing."""

    sku = CharField()
    name = CharField()
    picture = Picture(allow_null=True)
    quantity = IntegerField()
    worth = Money()


class TracePart(Serializer):
    """A line's part in a step: what was left of it, how many of its pieces took part, what that gave."""

    sku = CharField(required=False, help_text="None for the delivery.")
    charge = CharField(required=False, help_text="`delivery` for the delivery.")
    base = IntegerField()
    quantity = IntegerField(required=False)
    of = IntegerField(required=False, help_text="All pieces of the line.")
    amount = IntegerField()


class TraceStep(Serializer):
    """One rule of the quote: what it was applied to and what it gave, in minor units; what is taken off is negative.

    The amounts of all steps but `tax_included` add up to the total.
    """

    rule = CharField()
    amount = IntegerField()
    sku = CharField(required=False)
    base = IntegerField(required=False)
    quantity = IntegerField(required=False)
    basis_points = IntegerField(required=False)
    rounding = CharField(required=False)
    price_list = CharField(required=False)
    promotion = CharField(required=False)
    names = DictField(child=CharField(), required=False, help_text="The promotion's name by language.")
    voucher = CharField(required=False)
    lines = TracePart(many=True, required=False)
    code = CharField(required=False, help_text="Why a promotion does not count.")
    params = DictField(required=False)


class Quote(Serializer):
    subtotal = Money()
    discounts = Money()
    delivery = Money()
    tax = Money(help_text="All of it, included in the total.")
    tax_added = Money(help_text="The part of the tax that comes on top of the prices; 0 where they include it.")
    total = Money()
    trace = TraceStep(many=True)


class Contact(Serializer):
    name = CharField()
    email = CharField()
    phone = CharField(help_text="E.164")


class Address(Serializer):
    country = CharField()
    city = CharField()
    postcode = CharField()
    line1 = CharField()
    line2 = CharField()


class ChosenDelivery(Serializer):
    option = CharField()
    pickup_point = CharField(required=False, allow_null=True)
    address = Address(required=False, allow_null=True)


class CartProblem(Serializer):
    """What stands between the cart and an order."""

    code = CharField()
    sku = CharField()
    detail = CharField()


class VoucherProblem(Serializer):
    """Why a voucher takes nothing off now."""

    code = CharField()
    detail = CharField()


class Voucher(Serializer):
    code = CharField()
    name = CharField()
    amount = Money()
    problem = VoucherProblem(allow_null=True)


class AppliedPromotion(Serializer):
    """What a promotion takes off the whole cart, delivery included."""

    name = CharField()
    voucher = CharField(allow_null=True)
    amount = Money()


class CartGiftCard(Serializer):
    id = CharField()
    last_letters = CharField()
    amount = Money(help_text="What it pays.")


class Cart(Serializer):
    id = CharField()
    market = CharField(allow_null=True)
    lines = Line(many=True)
    gifts = Gift(many=True)
    promotions = AppliedPromotion(many=True)
    vouchers = Voucher(many=True)
    gift_cards = CartGiftCard(many=True)
    contact = Contact(allow_null=True)
    delivery = ChosenDelivery(allow_null=True)
    quote = Quote()
    total = Money()
    payable = Money(help_text="What is left after the gift cards.")
    problems = CartProblem(many=True)
    expires_at = DateTimeField()


class PickupPoint(Serializer):
    id = CharField()
    name = CharField()
    city = CharField()
    address = CharField()
    hours = CharField()
    ready_at = DateTimeField()
    ready_label = CharField()


class DeliveryOption(Serializer):
    id = CharField()
    kind = ChoiceField(DeliveryMethod.Kind.values)
    name = CharField()
    price = Money()
    date = DateField()
    date_label = CharField()
    pickup_points = PickupPoint(many=True)


class DeliveryOptions(Serializer):
    results = DeliveryOption(many=True)
