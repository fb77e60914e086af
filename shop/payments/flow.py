"""How a payment runs: ask the provider outside any transaction, record its answer inside one, once."""

import logging
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from shop import orders, own_words
from shop.changes import log
from shop.errors import (
    MoneyBookedElsewhere,
    NotFound,
    NothingToPay,
    PaymentMethodUnavailable,
    PaymentNotOpen,
    Refusal,
    WrongAmount,
)
from shop.models import Order, Payment, PaymentMessage
from shop.retry import retried

from . import transfers
from .providers import Provider, known, provider
from .words import Outcome

logger = logging.getLogger(__name__)

Status = Payment.Status
# Later words of a provider never take a payment back to an earlier state.
RANK = {
    Status.PENDING: 0,
    Status.REQUIRES_ACTION: 1,
    Status.ON_RECEIPT: 1,
    Status.DECLINED: 2,
    Status.AUTHORISED: 3,
    Status.CANCELLED: 4,
    Status.PAID: 5,
    Status.REFUNDED: 6,
}
# What may still bring the money that the order waits for.
OPEN = (Status.PENDING, Status.REQUIRES_ACTION, Status.ON_RECEIPT, Status.AUTHORISED)
# Such an order waits for no money.
OVER = (Order.Status.CANCELLED, Order.Status.RETURNED)
# With these the provider has the money, or has it reserved; it is told even under a reference we did not expect.
MONEY = (Status.AUTHORISED, Status.PAID, Status.REFUNDED)
# A provider that does not answer, or is switched off, is asked again by the next run.
UNREACHABLE = (TimeoutError, ConnectionError, PaymentMethodUnavailable)


def start(order: Order) -> None:
    """Begin to collect an order's money.  A provider that does not answer leaves it pending, for ``settle`` to ask."""
    for payment in order.payments.filter(status=Status.PENDING, provider_reference="").order_by("id"):
        begin_at_provider(payment)


def begin_at_provider(payment: Payment) -> None:
    from . import messages

    way = provider(payment.method)
    _give_time(payment.order_id, way)
    try:
        outcome = way.start(payment)
    except (TimeoutError, ConnectionError):
        logger.warning("The provider %s did not answer about %s", payment.method, payment.public_id)
        return
    record(payment, outcome)
    for message in outcome.messages:
        messages.store(payment.method, message)


@retried
@transaction.atomic
def begin(order: Order, amount: int, method: str, parameters: dict[str, Any] | None = None) -> Payment:
    """A further payment for what is still owed: a second try after a decline, the difference of an edit.

    Call ``start`` after the commit.  Raises NothingToPay if so much is not owed, or waits to come already, and
    PaymentMethodUnavailable.
    """
    way = provider(method)
    order = orders.locked(order)
    if amount <= 0 or amount > owed(order) or order.status in OVER:
        raise NothingToPay
    # What was declined asks for nothing any more.
    order.payments.filter(status=Status.DECLINED).update(next_action=None)
    payment = Payment.objects.create(
        order=order,
        method=method,
        status=way.first_status,
        amount=amount,
        currency=order.currency,
        parameters=parameters or {},
    )
    _go_on_if_money_is_sure(order)
    return payment


def owed(order: Order) -> int:
    """What no payment is on its way for, minor units."""
    expected = order.payments.filter(status__in=OPEN).aggregate(sum=Sum("amount", default=0))["sum"]
    return max(orders.due(order) - expected, 0)


@retried
@transaction.atomic
def record(payment: Payment, outcome: Outcome) -> str:
    """Write down what a provider says; the same or an older word changes nothing.

    What cannot be right, such as another amount than was asked for, changes nothing either: it is noted for staff and
    given back in words, which are empty if all is well.
    """
    # The order before its payment, as cancelling does: neither then waits for the other for ever.
    order = orders.locked(Order(pk=payment.order_id))
    fresh = Payment.objects.select_for_update().get(pk=payment.pk)
    if problem := _wrong(fresh, outcome):
        logger.error("%s: %s", fresh.public_id, problem)
        Payment.objects.filter(pk=fresh.pk).update(problem=problem)
        payment.refresh_from_db()
        return problem
    if (second := _second_charge(fresh, outcome)) is not None:
        return record(second, outcome)
    if not _is_news(fresh, outcome):
        return ""
    was, fresh.status = fresh.status, outcome.status
    fresh.authorised = max(fresh.authorised, outcome.authorised)
    fresh.captured = max(fresh.captured, outcome.captured)
    # What was taken beyond it goes back, and is seen to have been there.
    fresh.amount = max(fresh.amount, fresh.captured)
    fresh.provider_reference = outcome.reference or fresh.provider_reference
    if fresh.status != was or outcome.next_action:
        fresh.next_action = outcome.next_action
    if fresh.status != was or outcome.problem:
        fresh.problem = outcome.problem[:300]
    fresh.save()
    if fresh.status == Status.PAID:
        if was != Status.PAID:
            _money_came(order, fresh)
        transfers.returned_elsewhere(fresh, outcome.refunded)
    elif fresh.status == Status.AUTHORISED:
        _go_on_if_money_is_sure(order)
    elif fresh.status == Status.DECLINED != was and order.status not in OVER:
        _declined(order, fresh)
    payment.refresh_from_db()
    return ""


