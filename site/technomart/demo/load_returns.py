"""Returns of the demo shop's latest parcels, one or two at each step, so that the queue has something to show."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, Sum
from django.utils import timezone

from shop import returnable
from shop.models import Order, OrderEvent, Return, ReturnLine

State, Reason = Return.State, ReturnLine.Reason

# State, reason, what the shopper and what the store have written; English and Russian.
PLAN: tuple[tuple[State, Reason, tuple[str, str], tuple[str, str]], ...] = (
    (
        State.REQUESTED,
        Reason.FAULTY,
        ("It does not charge any more.", "Перестал заряжаться."),
        ("", ""),
    ),
    (
        State.REQUESTED,
        Reason.UNWANTED,
        ("A present that did not fit.", "Подарок не подошёл."),
        ("", ""),
    ),
    (
        State.APPROVED,
        Reason.WRONG,
        ("I ordered another colour.", "Заказывали другой цвет."),
        ("Our courier calls tomorrow.", "Курьер позвонит завтра."),
    ),
    (
        State.RECEIVED,
        Reason.DAMAGED,
        ("A corner of the case is broken.", "Скол на углу корпуса."),
        ("Bring it to any shop.", "Принесите в любой магазин."),
    ),
    (
        State.REJECTED,
        Reason.OTHER,
        ("I found it cheaper.", "Нашли дешевле."),
        ("It was opened and used.", "Товар вскрыт и использован."),
    ),
)
KINDS = {
    State.APPROVED: "return_approved",
    State.REJECTED: "return_rejected",
    State.RECEIVED: "return_received",
}


@transaction.atomic
def load_returns() -> int:
    """Write them as rows of the past, of which no letter tells; how many there were orders for."""
    # More than one piece, so that what has arrived does not bring the whole order back.
    several = Order.objects.annotate(pieces=Sum("lines__quantity"), arrived=Min("shipments__delivered_at"))
    orders = (
        several.filter(status=Order.Status.COMPLETED, pieces__gt=1).exclude(paid_at=None).order_by("-arrived", "pk")
    )
    made = 0
    for order, planned in zip([one for one in orders[:20] if returnable.pieces(one)], PLAN, strict=False):
        _write(order, *planned)
        made += 1
    return made


def _write(order: Order, state: State, reason: Reason, comment: tuple[str, str], answer: tuple[str, str]) -> None:
    words = 1 if order.language == "ru" else 0
    arrived = returnable.delivered_at(order) or order.created_at
    now = timezone.now()
    asked, decided, received = (min(arrived + timedelta(hours=hours), now) for hours in (20, 26, 50))
    is_decided = state in KINDS
    ret = Return.objects.create(
        order=order,
        state=state,
        comment=comment[words],
        answer=answer[words],
        reference=f"demo:{order.public_id}",
        created_at=asked,
        decided_at=decided if is_decided else None,
        received_at=received if state == State.RECEIVED else None,
    )
    line = order.lines.order_by("pk")[0]
    ReturnLine.objects.create(belongs_to=ret, order_line=line, quantity=1, reason=reason)
    _tell(order, ret, "return_requested", asked)
    if is_decided:
        _tell(order, ret, "return_approved" if state == State.RECEIVED else KINDS[state], decided)
    if state == State.RECEIVED:
        _tell(order, ret, KINDS[state], received)


def _tell(order: Order, ret: Return, kind: str, at: datetime) -> None:
    told = {"return": ret.public_id, "return_number": ret.number}
    OrderEvent.objects.create(order=order, status=order.status, kind=kind, data=told, created_at=at)
