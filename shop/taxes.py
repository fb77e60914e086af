"""Taxes: what goods of each class are taxed with in a country, at an instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from shop import markets
from shop.models import TaxClass, TaxRate
from shop.short_memory import remembered_briefly


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
    """The rates of a country at an instant, at most one query; ``terms`` spares another where a market is at hand.

    The store's own country, as long as no rates are entered for it, taxes everything with the rate of the settings; any
    other country without rates is one that is exported to: nothing is taxed.
    """
    at = at or timezone.now()
    by_class: dict[int, int] = {}
    standard = 0
    for starts_at, tax_class_id, basis_points, is_default in _rows(country):
        if starts_at > at:
            break
        by_class[tax_class_id] = basis_points
        if is_default:
            standard = basis_points
    if by_class:
        return Rates(standard=standard, by_class=by_class)
    own = country == (terms if terms and terms.is_default else markets.default()).country
    return Rates(standard=settings.SHOP["TAX_BASIS_POINTS"] if own else 0, by_class={}, is_flat=True)


@remembered_briefly(TaxClass, TaxRate)
def _rows(country: str) -> list[tuple[datetime, int, int, bool]]:
    """The history of a country's rates, the oldest first."""
    rows = TaxRate.objects.filter(country=country).order_by("starts_at")
    return list(rows.values_list("starts_at", "tax_class_id", "basis_points", "tax_class__is_default"))
