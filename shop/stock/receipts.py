"""Goods received, counted, and moved from one warehouse to another: what changes the shelves themselves."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from shop.errors import BundleRefused, StockBelowZero, UnknownSku
from shop.models import BundlePart, StockLevel, Variant, Warehouse
from shop.retry import retried
from shop.stock import after
from shop.stock.levels import Shelves, available, first_warehouse
from shop.stock.movements import Kind, entry, refuse_repeat
from shop.stock.pieces import Piece
from shop.stock.promises import expired_holds, give_back


@retried
@transaction.atomic
def receive(
    *,
    quantities: Mapping[str, int],
    reference: str,
    warehouse: Warehouse | None = None,
    reason: str = "",
    actor: Any = None,
) -> None:
    """Put goods on the shelf.  The same reference twice changes nothing and raises AlreadyRecorded."""
    pieces = one_at_a_time(quantities)
    _refuse_bundles(pieces)
    refuse_repeat(Kind.RECEIVED, reference, [piece.pk for piece in pieces])
    place = warehouse or first_warehouse()
    for piece in pieces:
        quantity = quantities[piece.sku]
        entry(piece, place.pk, Kind.RECEIVED, quantity, quantity, reference, reason, actor=actor).save()
        put_on_shelf(piece, place.pk, quantity)
    after.came_free(pieces)


@retried
@transaction.atomic
def correct(
    *,
    sku: str,
    change: int,
    reason: str,
    warehouse: Warehouse | None = None,
    actor: Any = None,
    reference: str | None = None,
) -> None:
    """Add or take away pieces that a count found or missed, as a movement.

    Raises StockBelowZero if pieces that shoppers were promised would be gone.
    """
    pieces = one_at_a_time([sku])
    piece = pieces[0]
    reference = reference or f"correction:{uuid.uuid4()}"
    refuse_repeat(Kind.CORRECTED, reference, [piece.pk])
    place = warehouse or first_warehouse()
    _free_what_was_left_behind(pieces)
    if change < 0 and not _take_from_shelf(piece, place.pk, -change):
        raise StockBelowZero(sku, available([piece.pk], warehouse=place)[piece.pk])
    if change > 0:
        _refuse_bundles(pieces)
        put_on_shelf(piece, place.pk, change)
    entry(piece, place.pk, Kind.CORRECTED, change, change, reference, reason, actor=actor).save()
    after.came_free(pieces)


@retried
@transaction.atomic
def count(*, sku: str, change: int, reason: str, actor: Any = None) -> None:
    """Correct what all warehouses have together: what was found lies in the first, what is missing is missing where
    free pieces are, the last place first.

    Raises StockBelowZero if pieces that shoppers were promised would be gone.
    """
    if change >= 0:
        correct(sku=sku, change=change, reason=reason, actor=actor)
        return
    (piece,) = one_at_a_time([sku])
    _free_what_was_left_behind([piece])
    missing = -change
    levels = StockLevel.objects.filter(variant=piece.pk).select_related("warehouse")
    for level in levels.order_by("-warehouse__position", "-warehouse__code"):
        part = min(missing, level.available)
        if part > 0:
            correct(sku=sku, change=-part, reason=reason, warehouse=level.warehouse, actor=actor)
            missing -= part
    if missing:
        raise StockBelowZero(sku, -change - missing)


@retried
@transaction.atomic
def transfer(
    *,
    sku: str,
    quantity: int,
    source: Warehouse,
    target: Warehouse,
    reason: str = "",
    reference: str | None = None,
    actor: Any = None,
) -> None:
    """Bring free pieces from one warehouse to another: two entries that add up to nothing.

    Raises StockBelowZero if the source has too few free pieces.
    """
    pieces = one_at_a_time([sku])
    piece = pieces[0]
    reference = reference or f"transfer:{uuid.uuid4()}"
    refuse_repeat(Kind.MOVED, reference, [piece.pk])
    _free_what_was_left_behind(pieces)
    if not _take_from_shelf(piece, source.pk, quantity):
        raise StockBelowZero(sku, available([piece.pk], warehouse=source)[piece.pk])
    put_on_shelf(piece, target.pk, quantity)
    entry(piece, source.pk, Kind.MOVED, -quantity, -quantity, reference, reason, actor=actor).save()
    entry(piece, target.pk, Kind.MOVED, quantity, quantity, reference, reason, actor=actor).save()
    after.came_free(pieces)


def put_on_shelf(piece: Piece, warehouse_id: int, quantity: int) -> None:
    if not StockLevel.objects.filter(variant=piece.pk, warehouse=warehouse_id).update(on_hand=F("on_hand") + quantity):
        StockLevel.objects.create(variant_id=piece.pk, warehouse_id=warehouse_id, on_hand=quantity)


def _refuse_bundles(pieces: list[Piece]) -> None:
    """A bundle has no stock of its own; its parts have."""
    found = BundlePart.objects.filter(bundle__in=[piece.pk for piece in pieces])
    if (sku := found.values_list("bundle__sku", flat=True).first()) is not None:
        raise BundleRefused(gettext("%(sku)s is a bundle; book its parts instead.") % {"sku": sku})


def _take_from_shelf(piece: Piece, warehouse_id: int, quantity: int) -> bool:
    """Only what nobody was promised: one statement decides and changes."""
    enough = StockLevel.objects.filter(variant=piece.pk, warehouse=warehouse_id, on_hand__gte=F("reserved") + quantity)
    return enough.update(on_hand=F("on_hand") - quantity) == 1


def one_at_a_time(skus: Iterable[str]) -> list[Piece]:
    """Who books the same note at the same time sees it booked; buyers are not kept waiting.  Raises UnknownSku."""
    rows = Variant.objects.select_for_update(no_key=True).filter(sku__in=list(skus)).order_by("sku")
    pieces = [Piece.of(row) for row in rows]
    known = {piece.sku for piece in pieces}
    for sku in sorted(skus):
        if sku not in known:
            raise UnknownSku(sku)
    return pieces


def _free_what_was_left_behind(pieces: list[Piece]) -> None:
    """A count is not refused for the sake of a cart that was left behind."""
    Shelves(pieces)
    for row in expired_holds(pieces):
        give_back(row)
