"""Low stock: an alert opens when a variant runs low, and closes itself when there is enough again."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.utils import timezone

from shop.models import StockAlert

BATCH = 500


def check(variant_ids: Iterable[int]) -> None:
    """Open and close the alerts of these variants; one query while nothing crosses its threshold."""
    ids = list(variant_ids)
    if ids:
        _settle(f"variant.id IN ({', '.join(['%s'] * len(ids))})", ids)


def check_all() -> int:
    """The same for everything in the warehouses: settings, thresholds and variants change, too.  How many differed."""
    return _settle("EXISTS (SELECT 1 FROM shop_stocklevel level WHERE level.variant_id = variant.id)", [])


def count() -> int:
    """How many variants are low now."""
    return StockAlert.objects.filter(closed_at=None).count()


# Variants whose alert is not what it should be; what may still be sold unseen does not count.  As SQL, because every
# hold asks, and composing the statement anew each time costs ten times what it answers.
_DIFFERING = """
SELECT id, threshold, free, is_open FROM (
  SELECT variant.id, variant.sku, variant.is_active, COALESCE(variant.low_stock_at, %s) AS threshold,
         COALESCE((SELECT SUM(level.on_hand - level.reserved) FROM shop_stocklevel level
                     JOIN shop_warehouse warehouse ON warehouse.id = level.warehouse_id AND warehouse.is_active
                    WHERE level.variant_id = variant.id), 0) AS free,
         EXISTS (SELECT 1 FROM shop_stockalert alert
                  WHERE alert.variant_id = variant.id AND alert.closed_at IS NULL) AS is_open
    FROM shop_variant variant WHERE {condition}
) AS now WHERE (is_active AND free <= threshold) <> is_open ORDER BY sku
"""


def _settle(condition: str, parameters: list[int]) -> int:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING.format(condition=condition), [settings.SHOP["LOW_STOCK"], *parameters])
        differing = cursor.fetchall()
    if over := [variant for variant, _, _, is_open in differing if is_open]:
        StockAlert.objects.filter(variant__in=over, closed_at=None).update(closed_at=now)
    opened = [
        StockAlert(variant_id=variant, threshold=threshold, available=free, opened_at=now)
        for variant, threshold, free, is_open in differing
        if not is_open
    ]
    # Another sale may have opened one at the same time.
    StockAlert.objects.bulk_create(opened, ignore_conflicts=True, batch_size=BATCH)
    return len(differing)
