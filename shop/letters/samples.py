"""An invented order, return and so on, to show what a letter will look like; no customer's data is in it."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from shop import money

from .values import Values, pieces
from .wording import Block, Link

PHONE, CASE, DELIVERY = 7_499_000, 199_000, 29_000


def values(language: str) -> Values:
    """A value for each placeholder there is."""
    with override(language):

        def shown(amount: int) -> str:
            return money.formatted(amount, money.currency(), language)

        names = (_("Phone, 256 GB, blue"), _("Case, blue"))
        address = settings.SITE_URL + f"/{language}/"
        total = shown(PHONE + 2 * CASE + DELIVERY)
        return {
            "name": _("Anna Orlova"),
            "order_number": "TM-0000-0000",
            "order_link": Link(address),
            "lines": Block(((f"1 × {names[0]}", shown(PHONE)), (f"2 × {names[1]}", shown(2 * CASE)))),
            "sums": Block(
                (
                    (_("Goods"), shown(PHONE + 2 * CASE)),
                    (_("Courier"), shown(DELIVERY)),
                    (_("Total"), total),
                ),
                has_total=True,
            ),
            "total": total,
            "delivery": _("Courier, tomorrow"),
            "place": _("Kazan, 1 Bauman Street"),
            "pickup_code": "123456",
            "tracking": _("Post, RR000000000RU"),
            "tracking_link": Link(address),
            "amount": shown(2 * CASE),
            "return_number": "R-0000-0000",
            "return_link": Link(address),
            "answer": _("Put the box in, too."),
            "statement": pieces([(2, names[1])]),
            "at": _("22 November 2026, 12:30:00 (GMT+03:00)"),
            "refund_by": _("2 December 2026"),
            "until": _("22 November, 13:00"),
            "link": Link(address),
            "product": names[0],
        }
