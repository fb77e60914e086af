"""Low stock: an alert opens when a variant runs low, and closes itself when there is enough again."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from shop.models import StockAlert, StockLevel, Variant

BATCH = 500


def check(variant_ids: Iterable[int]) -> None:
    """Open and close the alerts of these variants; one query while nothing crosses its threshold."""
    _settle(_variants().filter(pk__in=list(variant_ids)))


def check_all() -> int:
    """The same for everything in the warehouses: settings, thresholds and variants change, too.  How many differed."""
    return _settle(_variants().filter(Exists(StockLevel.objects.filter(variant=OuterRef("pk")))))


def count() -> int:
    """How many variants are low now."""
    return StockAlert.objects.filter(closed_at=None).count()


def _variants() -> QuerySet[Variant]:
    """Variants whose alert is not what it should be; what may still be sold unseen does not count."""
    levels = StockLevel.objects.filter(variant=OuterRef("pk"), warehouse__is_active=True).order_by()
    free = levels.values("variant").annotate(pieces=Sum(F("on_hand") - F("reserved"))).values("pieces")
    is_open = Exists(StockAlert.objects.filter(variant=OuterRef("pk"), closed_at=None))
    is_low = Q(is_active=True, free__lte=F("threshold"))
    rows = Variant.objects.annotate(
        free=Coalesce(Subquery(free), 0),
        threshold=Coalesce("low_stock_at", Value(settings.SHOP["LOW_STOCK"])),
        is_open=is_open,
    )
    return rows.filter((is_low & Q(is_open=False)) | (~is_low & Q(is_open=True))).order_by("sku")


def _settle(rows: QuerySet[Variant]) -> int:
    now = timezone.now()
    differing: list[Any] = list(rows)
    over = [row for row in differing if row.is_open]
    if over:
        StockAlert.objects.filter(variant__in=over, closed_at=None).update(closed_at=now)
    opened = [
        StockAlert(variant=row, threshold=row.threshold, available=row.free, opened_at=now)
        for row in differing
        if not row.is_open
    ]
    # Another sale may have opened one at the same time.
    StockAlert.objects.bulk_create(opened, ignore_conflicts=True, batch_size=BATCH)
    return len(differing)
