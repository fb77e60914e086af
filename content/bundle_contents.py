"""What is in a bundle, for its page: the parts as the catalogue shows them."""

from typing import Any

from shop.models import BundlePart, CatalogEntry


def of(sku: str, language: str) -> list[dict[str, Any]]:
    """The parts of a bundle with their pages; none of anything else.  A part that is not shown has no page."""
    rows = list(BundlePart.objects.filter(bundle__sku=sku).select_related("part").order_by("pk"))
    if not rows:
        return []
    entries = CatalogEntry.objects.filter(product__in=[row.part.product_id for row in rows], language=language)
    by_product = {entry.product_id: entry for entry in entries}
    return [_part(row, by_product[row.part.product_id]) for row in rows if row.part.product_id in by_product]


def _part(row: BundlePart, entry: CatalogEntry) -> dict[str, Any]:
    variant = next((one for one in entry.detail["variants"] if one["sku"] == row.part.sku), None)
    return {
        "name": variant["name"] if variant else entry.name,
        "url": variant["url"] if variant else entry.card["url"],
        "picture": entry.card["picture"],
        "quantity": row.quantity,
    }
