"""What hardly ever changes and every cart asks for, kept in this process for a moment: markets, tax rates, promotions.

A change made in this process is seen at once, one made elsewhere after at most ``TERMS_MEMORY`` seconds.  What is
counted down while people buy (stock, uses, budgets) is never kept here.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

P = ParamSpec("P")
R = TypeVar("R")

# Keys come from outside too (a country that somebody has typed).
MOST_KEYS = 1_000

_forgetting: list[Callable[[], None]] = []


def remembered_briefly(*models: type[Model]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Remember what a function of hashable arguments reads, until one of these models is written."""

    def mark(read: Callable[P, R]) -> Callable[P, R]:
        kept: dict[object, tuple[float, R]] = {}

        @wraps(read)
        def recall(*args: P.args, **kwargs: P.kwargs) -> R:
            now, key = time.monotonic(), (args, tuple(sorted(kwargs.items())))
            known = kept.get(key)
            if known is not None and now < known[0]:
                return known[1]
            value = read(*args, **kwargs)
            if len(kept) >= MOST_KEYS:
                kept.clear()
            kept[key] = (now + settings.SHOP["TERMS_MEMORY"], value)
            return value

        def forget(**_signal: object) -> None:
            kept.clear()

        for model in models:
            for signal in (post_save, post_delete):
                signal.connect(forget, sender=model, weak=False)
            for field in model._meta.many_to_many:
                m2m_changed.connect(forget, sender=getattr(model, field.name).through, weak=False)
        _forgetting.append(forget)
        return recall

    return mark


def forget() -> None:
    """Begin anew, for tests that put another shop in place."""
    for one in _forgetting:
        one()
