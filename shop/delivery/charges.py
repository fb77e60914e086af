"""Ways of delivery: which parcels they take and what they ask for."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from shop import money
from shop.models import DeliveryMethod, DeliveryRate, DeliveryZone, ShippingClass
from shop.short_memory import remembered_briefly

from .parcels import Parcel


@dataclass(frozen=True, kw_only=True)
class Way:
    """A method on offer with its prices by mass, its zones and the classes of goods that it refuses."""

    method: DeliveryMethod
    rates: tuple[tuple[int, int], ...]
    zone_ids: frozenset[int]
    refused_class_ids: frozenset[int]

    @property
    def currency(self) -> str:
        return self.method.currency or money.currency()

    def takes(self, parcel: Parcel) -> bool:
        """Whether goods of that mass, value, currency and class can go this way; limits belong to it."""
        method = self.method
        return (
            parcel.currency == self.currency
            and not self.refused_class_ids & parcel.class_ids
            and _is_within(parcel.grams, method.lightest_grams, method.heaviest_grams)
            and _is_within(parcel.goods, method.least_goods, method.most_goods)
        )

    def charge(self, parcel: Parcel) -> tuple[int, str]:
        """The price in minor units, and the rule that says so."""
        method = self.method
        price, rule = method.price, f"delivery_{method.code}"
        if reached := [rate for rate in self.rates if rate[0] <= parcel.grams]:
            price, rule = max(reached)[1], f"{rule}_by_mass"
        if price and method.free_from is not None and parcel.goods >= method.free_from:
            return 0, f"delivery_{method.code}_free_from"
        return price, rule


@remembered_briefly(DeliveryMethod, DeliveryRate, DeliveryZone, ShippingClass)
def ways() -> list[Way]:
    """The methods on offer, in the order they are shown; at most one query.

    Each comes once for each of its prices, zones and classes: a few rows, fewer than questions of their own would cost.
    """
    joined = DeliveryMethod.objects.filter(is_active=True).annotate(
        rate_from=F("rates__from_grams"), rate_price=F("rates__price"), zone=F("zones"), refused=F("refused_classes")
    )
    rows: dict[int, list[Any]] = {}
    for row in joined:
        rows.setdefault(row.pk, []).append(row)
    return [_way(of_one) for of_one in rows.values()]


def way(code: str) -> Way | None:
    """The method on offer with this code."""
    return next((one for one in ways() if one.method.code == code), None)


def _way(rows: list[Any]) -> Way:
    return Way(
        method=rows[0],
        rates=tuple(sorted({(row.rate_from, row.rate_price) for row in rows if row.rate_from is not None})),
        zone_ids=frozenset(row.zone for row in rows if row.zone is not None),
        refused_class_ids=frozenset(row.refused for row in rows if row.refused is not None),
    )


def _is_within(value: int, least: int | None, most: int | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)
