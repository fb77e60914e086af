"""Placing an order: everything is checked again, and all that belongs to it changes in one transaction."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from shop import carts, delivery, markets, money, orders, payments, stock
from shop.errors import (
    CartNotOpen,
    ContactIncomplete,
    DeliveryIncomplete,
    DeliveryUnavailable,
    EmptyCart,
    OutOfStock,
    PriceChanged,
    Refusal,
    VariantUnavailable,
)
from shop.models import Cart, CatalogEntry, Order, OrderLine, Payment, Variant
from shop.promotions import redemptions
from shop.retry import retried


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An order, and for a guest the token that opens it, told once; ``is_new`` is false for a repeat."""

    order: Order
    token: str | None
    is_new: bool


class DraftOver(Refusal):
    """A draft is placed while its link works, and not after."""

    code = "draft_over"

    def sentence(self) -> str:
        return gettext("The link to this order is no longer valid. Ask the store for a new one.")


def delivery_options(
    *, cart: Cart, language: str, country: str = "", postcode: str = "", city: str = ""
) -> list[dict[str, Any]]:
    """The ways to get this cart's goods; none for a country that nothing is sent to."""
    with override(language):
        return delivery.options(
            parcel=carts.parcel_of(cart),
            terms=markets.terms(cart.market),
            language=language,
            country=country,
            postcode=postcode,
            city=city,
        )


def place_order(
    *,
    cart: Cart,
    method: str,
    expected_total: int,
    expected_payable: int | None = None,
    placed_by: str,
    customer: Any = None,
    parameters: dict[str, Any] | None = None,
    seen_version: int | None = None,
) -> Placed:
    """Turn a cart into an order and begin its payment.

    ``expected_total`` (minor units) is what the shopper was shown, ``expected_payable`` what of it gift cards were to
    leave to pay, ``seen_version`` the state of the cart he saw;
    ``placed_by`` names the request, so that repeating it gives the same order.  Raises PriceChanged, OutOfStock,
    VariantUnavailable, ContactIncomplete, DeliveryIncomplete, DeliveryUnavailable, PaymentMethodUnavailable,
    PromotionUsedUp, GiftCardEmpty, EmptyCart, DraftOver or CartNotOpen; nothing is changed then.  The provider is
    called after the transaction, never inside.
    """
    token = secrets.token_urlsafe(32) if customer is None else None
    try:
        placed = _place(
            cart=cart,
            method=method,
            expected_total=expected_total,
            expected_payable=expected_payable,
            placed_by=placed_by,
            customer=customer,
            token=token,
            parameters=parameters or {},
            seen_version=seen_version,
        )
    except IntegrityError:
        # Another request made an order of the same cart between our look and our write.
        raise CartNotOpen from None
    if placed.is_new and placed.order.status == Order.Status.AWAITING_PAYMENT:
        payments.start(placed.order)
        placed.order.refresh_from_db()
    return placed


@retried
@transaction.atomic
def _place(
    *,
    cart: Cart,
    method: str,
    expected_total: int,
    expected_payable: int | None,
    placed_by: str,
    customer: Any,
    token: str | None,
    parameters: dict[str, Any],
    seen_version: int | None,
) -> Placed:
    cart = Cart.objects.select_for_update(no_key=True).get(pk=cart.pk)
    if cart.state != Cart.State.OPEN:
        return _repeat(cart, placed_by, token)
    if cart.is_draft and (not cart.pay_token_hash or cart.expires_at <= timezone.now()):
        raise DraftOver
    provider = payments.provider(method)
    priced = carts.priced(cart)
    chosen = _checked(cart, priced, expected_total, seen_version)
    # A card that was spent elsewhere would leave more to pay than the shopper has agreed to.
    if expected_payable is not None and expected_payable != priced.payable:
        raise _price_changed(
            cart, priced, expected_total, gettext("Your gift card pays another amount now. Check the order.")
        )
    if not Cart.objects.filter(pk=cart.pk, state=Cart.State.OPEN).update(state=Cart.State.ORDERED):
        raise CartNotOpen
    goods = stock.goods(priced.quantities)
    order = _write(cart, priced, chosen, provider, customer, token, placed_by)
    # The order keeps names as its shopper reads them, whoever sends the request.
    with override(cart.language):
        OrderLine.objects.bulk_create(_lines(order, priced, goods.parts))
    stock.allocate(order=order, cart=cart, quantities=priced.quantities, warehouse=chosen.warehouse, goods=goods)
    redemptions.redeem(order=order, applied=priced.quote.applied, customer_key=priced.customer_key)
    _collect(order, priced, provider, parameters)
    orders.record(order, order.status, kind="placed")
    if not priced.payable:
        orders.mark_paid(order)
    return Placed(order=order, token=token, is_new=True)


