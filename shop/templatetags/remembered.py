"""Fragments of lists that are rendered once: the same values give the same HTML, in each language."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

import orjson
from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from shop.window import Card

register = template.Library()

LARGEST_MEMORY = 32 * 1024 * 1024  # characters in one process
_remembered: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()
_size = 0
_lock = threading.Lock()


@register.simple_tag
def remembered(name: str, **values: Any) -> SafeString:
    """Include a template that depends on these values and the language alone; they must be plain JSON.

    A card is made of some sixty template nodes, and the same two dozen cards stand on page after page.
    """
    key = (name, get_language(), *((word, _bytes(value)) for word, value in values.items()))
    html = _remembered.get(key)
    if html is None:
        html = mark_safe(get_template(name).render(values))  # noqa: S308 (a template's own output, escaped by it)
        _keep(key, html)
    return html


def _keep(key: tuple[Any, ...], html: SafeString) -> None:
    """Remember it, and forget what is oldest before the memory grows too large."""
    global _size
    with _lock:
        _size += len(html) - len(_remembered.get(key, ""))
        _remembered[key] = html
        while _size > LARGEST_MEMORY:
            _, dropped = _remembered.popitem(last=False)
            _size -= len(dropped)


@register.simple_tag(takes_context=True)
def once(context: Context, name: str) -> SafeString:
    """Include a template that stands on a page more than once and is the same each time."""
    rendered: dict[str, SafeString] = context.__dict__.setdefault("rendered_once", {})
    if name not in rendered:
        rendered[name] = context.template.engine.get_template(name).render(context)
    return rendered[name]


def _bytes(value: Any) -> Hashable:
    """What tells a value from others; cards of the catalogue bring their bytes along."""
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, Card):
        return value.json
    if isinstance(value, list) and value and isinstance(value[0], Card):
        return tuple(card.json for card in value)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=str)
