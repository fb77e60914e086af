"""Words with placeholders: what may stand in them, and how they become a letter's text and its HTML.

Nothing in them is run: ``{name}`` is replaced by a value, once, and all else is taken as it is written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from .registry import BLOCKS

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
BRACES = re.compile(r"\{([^{}\n]*)\}")
# All that is not seen, line breaks above all; but figures of one amount stay together.
GAPS = re.compile(r"[^\S\u00a0]+")
RIGHT = SafeString(' align="right"')
BREAK = "<br>\n"


@dataclass(frozen=True)
class Block:
    """A value that takes lines of its own: rows of cells, the last cell at the right edge if there are several."""

    rows: tuple[tuple[str, ...], ...]
    # Of the last row: in bold.
    has_total: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows)

    def text(self) -> str:
        return "\n".join(" — ".join(cell for cell in row if cell) for row in self.rows)

    def html(self) -> SafeString:
        rows = []
        for number, row in enumerate(self.rows):
            is_total = self.has_total and number == len(self.rows) - 1
            cells = [
                format_html(
                    "<td{}>{}</td>",
                    RIGHT if place and place == len(row) - 1 else "",
                    format_html("<strong>{}</strong>", cell) if is_total else cell,
                )
                for place, cell in enumerate(row)
            ]
            rows.append((_joined("", cells),))
        return format_html('<table cellpadding="6">{}</table>', format_html_join("\n", "<tr>{}</tr>", rows))


@dataclass(frozen=True)
class Link:
    """An address; in HTML it can be followed."""

    address: str

    def __bool__(self) -> bool:
        return bool(self.address)


Value = str | Block | Link
Values = Mapping[str, Value]


def used(words: str) -> list[str]:
    """What stands in braces, in order, whether it is a placeholder or not."""
    return BRACES.findall(words)


def subject(words: str, values: Values) -> str:
    """A subject is one line, whatever a value contains."""
    filled = PLACEHOLDER.sub(lambda found: _inline(values.get(found[1], found[0])), words)
    return GAPS.sub(" ", filled).strip()


def text(words: str, values: Values) -> str:
    paragraphs = ["\n".join(_filled(line, values) for line in lines) for lines in _paragraphs(words, values)]
    return "\n\n".join(paragraphs) + "\n"


def html(words: str, values: Values) -> SafeString:
    parts: list[SafeString] = []
    for lines in _paragraphs(words, values):
        run: list[SafeString] = []
        for line in lines:
            block = values.get(line.strip()[1:-1]) if PLACEHOLDER.fullmatch(line.strip()) else None
            if isinstance(block, Block):
                parts += [_paragraph(run), block.html()]
                run = []
            else:
                run.append(_filled_html(line, values))
        parts.append(_paragraph(run))
    return _joined("\n", [part for part in parts if part])


def is_alone(block: str, words: str) -> bool:
    """Whether a placeholder for several lines has each of its lines to itself."""
    name = f"{{{block}}}"
    return all(line.strip() == name for line in words.splitlines() if name in line)


def blocks_in(words: str) -> list[str]:
    return [name for name in dict.fromkeys(used(words)) if name in BLOCKS]


def _paragraphs(words: str, values: Values) -> Iterator[list[str]]:
    """The lines of each paragraph; a line whose values are all empty has nothing to say."""
    for paragraph in re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip()):
        lines = [line for line in paragraph.split("\n") if not _is_empty(line, values)]
        if lines:
            yield lines


def _is_empty(line: str, values: Values) -> bool:
    names = [name for name in PLACEHOLDER.findall(line) if name in values]
    return bool(names) and not any(values[name] for name in names)


def _filled(line: str, values: Values) -> str:
    return PLACEHOLDER.sub(lambda found: _inline(values.get(found[1], found[0])), line)


def _filled_html(line: str, values: Values) -> SafeString:
    parts, end = [], 0
    for found in PLACEHOLDER.finditer(line):
        parts += [escape(line[end : found.start()]), _inline_html(values.get(found[1], found[0]))]
        end = found.end()
    return _joined("", [*parts, escape(line[end:])])


def _inline(value: Value) -> str:
    if isinstance(value, Link):
        return value.address
    return value.text() if isinstance(value, Block) else value


def _inline_html(value: Value) -> SafeString:
    if isinstance(value, Link):
        is_followed = value.address.startswith(("https://", "http://"))
        return format_html('<a href="{0}">{0}</a>', value.address) if is_followed else escape(value.address)
    return value.html() if isinstance(value, Block) else _joined(BREAK, [escape(line) for line in value.splitlines()])


def _paragraph(lines: list[SafeString]) -> SafeString:
    return format_html("<p>{}</p>", _joined(BREAK, lines)) if lines else SafeString()


def _joined(between: str, parts: Sequence[str]) -> SafeString:
    return format_html_join(SafeString(between), "{}", ((part,) for part in parts))
