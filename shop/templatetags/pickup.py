"""When goods can be picked up, asked once for all cards of a page."""

from django import template
from django.utils.translation import get_language

from shop import delivery, markets
from shop.models import DeliveryMethod, Market, PickupPoint
from shop.short_memory import remembered_briefly

register = template.Library()


@register.simple_tag
def earliest_pickup() -> str:
    """In words; empty if nothing can be picked up."""
    return _earliest_pickup(get_language())


@remembered_briefly(DeliveryMethod, PickupPoint, Market)
def _earliest_pickup(language: str) -> str:
    return delivery.earliest_pickup(terms=markets.default(), language=language)
