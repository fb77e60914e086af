"""The stock ledger: entries that are added and never changed, and what they add up to."""

from typing import Any

from django.db.models import Sum

from shop.errors import AlreadyRecorded
from shop.models import Order, StockMovement
from shop.stock.pieces import Piece

Kind = StockMovement.Kind


def entry(
    piece: Piece,
    warehouse_id: int | None,
    kind: str,
    quantity: int,
    on_hand_change: int,
    reference: str,
    reason: str = "",
    *,
    order: Order | None = None,
    actor: Any = None,
) -> StockMovement:
    """An entry that is still to be saved; many are saved together."""
    return StockMovement(
        variant_id=piece.pk,
        warehouse_id=warehouse_id,
        kind=kind,
        quantity=quantity,
        on_hand_change=on_hand_change,
        reference=reference,
        reason=reason,
        order=order,
        actor=actor,
    )


def refuse_repeat(kind: str, reference: str, variant_ids: list[int]) -> None:
    if StockMovement.objects.filter(kind=kind, reference=reference, variant__in=variant_ids).exists():
        raise AlreadyRecorded


def sums_of_movements() -> dict[int, int]:
    """What the ledger says is on the shelves, for each variant."""
    return dict(StockMovement.objects.order_by().values_list("variant").annotate(total=Sum("on_hand_change")))
