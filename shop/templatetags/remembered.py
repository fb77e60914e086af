"""Fragments of lists that are rendered once: the same values give the same HTML, in each language."""

from collections import OrderedDict
from typing import Any

import orjson
from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

MOST_REMEMBERED = 10_000
_remembered: OrderedDict[tuple[str, str | None, bytes], SafeString] = OrderedDict()


@register.simple_tag
def remembered(name: str, **values: Any) -> SafeString:
    """Include a template that depends on these values and the language alone; they must be plain JSON.

    A card is made of some sixty template nodes, and the same two dozen cards stand on page after page.
    """
    key = (name, get_language(), orjson.dumps(values, option=orjson.OPT_SORT_KEYS, default=str))
    html = _remembered.get(key)
    if html is None:
        html = mark_safe(get_template(name).render(values))  # noqa: S308 (a template's own output, escaped by it)
        _remembered[key] = html
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return html
