"""The rows of a cart under its lock: every change begins with ``lock`` and ends with ``touch``."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from shop.changes import log
from shop.errors import CartNotOpen, InvalidQuantity, NotFound
from shop.models import Cart, CartLine

MOST_LINES = 100
LARGEST_QUANTITY = 999


def lock(cart: Cart) -> None:
    """One request at a time changes a cart.  Raises CartNotOpen if it has become an order meanwhile."""
    fresh = Cart.objects.select_for_update(no_key=True).get(pk=cart.pk)
    if fresh.state != Cart.State.OPEN:
        raise CartNotOpen
    cart.version = fresh.version


def lock_both(*carts: Cart) -> list[Cart]:
    """The rows as they are now, locked in one order for all."""
    return list(Cart.objects.select_for_update(no_key=True).filter(pk__in=[cart.pk for cart in carts]).order_by("pk"))


def touch(cart: Cart, **changes: Any) -> None:
    """Change a cart that is locked: count it, keep the cart for another month, and wake its other devices."""
    changes |= {"version": cart.version + 1, "expires_at": timezone.now() + settings.SHOP["CART_LIFETIME"]}
    Cart.objects.filter(pk=cart.pk).update(**changes)
    for name, value in changes.items():
        setattr(cart, name, value)
    log.append(type="cart", object_id=cart.public_id, kind="changed", data={"version": cart.version}, is_public=False)


def line_of(cart: Cart, line_id: str) -> CartLine:
    line = cart.lines.filter(public_id=line_id).select_related("variant").first()
    if line is None:
        raise NotFound
    return line


def quantities(cart: Cart) -> dict[str, int]:
    return dict(cart.lines.values_list("variant__sku", "quantity"))


def check_quantity(quantity: int) -> None:
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= LARGEST_QUANTITY:
        raise InvalidQuantity
