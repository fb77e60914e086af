"""Shipments: parcels that leave the house, and what the status of their order follows from; it is never typed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from shop import orders, stock
from shop.errors import AlreadyRecorded, DifferenceUnpaid, IllegalTransition, NothingToShip, TooManyPieces
from shop.models import Order, OrderLine, RefundLine, Return, ReturnLine, Shipment, ShipmentLine, Warehouse
from shop.retry import retried

Status = Order.Status
# A parcel of a confirmed order is packed and sent in one go.
SHIPPABLE = (Status.CONFIRMED, Status.PACKED, Status.READY, Status.PARTLY_SHIPPED)
BACK_WITH_US = (Return.State.RECEIVED, Return.State.REFUNDED)
# Asked for, and not here yet.
ON_THE_WAY = (Return.State.REQUESTED, Return.State.APPROVED)


class Progress(NamedTuple):
    """How many pieces of an order line have left, have arrived, and are back with us."""

    shipped: int = 0
    delivered: int = 0
    returned: int = 0


def parts(line: OrderLine) -> dict[str, int]:
    """What has to leave the house for one piece of a line: {SKU: pieces}; a bundle has several."""
    return dict(line.parts) or {line.sku: 1}


def parts_of(quantities: Mapping[OrderLine, int]) -> dict[str, int]:
    """What leaves the house, or comes back, for so many pieces of each line; parts in several lines are added up."""
    sums: dict[str, int] = {}
    for line, quantity in quantities.items():
        for sku, pieces in parts(line).items():
            sums[sku] = sums.get(sku, 0) + pieces * quantity
    return {sku: pieces for sku, pieces in sums.items() if pieces}


def progress(order: Order) -> dict[int, Progress]:
    """How far each line of an order is; four queries."""
    sent = ShipmentLine.objects.filter(shipment__order=order)
    shipped = _sums(sent)
    delivered = _sums(sent.filter(shipment__delivered_at__isnull=False))
    received = _sums(ReturnLine.objects.filter(belongs_to__order=order, belongs_to__state__in=BACK_WITH_US))
    # Taken back without a return: by a refund that puts them on the shelf.
    taken_back: dict[int, int] = {}
    restocked = RefundLine.objects.filter(refund__order=order, is_restocked=True)
    for row in restocked:
        taken_back[row.order_line_id] = taken_back.get(row.order_line_id, 0) + row.quantity - row.released
    # Staff may have taken all of it back in one step, without a return.
    taken_all = shipped if order.status == Status.RETURNED else {}
    return {
        pk: Progress(
            shipped.get(pk, 0),
            delivered.get(pk, 0),
            max(received.get(pk, 0) + taken_back.get(pk, 0), taken_all.get(pk, 0)),
        )
        for pk in order.lines.values_list("pk", flat=True)
    }


def on_the_way_back(order: Order) -> dict[int, int]:
    """How many pieces of each line a return brings that has not arrived yet; lines without are left out."""
    return _sums(ReturnLine.objects.filter(belongs_to__order=order, belongs_to__state__in=ON_THE_WAY))


def taken_before_return(order: Order) -> dict[int, int]:
    """By line of a return that is here, the pieces whose parcel had arrived when they came back; two queries."""
    parcels = ShipmentLine.objects.filter(shipment__order=order, shipment__delivered_at__isnull=False)
    arrived = list(parcels.values_list("order_line", "quantity", "shipment__delivered_at"))
    rows = ReturnLine.objects.filter(belongs_to__order=order, belongs_to__state__in=BACK_WITH_US)
    counted: dict[int, int] = {}
    taken = {}
    for row in rows.select_related("belongs_to").order_by("belongs_to__received_at", "pk"):
        at, line = row.belongs_to.received_at, row.order_line_id
        before = sum(
            pieces for of, pieces, delivered_at in arrived if of == line and at and delivered_at and delivered_at < at
        )
        taken[row.pk] = max(min(row.quantity, before - counted.get(line, 0)), 0)
        counted[line] = counted.get(line, 0) + taken[row.pk]
    return taken


def left(order: Order) -> dict[int, int]:
    """How many pieces of each line are still to be sent; those taken out by a refund are not."""
    shipped = _sums(ShipmentLine.objects.filter(shipment__order=order))
    rows = RefundLine.objects.filter(refund__order=order).values_list("order_line")
    released = dict(rows.annotate(pieces=Sum("released")).order_by())
    return {line.pk: line.quantity - shipped.get(line.pk, 0) - released.get(line.pk, 0) for line in order.lines.all()}


@retried
@transaction.atomic
def ship(
    *,
    order: Order,
    lines: Mapping[int, int] | None = None,
    carrier: str = "",
    tracking_number: str = "",
    tracking_url: str = "",
    reference: str,
    actor: Any = None,
    note: str = "",
    warehouse: Warehouse | None = None,
) -> Shipment:
    """Send a parcel: ``lines`` says how many pieces of which order line, or all that is left.

    The same reference again sends nothing and gives the same parcel.  Raises IllegalTransition, TooManyPieces,
    NothingToShip, NotOnShelf for what is still to be delivered to us, or DifferenceUnpaid for an order that was changed
    and waits for the rest of its money; nothing is changed then.
    """
    fresh = orders.locked(order)
    if (sent := Shipment.objects.filter(reference=reference).first()) is not None:
        if sent.order_id != fresh.pk:
            raise AlreadyRecorded
        return sent
    if fresh.status not in SHIPPABLE:
        raise IllegalTransition(str(Status(fresh.status).label), str(Status.SHIPPED.label))
    quantities = _checked(fresh, lines)
    _refuse_unpaid(fresh)
    if fresh.status == Status.CONFIRMED:
        orders.step(fresh, Status.PACKED, actor=actor)
    shipment = _send(
        fresh,
        quantities,
        reference=reference,
        actor=actor,
        warehouse=warehouse,
        carrier=carrier,
        tracking_number=tracking_number,
        tracking_url=tracking_url,
        delivered_at=timezone.now() if is_at_counter(fresh) else None,
    )
    follow(fresh, actor=actor, note=note, kind="shipped", data=_told(shipment))
    order.refresh_from_db()
    return shipment


@retried
@transaction.atomic
def deliver(shipment: Shipment, *, actor: Any = None, note: str = "") -> Shipment:
    """Take note that a parcel has arrived; repeating it changes nothing."""
    order = orders.locked(shipment.order)
    if Shipment.objects.filter(pk=shipment.pk, delivered_at__isnull=True).update(delivered_at=timezone.now()):
        follow(order, actor=actor, note=note, kind="delivered", data={"shipment": shipment.public_id})
    shipment.refresh_from_db()
    return shipment


@transaction.atomic
def complete(*, order: Order, actor: Any = None, note: str = "") -> None:
    """Everything is with the customer: what is left is handed over, and all parcels have arrived.

    Raises DifferenceUnpaid as ``ship`` does.
    """
    fresh = orders.locked(order)
    remaining = {line: pieces for line, pieces in _lines_left(fresh).items() if pieces}
    now = timezone.now()
    if remaining:
        _refuse_unpaid(fresh)
        _send(fresh, remaining, reference=f"{fresh.public_id}:rest", actor=actor, delivered_at=now)
    fresh.shipments.filter(delivered_at__isnull=True).update(delivered_at=now)
    orders.step(fresh, Status.COMPLETED, actor=actor, note=note)


@transaction.atomic
def take_all_back(*, order: Order, actor: Any = None) -> None:
    """Put everything that was sent, and is not with us again, back on the shelf."""
    by_line = progress(order)
    away = {
        line: by_line[line.pk].shipped - by_line[line.pk].returned
        for line in order.lines.all()
        if by_line[line.pk].shipped > by_line[line.pk].returned
    }
    if away:
        stock.take_back(order=order, reference=order.public_id, quantities=parts_of(away), actor=actor)


@transaction.atomic
def follow(
    order: Order, *, kind: str = "status_changed", data: dict[str, Any] | None = None, actor: Any = None, note: str = ""
) -> None:
    """Give an order the status that follows from its parcels and returns, with one entry of that kind.

    Call it with the order locked, after anything that changes ``progress``.  Where nothing follows, an entry is only
    written for what happened itself.
    """
    status = derived(order)
    if status != order.status:
        orders.step(order, status, kind=kind, data=data, actor=actor, note=note)
    elif kind != "status_changed":
        orders.record(order, order.status, kind=kind, data=data, actor=actor, note=note)


def derived(order: Order) -> Status:
    """The status that follows from what has left, arrived and come back; the present one while nothing has left."""
    by_line = progress(order)
    shipped = sum(one.shipped for one in by_line.values())
    remaining = sum(left(order).values())
    if not shipped:
        # Every piece was taken out again before anything left.
        is_over = not remaining and order.status in (*SHIPPABLE, Status.AWAITING_PAYMENT)
        return Status.CANCELLED if is_over else Status(order.status)
    if remaining:
        return Status.PARTLY_SHIPPED
    if sum(one.returned for one in by_line.values()) >= shipped:
        return Status.RETURNED
    if sum(one.delivered for one in by_line.values()) >= shipped:
        return Status.COMPLETED
    return Status.SHIPPED


def is_at_counter(order: Order) -> bool:
    """Whether what leaves now is handed over in person."""
    is_pickup = (order.delivery or {}).get("kind") == "pickup"
    return order.status == Status.READY or (is_pickup and order.status == Status.PARTLY_SHIPPED)


def _refuse_unpaid(order: Order) -> None:
    from shop import edits

    if order.edits.exists() and not edits.is_money_sure(order):
        raise DifferenceUnpaid


def _checked(order: Order, lines: Mapping[int, int] | None) -> dict[OrderLine, int]:
    remaining = _lines_left(order)
    if lines is None:
        quantities = {line: pieces for line, pieces in remaining.items() if pieces}
    else:
        by_pk = {line.pk: line for line in remaining}
        quantities = {}
        for pk, pieces in lines.items():
            line = by_pk.get(pk)
            if line is None or pieces < 0 or pieces > remaining[line]:
                raise TooManyPieces(line.name if line else "", remaining[line] if line else 0)
            if pieces:
                quantities[line] = pieces
    if not quantities:
        raise NothingToShip
    return quantities


def _lines_left(order: Order) -> dict[OrderLine, int]:
    remaining = left(order)
    return {line: remaining[line.pk] for line in order.lines.all()}


def _send(order: Order, quantities: Mapping[OrderLine, int], *, reference: str, actor: Any, **fields: Any) -> Shipment:
    warehouse = fields.get("warehouse")
    shipment = Shipment.objects.create(order=order, reference=reference, actor=actor, **fields)
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=shipment, order_line=line, quantity=pieces) for line, pieces in quantities.items()
    )
    stock.ship(
        order=order, reference=shipment.public_id, quantities=parts_of(quantities), warehouse=warehouse, actor=actor
    )
    return shipment


def _told(shipment: Shipment) -> dict[str, Any]:
    return {
        "shipment": shipment.public_id,
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "tracking_url": shipment.tracking_url,
    }


def _sums(rows: Any) -> dict[int, int]:
    return dict(rows.values_list("order_line").annotate(pieces=Sum("quantity")).order_by())
