"""Every address of the store, read from the URL list itself, and filled with ids that exist."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from django.utils.regex_helper import normalize

CONVERTED = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Route:
    """One pattern of the URL list: how it is written, and the parts it is made of."""

    written: str
    parts: tuple[Any, ...]

    def address(self, values: Mapping[str, Any]) -> str:
        """An address that this pattern answers, with the values of the first prefix that knows its parameters."""
        return "/" + "".join(_filled(part, values) for part in self.parts)


def routes() -> list[Route]:
    return list(_below(get_resolver(), ()))


def _below(resolver: URLResolver, parts: tuple[Any, ...]) -> Iterator[Route]:
    for one in resolver.url_patterns:
        here = (*parts, one.pattern)
        if isinstance(one, URLPattern):
            yield Route("".join(str(part) for part in here), here)
        else:
            yield from _below(one, here)


def _filled(part: Any, values: Mapping[str, Any]) -> str:
    if isinstance(part, RegexPattern):
        template, names = normalize(part.regex.pattern)[0]
        return template % {name: values.get(name, 1) for name in names}
    return CONVERTED.sub(lambda found: str(_value(found["kind"], found["name"], values)), str(part))


def _value(kind: str | None, name: str, values: Mapping[str, Any]) -> Any:
    if name in values:
        return values[name]
    return 1 if kind == "int" else "x"
