"""What a shopper does to a cart: goods in and out, who buys, how it is delivered."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shop import stock
from shop.delivery import choose
from shop.errors import CartFull, OutOfStock, Refusal, UnknownSku, VariantUnavailable
from shop.models import Cart, CartLine, Variant
from shop.retry import retried

from . import rows
from .basket import Basket, PricedLine, read, rows_of
from .priced import parcel_of, priced
from .shown import name_of


class Wanted(NamedTuple):
    """Pieces of a SKU that somebody wants, and where in content they were seen."""

    sku: str
    quantity: int = 1
    placement: dict[str, Any] | None = None


def add(*, cart: Cart, sku: str, quantity: int = 1, placement: dict[str, Any] | None = None) -> CartLine:
    """Put pieces of one SKU into a cart; raises what ``fill`` raises."""
    basket = fill(cart=cart, goods=[Wanted(sku, quantity, placement)])
    return next(line.row for line in basket.lines if line.row.variant.sku == sku)


def set_contact(*, cart: Cart, name: str, email: str, phone: str) -> None:
    """Say who buys; the phone number in E.164."""
    fill(cart=cart, contact={"name": name, "email": email, "phone": phone})


def set_delivery(
    *, cart: Cart, option: str, pickup_point: str | None = None, address: dict[str, str] | None = None
) -> None:
    """Say how and where to.  Raises what ``fill`` raises."""
    fill(cart=cart, delivery={"option": option, "pickup_point": pickup_point, "address": address})


@retried
@transaction.atomic
def fill(
    *,
    cart: Cart,
    goods: Sequence[Wanted] = (),
    contact: dict[str, str] | None = None,
    delivery: Mapping[str, Any] | None = None,
) -> Basket:
    """Say who buys (name, email, phone), put goods on top of those in the cart, say how and where to, all or nothing.

    With a delivery the goods are held from now on, for as long as settings allow.  Gives what was read of the cart on
    the way, so that it need not be read again.  Raises OutOfStock if a line asks for more than can be promised now,
    UnknownSku, VariantUnavailable, InvalidQuantity, CartFull, DeliveryUnavailable, DeliveryIncomplete or CartNotOpen.
    """
    for wanted in goods:
        rows.check_quantity(wanted.quantity)
    rows.lock(cart)
    changes: dict[str, Any] = {}
    before = cart.contact, cart.delivery
    try:
        # Who buys comes first: some promotions ask.
        if contact is not None:
            changes["contact"] = cart.contact = contact
        basket = _put(cart, goods) if goods else read(cart)
        if delivery is not None:
            changes["delivery"] = cart.delivery = _choose(cart, basket, delivery)
            basket = _hold(cart, basket)
    except Refusal:
        # Who shows the cart next to the reason shows it as it stays.
        cart.contact, cart.delivery = before
        raise
    if goods or changes:
        rows.touch(cart, **changes)
    return basket


def _put(cart: Cart, goods: Sequence[Wanted]) -> Basket:
    by_sku = {line.variant.sku: line for line in rows_of(cart)}
    missing = {wanted.sku for wanted in goods} - set(by_sku)
    variants = {row.sku: row for row in Variant.objects.filter(sku__in=missing).select_related("product")}
    for sku, quantity, placement in goods:
        if sku not in by_sku:
            if sku not in variants:
                raise UnknownSku(sku)
            by_sku[sku] = CartLine(cart=cart, variant=variants[sku], quantity=0, placement=placement)
        by_sku[sku].quantity += quantity
        rows.check_quantity(by_sku[sku].quantity)
    if missing and len(by_sku) > rows.MOST_LINES:
        raise CartFull
    # The price of the whole cart follows from what is read here anyway: it is read once for both.
    basket = read(cart, list(by_sku.values()))
    wanted_skus = {wanted.sku for wanted in goods}
    for line in basket.lines:
        if line.row.variant.sku in wanted_skus:
            line.row.price_seen = _price(cart, line)
            line.row.save()
    return basket


def _choose(cart: Cart, basket: Basket, delivery: Mapping[str, Any]) -> dict[str, Any]:
    return choose(
        option=delivery["option"],
        pickup_point=delivery.get("pickup_point"),
        address=delivery.get("address"),
        parcel=parcel_of(cart, basket),
        terms=basket.buyer.terms,
    )


@retried
@transaction.atomic
def set_quantity(*, cart: Cart, line_id: str, quantity: int) -> None:
    """Ask for another number of pieces.  Raises NotFound, InvalidQuantity or OutOfStock; the line then stays."""
    rows.check_quantity(quantity)
    rows.lock(cart)
    line = rows.line_of(cart, line_id)
    if quantity > line.quantity:
        _check_stock(cart, line.variant, quantity)
    CartLine.objects.filter(pk=line.pk).update(quantity=quantity)
    _trim(cart)
    rows.touch(cart)


@retried
@transaction.atomic
def remove(*, cart: Cart, line_id: str) -> CartLine:
    """Take a line out; the line as it was, so that it can be brought back."""
    rows.lock(cart)
    line = rows.line_of(cart, line_id)
    CartLine.objects.filter(pk=line.pk).delete()
    _trim(cart)
    rows.touch(cart)
    return line


@retried
@transaction.atomic
def clear(*, cart: Cart) -> None:
    """Take all lines out and give back what was held."""
    rows.lock(cart)
    cart.lines.all().delete()
    stock.release_hold(cart=cart)
    rows.touch(cart)


@retried
@transaction.atomic
def accept_prices(*, cart: Cart) -> None:
    """The shopper has seen what each line costs now and how many are left, and agrees."""
    rows.lock(cart)
    for line in priced(cart).lines:
        if line.offer is None or line.available < 1:
            CartLine.objects.filter(pk=line.row.pk).delete()
        else:
            quantity = min(line.row.quantity, line.available)
            CartLine.objects.filter(pk=line.row.pk).update(price_seen=line.offer.amount, quantity=quantity)
    _trim(cart)
    rows.touch(cart)


@retried
@transaction.atomic
def hold(cart: Cart) -> None:
    """Hold a cart's goods, or go on holding them.  Raises OutOfStock with the product's name, or CartNotOpen."""
    rows.lock(cart)
    _hold(cart, read(cart))


def _hold(cart: Cart, basket: Basket) -> Basket:
    """Hold what is bought and what comes as a gift; without the gift if the last of it has gone just now."""
    until = timezone.now() + settings.SHOP["RESERVATION_LIFETIME"]
    for is_last in (False, True):
        now = priced(cart, basket)
        warehouse = now.delivery.warehouse if now.delivery else None
        try:
            stock.hold(cart=cart, quantities=now.quantities, until=until, warehouse=warehouse)
        except OutOfStock as refusal:
            if is_last or not now.gifts:
                raise OutOfStock(refusal.sku, refusal.available, name_of(refusal.sku, cart.language)) from None
            basket = read(cart)
        else:
            break
    return basket


def _trim(cart: Cart) -> None:
    """Hold no more than what is left in the cart; gifts are held since the delivery was chosen."""
    stock.trim_hold(cart=cart, quantities=priced(cart).quantities if cart.delivery else rows.quantities(cart))


def _price(cart: Cart, line: PricedLine) -> int:
    """What a piece of a line costs today, if all of it can be had."""
    variant = line.row.variant
    if line.offer is None or line.entry is None:
        raise VariantUnavailable(variant.sku)
    if line.available < line.row.quantity:
        raise OutOfStock(variant.sku, max(line.available, 0), name_of(variant.sku, cart.language))
    return line.offer.amount


def _check_stock(cart: Cart, variant: Variant, wanted: int) -> None:
    free = stock.available([variant.pk], cart=cart)[variant.pk]
    if free < wanted:
        raise OutOfStock(variant.sku, max(free, 0), name_of(variant.sku, cart.language))