def _collect(order: Order, priced: carts.PricedCart, provider: payments.Provider, parameters: dict[str, Any]) -> None:
    """Take what gift cards pay at once; the rest is the provider's, who is asked after the transaction."""
    # In one order: two carts with the same cards would otherwise wait for each other for ever.
    for card, amount in sorted(priced.gift_cards, key=lambda paying: paying[0].pk):
        if amount:
            payments.charge(order, card, amount)
    if priced.payable:
        Payment.objects.create(
            order=order,
            method=provider.code,
            status=provider.first_status,
            amount=priced.payable,
            currency=order.currency,
            parameters=parameters,
        )


def _repeat(cart: Cart, placed_by: str, token: str | None) -> Placed:
    """The same request again, after its answer was lost: the same order, with a new token for the lost one."""
    order = Order.objects.filter(cart=cart, placed_by=placed_by).first()
    if order is None:
        raise CartNotOpen
    if token:
        order.token_hash = orders.hashed(token)
        order.save(update_fields=["token_hash"])
    asked = order.payments.exclude(method="gift_card").exclude(status=Payment.Status.PENDING)
    return Placed(order=order, token=token, is_new=not asked.exists())


def _checked(cart: Cart, priced: carts.PricedCart, expected_total: int, seen_version: int | None) -> delivery.Chosen:
    """The delivery that was chosen; refuses what is not in order, as a shopper would mend it one after another."""
    if not priced.lines:
        raise EmptyCart
    for line in priced.lines:
        name = line.entry.name if line.entry else line.row.variant.sku
        if not line.is_sellable:
            raise VariantUnavailable(line.row.variant.sku, name)
    short = [line for line in priced.lines if line.available < line.row.quantity]
    if short:
        first = min(short, key=lambda line: line.row.variant.sku)
        raise OutOfStock(
            first.row.variant.sku,
            max(first.available, 0),
            first.entry.name if first.entry else "",
            lines=[
                {"sku": line.row.variant.sku, "quantity": line.row.quantity, "available": max(line.available, 0)}
                for line in short
            ],
        )
    if not cart.contact or not all(cart.contact.get(field) for field in ("name", "email", "phone")):
        raise ContactIncomplete
    if not cart.delivery:
        raise DeliveryIncomplete
    # The ways of delivery may have changed since the shopper chose one.
    if priced.delivery is None:
        raise DeliveryUnavailable
    if expected_total != priced.quote.total:
        raise _price_changed(cart, priced, expected_total)
    # Other goods or another address may cost the same.
    if seen_version is not None and seen_version != cart.version:
        detail = gettext("The cart has changed in another window. Check the order and confirm it.")
        raise _price_changed(cart, priced, expected_total, detail)
    return priced.delivery


def _price_changed(cart: Cart, priced: carts.PricedCart, expected_total: int, detail: str = "") -> PriceChanged:
    def shown(amount: int) -> money.Money:
        return money.present(amount, cart.currency, cart.language)

    changed = [line for line in priced.lines if line.offer and line.offer.amount != line.row.price_seen]
    return PriceChanged(
        detail,
        expected_total=shown(expected_total),
        total=shown(priced.quote.total),
        lines=[
            {"sku": line.row.variant.sku, "old": shown(line.row.price_seen), "new": shown(line.offer.amount)}
            for line in changed
            if line.offer
        ],
    )


