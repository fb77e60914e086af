"""Words that usually stand alone, inside a sentence."""

from django import template

from shop.delivery import inside_a_sentence

register = template.Library()


@register.filter
def inside(words: str) -> str:
    """ "Tomorrow, 23 November" after a colon or a comma."""
    return inside_a_sentence(words)
