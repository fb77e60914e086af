"""Words with placeholders: what may stand in them, and how they become a letter's text and its HTML.

Nothing in them is run: ``{name}`` is replaced by a value, once, and all else is taken as it is written.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import look
from .registry import BLOCKS

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
BRACES = re.compile(r"\{([^{}\n]*)\}")
# All that is not seen, line breaks above all; but figures of one amount stay together.
GAPS = re.compile(r"[^\S\u00a0]+")
# What is longer is a sentence, and no label of a button.
LONGEST_LABEL = 40


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
        return look.table(self.rows, has_total=self.has_total)


@dataclass(frozen=True)
class Link:
    """An address; in HTML it can be followed."""

    address: str

    def __bool__(self) -> bool:
        return bool(self.address)

    @property
    def is_followed(self) -> bool:
        return self.address.startswith(("https://", "http://"))


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
    """The same words as tables and paragraphs; the last link of a letter is its button."""
    paragraphs = list(_paragraphs(words, values))
    pressed = _line_of_button(paragraphs, values)
    parts: list[SafeString] = []
    for place, lines in enumerate(paragraphs):
        run: list[SafeString] = []
        for number, line in enumerate(lines):
            block = values.get(line.strip()[1:-1]) if PLACEHOLDER.fullmatch(line.strip()) else None
            if (place, number) == pressed:
                said, button = _button(line, values)
                parts += [look.paragraph([*run, *said]), button]
                run = []
            elif isinstance(block, Block):
                parts += [look.paragraph(run), block.html()]
                run = []
            else:
                run.append(_filled_html(line, values))
        parts.append(look.paragraph(run))
    return look.joined("\n", [part for part in parts if part])


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
    return look.joined("", [*parts, escape(line[end:])])


def _line_of_button(paragraphs: list[list[str]], values: Values) -> tuple[int, int] | None:
    """Paragraph and line of the last link that can be followed and has its line's end to itself."""
    found = None
    for place, lines in enumerate(paragraphs):
        for number, line in enumerate(lines):
            if _link_at_end(line, values):
                found = (place, number)
    return found


def _link_at_end(line: str, values: Values) -> Link | None:
    names = [match for match in PLACEHOLDER.finditer(line) if match.end() == len(line.rstrip())]
    value = values.get(names[0][1]) if names else None
    return value if isinstance(value, Link) and value.is_followed else None


def _button(line: str, values: Values) -> tuple[list[SafeString], SafeString]:
    """The words of a line before its link are the button's; too many for one stand above it."""
    link = _link_at_end(line, values)
    said = line[: line.rindex("{")].strip()
    label = _filled(said, values).rstrip(" :")
    address = link.address if link else ""
    if label and len(label) <= LONGEST_LABEL:
        return [], look.button(address, label)
    return [_filled_html(said, values)] if said else [], look.button(address, _("Open the page"))


def _inline(value: Value) -> str:
    if isinstance(value, Link):
        return value.address
    return value.text() if isinstance(value, Block) else value


def _inline_html(value: Value) -> SafeString:
    if isinstance(value, Link):
        return look.link(value.address) if value.is_followed else escape(value.address)
    return value.html() if isinstance(value, Block) else look.joined(look.BREAK, map(escape, value.splitlines()))
