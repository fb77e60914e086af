"""Reasons and notes of the shop itself, in the language of whoever reads them."""

from django import template

from shop import own_words

register = template.Library()


@register.filter
def in_own_words(text: str) -> str:
    """The shop's own words translated; what staff have typed as it is."""
    return own_words.read(text)
