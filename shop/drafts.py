"""Draft orders: carts that staff fill for a customer, who pays by a link; the goods wait for him meanwhile.

A draft is a cart of the channel of drafts.  While its link works nobody changes it: what is paid is what was seen.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from shop import carts, checkout, letters, markets, orders, stock
from shop.carts import rows
from shop.errors import (
    ContactIncomplete,
    DeliveryIncomplete,
    EmptyCart,
    NotFound,
    OutOfStock,
    Refusal,
    VariantUnavailable,
)
from shop.models import Cart, CartLine, Market
from shop.retry import retried


class State(models.TextChoices):
    """How far a draft is; follows from its cart."""

    PREPARED = "prepared", gettext_lazy("being prepared")
    SENT = "sent", gettext_lazy("link sent")
    OVER = "over", gettext_lazy("link expired")
    ORDERED = "ordered", gettext_lazy("ordered")


class DraftSent(Refusal):
    """The customer may be looking at it right now."""

    code = "draft_sent"

    def sentence(self) -> str:
        return _("The link has been sent. Withdraw it before you change the draft.")


def state(cart: Cart) -> State:
    if cart.state == Cart.State.ORDERED:
        return State.ORDERED
    if not cart.pay_token_hash:
        return State.PREPARED
    return State.SENT if cart.expires_at > timezone.now() else State.OVER


def begin(*, actor: Any, customer: Any = None, email: str = "", language: str, market: Market | None = None) -> Cart:
    """A new draft for a customer, whose prices it has, or for whoever has that address."""
    contact = None
    if customer is not None:
        contact = {"name": customer.name, "email": customer.email, "phone": customer.phone}
    elif email:
        contact = {"name": "", "email": email, "phone": ""}
    return Cart.objects.create(
        prepared_by=actor,
        customer=customer,
        contact=contact,
        language=language,
        channel=Cart.DRAFT,
        market=market,
        currency=markets.terms(market).currency,
        expires_at=timezone.now() + settings.SHOP["CART_LIFETIME"],
    )


def check_open(cart: Cart) -> None:
    """Refuse to change what was sent: raises DraftSent, or CartNotOpen once it is an order."""
    with transaction.atomic():
        rows.lock(cart)
    cart.refresh_from_db()
    if state(cart) == State.SENT:
        raise DraftSent


@retried
@transaction.atomic
def send(*, cart: Cart) -> str:
    """Hold the goods for the customer and make the link that pays; its token is told once, here.

    A new link ends the one before.  Raises EmptyCart, ContactIncomplete, DeliveryIncomplete, VariantUnavailable or
    OutOfStock; nothing is changed then.
    """
    rows.lock(cart)
    cart.refresh_from_db()
    now = carts.priced(cart)
    _check(now)
    for line in now.lines:
        if line.offer is not None:
            # What staff are shown when they send it is what the customer is asked to pay.
            CartLine.objects.filter(pk=line.row.pk).update(price_seen=line.offer.amount)
    token, until = secrets.token_urlsafe(32), timezone.now() + settings.SHOP["DRAFT_LIFETIME"]
    warehouse = now.delivery.warehouse if now.delivery else None
    stock.hold(cart=cart, quantities=now.quantities, until=until, warehouse=warehouse)
    rows.touch(cart, pay_token_hash=orders.hashed(token))
    _expire(cart, until)
    return token


@retried
@transaction.atomic
def withdraw_link(*, cart: Cart) -> None:
    """End the link and give the goods back; repeating it changes nothing.  Raises CartNotOpen once it was paid."""
    rows.lock(cart)
    stock.release_hold(cart=cart)
    rows.touch(cart, pay_token_hash="")


def find(token: str) -> Cart:
    """The draft that a link opens, also once it is an order.  Raises NotFound if the link never was or is over."""
    cart = Cart.objects.filter(pay_token_hash=orders.hashed(token)).select_related("customer", "market").first()
    if cart is None or state(cart) not in (State.SENT, State.ORDERED):
        raise NotFound
    return cart


def pay(
    *,
    cart: Cart,
    method: str,
    expected_total: int,
    expected_payable: int | None = None,
    seen_version: int,
    placed_by: str,
    parameters: dict[str, Any] | None = None,
) -> checkout.Placed:
    """Turn the draft into its customer's order; raises what ``checkout.place_order`` raises."""
    return checkout.place_order(
        cart=cart,
        method=method,
        expected_total=expected_total,
        expected_payable=expected_payable,
        seen_version=seen_version,
        placed_by=placed_by,
        customer=cart.customer,
        parameters=parameters,
    )


def address(cart: Cart, token: str) -> str:
    """The link, in the customer's language."""
    with override(cart.language):
        return settings.SITE_URL + reverse("shop:draft-pay", args=[token])


def letter(cart: Cart, token: str) -> EmailMultiAlternatives:
    """What brings the link to the customer; whoever sends it does so outside any transaction."""
    return letters.draft(
        shown=carts.represent(cart, cart.language),
        language=cart.language,
        until=orders.in_words(cart.expires_at, cart.language),
        address=address(cart, token),
    )


def _check(now: carts.PricedCart) -> None:
    cart = now.cart
    if not now.lines:
        raise EmptyCart
    for line in now.lines:
        sku = line.row.variant.sku
        if not line.is_sellable:
            raise VariantUnavailable(sku, carts.name_of(sku, cart.language))
        if line.available < line.row.quantity:
            raise OutOfStock(sku, max(line.available, 0), carts.name_of(sku, cart.language))
    if not cart.contact or not all(cart.contact.get(field) for field in ("name", "email", "phone")):
        raise ContactIncomplete
    if now.delivery is None:
        raise DeliveryIncomplete


def _expire(cart: Cart, until: Any) -> None:
    """The draft's own end; changing a cart would otherwise keep it for a month."""
    Cart.objects.filter(pk=cart.pk).update(expires_at=until)
    cart.expires_at = until
