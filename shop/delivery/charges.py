"""Ways of delivery: which parcels they take and what they ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shop import money
from shop.models import DeliveryMethod

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


def ways(**conditions: Any) -> list[Way]:
    """The methods on offer that meet these conditions, in the order they are shown; always two queries."""
    methods = list(DeliveryMethod.objects.filter(is_active=True, **conditions))
    # All that hangs on them in one query: a few rows each, so that their product is small.
    parts = ("rates__from_grams", "rates__price", "zones", "refused_classes")
    joined = DeliveryMethod.objects.filter(is_active=True, **conditions).order_by().values("pk", *parts)
    rows: dict[int, list[Mapping[str, Any]]] = {}
    for row in joined:
        rows.setdefault(row["pk"], []).append(row)
    return [_way(method, rows[method.pk]) for method in methods if method.pk in rows]


def _way(method: DeliveryMethod, rows: list[Mapping[str, Any]]) -> Way:
    rates = {(row["rates__from_grams"], row["rates__price"]) for row in rows if row["rates__from_grams"] is not None}
    return Way(
        method=method,
        rates=tuple(sorted(rates)),
        zone_ids=frozenset(row["zones"] for row in rows if row["zones"] is not None),
        refused_class_ids=frozenset(row["refused_classes"] for row in rows if row["refused_classes"] is not None),
    )


def _is_within(value: int, least: int | None, most: int | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)
