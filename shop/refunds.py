"""Refunds: the decision to give money back, never more than was received, back to where it came from.

The decision is written in one transaction; ``payments.carry_out`` then moves the money, outside of any.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, Sum
from django.utils.translation import get_language

from shop import money, orders, shipments, stock
from shop.errors import AlreadyRecorded, NotFound, NothingToRefund, RefundTooLarge, TooManyPieces
from shop.models import Order, OrderLine, Payment, Refund, RefundLine, RefundTransfer, Return
from shop.order_document import SURPLUS
from shop.quotes.rounding import half_up, share
from shop.retry import retried


@dataclass(frozen=True, kw_only=True)
class RefundableLine:
    """What of an order line can still be given back: pieces, and the money for all of them."""

    quantity: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class Refundable:
    """What of an order can still be given back, minor units; ``amount`` bounds everything together."""

    amount: int
    delivery: int
    lines: Mapping[int, RefundableLine]


@dataclass(kw_only=True)
class _Part:
    """One line of a refund before it is written."""

    line: OrderLine
    quantity: int
    amount: int
    tax: int
    is_restocked: bool = False
    released: int = 0


def refundable(order: Order) -> Refundable:
    """What can still be given back; four queries."""
    lines, before = list(order.lines.all()), _refunded_pieces(order)
    parts = {line.pk: _part(order, line, before, line.quantity - before.get(line.pk, 0)) for line in lines}
    return Refundable(
        amount=_money_left(order),
        delivery=max(_delivery_paid(order, lines) - _delivery_refunded(order), 0),
        lines={pk: RefundableLine(quantity=part.quantity, amount=part.amount) for pk, part in parts.items()},
    )


def worth(order: Order, lines: Mapping[int, int], left: Refundable | None = None) -> int:
    """What so many more pieces of these lines give back; pieces that were paid back already give nothing."""
    left = left or refundable(order)
    return sum(
        _part(order, line, {line.pk: line.quantity - free.quantity}, min(lines[line.pk], free.quantity)).amount
        for line in order.lines.all()
        if line.pk in lines and (free := left.lines[line.pk])
    )


@retried
@transaction.atomic
def refund(
    *,
    order: Order,
    lines: Mapping[int, int],
    other_amount: int = 0,
    delivery_amount: int = 0,
    restock: bool | Collection[int] = False,
    reason: str,
    reference: str,
    actor: Any = None,
    belongs_to: Return | None = None,
) -> Refund:
    """Decide to give money back for so many pieces of order lines (by key), and ``other_amount`` beyond them.

    Of the other amount ``delivery_amount`` is for delivery, the rest goodwill.  ``restock`` puts the pieces of all
    these lines, or of those named, on sale again: what has not left the house will not leave it.  The same reference
    again decides nothing and gives the same refund.  Raises RefundTooLarge, TooManyPieces or NothingToRefund; nothing
    is changed then.  Call ``payments.carry_out`` with the refund afterwards.
    """
    fresh = orders.locked(order)
    if (made := _made(fresh, reference)) is not None:
        return made
    before = _refunded_pieces(fresh)
    remaining = shipments.left(fresh)
    by_pk = {line.pk: line for line in fresh.lines.all()}
    parts = []
    for pk, quantity in lines.items():
        line = by_pk.get(pk)
        if line is None:
            raise NotFound
        most = line.quantity - before.get(pk, 0)
        if not 0 <= quantity <= most:
            raise TooManyPieces(line.name, most)
        if quantity:
            part = _part(fresh, line, before, quantity)
            part.is_restocked = restock if isinstance(restock, bool) else pk in restock
            part.released = min(quantity, remaining[pk]) if part.is_restocked else 0
            parts.append(part)
    _refuse_pieces_elsewhere(fresh, parts)
    _refuse_more_delivery(fresh, list(by_pk.values()), delivery_amount)
    if belongs_to is not None:
        # Who sends goods back gets what is left of their price, whatever was given back as goodwill before.
        _cap(parts, max(_money_left(fresh) - other_amount, 0))
    made = _write(
        fresh,
        parts,
        other_amount,
        delivery_amount=delivery_amount,
        reason=reason,
        reference=reference,
        actor=actor,
        belongs_to=belongs_to,
    )
    _put_on_sale(fresh, made, parts, actor)
    shipments.follow(fresh, actor=actor, kind="refunded", data=_told(made), note=reason)
    order.refresh_from_db()
    return made


@retried
@transaction.atomic
def refund_rest(*, order: Order, reason: str, reference: str, actor: Any = None) -> Refund | None:
    """Decide to give back all the money that is still here; None if there is none.  Goods stay where they are."""
    fresh = orders.locked(order)
    if (made := _made(fresh, reference)) is not None:
        return made
    rest = _money_left(fresh)
    if not rest:
        return None
    before, lines = _refunded_pieces(fresh), list(fresh.lines.all())
    parts = [_part(fresh, line, before, line.quantity - before.get(line.pk, 0)) for line in lines]
    parts = [part for part in parts if part.quantity]
    free = _cap(parts, rest)
    delivery = min(free, max(_delivery_paid(fresh, lines) - _delivery_refunded(fresh), 0))
    made = _write(
        fresh, parts, free, delivery_amount=delivery, reason=reason, reference=reference, actor=actor, belongs_to=None
    )
    orders.record(fresh, fresh.status, actor=actor, kind="refunded", data=_told(made), note=reason)
    return made


@transaction.atomic
def refund_what_came_back(
    *, order: Order, lines: Mapping[int, int], reason: str, reference: str, first: str
) -> Refund | None:
    """Decide to give back so many pieces of these lines, as far as money is left; None if there is nothing to give.

    With them goes what earlier returns could not give for want of money.  It is taken from payments of the method
    ``first`` first.  Call it with the order locked.
    """
    if (made := _made(order, reference)) is not None:
        return made
    before, given = _refunded_pieces(order), _given_by_returns(order)
    wanted = {line: min(lines.get(line.pk, 0), line.quantity - before.get(line.pk, 0)) for line in order.lines.all()}
    parts = [_part(order, line, before, quantity) for line, quantity in wanted.items()]
    for part in parts:
        if part.line.pk in given:
            _add_what_is_missing(order, part, before[part.line.pk], *given[part.line.pk])
    parts = [part for part in parts if part.quantity or part.amount]
    _cap(parts, _money_left(order))
    if not sum(part.amount for part in parts):
        return None
    made = _write(
        order,
        parts,
        0,
        delivery_amount=0,
        reason=reason,
        reference=reference,
        actor=None,
        belongs_to=None,
        first=first,
    )
    orders.record(order, order.status, kind="not_collected", data=_told(made), note=reason)
    return made


def never_owed(order: Order) -> list[Refund]:
    """What went back because the order became smaller, or because it had come twice: it is owed to nobody again."""
    return list(order.refunds.filter(Q(edit__isnull=False) | Q(reference__startswith=SURPLUS)))


def _made(order: Order, reference: str) -> Refund | None:
    """The refund that this very request has decided before."""
    made = Refund.objects.filter(reference=reference).first()
    if made is not None and made.order_id != order.pk:
        raise AlreadyRecorded
    return made


def _part(order: Order, line: OrderLine, before: Mapping[int, int], quantity: int) -> _Part:
    """So many more pieces of a line, at what was paid for them; all pieces together give exactly the line."""
    if quantity <= 0:
        return _Part(line=line, quantity=0, amount=0, tax=0)
    already = before.get(line.pk, 0)
    return _Part(
        line=line,
        quantity=quantity,
        amount=share(_paid(order, line), line.quantity, already, quantity),
        tax=share(line.tax, line.quantity, already, quantity),
    )


def _given_by_returns(order: Order) -> dict[int, tuple[int, int]]:
    """Of each line that a return gave money for: the money and the tax in it of all that was given for the line."""
    rows = RefundLine.objects.filter(refund__order=order).values_list("order_line")
    sums = rows.annotate(money=Sum("amount"), tax_in_it=Sum("tax"), by=Max("refund__belongs_to")).order_by()
    return {line: (given, tax) for line, given, tax, by in sums if by is not None}


def _add_what_is_missing(order: Order, part: _Part, pieces: int, given: int, tax: int) -> None:
    """Add what the pieces that were given back before are worth beyond what was given for them."""
    line = part.line
    part.amount += max(share(_paid(order, line), line.quantity, 0, pieces) - given, 0)
    part.tax += max(share(line.tax, line.quantity, 0, pieces) - tax, 0)


def _cap(parts: Collection[_Part], most: int) -> int:
    """Give the parts no more than that, one after another; what is left of it."""
    for part in parts:
        part.amount = min(part.amount, most)
        part.tax = min(part.tax, part.amount)
        most -= part.amount
    return most


def _paid(order: Order, line: OrderLine) -> int:
    return line.line_total - line.discount + (0 if order.prices_include_tax else line.tax)


def _delivery_paid(order: Order, lines: Collection[OrderLine]) -> int:
    """What of the total is not for goods: the price of delivery, with its tax where that comes on top."""
    tax_of_goods = 0 if order.prices_include_tax else sum(line.tax for line in lines)
    return order.delivery_price + order.tax_added - tax_of_goods


def _delivery_refunded(order: Order) -> int:
    return order.refunds.aggregate(sum=Sum("delivery_amount", default=0))["sum"]


def _refuse_more_delivery(order: Order, lines: Collection[OrderLine], amount: int) -> None:
    possible = max(_delivery_paid(order, lines) - _delivery_refunded(order), 0)
    if not 0 <= amount <= possible:
        raise RefundTooLarge(_shown(order, possible), possible)


def _refunded_pieces(order: Order) -> dict[int, int]:
    rows = RefundLine.objects.filter(refund__order=order).values_list("order_line")
    return dict(rows.annotate(pieces=Sum("quantity")).order_by())


def _money_left(order: Order) -> int:
    return order.payments.aggregate(sum=Sum(F("captured") - F("refunded"), default=0))["sum"]


def _write(
    order: Order,
    parts: Collection[_Part],
    other_amount: int,
    *,
    delivery_amount: int,
    reason: str,
    reference: str,
    actor: Any,
    belongs_to: Return | None,
    first: str = "",
) -> Refund:
    """The refund, its lines, and a transfer through each payment that it goes back by, counted there at once."""
    amount = sum(part.amount for part in parts) + other_amount
    if other_amount < delivery_amount or amount <= 0:
        raise NothingToRefund
    goodwill = other_amount - delivery_amount
    made = Refund.objects.create(
        order=order,
        belongs_to=belongs_to,
        amount=amount,
        other_amount=other_amount,
        delivery_amount=delivery_amount,
        other_tax=half_up(goodwill * order.tax, order.total) if order.total else 0,
        reason=reason,
        reference=reference,
        actor=actor,
    )
    RefundTransfer.objects.bulk_create(
        RefundTransfer(refund=made, payment=payment, amount=part) for payment, part in _spread(order, amount, first)
    )
    RefundLine.objects.bulk_create(
        RefundLine(
            refund=made,
            order_line=part.line,
            quantity=part.quantity,
            amount=part.amount,
            tax=part.tax,
            released=part.released,
            is_restocked=part.is_restocked,
        )
        for part in parts
    )
    return made


def _spread(order: Order, amount: int, first: str) -> list[tuple[Payment, int]]:
    """Take an amount from the order's payments: those of the method ``first``, then providers, and gift cards last."""
    payments = order.payments.select_for_update().order_by("pk")
    taken = []
    rest = amount
    for payment in sorted(payments, key=lambda one: (one.method != first, one.gift_card_id is not None, one.pk)):
        part = min(rest, payment.captured - payment.refunded)
        if part > 0:
            _take(order, payment, part)
            taken.append((payment, part))
            rest -= part
    if rest:
        raise RefundTooLarge(_shown(order, amount - rest), amount - rest)
    return taken


