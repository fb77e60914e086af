"""Where carts come from, who may use them, and how a guest's becomes a customer's."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from shop import markets, stock
from shop.errors import NotFound
from shop.models import Cart, CartGiftCard, CartLine, CartVoucher, Market
from shop.retry import retried

from . import rows


def open_cart(*, customer: Any = None, language: str, channel: str = "web", market: Market | None = None) -> Cart:
    """A new empty cart in a market's currency; for a customer, the one of that market that is open already."""
    if customer is None:
        return _new(None, language, channel, market)
    if existing := of_customer(customer, market):
        return existing
    with transaction.atomic():
        # Two devices at once would otherwise get a cart each, and one of them would not be seen again.
        list(get_user_model().objects.select_for_update(no_key=True).filter(pk=customer.pk).values_list("pk"))
        return of_customer(customer, market) or _new(customer, language, channel, market)


def of_customer(customer: Any, market: Market | None = None) -> Cart | None:
    """The customer's open cart in a market, if there is one; drafts of the staff are none."""
    mine = Cart.objects.filter(customer=customer, state=Cart.State.OPEN, expires_at__gt=timezone.now())
    return mine.filter(market=market).exclude(channel=Cart.DRAFT).order_by("-pk").first()


def find(cart_id: str, customer: Any = None, *, lock: bool = False) -> Cart:
    """The cart with that id, with ``lock`` ours until the transaction ends.

    Raises NotFound if there is none, it is over, or it belongs to somebody else.  A draft is opened by its link alone:
    nobody changes what was sent, its customer neither.
    """
    carts = Cart.objects.select_for_update(no_key=True) if lock else Cart.objects.all()
    cart = carts.filter(public_id=cart_id).exclude(state=Cart.State.MERGED).first()
    if (
        cart is None
        or cart.is_draft
        or (cart.customer_id is not None and (customer is None or cart.customer_id != customer.pk))
    ):
        raise NotFound
    if cart.state == Cart.State.OPEN and cart.expires_at <= timezone.now():
        raise NotFound
    return cart


@retried
@transaction.atomic
def merge(*, guest: Cart, into: Cart) -> None:
    """Add a guest's lines to the customer's cart; of goods in both, the larger quantity stays.

    Nothing happens if one of them has become an order meanwhile, or if they are of two markets.
    """
    locked = {cart.pk: cart for cart in rows.lock_both(guest, into)}
    if len(locked) < 2 or any(cart.state != Cart.State.OPEN for cart in locked.values()):
        return
    if locked[guest.pk].customer_id is not None or locked[guest.pk].market_id != locked[into.pk].market_id:
        return
    stock.release_hold(cart=guest)
    theirs = {line.variant_id: line for line in into.lines.all()}
    for line in guest.lines.all():
        if existing := theirs.get(line.variant_id):
            CartLine.objects.filter(pk=existing.pk).update(quantity=max(existing.quantity, line.quantity))
        elif len(theirs) < rows.MOST_LINES:
            theirs[line.variant_id] = line
            CartLine.objects.filter(pk=line.pk).update(cart=into)
    _bring_codes(guest, into)
    Cart.objects.filter(pk=guest.pk).update(state=Cart.State.MERGED)
    into.version = locked[into.pk].version
    has_codes = any(cart.has_codes for cart in locked.values())
    rows.touch(into, contact=locked[into.pk].contact or guest.contact, has_codes=has_codes)


def _bring_codes(guest: Cart, into: Cart) -> None:
    known = set(into.vouchers.values_list("voucher_id", flat=True))
    CartVoucher.objects.filter(cart=guest).exclude(voucher_id__in=known).update(cart=into)
    known = set(into.gift_cards.values_list("card_id", flat=True))
    CartGiftCard.objects.filter(cart=guest).exclude(card_id__in=known).update(cart=into)


def _new(customer: Any, language: str, channel: str, market: Market | None) -> Cart:
    return Cart.objects.create(
        customer=customer,
        language=language,
        channel=channel,
        market=market,
        currency=markets.terms(market).currency,
        expires_at=timezone.now() + settings.SHOP["CART_LIFETIME"],
    )
