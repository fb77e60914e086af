"""A Redis cache whose absence nobody notices: the process's own memory stands in until Redis answers again."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# While Redis is away it is asked again only this often, so that no request waits for it twice.
PAUSE = 2.0


class Absence:
    """Whether Redis is away, as this process knows it; each of its threads has a cache object of its own."""

    def __init__(self) -> None:
        self.is_noticed = False
        self.ask_again_at = 0.0

    def is_worth_asking(self) -> bool:
        return time.monotonic() >= self.ask_again_at

    def begin(self, error: RedisError) -> None:
        self.ask_again_at = time.monotonic() + PAUSE
        if not self.is_noticed:
            self.is_noticed = True
            logger.warning("Redis does not answer, so this process keeps its cache to itself: %s", error)

    def end(self) -> None:
        self.is_noticed = False
        logger.warning("Redis answers again")


_absence = Absence()


def _patient(name: str) -> Callable[..., Any]:
    """The method of that name: Redis's, or the stand-in's while Redis is away."""
    of_redis = getattr(RedisCache, name)

    def method(self: "PatientRedisCache", *args: Any, **kwargs: Any) -> Any:
        if _absence.is_worth_asking():
            try:
                answer = of_redis(self, *args, **kwargs)
            except RedisError as error:
                _absence.begin(error)
            else:
                if _absence.is_noticed:
                    _absence.end()
                    self.stand_in.clear()
                return answer
        return getattr(self.stand_in, name)(*args, **kwargs)

    return method


class PatientRedisCache(RedisCache):
    """Redis while it answers; otherwise this process's memory, so that limits on sign-in still count.

    What stood in is forgotten when Redis is back.  Nothing may rely on a key being there, with any cache.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.stand_in = LocMemCache("while-redis-is-away", {**params, "OPTIONS": {}})

    add = _patient("add")
    get = _patient("get")
    set = _patient("set")
    touch = _patient("touch")
    delete = _patient("delete")
    get_many = _patient("get_many")
    has_key = _patient("has_key")
    incr = _patient("incr")
    set_many = _patient("set_many")
    delete_many = _patient("delete_many")
    clear = _patient("clear")
