"""The books of stock: each number is the sum of the entries that explain it, place by place."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from shop.models import Backorder, Reservation, StockLevel, StockMovement, StockRequest

Place = tuple[str, str | None]
PLACE = ("variant__sku", "warehouse__code")
State = Reservation.State


def violations() -> list[str]:
    """Those of stock alone."""
    return [line for check in CHECKS for line in check()]


def _levels_equal_movements() -> Iterator[str]:
    """What is on a shelf is the sum of what came and went there."""
    moved = _sums(StockMovement.objects.exclude(warehouse=None), "on_hand_change")
    for level in _levels():
        if level.on_hand != (sum_ := moved.pop(_place(level), 0)):
            yield f"stock {_named(level)}: on hand {level.on_hand}, movements add up to {sum_}"
    for (sku, code), sum_ in moved.items():
        if sum_:
            yield f"stock {sku} ({code}): movements without a level"


def _reserved_equals_promises() -> Iterator[str]:
    """What is reserved is the sum of what is held and allocated; so is what was promised unseen."""
    promised = _sums(Reservation.objects.filter(state__in=Reservation.LIVE), "quantity")
    for level in _levels():
        if level.reserved != (sum_ := promised.pop(_place(level), 0)):
            yield f"stock {_named(level)}: reserved {level.reserved}, promises add up to {sum_}"
    for row in Backorder.objects.select_related("variant"):
        if row.promised != (sum_ := promised.pop((row.variant.sku, None), 0)):
            yield f"stock {row.variant.sku}: {row.promised} promised unseen, promises add up to {sum_}"
    for (sku, code), sum_ in promised.items():
        yield f"stock {sku} ({code}): {sum_} promised of nothing"


def _ledger_explains_what_is_free() -> Iterator[str]:
    """Without holds, what can be promised in a place is the sum of what the entries did to it."""
    moved = _sums(StockMovement.objects.all(), "quantity")
    free: Counter[Place] = Counter({_place(level): level.on_hand for level in _levels()})
    free.subtract(_sums(Reservation.objects.filter(state=State.ALLOCATED), "quantity"))
    for place in sorted(free.keys() | moved.keys(), key=str):
        if free[place] != moved[place]:
            yield f"stock {place[0]} ({place[1]}): {free[place]} to be promised, movements add up to {moved[place]}"


def _levels_within_bounds() -> Iterator[str]:
    for level in _levels().filter(Q(reserved__lt=0) | Q(on_hand__lt=F("reserved"))):
        yield f"stock {_named(level)}: on hand {level.on_hand}, reserved {level.reserved}"


def _bundles_have_no_stock() -> Iterator[str]:
    levels = _levels().exclude(on_hand=0)
    for level in levels.annotate(parts=Count("variant__parts")).filter(parts__gt=0):
        yield f"stock {_named(level)}: a bundle has {level.on_hand} pieces of its own"


def _promises_have_one_owner() -> Iterator[str]:
    held = Q(state=State.HELD, order=None) & (Q(cart=None, request__isnull=False) | Q(cart__isnull=False, request=None))
    allocated = Q(state=State.ALLOCATED, order__isnull=False)
    for row in Reservation.objects.filter(state__in=Reservation.LIVE).exclude(held | allocated):
        yield f"reservation {row.pk}: nobody, or more than one, has it"


def _offers_are_held() -> Iterator[str]:
    """Whoever was told that a piece is held for him has it; nobody else of the waiting list has."""
    live = Count("reservations", filter=Q(reservations__state=State.HELD))
    for row in StockRequest.objects.annotate(held=live):
        if (row.held > 0) != (row.state == StockRequest.State.OFFERED):
            yield f"waiting list {row.public_id}: {row.state}, {row.held} held"


def _levels() -> QuerySet[StockLevel]:
    return StockLevel.objects.select_related("variant", "warehouse").order_by("variant__sku", "warehouse__code")


def _place(level: StockLevel) -> Place:
    return level.variant.sku, level.warehouse.code


def _named(level: StockLevel) -> str:
    return f"{level.variant.sku} ({level.warehouse.code})"


def _sums(rows: QuerySet, field: str) -> Counter[Place]:
    """What the rows add up to for each variant and place."""
    summed = rows.order_by().values_list(*PLACE).annotate(total=Coalesce(Sum(field), 0))
    return Counter({(sku, code): total for sku, code, total in summed})


CHECKS = (
    _levels_equal_movements,
    _reserved_equals_promises,
    _ledger_explains_what_is_free,
    _levels_within_bounds,
    _bundles_have_no_stock,
    _promises_have_one_owner,
    _offers_are_held,
)
