"""Fragments of lists that are rendered once: the same values give the same HTML, in each language."""

from collections import OrderedDict
from typing import Any

import orjson
from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from shop.window import Card

register = template.Library()

MOST_REMEMBERED = 10_000
_remembered: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()


@register.simple_tag
def remembered(name: str, **values: Any) -> SafeString:
    """Include a template that depends on these values and the language alone; they must be plain JSON.

    A card is made of some sixty template nodes, and the same two dozen cards stand on page after page.
    """
    key = (name, get_language(), *((word, _bytes(value)) for word, value in values.items()))
    html = _remembered.get(key)
    if html is None:
        html = mark_safe(get_template(name).render(values))  # noqa: S308 (a template's own output, escaped by it)
        _remembered[key] = html
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return html


@register.simple_tag(takes_context=True)
def once(context: Context, name: str) -> SafeString:
    """Include a template that stands on a page more than once and is the same each time."""
    rendered: dict[str, SafeString] = context.__dict__.setdefault("rendered_once", {})
    if name not in rendered:
        rendered[name] = context.template.engine.get_template(name).render(context)
    return rendered[name]


def _bytes(value: Any) -> bytes | str | bool:
    """What tells a value from others; a card of the catalogue brings its bytes along."""
    if isinstance(value, (str, bool)):
        return value
    return value.json if isinstance(value, Card) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=str)
