"""Orders as they stand after checkout, written directly, for tests of what happens to them later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from shop import gift_cards, orders, stock
from shop.models import Order, OrderLine, Payment, Variant
from shop.money import tax_included
from shop.quotes.rounding import tax_on_top
from tests import factories as make

CONTACT = {"name": "Anna Petrova", "email": "anna@example.com", "phone": "+79175550123"}
COURIER = {
    "option": "courier",
    "kind": "courier",
    "name": "Courier",
    "date": "2026-03-12",
    "date_label": "12 March",
    "pickup_point": None,
    "address": {"country": "RU", "city": "Kazan", "postcode": "420111", "line1": "1 Bauman St", "line2": ""},
}
PICKUP = COURIER | {"option": "pickup", "kind": "pickup", "name": "Pick-up", "address": None}
RATE = 2_000


@dataclass(kw_only=True)
class Bought:
    """A line as it was agreed; amounts in minor units, ``parts`` for a bundle."""

    sku: str
    quantity: int = 1
    unit_price: int = 100_000
    discount: int = 0
    parts: dict[str, int] | None = None


def agree(
    *lines: Bought,
    payments: Sequence[tuple[str, int | None]] = (("sandbox", None),),
    delivery_price: int = 0,
    prices_include_tax: bool = True,
    delivery: dict[str, Any] = COURIER,
    customer: Any = None,
    email: str = CONTACT["email"],
    spare: int = 0,
    is_presented: bool = False,
) -> Order:
    """A confirmed order of these lines with its goods set aside.

    ``payments`` are (method, amount or None for all that is left): what a provider or a gift card pays is here already,
    what is paid on receipt is not.  ``spare`` pieces of each part stay on the shelf.
    """
    rows, subtotal, discount, tax = [], 0, 0, 0
    for bought in lines:
        parts = bought.parts or {bought.sku: 1}
        for sku, pieces in parts.items():
            _stock_up(sku, pieces * bought.quantity + spare, bought.unit_price, is_presented)
        if bought.sku not in parts:
            _stock_up(bought.sku, 0, bought.unit_price, is_presented)
        total = bought.unit_price * bought.quantity
        left = total - bought.discount
        line_tax = tax_included(left, RATE) if prices_include_tax else tax_on_top(left, RATE)
        variant = Variant.objects.select_related("product").get(sku=bought.sku)
        rows.append(
            OrderLine(
                variant=variant,
                product_public_id=variant.product.public_id,
                sku=variant.sku,
                name=f"{variant.sku} name",
                quantity=bought.quantity,
                unit_price=bought.unit_price,
                line_total=total,
                discount=bought.discount,
                discounts=[{"promotion": "pro_1", "name": "Sale", "voucher": None, "amount": bought.discount}]
                if bought.discount
                else [],
                tax=line_tax,
                tax_basis_points=RATE,
                parts=bought.parts or {},
            )
        )
        subtotal, discount, tax = subtotal + total, discount + bought.discount, tax + line_tax
    of_delivery = tax_included(delivery_price, RATE) if prices_include_tax else tax_on_top(delivery_price, RATE)
    tax += of_delivery
    added = 0 if prices_include_tax else tax
    total = subtotal - discount + delivery_price + added
    net = total - tax
    order = Order.objects.create(
        status=Order.Status.CONFIRMED,
        language="en",
        currency="RUB",
        customer=customer,
        subtotal=subtotal,
        discount=discount,
        delivery_price=delivery_price,
        tax=tax,
        prices_include_tax=prices_include_tax,
        tax_added=added,
        taxes=[{"basis_points": RATE, "net": net, "tax": tax}],
        total=total,
        contact=CONTACT | {"email": email},
        delivery=delivery,
        pickup_code="123456" if delivery["kind"] == "pickup" else "",
    )
    for row in rows:
        row.order = order
    OrderLine.objects.bulk_create(rows)
    allocated: dict[str, int] = {}
    for bought in lines:
        for sku, pieces in (bought.parts or {bought.sku: 1}).items():
            allocated[sku] = allocated.get(sku, 0) + pieces * bought.quantity
    stock.allocate(order=order, cart=None, quantities=allocated)
    _pay(order, payments)
    orders.record(order, order.status, kind="placed")
    return order


def line(order: Order, sku: str) -> OrderLine:
    return order.lines.get(sku=sku)


def _stock_up(sku: str, pieces: int, price: int, is_presented: bool) -> None:
    if not Variant.objects.filter(sku=sku).exists():
        make.make_product(sku=sku, price=price, stock_count=0, is_presented=is_presented)
    if pieces:
        stock.receive(quantities={sku: pieces}, reference=f"delivery:{make.number()}")


def _pay(order: Order, payments: Sequence[tuple[str, int | None]]) -> None:
    rest = order.total
    for method, amount in payments:
        amount = rest if amount is None else amount
        rest -= amount
        card = None
        if method == "gift_card":
            card, _ = gift_cards.issue(
                amount=amount, currency=order.currency, reference=f"{order.public_id}:{make.number()}"
            )
            gift_cards.spend(card_id=card.pk, amount=amount, order=order, reference=order.public_id)
        is_here = method != "on_receipt"
        Payment.objects.create(
            order=order,
            method=method,
            status=Payment.Status.PAID if is_here else Payment.Status.ON_RECEIPT,
            amount=amount,
            captured=amount if is_here else 0,
            currency=order.currency,
            gift_card=card,
        )
    if not order.payments.filter(captured=0).exists():
        Order.objects.filter(pk=order.pk).update(paid_at=timezone.now())
        order.refresh_from_db()