def _write(
    cart: Cart,
    priced: carts.PricedCart,
    chosen: delivery.Chosen,
    provider: payments.Provider,
    customer: Any,
    token: str | None,
    placed_by: str,
) -> Order:
    """The order as a snapshot: names, prices, taxes and words as they are at this moment."""
    quote, now = priced.quote, timezone.now()
    with override(cart.language):
        described = chosen.describe(cart.language, now)
    # What gift cards pay whole waits for nobody.
    waits = provider.waits_for_payment and priced.payable > 0
    return Order.objects.create(
        cart=cart,
        customer=customer,
        token_hash=orders.hashed(token) if token else "",
        placed_by=placed_by,
        customer_key=priced.customer_key,
        status=Order.Status.AWAITING_PAYMENT if waits else Order.Status.CONFIRMED,
        channel=cart.channel,
        language=cart.language,
        market=cart.market,
        currency=quote.currency,
        subtotal=quote.subtotal,
        discount=quote.discount,
        delivery_price=quote.delivery,
        tax=quote.tax,
        prices_include_tax=priced.buyer.terms.prices_include_tax,
        tax_added=quote.tax_added,
        taxes=quote.taxes,
        total=quote.total,
        trace=quote.trace,
        contact=cart.contact,
        delivery=described,
        pickup_code=f"{secrets.randbelow(10**6):06d}" if described["kind"] == "pickup" else "",
        created_at=now,
        payment_due_at=now + provider.lifetime if waits else None,
    )


def _lines(order: Order, priced: carts.PricedCart, parts: Mapping[str, dict[str, int]]) -> list[OrderLine]:
    """A line for each SKU: what was bought of it and what comes as a gift; ``parts`` is what each consists of."""
    quote = priced.quote
    gifts = {gift.line.sku: gift for gift in priced.gifts}
    bought = {line.row.variant.sku: line for line in priced.lines}
    lines = []
    for sku, quantity in priced.quantities.items():
        line, gift = bought.get(sku), gifts.get(sku)
        variant, entry = _goods(line, gift)
        lines.append(
            OrderLine(
                order=order,
                variant=variant,
                product_public_id=variant.product.public_id,
                sku=sku,
                name=_name(entry, sku),
                quantity=quantity,
                gift_quantity=gift.line.quantity if gift else 0,
                unit_price=quote.line_totals[sku] // quantity,
                line_total=quote.line_totals[sku],
                discount=quote.line_discounts[sku],
                tax=quote.line_taxes[sku],
                tax_basis_points=priced.tax_rates[sku],
                discounts=quote.discounts_of.get(sku, []),
                parts=parts[sku],
                placement=line.row.placement if line else None,
                page_revision=entry.detail.get("page_revision") if entry else None,
            )
        )
    return lines


def _goods(line: carts.PricedLine | None, gift: carts.PricedGift | None) -> tuple[Variant, CatalogEntry | None]:
    """What is bought, or given.  Raises VariantUnavailable for a line that has lost its offer."""
    if line is None:
        if gift is None:
            raise EmptyCart
        return gift.variant, gift.entry
    if line.entry is None or line.offer is None:
        raise VariantUnavailable(line.row.variant.sku)
    return line.row.variant, line.entry


def _name(entry: CatalogEntry | None, sku: str) -> str:
    """What the shopper was shown; a gift need not be on the site."""
    if entry is None:
        return sku
    return next((v["name"] for v in entry.detail["variants"] if v["sku"] == sku), entry.name)[:255]


def expire_unpaid() -> int:
    """Cancel orders whose time to pay is over; how many there were."""
    due = Order.objects.filter(status=Order.Status.AWAITING_PAYMENT, payment_due_at__lte=timezone.now())
    cancelled = 0
    for order in due:
        try:
            orders.move(
                order,
                Order.Status.CANCELLED,
                note="payment time is over",
                # Its money may have come since it was read.
                only_from=[Order.Status.AWAITING_PAYMENT],
            )
        except orders.IllegalTransition:
            continue
        cancelled += 1
    return cancelled
