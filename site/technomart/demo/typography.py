"""Russian typography: spaces that must not break a line."""

import re
from functools import lru_cache

NBSP = "\u00a0"


@lru_cache(maxsize=4096)
def typeset_ru(text: str) -> str:
    """No-break spaces after one-letter words, before a dash and between a figure and its word."""
    text = re.sub(r"(?<![\w/-])([А-Яа-я]) ", rf"\1{NBSP}", text)
    text = text.replace(" —", f"{NBSP}—")
    return re.sub(r"(\d) (?=[А-Яа-я%₽°\d])", rf"\1{NBSP}", text)
