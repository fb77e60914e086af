"""When goods can be picked up, asked once for all cards of a page."""

from django import template
from django.utils.translation import get_language

from shop import delivery, markets

register = template.Library()


@register.simple_tag
def earliest_pickup() -> str:
    """In words; empty if nothing can be picked up."""
    return delivery.earliest_pickup(terms=markets.default(), language=get_language())
