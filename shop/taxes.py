"""Taxes: what goods of each class are taxed with in a country, at an instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from shop import markets
from shop.models import TaxRate


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The rates of one country in basis points, by class; ``standard`` holds for goods without a class."""

    standard: int
    by_class: Mapping[int, int]
    # Without any rate of its own a country taxes all classes alike.
    is_flat: bool = False

    def of(self, tax_class_id: int | None) -> int:
        """What a class is taxed with; a class that the country has no rate for is not taxed."""
        if tax_class_id is None or self.is_flat:
            return self.standard
        return self.by_class.get(tax_class_id, 0)


def rates(country: str, at: datetime | None = None, *, terms: markets.Terms | None = None) -> Rates:
    """The rates of a country at an instant, in one query; ``terms`` spares a look-up to whoever has a market at hand.

    The store's own country, as long as no rates are entered for it, taxes everything with the rate of the settings; any
    other country without rates is one that is exported to: nothing is taxed.
    """
    rows = (
        TaxRate.objects.filter(country=country, starts_at__lte=at or timezone.now())
        .order_by("starts_at")
        .values_list("tax_class_id", "basis_points", "tax_class__is_default")
    )
    by_class: dict[int, int] = {}
    standard = 0
    for tax_class_id, basis_points, is_default in rows:
        by_class[tax_class_id] = basis_points
        if is_default:
            standard = basis_points
    if by_class:
        return Rates(standard=standard, by_class=by_class)
    own = country == (terms if terms and terms.is_default else markets.default()).country
    return Rates(standard=settings.SHOP["TAX_BASIS_POINTS"] if own else 0, by_class={}, is_flat=True)
