"""Requests of the waiting list as the API shows them."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from shop import orders
from shop.models import CatalogEntry, Reservation, StockRequest


def represent(requests: Sequence[StockRequest], language: str) -> list[dict[str, Any]]:
    """Requests in that language; the number of queries does not grow with them if their holds were fetched along."""
    products = {request.variant.product_id for request in requests}
    entries = CatalogEntry.objects.filter(product__in=products, language=language)
    names = dict(entries.values_list("product", "name"))
    with override(language):
        return [
            {
                "id": request.public_id,
                "sku": request.variant.sku,
                "product_id": request.variant.product.public_id,
                "name": names.get(request.variant.product_id, request.variant.sku),
                "email": request.email,
                "state": request.state,
                "state_label": str(request.get_state_display()),
                "held_until": _held_until(request),
                "created_at": orders.instant(request.created_at),
            }
            for request in requests
        ]


def _held_until(request: StockRequest) -> str | None:
    """The end of the offer, while there is one."""
    now = timezone.now()
    ends = [
        held.expires_at
        for held in request.reservations.all()
        if held.state == Reservation.State.HELD and held.expires_at is not None and held.expires_at > now
    ]
    return orders.instant(min(ends)) if ends and request.state == StockRequest.State.OFFERED else None
