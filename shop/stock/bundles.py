"""Bundles: which parts a variant consists of."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from shop.errors import BundleRefused
from shop.models import BundlePart, StockLevel, Variant
from shop.retry import retried
from shop.stock import after
from shop.stock.pieces import Piece
from shop.stock.receipts import one_at_a_time


@retried
@transaction.atomic
def set_parts(*, bundle: Variant, parts: Mapping[str, int]) -> None:
    """Say what a variant consists of, by SKU; without parts it is sold from its own stock.  Orders keep what they got.

    Raises BundleRefused if a part is a bundle itself, the bundle a part of another, or pieces of it lie somewhere.
    """
    one_at_a_time([bundle.sku, *parts])
    if parts:
        _refuse(bundle, parts)
    before = dict(bundle.parts.values_list("part__sku", "quantity"))
    if before == dict(parts):
        return
    bundle.parts.all().delete()
    rows = {row.sku: row for row in Variant.objects.filter(sku__in=list(parts))}
    BundlePart.objects.bulk_create(
        BundlePart(bundle=bundle, part=rows[sku], quantity=quantity) for sku, quantity in sorted(parts.items())
    )
    after.changed([Piece.of(bundle)])


def _refuse(bundle: Variant, parts: Mapping[str, int]) -> None:
    if bundle.sku in parts:
        raise BundleRefused(_("A bundle cannot be a part of itself."))
    inner = BundlePart.objects.filter(bundle__sku__in=list(parts)).values_list("bundle__sku", flat=True).first()
    if inner is not None:
        raise BundleRefused(_("%(sku)s is a bundle itself; name its parts instead.") % {"sku": inner})
    if BundlePart.objects.filter(part=bundle).exists():
        raise BundleRefused(_("%(sku)s is a part of another bundle.") % {"sku": bundle.sku})
    if StockLevel.objects.filter(variant=bundle).exclude(on_hand=0).exists():
        raise BundleRefused(_("Pieces of %(sku)s are in stock; correct them away first.") % {"sku": bundle.sku})
