"""What the lists of several screens show: rows by their names in the reader's language, countries by theirs."""

from collections.abc import Iterable

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language


def here(field: str) -> str:
    """The column that keeps a field's words in the reader's language."""
    language = get_language() or ""
    return f"{field}_{language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE}"


def countries(codes: Iterable[str]) -> str:
    """Countries by name; a code that stands for none is shown as it is."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    return ", ".join(str(names.get(code, code)) for code in codes)
