"""How the parts of a letter look as HTML: tables and inline styles, because mail programs know little else.

Colours are those of the theme by day; what has a class is repainted by night (``templates/mail/letter.html``).
"""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

FONT = SafeString("font-family:-apple-system,'Segoe UI',Roboto,Arial,sans-serif")
# Mail programs do not hand the font of a letter down into its tables.
TEXT = SafeString(f"{FONT};font-size:16px;line-height:24px;color:#101413")
CELL = SafeString(f"{TEXT};padding:8px 0;border-bottom:1px solid #D5D6CF;vertical-align:top;text-align:left")
# An amount is one word, and its figures stand below each other.
AMOUNT = SafeString(f"{CELL};padding-left:16px;text-align:right;white-space:nowrap".replace(";text-align:left", ""))
TOTAL = SafeString(";border-bottom:0;font-weight:700")
LINK = SafeString("color:#1B3FD6;text-decoration:underline;overflow-wrap:anywhere;word-break:break-word")
BUTTON = SafeString(f"{FONT};display:inline-block;padding:12px 24px;font-size:16px;line-height:24px")
BREAK = SafeString("<br>\n")
NOTHING = SafeString()


def paragraph(lines: Sequence[SafeString]) -> SafeString:
    if not lines:
        return NOTHING
    return format_html('<p class="ink" style="{};margin:0 0 16px">{}</p>', TEXT, joined(BREAK, lines))


def link(address: str) -> SafeString:
    return format_html('<a class="link" href="{0}" style="{1}">{0}</a>', address, LINK)


def button(address: str, label: str) -> SafeString:
    return format_html(
        '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px"><tr>'
        '<td bgcolor="#D6F24A" style="background-color:#D6F24A;border:1px solid #101413;border-radius:12px">'
        '<a href="{}" style="{};color:#101413;font-weight:700;text-decoration:none">{}</a></td></tr></table>',
        address,
        BUTTON,
        label,
    )


def table(rows: Sequence[tuple[str, ...]], *, has_total: bool) -> SafeString:
    """Rows of cells, the last cell at the right edge if there are several; the last row in bold if it is a total."""
    shown = []
    for number, row in enumerate(rows):
        total = TOTAL if has_total and number == len(rows) - 1 else NOTHING
        cells = [
            format_html(
                '<td class="ink line" style="{}{}">{}</td>',
                AMOUNT if place and place == len(row) - 1 else CELL,
                total,
                cell,
            )
            for place, cell in enumerate(row)
        ]
        shown.append((joined(NOTHING, cells),))
    return format_html(
        '<table width="100%" cellpadding="0" cellspacing="0" border="0" '
        'style="width:100%;border-collapse:collapse;margin:0 0 16px">{}</table>',
        format_html_join("\n", "<tr>{}</tr>", shown),
    )


def joined(between: str, parts: Iterable[str]) -> SafeString:
    return format_html_join(SafeString(between), "{}", ((part,) for part in parts))
