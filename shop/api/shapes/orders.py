"""Orders: what was bought, how it is paid, what has left and gone back, papers."""

from rest_framework import serializers
from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DateTimeField,
    DictField,
    IntegerField,
    Serializer,
)

from shop.models import DeliveryMethod, Order, Payment
from shop.payments.sandbox import OUTCOMES

from .carts import AppliedPromotion, Cart, CartGiftCard, ChosenDelivery, Contact, Discount, PickupPoint, Quote
from .parts import Money, Page

SANDBOX_OUTCOMES = OUTCOMES


class OrderLine(Serializer):
    sku = CharField()
    product_id = CharField()
    name = CharField()
    quantity = IntegerField()
    unit_price = Money()
    discount = Money(help_text="Of all promotions together.")
    discounts = Discount(many=True)
    line_total = Money(help_text="Unit price × quantity.")
    discounted_total = Money(help_text="After the discounts.")
    shipped = IntegerField(help_text="Pieces that have left the house.")
    refunded = IntegerField(help_text="Pieces whose money went back.")


class OrderDelivery(ChosenDelivery):
    kind = ChoiceField(DeliveryMethod.Kind.values)
    name = CharField()
    point = PickupPoint(required=False)
    date = DateField()
    date_label = CharField()


class NextAction(Serializer):
    """What the shopper has to do before the payment can go on; ``url`` leads there, whatever the type."""

    type = CharField(help_text="confirm, redirect, stripe, bank_transfer or pay_again")
    url = CharField()
    client_secret = CharField(required=False, help_text="Of stripe: for its SDK, instead of the page at url.")
    amount = Money(required=False, help_text="Of bank_transfer: what to send, exactly.")
    reference = CharField(required=False, help_text="Of bank_transfer: the purpose that the money is found by.")
    account = DictField(required=False, help_text="Of bank_transfer: where the money goes.")


class PaymentState(Serializer):
    method = CharField(allow_null=True)
    status = ChoiceField(Payment.Status.values, allow_null=True)
    status_label = CharField()
    next_action = NextAction(allow_null=True)


class PiecesOfLine(Serializer):
    sku = CharField()
    name = CharField()
    quantity = IntegerField()


class Shipment(Serializer):
    """A parcel that left the house, or was handed over at the counter."""

    id = CharField()
    carrier = CharField()
    tracking_number = CharField()
    tracking_url = serializers.URLField(allow_null=True)
    shipped_at = DateTimeField()
    shipped_label = CharField()
    delivered_at = DateTimeField(allow_null=True)
    delivered_label = CharField(allow_null=True)
    lines = PiecesOfLine(many=True)


class Refund(Serializer):
    """Money that goes back to where it came from."""

    id = CharField()
    amount = Money()
    state = ChoiceField(["pending", "done"], help_text="pending until all of it has arrived at the provider.")
    state_label = CharField()
    lines = PiecesOfLine(many=True, help_text="What it is for; delivery and goodwill have no line.")
    created_at = DateTimeField()
    created_label = CharField()


class TimelineEntry(Serializer):
    at = DateTimeField()
    status = ChoiceField(Order.Status.values)
    kind = CharField(help_text="placed, status_changed, paid, shipped, refunded, edited, …; ignore unknown ones.")
    label = CharField()


class CreditNote(Serializer):
    """What took an invoice back in part."""

    number = CharField()
    issued_at = DateTimeField()
    total = Money()
    tax = Money(help_text="Of the total.")
    pdf = serializers.URLField(help_text="Opens without a token.")


class Invoice(CreditNote):
    """What was charged, numbered without gaps within a year."""

    credit_notes = CreditNote(many=True)


class OrderDetail(Serializer):
    """What was agreed; names, prices and taxes stay as they were."""

    id = CharField()
    number = CharField(help_text="For people to read out.")
    status = ChoiceField(Order.Status.values)
    status_label = CharField()
    lines = OrderLine(many=True)
    quote = Quote()
    promotions = AppliedPromotion(many=True)
    gift_cards = CartGiftCard(many=True)
    total = Money()
    payable = Money(help_text="What is left after the gift cards.")
    due = Money(help_text="What is still to be paid now.")
    contact = Contact()
    delivery = OrderDelivery()
    pickup_code = CharField(allow_null=True)
    payment = PaymentState()
    shipments = Shipment(many=True)
    refunds = Refund(many=True)
    refunded = Money(help_text="Of all refunds together.")
    can_be_cancelled = BooleanField()
    timeline = TimelineEntry(many=True)
    created_at = DateTimeField()


class PlacedOrder(OrderDetail):
    order_token = CharField(required=False, help_text="For guests, told once: opens the order as Order-Token.")


class Draft(Serializer):
    """What staff have put together for a customer."""

    cart = Cart(allow_null=True, help_text="null once it is ordered.")
    expires_at = DateTimeField()
    order_id = CharField(allow_null=True)


class OrderPage(Page):
    results = OrderDetail(many=True)
