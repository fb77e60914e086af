"""Prices at an instant, their history, and how they change.

A price is never overwritten: a change adds a row, and at most the end of one is set (docs/adr/0004).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from shop import effective, money
from shop.markets import Buyer
from shop.models import Price, PriceList, Product, Variant


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a variant costs somebody at an instant.

    ``lowest_before`` is the lowest price of the 30 days before a reduction; ``compare_at`` is the same where it is
    higher than the price, so that it may be struck.
    """

    amount: int
    compare_at: int | None
    row_id: int
    since: datetime
    price_list: str | None = None
    lowest_before: int | None = None


def prices_at(
    variant_ids: Iterable[int],
    at: datetime | None = None,
    currency: str | None = None,
    *,
    buyer: Buyer | None = None,
) -> dict[int, Offer]:
    """What each variant costs this buyer (without one: the public price), in one query; the others are not sold."""
    at = at or timezone.now()
    rows: defaultdict[int, list[Price]] = defaultdict(list)
    wanted = Price.objects.filter(effective.open_to(buyer, currency), variant_id__in=list(variant_ids))
    for row in wanted.filter(starts_at__lte=at).select_related("price_list").order_by("starts_at", "id"):
        rows[row.variant_id].append(row)
    offers = {}
    for variant_id, history in rows.items():
        current = effective.at(history, at)
        if current is not None:
            lowest = effective.lowest_before(history, at)
            offers[variant_id] = Offer(
                amount=current.amount,
                compare_at=lowest if lowest is not None and lowest > current.amount else None,
                row_id=current.pk,
                since=current.starts_at,
                price_list=current.price_list.code if current.price_list else None,
                lowest_before=lowest,
            )
    return offers


def next_boundaries(variant_ids: Iterable[int], at: datetime) -> dict[int, datetime]:
    """When the public price of each variant may change next: the nearest start or end after an instant."""
    rows = _of_list(None).filter(variant_id__in=list(variant_ids))
    nearest: dict[int, datetime] = {}
    ahead = rows.filter(Q(starts_at__gt=at) | Q(ends_at__gt=at))
    for variant_id, *instants in ahead.values_list("variant_id", "starts_at", "ends_at"):
        later = [instant for instant in (*instants, nearest.get(variant_id)) if instant and instant > at]
        nearest[variant_id] = min(later)
    return nearest


def _of_list(price_list: PriceList | None) -> QuerySet[Price]:
    """The rows of one price list, or the public ones."""
    currency = price_list.currency if price_list else money.currency()
    return Price.objects.filter(price_list=price_list, currency=currency)


def list_and_campaign(
    variant_ids: Iterable[int], at: datetime | None = None, *, price_list: PriceList | None = None
) -> dict[int, tuple[int | None, int | None]]:
    """The list price and the campaign price of each variant at an instant, whichever of them there is."""
    at = at or timezone.now()
    rows: defaultdict[int, list[Price]] = defaultdict(list)
    for row in _of_list(price_list).filter(variant_id__in=list(variant_ids), starts_at__lte=at):
        rows[row.variant_id].append(row)
    found: dict[int, tuple[int | None, int | None]] = {}
    for variant_id, history in rows.items():
        by_source = [
            effective.holding([row for row in history if row.source == source], at)
            for source in (Price.Source.LIST, Price.Source.CAMPAIGN)
        ]
        list_price, campaign = (row.amount if row else None for row in by_source)
        found[variant_id] = (list_price, campaign)
    return found


