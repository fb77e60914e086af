"""Reads the cells of one row as values, and says in plain words what is wrong with those that are not."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from content.importing.drafts import Note
from content.importing.files import Row
from shop import money

# The same limits as the grid of the admin: more is a slip of the finger.
LARGEST_AMOUNT = 10**11
LARGEST_STOCK = 1_000_000
HEAVIEST = 100_000_000
LONGEST_NUMBER = 40
LONGEST_CELL = 100_000
YES = {"yes", "true", "1", "y", "да", "истина"}
NO = {"no", "false", "0", "n", "нет", "ложь"}
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Cells:
    """One row; what is wrong with it is added to ``problems``, and the value is then None or empty."""

    def __init__(self, row: Row, problems: list[Note]) -> None:
        self.row = row
        self.problems = problems
        self._check()

    def _check(self) -> None:
        for column, cell in self.row.cells.items():
            if len(cell) > LONGEST_CELL:
                self.complain(column, _("This is longer than %(count)d characters.") % {"count": LONGEST_CELL})
            elif UNREADABLE.search(cell):
                self.complain(column, _("This has a character that cannot be read; type it again."))
        if self.row.has_overflow:
            self.complain("", _("This row has more cells than the header has names."))

    def complain(self, column: str, sentence: str) -> None:
        self.problems.append(Note(row=self.row.number, column=column, sentence=sentence))

    def text(self, column: str, *, longest: int = LONGEST_CELL) -> str:
        cell = self.row.cells.get(column, "")
        if len(cell) > longest:
            # What is too long for any cell has been told already.
            if len(cell) <= LONGEST_CELL:
                self.complain(column, _("This is longer than %(count)d characters.") % {"count": longest})
            return ""
        return cell

    def amount(self, column: str) -> int | None:
        """Money as people write it ("74 990,50"), in minor units."""
        number = self._number(column)
        if number is None:
            return None
        if number < 0:
            self.complain(column, _("A price cannot be negative."))
            return None
        minor = number.scaleb(money.exponent(money.currency()))
        if minor > LARGEST_AMOUNT:
            self.complain(column, _("This price is too large."))
            return None
        if minor != minor.to_integral_value():
            places = money.exponent(money.currency())
            self.complain(column, _("A price has at most %(places)d decimals.") % {"places": places})
            return None
        return int(minor)

    def count(self, column: str, *, most: int, is_negative_allowed: bool = False) -> int | None:
        """A whole number."""
        number = self._number(column)
        if number is None:
            return None
        if number != number.to_integral_value():
            self.complain(column, _("Enter a whole number."))
            return None
        if number > most or number < -most:
            self.complain(column, _("This number is too large."))
            return None
        if number < 0 and not is_negative_allowed:
            self.complain(column, _("This number cannot be negative."))
            return None
        return int(number)

    def _number(self, column: str) -> Decimal | None:
        cell = self.row.cells.get(column, "")
        if not cell or len(cell) > LONGEST_CELL:
            return None
        number = parsed_number(cell)
        if number is None:
            shown = cell if len(cell) <= LONGEST_NUMBER else f"{cell[:LONGEST_NUMBER]}…"
            self.complain(column, _("“%(text)s” is not a number.") % {"text": shown})
        return number

    def yes_or_no(self, column: str) -> bool | None:
        cell = self.row.cells.get(column, "").casefold()
        if not cell:
            return None
        if cell not in YES | NO:
            self.complain(column, _("Enter “yes” or “no”."))
            return None
        return cell in YES


def parsed_number(text: str) -> Decimal | None:
    """A number as people of both languages write it, with or without spaces; None if it is none.

    A comma stands for decimals (``9,99``); only with a point behind it does it part thousands (``1,299.00``).
    """
    compact = "".join(text.split()).rstrip("₽")
    if len(compact) > LONGEST_NUMBER:
        return None
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+\.\d+", compact):
        compact = compact.replace(",", "")
    try:
        number = Decimal(compact.replace(",", "."))
    except InvalidOperation:
        return None
    # "1e9" and "NaN" are numbers for programs, not for people.
    return number if re.fullmatch(r"-?\d+([.,]\d*)?|-?[.,]\d+", compact) else None
