"""Content and where to go: menus, pages, markets."""

from django.conf import settings
from rest_framework.serializers import BooleanField, CharField, ChoiceField, ListField, Serializer

from .catalogue import Block, Breadcrumb
from .parts import Links, Picture

LANGUAGES = [code for code, _name in settings.LANGUAGES]


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
