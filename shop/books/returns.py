"""The books of returns: pieces, steps, money and shelves, checked row by row."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from shop.models import RefundLine, Return, ReturnLine, ShipmentLine, StockMovement, Withdrawal

State, Kind = Return.State, Return.Kind
COUNTED = (State.REQUESTED, State.APPROVED, State.RECEIVED, State.REFUNDED)


def _no_more_comes_back_than_left() -> Iterator[str]:
    """Of each line no more pieces are on their way back, or here again, than were handed over."""
    sent = ShipmentLine.objects.filter(order_line=OuterRef("order_line")).order_by().values("order_line")
    lines = ReturnLine.objects.filter(belongs_to__state__in=COUNTED).values("order_line").order_by()
    back = lines.annotate(
        back=Sum("quantity"), sent=Coalesce(Subquery(sent.annotate(sum=Sum("quantity")).values("sum")), 0)
    )
    names = ("order_line__order__number", "order_line__sku", "back", "sent")
    for number, sku, returned, shipped in back.filter(back__gt=F("sent")).values_list(*names):
        yield f"order {number}: {returned} pieces of {sku} come back, {shipped} were handed over"


def _steps_have_their_times() -> Iterator[str]:
    """A return has been through the steps before the one it is at, and nothing that came to nothing has arrived."""
    missing = (
        Q(state__in=[State.APPROVED, State.REJECTED], decided_at=None)
        | Q(state__in=[State.RECEIVED, State.REFUNDED]) & (Q(decided_at=None) | Q(received_at=None))
        | Q(state=State.REFUNDED, refunded_at=None)
        | Q(state__in=[State.REQUESTED, State.APPROVED, State.REJECTED, State.WITHDRAWN], received_at__isnull=False)
    )
    for number, state in Return.objects.filter(missing).values_list("number", "state"):
        yield f"return {number}: its times do not fit “{state}”"
    for number in Return.objects.filter(lines=None).values_list("number", flat=True):
        yield f"return {number}: no lines"


def _money_follows_returns() -> Iterator[str]:
    """Only a return that is done has given money back, once, and for no more pieces than came."""
    counted = Return.objects.annotate(made=Count("refunds", distinct=True)).filter(made__gt=0)
    for number, made, state in counted.exclude(made=1, state=State.REFUNDED).values_list("number", "made", "state"):
        yield f"return {number}: {made} refunds while it is “{state}”"
    here = ReturnLine.objects.filter(
        belongs_to=OuterRef("refund__belongs_to"), order_line=OuterRef("order_line")
    ).values("quantity")
    paid = RefundLine.objects.exclude(refund__belongs_to=None).annotate(here=Coalesce(Subquery(here), 0))
    for row in paid.filter(quantity__gt=F("here")).select_related("refund", "order_line"):
        yield f"refund {row.refund.public_id}: {row.quantity} of {row.order_line.sku}, {row.here} came back"


def _shelves_follow_returns() -> Iterator[str]:
    """What was said to be good enough for the shelf has been put there, part by part."""
    said: Counter[tuple[str, str]] = Counter()
    for line in ReturnLine.objects.filter(restocked__gt=0).select_related("belongs_to", "order_line").iterator():
        for sku, pieces in (line.order_line.parts or {line.order_line.sku: 1}).items():
            said[line.belongs_to.public_id, sku] += pieces * line.restocked
    moved: Counter[tuple[str, str]] = Counter()
    movements = StockMovement.objects.filter(kind=StockMovement.Kind.RETURNED, reference__startswith="ret_")
    for reference, sku, pieces in movements.values_list("reference", "variant__sku", "on_hand_change").iterator():
        moved[reference, sku] += pieces
    for reference, sku in sorted(set(said) | set(moved)):
        if said[reference, sku] != moved[reference, sku]:
            yield (
                f"return {reference}: {said[reference, sku]} of {sku} for the shelf, {moved[reference, sku]} put there"
            )


def _withdrawals_have_their_returns() -> Iterator[str]:
    """What a statement of withdrawal says comes back is what its return is about."""
    for statement in Withdrawal.objects.select_related("belongs_to").prefetch_related("belongs_to__lines__order_line"):
        declared = {line["sku"]: line["returned"] for line in statement.lines if line["returned"]}
        ret = statement.belongs_to
        listed = {line.order_line.sku: line.quantity for line in ret.lines.all()} if ret else {}
        if declared != listed or (ret and ret.kind != Kind.WITHDRAWAL):
            yield f"withdrawal {statement.public_id}: {declared} declared, {listed} in its return"


CHECKS = (
    _no_more_comes_back_than_left,
    _steps_have_their_times,
    _money_follows_returns,
    _shelves_follow_returns,
    _withdrawals_have_their_returns,
)
