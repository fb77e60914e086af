"""What follows a change of stock, in its transaction: who waited is served, lists and pages say what is left."""

from collections.abc import Sequence

from shop.stock.pieces import Piece


def came_free(pieces: Sequence[Piece]) -> None:
    """Pieces may be free that were not: those who wait come first."""
    if pieces:
        serve_those_who_wait(pieces)
        changed(pieces)


def serve_those_who_wait(pieces: Sequence[Piece]) -> None:
    """Orders that were promised a delivery to come."""


def changed(pieces: Sequence[Piece]) -> None:
    """Bring up to date what people see of these pieces."""
    from shop import catalog

    if pieces:
        catalog.refresh_stock({piece.product_id for piece in pieces})
