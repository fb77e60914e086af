"""What answers look like, for the OpenAPI document; the answers themselves are dicts that the shop's modules make."""

from typing import Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers
from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DateTimeField,
    DictField,
    FloatField,
    IntegerField,
    ListField,
    Serializer,
)

from shop.models import DeliveryMethod, Order, Payment, ReturnLine
from shop.models import Return as ReturnModel
from shop.models import StockRequest as StockRequestModel
from shop.payments.sandbox import OUTCOMES

SANDBOX_OUTCOMES = OUTCOMES
AVAILABILITY = ["in_stock", "low_stock", "preorder", "backorder", "out_of_stock"]
FACET_KINDS = ["choice", "boolean", "brand", "availability", "range"]
SYNCED = ["product", "category", "page"]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


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


class Market(Serializer):
    """Countries that are sold to in one currency and shown prices in one way."""

    code = CharField()
    name = CharField()
    currency = CharField(help_text="ISO 4217")
    countries = ListField(child=CharField(), help_text="ISO 3166-1, two letters.")
    language = CharField(help_text="The language that is usual there.")
    prices_include_tax = BooleanField(help_text="If not, tax is added when the order is summed up.")
    is_default = BooleanField(help_text="The one whose prices hold without `market`.")


class Markets(Serializer):
    results = Market(many=True)


class Picture(Serializer):
    src = CharField()
    alt = CharField()
    width = IntegerField()
    height = IntegerField()
    role = CharField(help_text="hero, side, scale or detail; ignore unknown ones.")


class Named(Serializer):
    slug = CharField()
    name = CharField()


class CategoryName(Serializer):
    id = CharField()
    slug = CharField()
    name = CharField()


class Rating(Serializer):
    average = FloatField()
    count = IntegerField()


class CardAttribute(Serializer):
    code = CharField()
    label = CharField()
    value = CharField()


class Card(Serializer):
    """A product as lists show it; price and availability are those of its default variant ``sku``."""

    id = CharField()
    slug = CharField()
    url = CharField(help_text="The product's page on the site.")
    name = CharField()
    brand = Named()
    category = CategoryName()
    picture = Picture(allow_null=True)
    price = Money()
    compare_at_price = Money(allow_null=True)
    lowest_price = Money(
        required=False, allow_null=True, help_text="The lowest of the 30 days before the price went down."
    )
    availability = Availability()
    rating = Rating(allow_null=True)
    card_attributes = CardAttribute(many=True)
    sku = CharField()
    variant_id = CharField()
    variant_count = IntegerField()
    colours = ListField(child=CharField())
    is_new = BooleanField()


class Option(Serializer):
    code = CharField()
    label = CharField()
    value = CharField()
    choice = CharField()
    swatch = CharField(allow_null=True)


class Variant(Serializer):
    """What goes into a cart: one SKU."""

    id = CharField()
    sku = CharField()
    name = CharField()
    options = Option(many=True)
    price = Money()
    compare_at_price = Money(allow_null=True)
    lowest_price = Money(
        required=False, allow_null=True, help_text="The lowest of the 30 days before the price went down."
    )
    availability = Availability()
    pictures = Picture(many=True)
    url = CharField()


class Attribute(Serializer):
    code = CharField()
    label = CharField()
    value = CharField()
    help = CharField(required=False)


class AttributeGroup(Serializer):
    group = CharField()
    attributes = Attribute(many=True)


class Block(Serializer):
    """A piece of content; show ``html`` of types that you do not know."""

    id = CharField(allow_null=True)
    type = CharField()
    value = AnyValue()
    html = CharField()


class Breadcrumb(Serializer):
    name = CharField()
    url = CharField()


class ProductDetail(Card):
    """A product with all that its page shows."""

    summary = CharField()
    variants = Variant(many=True)
    attributes = AttributeGroup(many=True)
    pictures = Picture(many=True)
    body = Block(many=True)
    breadcrumbs = Breadcrumb(many=True)
    alternates = DictField(child=CharField(), help_text="Language to address of the product's page.")
    page_revision = IntegerField(allow_null=True)


def _selectable(shape: type[Serializer], name: str) -> type[Serializer]:
    """The same shape where ``fields=`` may leave parts out."""

    def get_fields(self: Any) -> dict[str, Any]:
        fields = shape.get_fields(self)
        for field in fields.values():
            field.required = False
        return fields

    words = f"{shape.__name__}, or the parts of it that `fields` names."
    return type(name, (shape,), {"get_fields": get_fields, "__doc__": words, "__module__": __name__})


SelectedCard = _selectable(Card, "SelectedCard")
SelectedProduct = _selectable(ProductDetail, "SelectedProduct")


class FacetValue(Serializer):
    value = CharField()
    label = CharField()
    count = IntegerField()
    selected = BooleanField()


class Facet(Serializer):
    """A filter: a choice of ``values``, or a range from ``min`` to ``max``.  ``code`` is its parameter's name."""

    code = CharField()
    name = CharField()
    kind = ChoiceField(FACET_KINDS)
    values = FacetValue(many=True, required=False)
    unit = CharField(required=False)
    min = Bound(required=False, help_text="Minor units for price, else a decimal as text.")
    max = Bound(required=False)
    selected_min = Bound(required=False)
    selected_max = Bound(required=False)


class Page(Serializer):
    """One page of a list; follow the addresses as they are."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class ProductPage(Page):
    results = SelectedCard(many=True)
    total = IntegerField(required=False, help_text="With include=total.")
    facets = Facet(many=True, required=False, help_text="With include=facets; counts leave out the facet's own filter.")


class DatedPrice(Serializer):
    variant = CharField(help_text="The variant's id.")
    sku = CharField()
    price = Money()
    source = CharField()
    starts_at = DateTimeField()
    ends_at = DateTimeField(allow_null=True)


class PriceHistory(Serializer):
    results = DatedPrice(many=True)


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Category"}})
class Children(serializers.ListField):
    """Categories below a category; the reference to itself is written by hand."""


class Category(Serializer):
    id = CharField()
    slug = CharField()
    name = CharField()
    url = CharField(allow_null=True, help_text="The category's page on the site, if there is one.")
    introduction = CharField()
    picture = Picture(allow_null=True)
    children = Children()


class Categories(Serializer):
    results = Category(many=True)


class Suggestions(Serializer):
    results = Card(many=True)


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Link"}})
class Links(serializers.ListField):
    """Links below a link."""


class Link(Serializer):
    name = CharField()
    url = CharField()
    children = Links()


class Navigation(Serializer):
    departments = Link(many=True)
    guides = Link(many=True)
    pages = Link(many=True)


class Reference(Serializer):
    id = CharField()
    slug = CharField()


class PageDocument(Serializer):
    """A page of the site as typed blocks."""

    id = CharField()
    type = CharField(help_text="home, category, product, guide, …; ignore unknown ones.")
    path = CharField()
    language = ChoiceField(LANGUAGES)
    title = CharField()
    introduction = CharField(required=False)
    breadcrumbs = Breadcrumb(many=True)
    blocks = Block(many=True)
    author = CharField(required=False)
    picture = Picture(required=False, allow_null=True)
    category = Reference(required=False, allow_null=True)
    product = Reference(required=False, allow_null=True)


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


class Me(Serializer):
    email = CharField()
    name = CharField()
    phone = CharField()
    language = CharField()


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
