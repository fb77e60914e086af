"""JSON in and out: a parser that refuses what other readers would understand differently, and a fast writer."""

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable, UnsupportedMediaType
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from shop.errors import Refusal

MAXIMAL_SIZE = 256 * 1024
MAXIMAL_DEPTH = 32
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")


class MalformedJson(Refusal):
    code = "malformed_json"


class TooLarge(Refusal):
    code = "too_large"

    def sentence(self) -> str:
        return _("A body has at most 256 KB.")


class StrictJson(BaseParser):
    """Reads one JSON object of RFC 8259 in UTF-8; what that leaves open is refused, not guessed."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping | None = None) -> dict:
        charset = re.search(r"charset=\"?([^;\"\s]+)", media_type or "", re.IGNORECASE)
        if charset and charset[1].lower() not in {"utf-8", "utf8"}:
            raise UnsupportedMediaType(media_type or "")
        request = (parser_context or {}).get("request")
        if request is not None and int(request.META.get("CONTENT_LENGTH") or 0) > MAXIMAL_SIZE:
            raise TooLarge
        body = stream.read(MAXIMAL_SIZE + 1)
        if len(body) > MAXIMAL_SIZE:
            raise TooLarge
        return parse(body)


def parse(body: bytes) -> dict[str, Any]:
    """The object that these bytes say."""
    if body.startswith(b"\xef\xbb\xbf"):
        raise MalformedJson(_("The body begins with a byte order mark."))
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise MalformedJson(_("The body is not UTF-8.")) from None
    _refuse_depth(text)
    try:
        content = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise MalformedJson(
            _("The body is not JSON: line %(line)d, column %(column)d.") % {"line": error.lineno, "column": error.colno}
        ) from None
    except ValueError:
        # Python refuses to read integers of more than 4,300 digits.
        raise MalformedJson(_("The body contains a number that is too long.")) from None
    if not isinstance(content, dict):
        raise MalformedJson(_("The body is not a JSON object."))
    if "\\u" in text:
        _refuse_characters(content)
    return content


def _refuse_depth(text: str) -> None:
    """Count brackets before parsing: the parser recurses, and a deep body would exhaust the stack."""
    if text.count("[") + text.count("{") <= MAXIMAL_DEPTH:
        return
    depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAXIMAL_DEPTH:
            raise MalformedJson(_("The body is nested more than %(depth)d levels deep.") % {"depth": MAXIMAL_DEPTH})


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        names = [name for name, _value in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        shown = repeated.encode("utf-8", "replace").decode()[:50]
        raise MalformedJson(_("The name “%(name)s” stands twice in one object.") % {"name": shown})
    return named


def _refuse_constant(name: str) -> None:
    raise MalformedJson(_("%(name)s is not a number of JSON.") % {"name": name})


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise MalformedJson(_("The body contains a number that is too large."))
    return number


def _refuse_characters(content: Any) -> None:
    """Refuse NUL and half surrogate pairs: neither can be stored or sent back."""
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and ("\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value)):
            raise MalformedJson(_("The body contains a character that is not allowed."))


class Json(BaseRenderer):
    """Writes JSON with orjson: integers stay exact, times are RFC 3339 in UTC."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping | None = None
    ) -> bytes:
        return b"" if data is None else written(data)


def written(content: Any) -> bytes:
    return orjson.dumps(content, default=str, option=orjson.OPT_UTC_Z)


class OnlyJson(BaseContentNegotiation):
    """Answers in JSON whoever accepts it, whatever else he would rather have."""

    ACCEPTED = frozenset({"*/*", "application/*", "application/json", "application/problem+json"})

    def select_parser(self, request: Any, parsers: list) -> Any:
        given = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == given), None)

    def select_renderer(self, request: Any, renderers: list, format_suffix: str | None = None) -> tuple[Any, str]:
        wanted = request.headers.get("Accept") or "*/*"
        for entry in wanted.split(","):
            name, _separator, parameters = entry.partition(";")
            refused = re.search(r"q\s*=\s*0(\.0*)?\s*(;|$)", parameters)
            if name.strip().lower() in self.ACCEPTED and not refused:
                return renderers[0], renderers[0].media_type
        raise NotAcceptable(available_renderers=renderers)
