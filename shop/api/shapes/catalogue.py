"""The catalogue: cards, products, filters, prices, categories."""

from typing import Any

from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateTimeField,
    DictField,
    FloatField,
    IntegerField,
    ListField,
    Serializer,
)

from .parts import AnyValue, Availability, Bound, Children, Money, Named, Page, Picture

FACET_KINDS = ["choice", "boolean", "brand", "availability", "range"]


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
