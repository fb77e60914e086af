"""Stock as people read it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def expected(availability: Mapping[str, Any]) -> str:
    """The day on which what can be ordered already is expected; nothing if it is not known."""
    on = availability.get("expected_on")
    return format_date(date.fromisoformat(on), "d MMMM y", locale=get_language() or "en") if on else ""
