"""Prices at an instant, and the quote: what a cart costs and why.

A price is never overwritten: a change adds a row (docs/adr/0004).  The quote is a pure function of its arguments.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shop import money
from shop.models import Price, Product, Variant

# EU Price Indication Directive 98/6/EC, article 6a: a reduction is announced against the lowest price of 30 days.
REFERENCE_PERIOD = timedelta(days=30)
# Goods that have been on sale for less have no earlier price that anybody could have paid: a file that brings a price
# and a struck one at once reduces nothing.
SHORTEST_ON_SALE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a variant costs at an instant; ``compare_at`` is the lowest price of the 30 days before a reduction."""

    amount: int
    compare_at: int | None
    row_id: int
    since: datetime


def prices_at(variant_ids: Iterable[int], at: datetime | None = None, currency: str | None = None) -> dict[int, Offer]:
    """The price of each variant that has one, in one query."""
    at = at or timezone.now()
    rows: defaultdict[int, list[Price]] = defaultdict(list)
    wanted = Price.objects.filter(
        variant_id__in=list(variant_ids), currency=currency or money.currency(), starts_at__lte=at
    )
    for row in wanted.order_by("starts_at", "id"):
        rows[row.variant_id].append(row)
    offers = {}
    for variant_id, history in rows.items():
        current = _in_effect(history, at)
        if current is not None:
            offers[variant_id] = Offer(
                amount=current.amount,
                compare_at=_reference_price(history, current),
                row_id=current.pk,
                since=current.starts_at,
            )
    return offers


def next_boundaries(variant_ids: Iterable[int], at: datetime) -> dict[int, datetime]:
    """When the price of each variant may change next: the nearest start or end after an instant."""
    rows = Price.objects.filter(variant_id__in=list(variant_ids), currency=money.currency())
    nearest: dict[int, datetime] = {}
    ahead = rows.filter(Q(starts_at__gt=at) | Q(ends_at__gt=at))
    for variant_id, *instants in ahead.values_list("variant_id", "starts_at", "ends_at"):
        later = [instant for instant in (*instants, nearest.get(variant_id)) if instant and instant > at]
        nearest[variant_id] = min(later)
    return nearest


def _in_effect(rows: Sequence[Price], at: datetime) -> Price | None:
    """The row that holds at an instant: a campaign before a list price, then the one that started last."""
    holding = [row for row in rows if row.starts_at <= at and (row.ends_at is None or at < row.ends_at)]
    return max(holding, key=lambda row: (row.source == Price.Source.CAMPAIGN, row.starts_at, row.pk), default=None)


def _reference_price(rows: Sequence[Price], current: Price) -> int | None:
    """The lowest price in effect in the 30 days before the current one began, if that was higher than it is now."""
    began = current.starts_at
    opening = began - REFERENCE_PERIOD
    changes = {opening} | {
        instant for row in rows for instant in (row.starts_at, row.ends_at) if instant and opening < instant < began
    }
    before = [row for row in rows if row.starts_at < began]
    if not before or began - min(row.starts_at for row in before) < SHORTEST_ON_SALE:
        return None
    amounts = [row.amount for instant in changes if (row := _in_effect(before, instant)) is not None]
    lowest = min(amounts, default=None)
    return lowest if lowest is not None and lowest > current.amount else None


def list_and_campaign(
    variant_ids: Iterable[int], at: datetime | None = None
) -> dict[int, tuple[int | None, int | None]]:
    """The list price and the campaign price of each variant at an instant, whichever of them there is."""
    at = at or timezone.now()
    rows: defaultdict[int, list[Price]] = defaultdict(list)
    for row in Price.objects.filter(variant_id__in=list(variant_ids), currency=money.currency(), starts_at__lte=at):
        rows[row.variant_id].append(row)
    found: dict[int, tuple[int | None, int | None]] = {}
    for variant_id, history in rows.items():
        by_source = [
            _in_effect([row for row in history if row.source == source], at)
            for source in (Price.Source.LIST, Price.Source.CAMPAIGN)
        ]
        list_price, campaign = (row.amount if row else None for row in by_source)
        found[variant_id] = (list_price, campaign)
    return found


@transaction.atomic
def end_campaign(*, variants: Iterable[Variant]) -> None:
    """End the campaigns that hold now for these variants: their list prices hold again."""
    from shop import catalog

    now = timezone.now()
    variants = list(variants)
    holding = Price.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        variant__in=variants,
        currency=money.currency(),
        source=Price.Source.CAMPAIGN,
        # An end has to come after its start; a campaign of this very instant ends with the next one.
        starts_at__lt=now,
    )
    if holding.update(ends_at=now):
        catalog.refresh({variant.product_id for variant in variants}, kind="price_changed")