def _take(order: Order, payment: Payment, amount: int) -> None:
    """Two refunds of the same money meet here, and one of them is refused."""
    enough = Payment.objects.filter(pk=payment.pk, captured__gte=F("refunded") + amount)
    if not enough.update(refunded=F("refunded") + amount):
        possible = _money_left(order)
        raise RefundTooLarge(_shown(order, possible), possible)


def _refuse_pieces_elsewhere(order: Order, parts: Collection[_Part]) -> None:
    """What is on the shelf again, or comes with a return that will put it there, is not put there by a refund."""
    back = [part for part in parts if part.is_restocked and part.quantity > part.released]
    if not back:
        return
    by_line, coming = shipments.progress(order), shipments.on_the_way_back(order)
    for part in back:
        pk = part.line.pk
        away = by_line[pk].shipped - by_line[pk].returned - coming.get(pk, 0)
        if part.quantity - part.released > away:
            raise TooManyPieces(part.line.name, part.released + max(away, 0))


def _put_on_sale(order: Order, made: Refund, parts: Collection[_Part], actor: Any) -> None:
    """What had not left the house is promised to nobody any more; what had left is back on the shelf."""
    released = {part.line: part.released for part in parts if part.released}
    back = {part.line: part.quantity - part.released for part in parts if part.is_restocked}
    if released:
        stock.release_order(order=order, quantities=shipments.parts_of(released), reference=made.public_id, actor=actor)
    if back := shipments.parts_of(back):
        stock.take_back(order=order, reference=made.public_id, quantities=back, actor=actor)


def _told(made: Refund) -> dict[str, Any]:
    return {"refund": made.public_id, "amount": made.amount}


def _shown(order: Order, amount: int) -> str:
    return money.formatted(amount, order.currency, get_language() or order.language)
