"""How much one caller may open and say at once."""

import ipaddress
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

PER_USER = 10
PER_ADDRESS = 50
MESSAGES_A_SECOND = 10.0
BURST = 30.0


class TooManyConnections(Exception):
    """The caller has as many as anybody may have."""


_open: Counter[str] = Counter()


@contextmanager
def place_for(*, user_id: int | None, address: str) -> Iterator[None]:
    """Count a connection while it is open; a person counts by account, anybody else by address.

    A loopback address is not counted: it is a proxy that does not say for whom it asks, or somebody on this computer.
    """
    if user_id is not None:
        caller, most = f"user {user_id}", PER_USER
    else:
        caller, most = address, PER_ADDRESS
        if _is_loopback(address) or not settings.SHOP["RATE_LIMITS"]:
            yield
            return
    if _open[caller] >= most:
        raise TooManyConnections
    _open[caller] += 1
    try:
        yield
    finally:
        _open[caller] -= 1
        if not _open[caller]:
            del _open[caller]


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_network(address).is_loopback
    except ValueError:
        return False


class Patience:
    """A bucket that holds a burst of messages and fills again evenly."""

    def __init__(self) -> None:
        self._left = BURST
        self._counted_at = time.monotonic()

    def is_over(self) -> bool:
        """Count one more message."""
        now = time.monotonic()
        self._left = min(BURST, self._left + (now - self._counted_at) * MESSAGES_A_SECOND) - 1
        self._counted_at = now
        return self._left < 0
