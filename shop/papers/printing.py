"""An invoice or a credit note as PDF, from what was kept when it was issued, in the language of its order."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import override

from shop import money
from shop.models import Invoice

if TYPE_CHECKING:
    from .sheet import Sheet


def pdf(paper: Invoice) -> bytes:
    """The same paper gives the same bytes, however often it is printed."""
    told = paper.content
    with override(told["language"]):
        draw = _credit_note if paper.kind == Invoice.Kind.CREDIT_NOTE else _invoice
        return draw(paper, told).bytes()


def day(at: str, language: str) -> str:
    """The day of an instant, or a day, such as "17 November 2026"."""
    instant = parse_datetime(at)
    on = timezone.localtime(instant) if instant and timezone.is_aware(instant) else instant or None
    return format_date(on, "d MMMM y", locale=language) if on else ""


def rate(basis_points: int, language: str) -> str:
    """22 %, 5.5 %."""
    return f"{format_decimal(basis_points / 100, '0.##', locale=language)}{money.NO_BREAK_SPACE}%"


def _invoice(paper: Invoice, told: dict[str, Any]) -> "Sheet":
    sheet = _sheet(paper, told, _("Invoice %(number)s") % {"number": paper.number})
    shown = _shower(told)
    names = [_("Goods"), _("Qty"), _("Price"), _("Discount"), _("Tax rate"), _("Amount")]
    rows = [
        [
            f"{line['name']}\n{line['sku']}",
            str(line["quantity"]),
            shown(line["unit_price"]),
            shown(-line["discount"]) if line["discount"] else "",
            rate(line["basis_points"], told["language"]),
            shown(line["amount"]),
        ]
        for line in told["lines"]
    ]
    delivery = told["delivery"]
    rows.append([delivery["name"] or _("Delivery"), "", "", "", "", shown(delivery["amount"])])
    sheet.rows(names, rows, widths=(38, 9, 14, 13, 10, 16), align="LRRRRR")
    sums = [(_("Goods"), shown(told["subtotal"]), False)]
    if told["discount"]:
        sums.append((_("Discount"), shown(-told["discount"]), False))
    sums.append((_("Delivery"), shown(delivery["amount"]), False))
    if told["tax_added"]:
        sums.append((_("Tax"), shown(told["tax_added"]), False))
    sums.append((_("Total"), shown(told["total"]), True))
    if told["paid"]:
        sums.append((_("Paid so far"), shown(told["paid"]), False))
    if told["paid"] < told["total"]:
        sums.append((_("To be paid"), shown(told["total"] - told["paid"]), False))
    sheet.sums(sums)
    _taxes(sheet, told)
    return sheet


def _credit_note(paper: Invoice, told: dict[str, Any]) -> "Sheet":
    sheet = _sheet(paper, told, _("Credit note %(number)s") % {"number": paper.number})
    shown = _shower(told)
    sheet.say(_("For invoice %(number)s. All amounts contain the tax.") % {"number": told["invoice"]})
    sheet.ln(2)
    rows = [
        [
            f"{line['name']}\n{line['sku']}",
            str(line["quantity"]),
            rate(line["basis_points"], told["language"]),
            shown(-line["amount"]),
        ]
        for line in told["lines"]
    ]
    rows += [[one["name"], "", "", shown(-one["amount"])] for one in told["other"]]
    sheet.rows([_("Goods"), _("Qty"), _("Tax rate"), _("Amount")], rows, widths=(58, 12, 12, 18), align="LRRR")
    sheet.sums([(_("Total"), shown(-told["total"]), True)])
    _taxes(sheet, told, sign=-1)
    return sheet


def _sheet(paper: Invoice, told: dict[str, Any], title: str) -> "Sheet":
    from .sheet import Sheet

    issued: datetime = paper.issued_at
    sheet = Sheet(title=title, language=told["language"], created=issued)
    buyer = told["buyer"]
    facts = [
        _("Issued on %(day)s") % {"day": day(told["issued_at"], told["language"])},
        _("Order %(number)s of %(day)s") % {"number": told["order"], "day": day(told["placed_at"], told["language"])},
    ]
    for fact in facts:
        sheet.say(fact)
    sheet.ln(4)
    where = buyer["address"] or ([told["place"]] if told["place"] else [])
    sheet.beside(
        (_("Seller"), told["seller"]),
        (_("Buyer"), [line for line in (buyer["name"], *where, buyer["email"], buyer["phone"]) if line]),
    )
    return sheet


def _taxes(sheet: "Sheet", told: dict[str, Any], sign: int = 1) -> None:
    """One row for each rate; tax that is in the prices is named too."""
    shown = _shower(told)
    rows = [
        [
            rate(one["basis_points"], told["language"]),
            shown(sign * one["net"]),
            shown(sign * one["tax"]),
            shown(sign * (one["net"] + one["tax"])),
        ]
        for one in told["taxes"]
    ]
    if rows:
        sheet.rows([_("Tax rate"), _("Without tax"), _("Tax"), _("With tax")], rows, widths=(1, 1, 1, 1), align="LRRR")


def _shower(told: dict[str, Any]) -> Any:
    def shown(amount: int) -> str:
        return money.formatted(amount, told["currency"], told["language"])

    return shown
