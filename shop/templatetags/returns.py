"""What an order's page says about returns."""

from typing import Any

from django import template
from django.conf import settings

from shop import returnable, withdrawals
from shop.models import Order

register = template.Library()


@register.simple_tag
def what_can_come_back(order_id: str) -> dict[str, Any]:
    """The returns of an order that the page shows already, and what its shopper can still do."""
    order = Order.objects.filter(public_id=order_id).prefetch_related("returns", "withdrawals").first()
    if order is None:
        return {}
    days = settings.SHOP["RETURN_DAYS"]
    is_returnable = bool(returnable.pieces(order))
    return {
        "returns": list(order.returns.all()),
        "withdrawals": list(order.withdrawals.all()),
        "is_returnable": is_returnable,
        "can_return": is_returnable and returnable.is_open(order, days),
        "until": returnable.open_until(order, days),
        "can_withdraw": withdrawals.can_begin(order),
    }
