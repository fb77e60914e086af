"""What follows a change of stock, in its transaction: who waited is served, lists and pages say what is left."""

from collections.abc import Sequence

from shop.models import BundlePart
from shop.stock.pieces import Piece


def came_free(pieces: Sequence[Piece]) -> None:
    """Pieces may be free that were not: those who wait come first."""
    if pieces:
        serve_those_who_wait(pieces)
        changed(pieces)


def serve_those_who_wait(pieces: Sequence[Piece]) -> None:
    """First the orders that were promised a delivery to come, then who asked to be told."""
    from shop import waiting
    from shop.stock.backorders import fill

    if pieces:
        fill(pieces)
        waiting.offer(pieces)


def changed(pieces: Sequence[Piece]) -> None:
    """Bring up to date what staff and shoppers see of these pieces, and of the bundles that they are in."""
    from shop import alerts, catalog

    if pieces:
        alerts.check([piece.pk for piece in pieces])
        bundles = BundlePart.objects.filter(part__in=[piece.pk for piece in pieces])
        catalog.refresh_stock(
            {piece.product_id for piece in pieces} | set(bundles.values_list("bundle__product", flat=True))
        )
