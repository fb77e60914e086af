"""The language of an answer: ``?lang=`` if given, else what ``Accept-Language`` asks for; cookies say nothing here."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

# An answer depends on this header alone, so that shared caches keep as few copies as they can.
HEADER = "Accept-Language"
# Read from the address as it came: refusals need a language even where the parameters cannot be parsed.
_LANG = re.compile(r"(?:^|&)lang=([A-Za-z-]{2,10})(?=&|$)")


def codes() -> tuple[str, ...]:
    """The languages that the shop speaks."""
    return tuple(code for code, _name in settings.LANGUAGES)


def of(request: HttpRequest) -> str:
    """The language to answer this request in; an unknown ``?lang=`` is refused later, by name."""
    wanted = _LANG.search(request.META.get("QUERY_STRING", ""))
    if wanted and wanted[1] in codes():
        return wanted[1]
    for code, _quality in parse_accept_lang_header(request.headers.get(HEADER, "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