@transaction.atomic
def end_campaign(*, variants: Iterable[Variant], price_list: PriceList | None = None) -> None:
    """End the campaigns that hold now for these variants: their list prices hold again."""
    from shop import catalog

    now = timezone.now()
    variants = list(variants)
    holding = _of_list(price_list).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        variant__in=variants,
        source=Price.Source.CAMPAIGN,
        # An end has to come after its start; a campaign of this very instant ends with the next one.
        starts_at__lt=now,
    )
    if holding.update(ends_at=now) and price_list is None:
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
    price_list: PriceList | None = None,
) -> list[Price]:
    """Add a price row for each variant (minor units), from an instant on, and tell the catalogue if it is public.

    An amount that already holds by the same source adds nothing: a list price under a campaign of the same amount is
    a change, because it holds when the campaign has ended.  Refreshes the read model in the same transaction when it
    starts now.
    """
    from shop import catalog

    now = timezone.now()
    starts_at = starts_at or now
    changes = list(changes)
    currency = price_list.currency if price_list else currency or money.currency()
    holding = _amounts_at([variant.pk for variant, _ in changes], starts_at, source, currency, price_list)
    rows = [
        Price(
            variant=variant,
            amount=amount,
            currency=currency,
            price_list=price_list,
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
    # What a price list says is laid over the catalogue when somebody of its readers asks.
    if rows and price_list is None:
        kind = "price_changed" if starts_at <= now else "updated"
        catalog.refresh({row.variant.product_id for row in rows}, kind=kind)
    return rows


def _amounts_at(
    variant_ids: Iterable[int], at: datetime, source: str, currency: str, price_list: PriceList | None
) -> dict[int, int]:
    """What the prices of one source are at an instant."""
    rows = Price.objects.filter(
        variant_id__in=list(variant_ids), currency=currency, price_list=price_list, source=source, starts_at__lte=at
    )
    by_variant: defaultdict[int, list[Price]] = defaultdict(list)
    for row in rows:
        by_variant[row.variant_id].append(row)
    holding = {variant_id: effective.holding(history, at) for variant_id, history in by_variant.items()}
    return {variant_id: row.amount for variant_id, row in holding.items() if row is not None}


@transaction.atomic
def undo_changes(*, rows: Sequence[Price], actor: Any = None) -> list[Price]:
    """Bring back what held before these rows: list prices by adding rows, a campaign by ending it.

    The history keeps both steps.  The first price of a price list ends: the public one holds again.  What has not
    begun yet is no history: it is taken away.
    """
    added = []
    by_list = groupby(sorted(rows, key=lambda row: row.price_list_id or 0), key=lambda row: row.price_list)
    for price_list, its in by_list:
        added += _undo(list(its), price_list, actor)
    return added


def _undo(rows: Sequence[Price], price_list: PriceList | None, actor: Any) -> list[Price]:
    now = timezone.now()
    begun = [row for row in rows if row.starts_at <= now]
    planned = {row.pk: row for row in rows if row.starts_at > now}
    Price.objects.filter(pk__in=planned, starts_at__gt=now).delete()
    changes, first = [], []
    for row in begun:
        if row.source == Price.Source.CAMPAIGN:
            continue
        earlier = _of_list(price_list).filter(variant=row.variant, source=row.source, starts_at__lt=row.starts_at)
        before = effective.holding(list(earlier), row.starts_at)
        if before is not None:
            changes.append((row.variant, before.amount))
        elif price_list is not None:
            first.append(row.variant)
    if price_list is not None:
        end_prices(variants=first, price_list=price_list)
    campaigns = [row.variant for row in begun if row.source == Price.Source.CAMPAIGN]
    end_campaign(variants=campaigns, price_list=price_list)
    return change_prices(changes=changes, note="undo", actor=actor, price_list=price_list)


@transaction.atomic
def end_prices(*, variants: Iterable[Variant], price_list: PriceList) -> int:
    """Take variants out of a price list from now on, planned prices too; how many prices ended."""
    now = timezone.now()
    its = Price.objects.filter(price_list=price_list, variant__in=list(variants))
    planned, _ = its.filter(starts_at__gt=now).delete()
    return planned + its.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lt=now).update(ends_at=now)


def history(
    product: Product, since: datetime, at: datetime | None = None, *, price_list: PriceList | None = None
) -> list[Price]:
    """The price rows of a product that held at some time since then, oldest first."""
    at = at or timezone.now()
    rows = _of_list(price_list).filter(variant__product=product, starts_at__lte=at)
    held = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=since))
    return list(held.select_related("variant").order_by("starts_at", "id"))
