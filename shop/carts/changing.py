"""What a shopper does to a cart: goods in and out, who buys, how it is delivered."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shop import delivery, markets, pricing, stock
from shop.errors import CartFull, OutOfStock, UnknownSku, VariantUnavailable
from shop.models import Cart, CartLine, CatalogEntry, Variant
from shop.retry import retried

from . import rows
from .priced import parcel_of, priced
from .shown import name_of


@retried
@transaction.atomic
def add(*, cart: Cart, sku: str, quantity: int = 1, placement: dict[str, Any] | None = None) -> CartLine:
    """Put pieces of a SKU into a cart, on top of those already there.

    Raises OutOfStock if the line would ask for more than can be promised now.
    """
    rows.check_quantity(quantity)
    rows.lock(cart)
    variant = Variant.objects.filter(sku=sku).select_related("product").first()
    if variant is None:
        raise UnknownSku(sku)
    offer = _offer(cart, variant)
    line = cart.lines.filter(variant=variant).first()
    wanted = quantity + (line.quantity if line else 0)
    rows.check_quantity(wanted)
    _check_stock(cart, variant, wanted)
    if line:
        CartLine.objects.filter(pk=line.pk).update(quantity=wanted, price_seen=offer.amount)
    else:
        if cart.lines.count() >= rows.MOST_LINES:
            raise CartFull
        line = CartLine.objects.create(
            cart=cart, variant=variant, quantity=wanted, price_seen=offer.amount, placement=placement
        )
    rows.touch(cart)
    return line


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
    stock.trim_hold(cart=cart, quantities=rows.quantities(cart))
    rows.touch(cart)


@retried
@transaction.atomic
def remove(*, cart: Cart, line_id: str) -> CartLine:
    """Take a line out; the line as it was, so that it can be brought back."""
    rows.lock(cart)
    line = rows.line_of(cart, line_id)
    CartLine.objects.filter(pk=line.pk).delete()
    stock.trim_hold(cart=cart, quantities=rows.quantities(cart))
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
    stock.trim_hold(cart=cart, quantities=rows.quantities(cart))
    rows.touch(cart)


@retried
@transaction.atomic
def set_contact(*, cart: Cart, name: str, email: str, phone: str) -> None:
    """Say who buys; the phone number in E.164."""
    rows.lock(cart)
    rows.touch(cart, contact={"name": name, "email": email, "phone": phone})


@retried
@transaction.atomic
def set_delivery(
    *, cart: Cart, option: str, pickup_point: str | None = None, address: dict[str, str] | None = None
) -> None:
    """Say how and where to, and hold the goods from now on, for as long as settings allow.

    Raises DeliveryUnavailable or DeliveryIncomplete; OutOfStock if the goods are gone meanwhile.
    """
    rows.lock(cart)
    parcel, terms = parcel_of(cart), markets.terms(cart.market)
    stored = delivery.choose(option=option, pickup_point=pickup_point, address=address, parcel=parcel, terms=terms)
    _hold(cart, delivery.chosen(stored, parcel=parcel, terms=terms))
    rows.touch(cart, delivery=stored)


@retried
@transaction.atomic
def hold(cart: Cart) -> None:
    """Hold a cart's goods, or go on holding them.  Raises OutOfStock with the product's name, or CartNotOpen."""
    rows.lock(cart)
    _hold(cart, priced(cart).delivery)


def _hold(cart: Cart, chosen: delivery.Chosen | None) -> None:
    until = timezone.now() + settings.SHOP["RESERVATION_LIFETIME"]
    warehouse = chosen.warehouse if chosen else None
    try:
        stock.hold(cart=cart, quantities=rows.quantities(cart), until=until, warehouse=warehouse)
    except OutOfStock as refusal:
        raise OutOfStock(refusal.sku, refusal.available, name_of(refusal.sku, cart.language)) from None


def _offer(cart: Cart, variant: Variant) -> pricing.Offer:
    buyer = markets.buyer(customer=cart.customer, market=cart.market)
    offer = pricing.prices_at([variant.pk], buyer=buyer).get(variant.pk)
    is_shown = CatalogEntry.objects.filter(product=variant.product).exists()
    if offer is None or not variant.is_active or not is_shown:
        raise VariantUnavailable(variant.sku)
    return offer


def _check_stock(cart: Cart, variant: Variant, wanted: int) -> None:
    free = stock.available([variant.pk], cart=cart)[variant.pk]
    if free < wanted:
        raise OutOfStock(variant.sku, max(free, 0), name_of(variant.sku, cart.language))
