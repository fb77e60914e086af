"""What the shop itself writes as a reason or a note: kept in English, read in the language of whoever reads."""

import re

from django.utils.translation import gettext, gettext_noop

ORDER_CANCELLED = gettext_noop("order cancelled")
PAYMENT_DECLINED = gettext_noop("payment declined")
PAYMENT_TIME_OVER = gettext_noop("payment time is over")
PAID_TWICE = gettext_noop("paid twice")
PAID_TOO_LATE = gettext_noop("paid after the order was cancelled")
RETURNED_ELSEWHERE = gettext_noop("returned at the provider")
NOT_COLLECTED = gettext_noop("not collected")
WITHDRAWAL = gettext_noop("Withdrawal from the contract")
# With what belongs to them.
RETURN = gettext_noop("Return %(number)s")
NOT_WITHDRAWN = gettext_noop("Withdrawal from the contract: %(why)s")
PAID_OUT = gettext_noop("%(refund)s was paid out: %(reference)s")

WHOLE = frozenset(
    {
        ORDER_CANCELLED,
        PAYMENT_DECLINED,
        PAYMENT_TIME_OVER,
        PAID_TWICE,
        PAID_TOO_LATE,
        RETURNED_ELSEWHERE,
        NOT_COLLECTED,
        WITHDRAWAL,
    }
)
# How a sentence is known again; numbers and ids are spelt out, so that what people type stays as it is.
WITH_VALUES = {
    RETURN: re.compile(r"Return (?P<number>RT-[0-9A-Z-]+)"),
    NOT_WITHDRAWN: re.compile(r"Withdrawal from the contract: (?P<why>.+)", re.DOTALL),
    PAID_OUT: re.compile(r"(?P<refund>ref_\w+) was paid out: (?P<reference>.+)", re.DOTALL),
}


def read(text: str) -> str:
    """The shop's own words in the language that is active; what people have typed as it is."""
    if text in WHOLE:
        return gettext(text)
    for sentence, spelt in WITH_VALUES.items():
        if (found := spelt.fullmatch(text)) is not None:
            return gettext(sentence) % found.groupdict()
    return text