def _wrong(payment: Payment, outcome: Outcome) -> str:
    """Why this cannot be about the money that was asked for."""
    if outcome.currency and outcome.currency.upper() != payment.currency:
        return f"{outcome.currency.upper()} instead of {payment.currency}"
    # An edit may have asked for less than the provider, whose answer was lost, had taken of what was reserved.
    is_as_reserved = payment.amount < outcome.captured <= payment.authorised
    if outcome.status == Status.PAID and outcome.captured != payment.amount and not is_as_reserved:
        return f"{outcome.captured} of {payment.amount} minor units arrived"
    if outcome.status == Status.AUTHORISED and outcome.authorised != (payment.authorised or payment.amount):
        return f"{outcome.authorised} of {payment.amount} minor units are reserved"
    others = Payment.objects.filter(method=payment.method, provider_reference=outcome.reference)
    is_machine = not known(payment.method).is_by_hand
    if is_machine and outcome.reference and others.exclude(order_id=payment.order_id).exists():
        return f"{outcome.reference} belongs to another order"
    return ""


def _second_charge(payment: Payment, outcome: Outcome) -> Payment | None:
    """The shopper was charged once more for the same payment: that money is a payment of its own, and goes back."""
    ours = payment.provider_reference
    if outcome.status != Status.PAID or not payment.captured or not ours or outcome.reference in ("", ours):
        return None
    second, _ = Payment.objects.get_or_create(
        order_id=payment.order_id,
        method=payment.method,
        provider_reference=outcome.reference,
        defaults={"amount": outcome.captured, "currency": payment.currency},
    )
    return second


def _is_news(payment: Payment, outcome: Outcome) -> bool:
    before, now = RANK[Status(payment.status)], RANK[Status(outcome.status)]
    if now < before or (now == before and outcome.status != payment.status):
        return False
    # An attempt that was replaced at the provider ends without ending the payment.
    ours, told = payment.provider_reference, outcome.reference
    return outcome.status in MONEY or not (ours and told) or ours == told


def _money_came(order: Order, payment: Payment) -> None:
    if order.status == Order.Status.CANCELLED:
        try:
            with transaction.atomic():
                orders.revive(order)
        except Refusal:
            transfers.give_back(payment, payment.captured, reason=own_words.PAID_TOO_LATE)
        return
    too_much = min(transfers.surplus(order), payment.captured)
    if too_much > 0:
        logger.error("%s: order %s is paid twice", payment.public_id, order.number)
        transfers.give_back(payment, too_much, reason=own_words.PAID_TWICE)
        orders.mark_paid(order)
        return
    is_first = order.paid_at is None
    _ask_for_less_at_the_door(order)
    orders.mark_paid(order)
    if not is_first:
        data = {"number": order.number, "amount": payment.captured}
        log.append(type="order", object_id=order.public_id, kind="paid", data=data, is_public=False)


def _ask_for_less_at_the_door(order: Order) -> None:
    """What has come, by a first try that was given up for instance, is not handed over together with the goods."""
    due = orders.due(order)
    for payment in order.payments.filter(status=Status.ON_RECEIPT).order_by("id"):
        wanted = {"amount": min(payment.amount, due)} if due else {"status": Status.CANCELLED}
        Payment.objects.filter(pk=payment.pk).update(**wanted)
        due = max(due - payment.amount, 0)


def _go_on_if_money_is_sure(order: Order) -> None:
    """What is reserved is taken when the goods leave, and what is paid on receipt when they are handed over."""
    sure = order.payments.filter(status__in=[Status.AUTHORISED, Status.ON_RECEIPT])
    expected = sure.aggregate(sum=Sum("amount", default=0))["sum"]
    if order.status == Order.Status.AWAITING_PAYMENT and expected >= orders.due(order):
        orders.move(order, Order.Status.CONFIRMED)
        Order.objects.filter(pk=order.pk).update(payment_due_at=None)


def _declined(order: Order, payment: Payment) -> None:
    if order.status == Order.Status.AWAITING_PAYMENT and known(payment.method).decline_ends_order:
        orders.move(order, Order.Status.CANCELLED, note=own_words.PAYMENT_DECLINED)
        return
    action = {"type": "pay_again", "url": f"/payments/{payment.method}/{payment.public_id}/again/"}
    Payment.objects.filter(pk=payment.pk).update(next_action=action)


def _give_time(order_id: int, way: Provider) -> None:
    """Some ways need longer than others; an order never gets less time than it had."""
    waiting = Order.objects.filter(pk=order_id, status=Order.Status.AWAITING_PAYMENT, payment_due_at__isnull=False)
    for order in waiting:
        until = order.created_at + way.lifetime
        waiting.filter(payment_due_at__lt=until).update(payment_due_at=until)


