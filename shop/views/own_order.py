"""The order that an address opens: a customer's by its id, anybody's by the signed key of its confirmation."""

from django.core import signing
from django.http import Http404, HttpRequest

from shop import orders
from shop.errors import NotFound
from shop.models import Order, OrderLine

from .checkout import DONE
from .current import customer


def find_order(request: HttpRequest, key: str) -> Order:
    """Raises Http404, the same for what is not there and what is somebody else's."""
    try:
        if key.startswith("ord_"):
            return orders.find(key, customer=customer(request))
        return Order.objects.get(public_id=signing.loads(key, salt=DONE))
    except (NotFound, signing.BadSignature, Order.DoesNotExist):
        raise Http404 from None


def order_key(order: Order) -> str:
    """The key that opens this order to whoever has it."""
    return signing.dumps(order.public_id, salt=DONE)


def with_pieces(order: Order, pieces: dict[int, int]) -> list[tuple[OrderLine, int]]:
    """The order's lines that have any of these pieces, with how many."""
    return [(line, pieces[line.pk]) for line in order.lines.all() if line.pk in pieces]
