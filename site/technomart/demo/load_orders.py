"""The demo shop's orders of the last 120 days, as the shop would have written them: lines, payments, movements."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from shop import delivery, markets, money, quotes, stock, taxes
from shop.models import (
    CatalogEntry,
    Order,
    OrderEvent,
    OrderLine,
    Payment,
    Price,
    Reservation,
    Shipment,
    ShipmentLine,
    StockMovement,
    Variant,
    Warehouse,
)
from technomart.demo.orders import OrderSpec

BATCH = 500
Status = Order.Status
# What an order has been through, with the hours between the steps.
STEPS: dict[str, tuple[tuple[Status, int], ...]] = {
    "awaiting_payment": ((Status.AWAITING_PAYMENT, 0),),
    "confirmed": ((Status.CONFIRMED, 0),),
    "packed": ((Status.CONFIRMED, 0), (Status.PACKED, 3)),
    "ready": ((Status.CONFIRMED, 0), (Status.PACKED, 3), (Status.READY, 5)),
    "shipped": ((Status.CONFIRMED, 0), (Status.PACKED, 3), (Status.SHIPPED, 20)),
    "completed": ((Status.CONFIRMED, 0), (Status.PACKED, 3), (Status.SHIPPED, 20), (Status.COMPLETED, 48)),
    "returned": (
        (Status.CONFIRMED, 0),
        (Status.PACKED, 3),
        (Status.SHIPPED, 20),
        (Status.COMPLETED, 48),
        (Status.RETURNED, 200),
    ),
    "cancelled": ((Status.CONFIRMED, 0), (Status.CANCELLED, 2)),
}
PROMISED = ("awaiting_payment", "confirmed", "packed", "ready")
GONE = ("shipped", "completed", "returned")


@dataclass
class Ledger:
    """The rows of all orders, collected and then written in bulk."""

    orders: list[Order]
    lines: list[OrderLine]
    events: list[OrderEvent]
    payments: list[Payment]
    reservations: list[Reservation]
    movements: list[StockMovement]
    shipments: list[Shipment]
    shipment_lines: list[ShipmentLine]


@transaction.atomic
def load_orders(planned: Sequence[OrderSpec]) -> None:
    """Write these orders with everything that the books ask of them."""
    skus = {sku for spec in planned for sku, _ in spec.lines}
    variants = {v.sku: v for v in Variant.objects.filter(sku__in=skus).select_related("product")}
    prices: dict[int, list[Price]] = {}
    for price in Price.objects.filter(variant__in=variants.values(), price_list=None).order_by("starts_at", "id"):
        prices.setdefault(price.variant_id, []).append(price)
    names = _names(variants.values())
    ledger = Ledger([], [], [], [], [], [], [], [])
    warehouse, rates = stock.first_warehouse(), taxes.rates(markets.default().country)
    for spec in planned:
        _write(spec, ledger, variants, prices, names, rates, warehouse)
    Order.objects.bulk_create(ledger.orders, batch_size=BATCH)
    for rows in (
        ledger.lines,
        ledger.events,
        ledger.payments,
        ledger.reservations,
        ledger.movements,
        ledger.shipments,
        ledger.shipment_lines,
    ):
        if rows:
            type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)  # type: ignore[attr-defined]


def _names(variants: Iterable[Variant]) -> dict[tuple[str, str], str]:
    """(SKU, language) → what the variant is called."""
    rows = CatalogEntry.objects.filter(product__in={variant.product_id for variant in variants})
    return {(variant["sku"], entry.language): variant["name"] for entry in rows for variant in entry.detail["variants"]}


def _write(
    spec: OrderSpec,
    ledger: Ledger,
    variants: dict[str, Variant],
    prices: dict[int, list[Price]],
    names: dict[tuple[str, str], str],
    rates: taxes.Rates,
    warehouse: Warehouse,
) -> None:
    placed_at = _instant(spec)
    lines = [
        quotes.QuoteLine(
            sku=sku,
            quantity=quantity,
            unit_price=_price(prices[variants[sku].pk], placed_at),
            tax_basis_points=rates.of(variants[sku].product.tax_class_id),
        )
        for sku, quantity in spec.lines
    ]
    goods = sum(line.unit_price * line.quantity for line in lines)
    # What lay on which shelf then is not known any more.
    parcel = delivery.parcel(lines=[], goods=goods, currency=money.currency())
    chosen = delivery.chosen(spec.delivery, parcel=parcel, terms=markets.default())
    if chosen is None:
        raise LookupError(f"no such way of delivery: {spec.delivery}")
    price, rule, tax_class_id = chosen.charge()
    charge = quotes.DeliveryCharge(
        price=price, rule=rule, tax_basis_points=rates.of(tax_class_id), method=chosen.method.code
    )
    quote = quotes.quote(lines, delivery=charge, currency=money.currency())
    with override(spec.language):
        described = chosen.describe(spec.language, placed_at)
    steps = [(status, placed_at + timedelta(hours=hours)) for status, hours in STEPS[spec.fate]]
    is_paid = spec.method == "sandbox" and spec.fate not in ("awaiting_payment", "cancelled")
    order = Order(
        status=steps[-1][0],
        channel=spec.channel,
        language=spec.language,
        currency=money.currency(),
        subtotal=quote.subtotal,
        delivery_price=quote.delivery,
        tax=quote.tax,
        taxes=quote.taxes,
        total=quote.total,
        trace=quote.trace,
        contact={"name": spec.name, "email": spec.email, "phone": spec.phone},
        delivery=described,
        pickup_code=f"{secrets.randbelow(10**6):06d}" if described["kind"] == "pickup" else "",
        created_at=placed_at,
        paid_at=placed_at if is_paid else None,
    )
    ledger.orders.append(order)
    ledger.events += [OrderEvent(order=order, status=status, created_at=at) for status, at in steps]
    ledger.payments.append(_payment(order, spec, is_paid=is_paid, placed_at=placed_at))
    shipment = _shipment(order, steps, warehouse) if spec.fate in GONE else None
    if shipment:
        ledger.shipments.append(shipment)
    for line in lines:
        variant = variants[line.sku]
        row = OrderLine(
            order=order,
            variant=variant,
            product_public_id=variant.product.public_id,
            sku=line.sku,
            name=names.get((line.sku, spec.language), line.sku)[:255],
            quantity=line.quantity,
            unit_price=line.unit_price,
            line_total=quote.line_totals[line.sku],
            tax=quote.line_taxes[line.sku],
            tax_basis_points=line.tax_basis_points,
            parts={line.sku: 1},
        )
        ledger.lines.append(row)
        if shipment:
            ledger.shipment_lines.append(ShipmentLine(shipment=shipment, order_line=row, quantity=line.quantity))
        _goods(ledger, order, variant, line.quantity, spec.fate, steps, warehouse)


def _shipment(order: Order, steps: list[tuple[Status, datetime]], warehouse: Warehouse) -> Shipment:
    """The one parcel of an order that has left the house."""
    reached = dict(steps)
    sent = reached.get(Status.SHIPPED) or reached[Status.COMPLETED]
    received = reached.get(Status.COMPLETED) or reached.get(Status.RETURNED)
    return Shipment(
        order=order,
        warehouse=warehouse,
        reference=f"demo:{order.public_id}",
        shipped_at=sent,
        delivered_at=received,
    )


def _payment(order: Order, spec: OrderSpec, *, is_paid: bool, placed_at: datetime) -> Payment:
    status = Payment.Status.ON_RECEIPT
    if spec.method == "sandbox":
        status = Payment.Status.PAID if is_paid else Payment.Status.DECLINED
        if spec.fate == "awaiting_payment":
            status = Payment.Status.REQUIRES_ACTION
    return Payment(
        order=order,
        method=spec.method,
        status=status,
        amount=order.total,
        captured=order.total if is_paid else 0,
        currency=order.currency,
        created_at=placed_at,
    )


def _goods(
    ledger: Ledger,
    order: Order,
    variant: Variant,
    quantity: int,
    fate: str,
    steps: list[tuple[Status, datetime]],
    warehouse: Warehouse,
) -> None:
    """Each step that moved goods, as the stock ledger would have it."""
    state = Reservation.State.RELEASED
    if fate in PROMISED:
        state = Reservation.State.ALLOCATED
    elif fate in GONE:
        state = Reservation.State.SHIPPED
    ledger.reservations.append(
        Reservation(
            variant=variant,
            warehouse=warehouse,
            quantity=quantity,
            state=state,
            order=order,
            created_at=steps[0][1],
        )
    )
    kinds = {
        Status.SHIPPED: (StockMovement.Kind.SHIPPED, 0, -quantity),
        Status.CANCELLED: (StockMovement.Kind.RELEASED, quantity, 0),
        Status.RETURNED: (StockMovement.Kind.RETURNED, quantity, quantity),
    }
    moved = [(StockMovement.Kind.ALLOCATED, -quantity, 0, steps[0][1])]
    moved += [(*kinds[status], at) for status, at in steps if status in kinds]
    ledger.movements += [
        StockMovement(
            variant=variant,
            warehouse=warehouse,
            kind=kind,
            quantity=change,
            on_hand_change=on_hand,
            reference=order.public_id,
            order=order,
            created_at=at,
        )
        for kind, change, on_hand, at in moved
    ]


def _instant(spec: OrderSpec) -> datetime:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=spec.days_ago)
    # What happens today has happened already.
    return min(midnight + timedelta(minutes=spec.minute_of_day), timezone.now() - timedelta(minutes=5))


def _price(rows: list[Price], at: datetime) -> int:
    """What it cost then; a product that was younger than the order costs what it cost first."""
    held = [row for row in rows if row.starts_at <= at]
    return (held[-1] if held else rows[0]).amount
