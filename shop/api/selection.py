"""Asking for less: ``fields=`` keeps the named parts of each result."""

from collections.abc import Iterable
from typing import Any


def only(thing: dict[str, Any], names: Iterable[str] | None) -> dict[str, Any]:
    """The thing with just these fields; whole without a selection."""
    return {name: thing[name] for name in names if name in thing} if names else thing
