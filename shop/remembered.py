"""What a process remembers of the shop until it changes, so that what all requests share is read once.

The process follows the change log: once for each version it asks what has changed, and forgets that.
"""

import threading
import time
from collections.abc import Callable, Collection, Hashable
from functools import wraps
from typing import Any, TypeVar

from shop.changes import log
from shop.models import Change, Product

Answer = TypeVar("Answer")
# What is told the keys of the products that have changed; None: nobody knows which.
Listener = Callable[[Collection[int] | None], None]

# Seconds after which a process looks again, for what was mended without a word in the log.
LIFETIME = 60.0
MOST_ANSWERS = 2_000  # of one function
# More changed products than this are not looked up one by one.
MOST_CHANGED = 1_000
# What happens to products all day long, and changes no category, attribute, page or market.
PASSING = ("stock_changed", "price_changed")

# One for all that is remembered, so that nothing waits for itself in another order.
lock = threading.RLock()
_seen: log.State | None = None
_listeners: list[Listener] = []
# Moves when something else has changed than prices and stock.
_edition = 0


def until_changed(read: Callable[..., Answer] | None = None, *, seconds: float = LIFETIME) -> Callable[..., Any]:
    """Remember a function's answers, one for each of its arguments, until more than prices and stock has changed.

    For what everybody is shown, and only outside of transactions that change it.  Nobody may alter an answer.
    """
    if read is None:
        return lambda function: until_changed(function, seconds=seconds)
    kept: tuple[int, float, dict[Hashable, Answer]] = (-1, 0.0, {})

    @wraps(read)
    def answer(*asked: Hashable) -> Answer:
        nonlocal kept
        # Before the rows are read: they may be newer than the edition they are kept under, never older.
        edition, now = follow(), time.monotonic()
        if kept[0] != edition or now >= kept[1] or len(kept[2]) >= MOST_ANSWERS:
            kept = (edition, now + seconds, {})
        answers = kept[2]
        if asked not in answers:
            answers[asked] = read(*asked)
        return answers[asked]

    return answer


def follow() -> int:
    """Learn what has changed, and forget it; a number that moves when more than prices and stock has."""
    state = log.remembered_state()
    if state != _seen:
        with lock:
            _catch_up(state)
    return _edition


def listen(listener: Listener) -> None:
    """Be told which products have changed."""
    _listeners.append(listener)


def forget() -> None:
    """Begin anew, for tests that put another shop in place."""
    global _seen
    with lock:
        _seen = None
        _forget_all()


def _catch_up(state: log.State) -> None:
    global _seen, _edition
    before, _seen = _seen, state
    if before is None or before.identity != state.identity or before.version > state.version:
        _forget_all()
    elif before.version < state.version:
        public = Change.objects.filter(sequence__gt=before.version, sequence__lte=state.version, is_public=True)
        changes = list(public.values_list("type", "kind", "object_id").distinct().order_by()[: MOST_CHANGED + 1])
        ids = {object_id for type, _kind, object_id in changes if type == "product"}
        products = list(Product.objects.filter(public_id__in=ids).values_list("pk", flat=True)) if ids else []
        if len(changes) > MOST_CHANGED or len(products) < len(ids):
            _forget_all()
            return
        if any(type != "product" or kind not in PASSING for type, kind, _object_id in changes):
            _edition += 1
        for listener in _listeners:
            listener(products)


def _forget_all() -> None:
    global _edition
    _edition += 1
    for listener in _listeners:
        listener(None)
