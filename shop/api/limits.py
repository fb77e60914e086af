"""How many requests a caller may make: counted by one atomic step, so that parallel requests cannot slip through."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shop.addresses import client_network
from shop.errors import GiftCardUnknown, Refusal, VoucherUnknown


@dataclass(frozen=True)
class Limit:
    """So many requests in so many seconds, counted by name: what counts apart cannot starve each other."""

    name: str
    requests: int
    seconds: int = 60


CATALOGUE = Limit("catalogue", 600)
SHOPPING = Limit("shopping", 300)
# Opening carts and placing orders: what bots and card testers do in bulk.
OPENING = Limit("opening", 60)
ORDERING = Limit("ordering", 30)
# What is only ever tried in bulk by those who guess.
GUESSING = Limit("guessing", 10)
# Codes of vouchers and gift cards that nobody has issued; right ones are free.
CODES = Limit("codes", 10)


class RateLimited(Refusal):
    code = "rate_limited"

    def sentence(self) -> str:
        return _("Too many requests. Wait a moment.")


@dataclass(frozen=True)
class Count:
    """Where a caller stands in the current window."""

    limit: Limit
    key: str
    used: int
    reset: int

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit.requests),
            "RateLimit-Remaining": str(max(0, self.limit.requests - self.used)),
            "RateLimit-Reset": str(self.reset),
        }


# Without a shared cache each process counts for itself.  The default cache in memory would throw counters away
# at random after 300 entries.
_own = LocMemCache("api-limits", {"OPTIONS": {"MAX_ENTRIES": 100_000}})


def count(request: HttpRequest, limit: Limit, user: Any = None) -> Count | None:
    """Count this request; None if the store has its limits off."""
    if not settings.SHOP["RATE_LIMITS"]:
        return None
    caller = f"user:{user.pk}" if user is not None and user.is_authenticated else client_network(request)
    now = time.time()
    window, passed = divmod(int(now), limit.seconds)
    key = f"limit:{limit.name}:{caller}:{window}"
    return Count(limit, key, _increment(key, limit.seconds), limit.seconds - passed)


def refuse_excess(counted: Count | None) -> None:
    if counted is not None and counted.used > counted.limit.requests:
        raise RateLimited(retry_after=counted.reset)


def give_back(counted: Count) -> Count:
    """Take a request out of the count: who only asked whether something has changed pays nothing."""
    _add(counted.key, -1, counted.limit.seconds)
    return Count(counted.limit, counted.key, counted.used - 1, counted.reset)


@contextlib.contextmanager
def guesses(request: HttpRequest) -> Iterator[None]:
    """Look up a typed code inside it: raises RateLimited once ten a minute were unknown, right ones too from then on.

    Accounts are made faster than networks, so it counts by network whoever is signed in.
    """
    counted = count(request, CODES)
    refuse_excess(counted)
    try:
        yield
    except (VoucherUnknown, GiftCardUnknown):
        raise
    except Refusal:
        _forget(counted)
        raise
    else:
        _forget(counted)


def _forget(counted: Count | None) -> None:
    if counted is not None:
        give_back(counted)


def put_headers(response: HttpResponse, counted: Count | None) -> None:
    for name, value in (counted.headers() if counted else {}).items():
        response[name] = value


def _increment(key: str, seconds: int) -> int:
    return _add(key, 1, seconds)


def _add(key: str, change: int, seconds: int) -> int:
    """``add`` and ``incr`` are each one atomic step, in Redis and in memory."""
    if settings.REDIS_URL:
        cache.add(key, 0, timeout=2 * seconds)
        counted = _or_none(cache, key, change)
        if counted is not None:
            return counted
    _own.add(key, 0, timeout=2 * seconds)
    return _or_none(_own, key, change) or 0


def _or_none(store: Any, key: str, change: int) -> int | None:
    """None when the store lost the key or does not answer: counting in this process is better than not at all."""
    try:
        return store.incr(key, change)
    except ValueError:
        return None