@transaction.atomic
def change_prices(
    *,
    changes: Iterable[tuple[Variant, int]],
    source: str = Price.Source.LIST,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    note: str = "",
    actor: Any = None,
    currency: str | None = None,
) -> list[Price]:
    """Add a price row for each variant (minor units, tax included), from an instant on, and tell the catalogue.

    An amount that already holds by the same source adds nothing: a list price under a campaign of the same amount is
    a change, because it holds when the campaign has ended.  Refreshes the read model in the same transaction when it
    starts now.
    """
    from shop import catalog

    now = timezone.now()
    starts_at = starts_at or now
    changes = list(changes)
    holding = _amounts_at([variant.pk for variant, _ in changes], starts_at, source, currency or money.currency())
    rows = [
        Price(
            variant=variant,
            amount=amount,
            currency=currency or money.currency(),
            starts_at=starts_at,
            ends_at=ends_at,
            source=source,
            note=note,
            actor=actor,
        )
        for variant, amount in changes
        if holding.get(variant.pk) != amount or ends_at is not None
    ]
    Price.objects.bulk_create(rows)
    if rows:
        kind = "price_changed" if starts_at <= now else "updated"
        catalog.refresh({row.variant.product_id for row in rows}, kind=kind)
    return rows


def _amounts_at(variant_ids: Iterable[int], at: datetime, source: str, currency: str) -> dict[int, int]:
    """What the prices of one source are at an instant."""
    rows = Price.objects.filter(variant_id__in=list(variant_ids), currency=currency, source=source, starts_at__lte=at)
    by_variant: defaultdict[int, list[Price]] = defaultdict(list)
    for row in rows:
        by_variant[row.variant_id].append(row)
    holding = {variant_id: _in_effect(history, at) for variant_id, history in by_variant.items()}
    return {variant_id: row.amount for variant_id, row in holding.items() if row is not None}


@transaction.atomic
def undo_changes(*, rows: Sequence[Price], actor: Any = None) -> list[Price]:
    """Bring back what held before these rows: list prices by adding rows, a campaign by ending it.

    The history keeps both steps.
    """
    changes = []
    for row in rows:
        if row.source == Price.Source.CAMPAIGN:
            continue
        earlier = Price.objects.filter(
            variant=row.variant, currency=row.currency, source=row.source, starts_at__lt=row.starts_at
        )
        before = _in_effect(list(earlier), row.starts_at)
        if before is not None:
            changes.append((row.variant, before.amount))
    end_campaign(variants=[row.variant for row in rows if row.source == Price.Source.CAMPAIGN])
    return change_prices(changes=changes, note="undo", actor=actor)


def history(product: Product, since: datetime, at: datetime | None = None) -> list[Price]:
    """The price rows of a product that held at some time since then, oldest first."""
    at = at or timezone.now()
    rows = Price.objects.filter(variant__product=product, currency=money.currency(), starts_at__lte=at)
    held = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=since))
    return list(held.select_related("variant").order_by("starts_at", "id"))


@dataclass(frozen=True, kw_only=True)
class QuoteLine:
    """What a quote is asked about: a quantity of one SKU at a unit price in minor units."""

    sku: str
    quantity: int
    unit_price: int


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What a cart costs: each line rounded once, and a trace that says which rule gave which amount."""

    currency: str
    line_totals: Mapping[str, int]
    line_taxes: Mapping[str, int]
    subtotal: int
    discount: int
    delivery: int
    tax: int
    total: int
    trace: list[dict[str, Any]] = field(default_factory=list)


def quote(
    lines: Sequence[QuoteLine], *, delivery_price: int, delivery_rule: str, tax_basis_points: int, currency: str
) -> Quote:
    """Add up a cart; prices and the delivery price include the tax."""
    trace: list[dict[str, Any]] = []
    totals, taxes = {}, {}
    for line in lines:
        totals[line.sku] = line.unit_price * line.quantity
        taxes[line.sku] = money.tax_included(totals[line.sku], tax_basis_points)
        trace.append(
            {
                "rule": "unit_price",
                "sku": line.sku,
                "base": line.unit_price,
                "quantity": line.quantity,
                "amount": totals[line.sku],
            }
        )
    subtotal = sum(totals.values())
    trace.append({"rule": delivery_rule, "base": subtotal, "amount": delivery_price})
    delivery_tax = money.tax_included(delivery_price, tax_basis_points)
    tax = sum(taxes.values()) + delivery_tax
    trace.append(
        {"rule": "tax_included", "basis_points": tax_basis_points, "rounding": "half_up_per_line", "amount": tax}
    )
    return Quote(
        currency=currency,
        line_totals=totals,
        line_taxes=taxes,
        subtotal=subtotal,
        discount=0,
        delivery=delivery_price,
        tax=tax,
        total=subtotal + delivery_price,
        trace=trace,
    )
