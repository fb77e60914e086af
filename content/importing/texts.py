"""Descriptions: HTML of any origin as the blocks of a page, and the blocks of a page as HTML."""

import re
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

import nh3
from wagtail.rich_text import RichText, expand_db_html

# A block of a page: its type, and its words or HTML.
Block = tuple[str, str]

LONGEST_HEADING = 120
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"ul", "ol"}
INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i"}
# Whatever else begins a line of its own in a browser.
PARAGRAPHS = {
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "pre",
    "table",
    "tr",
    "dl",
    "dt",
    "dd",
    "figure",
}
CELLS = {"td", "th"}
KNOWN = {*HEADINGS, *LISTS, *INLINE, *PARAGRAPHS, *CELLS, "li", "a", "br", "tbody", "thead"}
ADDRESSES = {"http", "https", "mailto", "tel"}
PLAIN_LINE = re.compile(r"<p>([^<]*)</p>")
# Nothing of these is ever shown, their text included.
SILENT = {"script", "style", "iframe", "object", "noscript", "template", "svg", "math", "title"}


def cleaned(html: str) -> str:
    """HTML with nothing left that could act, or that a page has no form for."""
    return nh3.clean(
        html,
        tags=KNOWN,
        clean_content_tags=SILENT,
        attributes={"a": {"href"}},
        url_schemes=ADDRESSES,
        link_rel=None,
    )


def blocks_of(text: str) -> list[Block]:
    """The headings and paragraphs of a description, which may be HTML or plain text."""
    if not nh3.is_html(text):
        paragraphs = [escape(one.strip(), quote=False) for one in re.split(r"\n\s*\n", text)]
        html = "".join(f"<p>{one}</p>".replace("\n", "<br/>") for one in paragraphs if one)
        return [("paragraph", html)] if html else []
    writer = _Writer()
    writer.feed(cleaned(text))
    writer.close()
    return writer.finished()


def stream_of(text: str) -> list[tuple[str, Any]]:
    """The same as the value of a page's field."""
    return [(kind, RichText(value) if kind == "paragraph" else value) for kind, value in blocks_of(text)]


def as_one_plain_line(text: str, longest: int) -> str | None:
    """The words of a description that is one short paragraph without any formatting."""
    blocks = blocks_of(text)
    found = PLAIN_LINE.fullmatch(blocks[0][1]) if len(blocks) == 1 and blocks[0][0] == "paragraph" else None
    line = unescape(found[1]) if found else ""
    return line if line and len(line) <= longest else None


def html_of(stream: Any) -> str | None:
    """A page's description as HTML; None if it has blocks that HTML in a cell cannot hold."""
    parts = []
    for block in stream:
        if block.block_type == "heading":
            parts.append(f"<h2>{escape(block.value, quote=False)}</h2>")
        elif block.block_type == "paragraph":
            parts.append(expand_db_html(block.value.source))
        else:
            return None
    return "\n".join(parts)


class _Writer(HTMLParser):
    """Writes cleaned HTML anew as the few forms that a page's text has: paragraphs, lists, bold, italic, links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        # Finished lines of the paragraph block that is being written.
        self.lines: list[str] = []
        # The line that is being written, and the inline tags that are open in it.
        self.line = ""
        self.open: list[str] = []
        self.list_depth = 0
        self.heading = ""
        self.cells_in_row = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self._end_line()
            self.heading = tag
        elif tag in LISTS:
            if not self.list_depth:
                self._end_line()
            self.line += f"<{tag}>"
            self.list_depth += 1
        elif tag == "li" and self.list_depth:
            self.line += "<li>"
        elif tag in INLINE and not self.heading:
            self._open(INLINE[tag])
        elif tag == "a" and not self.heading:
            # A link that led to something forbidden has lost its address: its words stay.
            if href := dict(attrs).get("href"):
                self._open("a", f' href="{escape(href)}"')
        elif tag == "br":
            self._break()
        elif tag in CELLS:
            self._separate_cell()
        elif tag in PARAGRAPHS:
            self._paragraph(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.heading:
            self._end_heading()
        elif tag in LISTS and self.list_depth:
            self.line += f"</{tag}>"
            self.list_depth -= 1
            if not self.list_depth:
                self.lines.append(self.line)
                self.line = ""
        elif tag == "li" and self.list_depth:
            self.line += "</li>"
        elif (tag in INLINE or tag == "a") and not self.heading:
            self._close(INLINE.get(tag, tag))
        elif tag in PARAGRAPHS:
            self._paragraph(tag)

    def handle_data(self, text: str) -> None:
        text = re.sub(r"[ \t\r\n]+", " ", text)
        if self.line.endswith((" ", "<br/>", ">")) and not re.search(r"</[abi]>$", self.line) and not self.open:
            text = text.lstrip(" ")
        self.line += text if self.heading else escape(text, quote=False)

    def finished(self) -> list[Block]:
        self._end_line()
        self._end_block()
        return self.blocks

    def _open(self, tag: str, attributes: str = "") -> None:
        self.line += f"<{tag}{attributes}>"
        self.open.append(tag)

    def _close(self, tag: str) -> None:
        if tag in self.open:
            # What was opened later is closed with it.
            while self.open:
                last = self.open.pop()
                self.line += f"</{last}>"
                if last == tag:
                    break

    def _break(self) -> None:
        self.line = f"{self.line.rstrip()} " if self.heading else f"{self.line.rstrip()}<br/>"

    def _paragraph(self, tag: str) -> None:
        if tag == "tr":
            self.cells_in_row = 0
        if self.heading:
            return
        if self.list_depth:
            # A list keeps its items whole.
            if self.line and not self.line.endswith((">", " ")):
                self.line += " "
            return
        self._end_line()

    def _separate_cell(self) -> None:
        if self.cells_in_row and self.line.strip():
            self.line = f"{self.line.rstrip()}: " if self.cells_in_row == 1 else f"{self.line.rstrip()} "
        self.cells_in_row += 1

    def _end_line(self) -> None:
        while self.open:
            self.line += f"</{self.open.pop()}>"
        line = re.sub(r"(<br/>)+$", "", self.line.strip())
        if re.sub(r"<[^>]*>|\u00a0", "", line).strip():
            self.lines.append(line if line.startswith(("<ul>", "<ol>")) else f"<p>{line}</p>")
        self.line = ""

    def _end_block(self) -> None:
        if self.lines:
            self.blocks.append(("paragraph", "".join(self.lines)))
        self.lines = []

    def _end_heading(self) -> None:
        words, self.line, self.heading = " ".join(self.line.split()), "", ""
        if not words:
            return
        if len(words) > LONGEST_HEADING:
            # Too long to head a section: it stays, as a bold line.
            self.lines.append(f"<p><b>{escape(words, quote=False)}</b></p>")
            return
        self._end_block()
        self.blocks.append(("heading", words))
