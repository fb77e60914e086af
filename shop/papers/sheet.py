"""A sheet of paper: A4 with the store's fonts, a heading, tables and page numbers."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = FONTS / "onest-regular.ttf", FONTS / "onest-bold.ttf"
FONT = "Onest"
MARGIN = 18
SMALL, USUAL, LARGE = 8, 9.5, 18
LINE = 4.8
GREY = (95, 99, 104)


class Sheet(FPDF):
    """The same content gives the same bytes: the only date inside is the one that it is given."""

    def __init__(self, *, title: str, language: str, created: datetime) -> None:
        super().__init__(format="A4", unit="mm")
        self.add_font(FONT, "", REGULAR)
        self.add_font(FONT, "B", BOLD)
        self.set_title(title)
        self.set_lang(language)
        self.set_creation_date(created)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN + 6)
        self.set_draw_color(200, 204, 209)
        self.add_page()
        self.say(title, size=LARGE, bold=True)
        self.ln(2)

    def footer(self) -> None:
        self.set_y(-MARGIN)
        self.set_font(FONT, "", SMALL)
        self.set_text_color(*GREY)
        words = _("Page %(page)d of %(pages)s") % {"page": self.page_no(), "pages": "{nb}"}
        self.cell(w=0, text=f"{self.title} · {words}", align="R")
        self.set_text_color(0, 0, 0)

    def say(self, text: str, *, size: float = USUAL, bold: bool = False, grey: bool = False, width: float = 0) -> None:
        """A paragraph."""
        self.set_font(FONT, "B" if bold else "", size)
        self.set_text_color(*(GREY if grey else (0, 0, 0)))
        height = LINE if size <= USUAL else size * 0.5
        self.multi_cell(w=width, h=height, text=legible(text), align="L", new_x="LEFT", new_y="NEXT")
        self.set_text_color(0, 0, 0)

    def beside(self, *columns: tuple[str, Sequence[str]]) -> None:
        """Short texts with headings, next to each other."""
        top, bottom = self.get_y(), self.get_y()
        width = self.epw / len(columns)
        for number, (heading, lines) in enumerate(columns):
            self.set_xy(self.l_margin + number * width, top)
            self.say(heading, size=SMALL, grey=True, width=width - 4)
            for line in lines:
                self.say(line, width=width - 4)
            bottom = max(bottom, self.get_y())
        self.set_xy(self.l_margin, bottom + 4)

    def rows(self, heading: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[int], align: str) -> None:
        """A table; ``align`` has one letter for each column: L or R.  Its heading stands on every page."""
        self.set_font(FONT, "", USUAL)
        with self.table(
            col_widths=tuple(widths),
            text_align=tuple({"L": "LEFT", "R": "RIGHT"}[letter] for letter in align),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD", size_pt=SMALL),
            line_height=LINE,
            padding=(1, 1),
        ) as table:
            for cells in (heading, *rows):
                row = table.row()
                for cell in cells:
                    row.cell(legible(cell))
        self.ln(3)

    def sums(self, rows: Sequence[tuple[str, str, bool]]) -> None:
        """Amounts with their names at the right edge; the last part of each says whether it is a total."""
        for name, amount, is_total in rows:
            self.set_font(FONT, "B" if is_total else "", USUAL + (1 if is_total else 0))
            self.set_x(self.l_margin + self.epw / 2)
            self.cell(w=self.epw / 2 - 38, h=LINE + 0.8, text=legible(name), align="R")
            self.cell(w=38, h=LINE + 0.8, text=legible(amount), align="R", new_x="LMARGIN", new_y="NEXT")
        self.ln(3)

    def bytes(self) -> bytes:
        return bytes(self.output())


def legible(text: str) -> str:
    """A text in the letters that the fonts have; of other scripts the Latin spelling."""
    known = _letters()
    return "".join(letter if letter in known else anyascii(letter) or " " for letter in str(text))


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    return frozenset(map(chr, TTFont(REGULAR).getBestCmap())) | {"\n"}