def capture(payment: Payment, amount: int | None = None) -> Payment:
    """Take what is reserved, or a part of it; the rest is set free.  Raises PaymentNotOpen if nothing is reserved."""
    _agree_on(payment, amount)
    payment.refresh_from_db()
    record(payment, provider(payment.method).capture(payment, payment.amount))
    return payment


@retried
@transaction.atomic
def _agree_on(payment: Payment, amount: int | None) -> None:
    """Note how much is wanted before it is asked for, so that whoever hears the answer knows it is right."""
    orders.locked(Order(pk=payment.order_id))
    fresh = Payment.objects.select_for_update().get(pk=payment.pk)
    wanted = fresh.amount if amount is None else amount
    if fresh.status != Status.AUTHORISED or not 0 < wanted <= fresh.authorised:
        raise PaymentNotOpen
    Payment.objects.filter(pk=fresh.pk).update(amount=wanted)


def cancel(payment: Payment) -> Payment:
    """See that no money comes any more.  If it has come, it is recorded, and goes back if nothing is owed for it.

    A provider that does not answer, or cannot call it off yet, is asked again by ``settle``.
    """
    try:
        outcome = provider(payment.method).cancel(payment)
    except UNREACHABLE:
        logger.warning("The provider %s did not call off %s", payment.method, payment.public_id)
        outcome = Outcome(status=payment.status)
    is_open = outcome.status in OPEN
    # What was declined stays declined, also when its attempt is called off.
    if not is_open and (payment.status, outcome.status) != (Status.DECLINED, Status.CANCELLED):
        record(payment, outcome)
    _give_up(payment, is_closed=not is_open)
    return payment


@retried
@transaction.atomic
def _give_up(payment: Payment, *, is_closed: bool) -> None:
    """We want no money of this payment any more, whatever its provider has made of that so far."""
    orders.locked(Order(pk=payment.order_id))
    now, same = timezone.now(), Payment.objects.filter(pk=payment.pk)
    same.update(asked_at=now, closed_at=now if is_closed else None)
    same.filter(status__in=[Status.PENDING, Status.REQUIRES_ACTION]).update(status=Status.CANCELLED, next_action=None)
    payment.refresh_from_db()


def ask(payment: Payment) -> Payment:
    """Ask the provider now, as when the shopper comes back from it; without an answer nothing changes."""
    try:
        outcome = provider(payment.method).ask(payment)
    except UNREACHABLE:
        logger.warning("The provider %s did not answer about %s", payment.method, payment.public_id)
    else:
        record(payment, outcome)
    Payment.objects.filter(pk=payment.pk).update(asked_at=timezone.now())
    payment.refresh_from_db()
    return payment


def confirm(payment_id: str, *, approved: bool) -> Payment:
    """The shopper has answered the sandbox's question.  Raises NotFound if it did not ask one."""
    payment = Payment.objects.filter(public_id=payment_id, method="sandbox", status=Status.REQUIRES_ACTION).first()
    if payment is None:
        raise NotFound
    status, captured = (Status.PAID, payment.amount) if approved else (Status.DECLINED, 0)
    record(payment, Outcome(status=status, captured=captured, reference=payment.provider_reference))
    return payment


@retried
@transaction.atomic
def money_arrived(order: Order, amount: int, reference: str, actor: Any) -> Payment:
    """Staff have seen this money on the account or in the till; ``reference`` is its line of the statement.

    The same reference again changes nothing.  Raises PaymentNotOpen if the order waits for no money by hand,
    WrongAmount if it is another amount than the payment is about, and MoneyBookedElsewhere if another order has it.
    """
    order = orders.locked(order)
    reference = reference.strip()[:120]
    by_hand = [one for one in order.payments.order_by("id") if known(one.method).is_by_hand]
    if (seen := _booked({one.method for one in by_hand}, reference)) is not None:
        return _own(seen, order)
    waiting = [one for one in by_hand if one.status not in (Status.PAID, Status.REFUNDED)]
    if not waiting:
        raise PaymentNotOpen
    # What is still asked for comes before what was called off, which may have been on its way already.
    payment = min(waiting, key=lambda one: (one.amount != amount, one.status not in OPEN, one.pk))
    if amount != payment.amount:
        raise WrongAmount(amount, payment.amount)
    content = {"captured": amount, "by": getattr(actor, "pk", None)}
    try:
        with transaction.atomic():
            PaymentMessage.objects.create(
                provider=payment.method, message_id=reference, payment=payment, content=content
            )
    except IntegrityError:
        # Somebody has booked it to another order meanwhile.
        if (seen := _booked({payment.method}, reference)) is None:
            raise
        return _own(seen, order)
    record(payment, Outcome(status=Status.PAID, captured=amount, reference=reference))
    return payment


def _booked(methods: Collection[str], reference: str) -> Payment | None:
    """The payment that a line of the statement, or a slip of the till, was booked to."""
    found = PaymentMessage.objects.filter(provider__in=methods, message_id=reference, payment__isnull=False)
    seen = found.select_related("payment__order").first()
    return seen.payment if seen else None


def _own(payment: Payment, order: Order) -> Payment:
    if payment.order_id != order.pk:
        raise MoneyBookedElsewhere(payment.order.number)
    return payment
