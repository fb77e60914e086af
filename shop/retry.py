"""One way to try a whole use case again when the database could not let it through."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

from shop.errors import Busy

P = ParamSpec("P")
R = TypeVar("R")

# PostgreSQL: serialization failure, deadlock, lock not available.
RETRIED_STATES = {"40001", "40P01", "55P03"}
TRIES = 4


def retried(use_case: Callable[P, R]) -> Callable[P, R]:
    """Run a use case up to four times, then refuse with Busy; inside a transaction once, because its caller retries."""

    @functools.wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            return use_case(*args, **kwargs)
        for attempt in range(1, TRIES + 1):
            try:
                return use_case(*args, **kwargs)
            except OperationalError as error:
                if not _is_passing(error):
                    raise
                if attempt == TRIES:
                    raise Busy from error
                time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 (spreads tries, guards nothing)
        raise AssertionError("unreachable")

    return run


def _is_passing(error: OperationalError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state in RETRIED_STATES or "database is locked" in str(error)
