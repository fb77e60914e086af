"""What is to be delivered: the value, the mass and the classes of a cart's goods."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from shop.models import Cart, Variant


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A cart as carriers and shops see it; ``goods`` are minor units after the discounts of the goods."""

    goods: int
    currency: str
    grams: int = 0
    class_ids: frozenset[int] = frozenset()
    quantities: Mapping[str, int] = field(default_factory=dict)
    # The same quantities by variant, for the shelves of shops.
    pieces: Mapping[int, int] = field(default_factory=dict)
    # Whose holds count as free on a shelf.
    cart_id: int | None = None
    # When the last of the goods comes in, if some are sold ahead of that.
    expected_on: date | None = None


def parcel(
    *,
    lines: Iterable[tuple[Variant, int]],
    goods: int,
    currency: str,
    cart: Cart | None = None,
    expected_on: date | None = None,
) -> Parcel:
    """The parcel of these variants, which come with their products; goods of unknown mass weigh nothing."""
    lines = [(variant, quantity) for variant, quantity in lines if quantity > 0]
    quantities: dict[str, int] = {}
    pieces: dict[int, int] = {}
    for variant, quantity in lines:
        quantities[variant.sku] = quantities.get(variant.sku, 0) + quantity
        pieces[variant.pk] = pieces.get(variant.pk, 0) + quantity
    classes = {variant.product.shipping_class_id for variant, _ in lines}
    return Parcel(
        goods=goods,
        currency=currency,
        grams=sum((variant.mass_grams or 0) * quantity for variant, quantity in lines),
        class_ids=frozenset(pk for pk in classes if pk is not None),
        quantities=quantities,
        pieces=pieces,
        cart_id=cart.pk if cart else None,
        expected_on=expected_on,
    )
