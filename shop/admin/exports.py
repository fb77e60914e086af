"""Lists as files for spreadsheets, in which no cell is a formula."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

# What spreadsheets take for a formula.
FORMULA = re.compile(r"[=+\-@\t\r]")
# A phone number cannot call anything.
PHONE = re.compile(r"\+\d+")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def harmless(value: Any) -> Any:
    """The same words, which no spreadsheet executes."""
    if isinstance(value, str) and FORMULA.match(value) and not PHONE.fullmatch(value):
        return f"'{value}"
    return value


class SafeExport:
    """For Wagtail's lists: times as the store's clock shows them, words as words, CSV that spreadsheets read right."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        if isinstance(value, datetime):
            local = timezone.make_naive(value, timezone.get_default_timezone()).replace(microsecond=0)
            return local if export_format == "xlsx" else local.isoformat(sep=" ")
        return harmless(super().preprocess_field_value(field, value, export_format))  # type: ignore[misc]

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        yield BYTE_ORDER_MARK
        yield from super().stream_csv(queryset)  # type: ignore[misc]
