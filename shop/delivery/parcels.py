"""What is to be delivered: the value, the mass and the classes of a cart's goods."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Sum

from shop.models import BundlePart, Cart, Variant
from shop.short_memory import remembered_briefly


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
    # When the last of the goods to be sent comes in, if some are sold ahead of that.
    expected_on: date | None = None
    # SKUs that cannot be sent, only handed out where they lie (or sold out).
    unsendable: frozenset[str] = frozenset()


def parcel(
    *,
    lines: Iterable[tuple[Variant, int]],
    goods: int,
    currency: str,
    cart: Cart | None = None,
    expected_on: date | None = None,
    unsendable: Iterable[str] = (),
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
        grams=_grams(lines),
        class_ids=frozenset(pk for pk in classes if pk is not None),
        quantities=quantities,
        pieces=pieces,
        cart_id=cart.pk if cart else None,
        expected_on=expected_on,
        unsendable=frozenset(unsendable),
    )


def _grams(lines: Iterable[tuple[Variant, int]]) -> int:
    """What all pieces weigh; a bundle without a mass of its own weighs what its parts weigh."""
    return sum(_mass(variant) * quantity for variant, quantity in lines)


def _mass(variant: Variant) -> int:
    return _masses_of_bundles().get(variant.pk, 0) if variant.mass_grams is None else variant.mass_grams


@remembered_briefly(BundlePart, Variant)
def _masses_of_bundles() -> dict[int, int]:
    """What the parts of each bundle weigh together, grams by the bundle's key."""
    masses = BundlePart.objects.values_list("bundle").annotate(grams=Sum(F("quantity") * F("part__mass_grams")))
    return {bundle: grams or 0 for bundle, grams in masses.order_by()}
