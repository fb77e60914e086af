"""Vouchers and gift cards of a cart: put in, taken out; used up only when the order is placed."""

from django.db import transaction

from shop import gift_cards
from shop.errors import CartFull, GiftCardUnknown, NotFound, VoucherUnknown
from shop.models import Cart, CartGiftCard, CartVoucher
from shop.promotions import vouchers
from shop.retry import retried

from . import rows

MOST_CODES = 10


@retried
@transaction.atomic
def add_voucher(*, cart: Cart, code: str) -> None:
    """Put a voucher into a cart; twice is once.

    Raises VoucherUnknown, VoucherExpired or VoucherUsedUp.  Whether it takes anything off now, and if not why, is
    said by the quote: what is missing may still come into the cart.
    """
    rows.lock(cart)
    voucher = vouchers.find(code)
    if cart.vouchers.filter(voucher=voucher).exists():
        return
    if cart.vouchers.count() >= MOST_CODES:
        raise CartFull
    CartVoucher.objects.create(cart=cart, voucher=voucher)
    rows.touch(cart, has_codes=True)


@retried
@transaction.atomic
def remove_voucher(*, cart: Cart, code: str) -> None:
    """Take a voucher out.  Raises NotFound if it is not in the cart."""
    rows.lock(cart)
    deleted, _ = cart.vouchers.filter(voucher__code=vouchers.normalised(code)).delete()
    if not deleted:
        raise NotFound
    rows.touch(cart)


@retried
@transaction.atomic
def add_gift_card(*, cart: Cart, code: str) -> None:
    """Mean to pay with a gift card.  Raises GiftCardUnknown, GiftCardExpired or GiftCardEmpty."""
    rows.lock(cart)
    card = gift_cards.find(code)
    # A card in another currency is none in this shop window.
    if card.currency != cart.currency:
        raise GiftCardUnknown
    if cart.gift_cards.filter(card=card).exists():
        return
    if cart.gift_cards.count() >= MOST_CODES:
        raise CartFull
    CartGiftCard.objects.create(cart=cart, card=card)
    rows.touch(cart, has_codes=True)


@retried
@transaction.atomic
def remove_gift_card(*, cart: Cart, card_id: str) -> None:
    """Take a gift card out, by its public id.  Raises NotFound if it is not in the cart."""
    rows.lock(cart)
    deleted, _ = cart.gift_cards.filter(card__public_id=card_id).delete()
    if not deleted:
        raise NotFound
    rows.touch(cart)


def add_code(*, cart: Cart, code: str) -> None:
    """Put in what the code opens: a voucher, else a gift card; shoppers have one field for both."""
    try:
        add_voucher(cart=cart, code=code)
    except VoucherUnknown:
        try:
            add_gift_card(cart=cart, code=code)
        except GiftCardUnknown:
            raise VoucherUnknown from None
