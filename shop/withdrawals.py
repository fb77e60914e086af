"""The right of withdrawal: declared in two steps without a reason, receipted with day, time and content.

Directive 2011/83/EU, article 11a, as amended by Directive (EU) 2023/2673.  What has not left the house is cancelled
with all that was paid for it; what has comes back as a return that nobody has to approve.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from babel.dates import format_datetime
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from shop import edits, orders, own_words, payments, refunds, returnable, returns, shipments
from shop.changes import log
from shop.errors import NotFound, Refusal
from shop.models import Change, Order, Refund, Return, Withdrawal
from shop.retry import retried

Status = Order.Status

# The link that proves the address a guest ordered with.
LINK = "shop.withdrawal"
LINK_LIFETIME = 24 * 60 * 60  # seconds
# Nobody's mailbox is filled by pressing a button again.
LETTER_EVERY = timedelta(minutes=10)


class WithdrawalTooLate(Refusal):
    code = "withdrawal_too_late"

    def sentence(self) -> str:
        days = settings.SHOP["WITHDRAWAL_DAYS"]
        return ngettext(
            "A contract can be withdrawn from within %(days)d day of delivery.",
            "A contract can be withdrawn from within %(days)d days of delivery.",
            days,
        ) % {"days": days}


class NothingToWithdraw(Refusal):
    code = "nothing_to_withdraw"

    def sentence(self) -> str:
        return _("There is nothing left in this order to withdraw from.")


def pieces(order: Order) -> dict[int, int]:
    """By line, what a withdrawal can name: pieces that are not here any more, and those that never left."""
    if order.status in (Status.CANCELLED, Status.RETURNED):
        return {}
    gone, back = returnable.pieces(order), _unsent(order)
    both = {line: gone.get(line, 0) + back.get(line, 0) for line in {*gone, *back}}
    return {line: count for line, count in both.items() if count}


def can_begin(order: Order) -> bool:
    return returnable.is_open(order, settings.SHOP["WITHDRAWAL_DAYS"]) and bool(pieces(order))


def withdrawable(order: Order) -> list[dict[str, Any]]:
    """What of an order can be withdrawn from now, for those who ask by SKU."""
    if not returnable.is_open(order, settings.SHOP["WITHDRAWAL_DAYS"]):
        return []
    free = pieces(order)
    return [{"sku": line.sku, "quantity": free[line.pk]} for line in order.lines.all() if line.pk in free]


def find(withdrawal_id: str, *, order: Order) -> Withdrawal:
    """A statement about this order.  Raises NotFound for everything else."""
    found = order.withdrawals.select_related("belongs_to").filter(public_id=withdrawal_id).first()
    if found is None:
        raise NotFound
    return found


def declared(order: Order, language: str) -> list[dict[str, Any]]:
    """The receipts of all that was declared about an order, the newest first."""
    return [represent(statement, language) for statement in order.withdrawals.select_related("belongs_to")]


def withdraw(
    *,
    order: Order,
    name: str,
    email: str,
    language: str,
    reference: str,
    lines: Mapping[int, int] | None = None,
    actor: Any = None,
) -> Withdrawal:
    """Declare the withdrawal from an order, or from these pieces of its lines; its receipt follows by mail.

    Repeating a reference gives the same statement.  Raises WithdrawalTooLate, NothingToWithdraw or, for more pieces
    than there are, NotReturnable.
    """
    statement = _declare(
        order=order, name=name, email=email, language=language, reference=reference, lines=lines, actor=actor
    )
    _ask_for_less(statement, actor)
    return statement


@retried
@transaction.atomic
def _declare(
    *,
    order: Order,
    name: str,
    email: str,
    language: str,
    reference: str,
    lines: Mapping[int, int] | None,
    actor: Any,
) -> Withdrawal:
    order = orders.locked(order)
    if made := Withdrawal.objects.filter(reference=reference).first():
        if made.order_id != order.pk:
            raise NotFound
        return made
    if not returnable.is_open(order, settings.SHOP["WITHDRAWAL_DAYS"]):
        raise WithdrawalTooLate
    free = pieces(order)
    wanted = free if lines is None else {line: count for line, count in lines.items() if count}
    if not wanted or not free:
        raise NothingToWithdraw
    names = {line.pk: line for line in order.lines.all()}
    for pk, count in wanted.items():
        if not 1 <= count <= free.get(pk, 0):
            line = names.get(pk)
            raise returns.NotReturnable(line.sku, line.name, free.get(pk, 0)) if line else returns.NotReturnable
    # What has not left yet stays here first: nobody has to carry it.
    unsent = _unsent(order)
    cancelled = {pk: min(count, unsent.get(pk, 0)) for pk, count in wanted.items()}
    coming = {pk: count - cancelled[pk] for pk, count in wanted.items() if count > cancelled[pk]}
    ret = _begin_return(order, coming, reference) if coming else None
    statement = Withdrawal.objects.create(
        order=order,
        name=name,
        email=email,
        language=language,
        lines=[
            {
                "sku": names[pk].sku,
                "name": names[pk].name,
                "cancelled": cancelled[pk],
                "returned": coming.get(pk, 0),
            }
            for pk in sorted(wanted)
        ],
        is_whole=wanted == free,
        belongs_to=ret,
        reference=reference,
    )
    told = {
        "withdrawal": statement.public_id,
        **({"return": ret.public_id, "return_number": ret.number} if ret else {}),
    }
    orders.record(order, order.status, actor=actor, kind="withdrawn", data=told)
    _cancel(order, {pk: count for pk, count in cancelled.items() if count}, unsent, statement, actor)
    return statement


def _unsent(order: Order) -> dict[int, int]:
    """Pieces of each line that have not left the house."""
    return {line: count for line, count in shipments.left(order).items() if count > 0}


def _begin_return(order: Order, quantities: Mapping[int, int], reference: str) -> Return:
    return returns.open_return(
        order,
        {line: (count, "") for line, count in quantities.items()},
        kind=Return.Kind.WITHDRAWAL,
        state=Return.State.APPROVED,
        decided_at=timezone.now(),
        reference=reference,
    )


def _cancel(
    order: Order, quantities: Mapping[int, int], unsent: Mapping[int, int], statement: Withdrawal, actor: Any
) -> None:
    """Take what has not left out of the order, or cancel it whole; the money goes back with it."""
    if not quantities:
        return
    reason = own_words.WITHDRAWAL
    if quantities == unsent and Status.CANCELLED in orders.ALLOWED[order.status]:
        orders.move(order, Status.CANCELLED, actor=actor, note=reason, data={"by": "customer"})
        return
    # What was never paid is not paid back: the order costs less instead, and less is asked for.
    if not edits.is_money_sure(order):
        return
    worth = refunds.worth(order, quantities)
    if worth and worth <= refunds.refundable(order).amount:
        refund = refunds.refund(
            order=order, lines=quantities, restock=True, reason=reason, reference=statement.public_id, actor=actor
        )
        transaction.on_commit(partial(payments.carry_out, refund), robust=True)


def _ask_for_less(statement: Withdrawal, actor: Any) -> None:
    """Take what was not paid yet out of the order; providers may have to be told, so this is no transaction.

    The statement counts whatever comes of this: what cannot be taken out any more is left to staff.
    """
    order, cancelled = statement.order, {line["sku"]: line["cancelled"] for line in statement.lines}
    order.refresh_from_db()
    is_done = order.status == Status.CANCELLED or Refund.objects.filter(reference=statement.public_id).exists()
    if is_done or not any(cancelled.values()):
        return
    left = {line.sku: line.quantity - cancelled[line.sku] for line in order.lines.all() if cancelled.get(line.sku)}
    try:
        # Staff read why it was not possible, whatever the consumer's language is.
        with override("en"):
            edits.edit(
                order=order,
                quantities=left,
                reason=own_words.WITHDRAWAL,
                reference=statement.public_id,
                actor=actor,
            )
    except Refusal as refusal:
        orders.note(order, text=own_words.NOT_WITHDRAWN % {"why": refusal.detail}, actor=actor)


# How a guest proves that an order is his


def ask_for_link(*, number: str, email: str) -> None:
    """Have the link mailed if the order is known by that address; who asks learns nothing either way.

    Pages tell how far the change log reaches, so that it moves on whether there is such an order or not.
    """
    order = Order.objects.filter(number=number.strip().upper()).first()
    is_known = order is not None and order.contact.get("email", "").casefold() == email.strip().casefold()
    if order is not None and (not is_known or _was_asked_lately(order)):
        order = None
    told = {"number": order.number, "status": order.status} if order else {}
    log.append(
        type="order" if order else "guess",
        object_id=order.public_id if order else "",
        kind="withdrawal_link",
        data=told,
        is_public=False,
    )


def _was_asked_lately(order: Order) -> bool:
    asked = Change.objects.filter(topic=f"order:{order.public_id}", kind="withdrawal_link")
    return asked.filter(created_at__gt=timezone.now() - LETTER_EVERY).exists()


def link_token(order: Order) -> str:
    return signing.dumps(order.public_id, salt=LINK)


def order_of(token: str) -> Order:
    """The order that a mailed link opens.  Raises NotFound if it is not ours or too old."""
    try:
        public_id = signing.loads(token, salt=LINK, max_age=LINK_LIFETIME)
    except signing.BadSignature:
        raise NotFound from None
    order = Order.objects.filter(public_id=public_id).first()
    if order is None:
        raise NotFound
    return order


def represent(statement: Withdrawal, language: str) -> dict[str, Any]:
    """The receipt: what was declared, by whom, when to the second, and what follows."""
    order, ret = statement.order, statement.belongs_to
    at = timezone.localtime(statement.created_at)
    with override(language):
        return {
            "id": statement.public_id,
            "order_id": order.public_id,
            "order_number": order.number,
            "name": statement.name,
            "email": statement.email,
            "at": orders.instant(statement.created_at),
            "at_label": format_datetime(at, "d MMMM y, H:mm:ss (ZZZZ)", locale=language),
            # Named one by one: PostgreSQL gives the parts of a document in an order of its own.
            "lines": [
                {
                    "sku": line["sku"],
                    "name": line["name"],
                    "cancelled": line["cancelled"],
                    "returned": line["returned"],
                    "quantity": line["cancelled"] + line["returned"],
                }
                for line in statement.lines
            ],
            "is_whole": statement.is_whole,
            "has_cancelled": any(line["cancelled"] for line in statement.lines),
            "has_returned": any(line["returned"] for line in statement.lines),
            "return_id": ret.public_id if ret else None,
            "return_number": ret.number if ret else None,
            "refund_by": returnable.refund_day(statement.created_at),
        }
