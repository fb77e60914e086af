"""CSV and XLSX files as rows of text, whatever program saved them."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

MIB = 1024 * 1024
MOST_BYTES = 50 * MIB
# What an XLSX may unpack to: honest sheets shrink about tenfold, a zip bomb a thousandfold.
MOST_UNPACKED = 500 * MIB
MOST_ROWS = 200_000
MOST_COLUMNS = 500
DELIMITERS = (",", ";", "\t")
# What a spreadsheet would take for the beginning of a formula, at home or in a full-width locale.
FORMULA = "=+\\-@\t\r＝＋－＠"
GUARDED = re.compile(f"'+[{FORMULA}]")
RISKY = re.compile(f"'*[{FORMULA}]")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
# Share of control characters above which "text" is something else.
BINARY_SHARE = 0.05
SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"MZ\x90", b"\x1f\x8b")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class FileUnreadable(Exception):
    """The file as a whole cannot be used; the message is a sentence for the person who brought it."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row under the header: its number as spreadsheets count, and its cells by column name."""

    number: int
    cells: dict[str, str]
    # More cells than the header has names for.
    has_overflow: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A file's header and its rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]


def read(path: str | Path) -> Sheet:
    """A file from the disk; raises FileUnreadable."""
    path = Path(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileUnreadable(_too_large())
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileUnreadable(
            _("“%(name)s” cannot be opened: %(reason)s.") % {"name": path.name, "reason": reason}
        ) from error
    return parse(data, path.name)


def parse(data: bytes, name: str) -> Sheet:
    """A file's bytes as a sheet; what it is shows in the bytes, not in the name."""
    if len(data) > MOST_BYTES:
        raise FileUnreadable(_too_large())
    if not data.strip():
        raise FileUnreadable(_("“%(name)s” is empty.") % {"name": name})
    if data.startswith(OLD_EXCEL):
        raise FileUnreadable(_("This is an old Excel file. Save it as .xlsx or CSV and try again."))
    records = list(_of_xlsx(data) if data.startswith(b"PK\x03\x04") else _of_csv(_decoded(data)))
    return _sheet(records, name)


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; ``unguarded`` is its exact opposite (OWASP, CSV injection)."""
    return f"'{cell}" if RISKY.match(cell) and not NUMBER.fullmatch(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def _too_large() -> str:
    return _("The file is larger than %(count)d MB. Split it and import the parts.") % {"count": MOST_BYTES // MIB}


def _decoded(data: bytes) -> str:
    """Text from bytes: UTF-8 or UTF-16 if it is one of them, else the code page of Russian Windows."""
    if data.startswith(SIGNATURES):
        raise FileUnreadable(_not_a_table())
    text = _in_first_encoding(data)
    sample = text[:20_000]
    strange = sum(1 for letter in sample if letter < " " and letter not in "\t\r\n")
    if strange > BINARY_SHARE * len(sample):
        raise FileUnreadable(_not_a_table())
    return text


def _in_first_encoding(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileUnreadable(_not_a_table())


def _encodings(data: bytes) -> Iterator[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
        return
    # Latin letters and delimiters in UTF-16 have a zero on every other place.
    start = data[:2_000]
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if zeros and zeros.count(0) > len(zeros) * 0.4:
            yield encoding
    yield "utf-8-sig"
    yield "cp1251"


def _not_a_table() -> str:
    return _("This is not a table. Choose a CSV or XLSX file.")


def _of_csv(text: str) -> Iterator[list[str]]:
    # One limit for a file and for a cell, so that a monstrous cell is refused by its row and not by the reader.
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        sentence = _("The file is broken at line %(line)d: quotation marks do not match.")
        raise FileUnreadable(sentence % {"line": reader.line_num}) from error


def _delimiter(text: str) -> str:
    """The delimiter that the header uses most, outside quotation marks."""
    header = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(DELIMITERS, key=header.count)


def _of_xlsx(data: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet: formulas as the values that were saved with them, never evaluated."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise FileUnreadable(_too_large())
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            # Some programs note a size of one cell; the rows themselves know better.
            sheet.reset_dimensions()
            for values in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
                yield [_as_text(value) for value in values]
        finally:
            book.close()
    except FileUnreadable:
        raise
    except Exception as error:
        # openpyxl raises whatever its XML and ZIP readers met in a damaged file: KeyError, ValueError, BadZipFile, …
        raise FileUnreadable(_("This Excel file is damaged or protected by a password.")) from error


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _sheet(records: Iterable[Sequence[str]], name: str) -> Sheet:
    numbered = [
        (number, [_clean(cell) for cell in record])
        for number, record in enumerate(records, start=1)
        if any(cell.strip() for cell in record)
    ]
    if not numbered:
        raise FileUnreadable(_("“%(name)s” is empty.") % {"name": name})
    if len(numbered) > MOST_ROWS:
        raise FileUnreadable(
            _("The file has more than %(count)d rows. Split it and import the parts.") % {"count": MOST_ROWS}
        )
    header = numbered[0][1]
    while header and not header[-1]:
        header.pop()
    _check_header(header)
    rows = [
        Row(
            number=number,
            cells={column: cell for column, cell in zip(header, record, strict=False) if column},
            has_overflow=any(record[len(header) :]),
        )
        for number, record in numbered[1:]
    ]
    if not rows:
        raise FileUnreadable(_("“%(name)s” has a header and no rows.") % {"name": name})
    return Sheet(name=name, columns=[column for column in header if column], rows=rows)


def _clean(cell: str) -> str:
    return unguarded(cell.replace("\r\n", "\n").strip(" \n\t\r\u00a0")).strip()


def _check_header(header: Sequence[str]) -> None:
    if len(header) > MOST_COLUMNS:
        raise FileUnreadable(_("The file has more than %(count)d columns.") % {"count": MOST_COLUMNS})
    seen: set[str] = set()
    for column in header:
        if column and column.casefold() in seen:
            raise FileUnreadable(_("The column “%(column)s” is there twice.") % {"column": column})
        seen.add(column.casefold())
