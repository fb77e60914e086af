"""A product's variants with their prices and stock as they are now, and what has been done to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import get_language

from shop import money, pricing
from shop.models import Price, Product, StockLevel, StockMovement, Variant, in_language

HISTORY_LENGTH = 50


@dataclass(frozen=True, kw_only=True)
class Row:
    """One variant as the grid shows it; amounts in minor units."""

    variant: Variant
    options: str
    amount: int | None
    # What the grid changes; a campaign may sell for less meanwhile.
    list_amount: int | None
    compare_at: int | None
    since: datetime | None
    next_price: Price | None
    on_hand: int
    reserved: int

    @property
    def price(self) -> str:
        return "" if self.amount is None else money.formatted(self.amount, money.currency(), get_language() or "en")

    @property
    def is_in_campaign(self) -> bool:
        return self.amount is not None and self.amount != self.list_amount

    @property
    def struck_price(self) -> str:
        return (
            ""
            if self.compare_at is None
            else money.formatted(self.compare_at, money.currency(), get_language() or "en")
        )

    @property
    def next_amount(self) -> str:
        if self.next_price is None:
            return ""
        return money.formatted(self.next_price.amount, self.next_price.currency, get_language() or "en")

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


def rows(product: Product) -> list[Row]:
    """The variants of a product, in its order; the same number of queries for one and for forty."""
    now, language = timezone.now(), get_language() or "en"
    variants = list(product.variants.prefetch_related("chosen__choice"))
    offers = pricing.prices_at([variant.pk for variant in variants], now)
    sources = pricing.list_and_campaign([variant.pk for variant in variants], now)
    lying = StockLevel.objects.filter(variant__in=variants).order_by().values("variant")
    levels = {row["variant"]: row for row in lying.annotate(on_hand=Sum("on_hand"), reserved=Sum("reserved"))}
    coming: dict[int, Price] = {}
    planned = Price.objects.filter(variant__in=variants, price_list=None, starts_at__gt=now)
    for price in planned.order_by("-starts_at", "-id"):
        coming[price.variant_id] = price
    found = []
    for variant in variants:
        offer, level = offers.get(variant.pk), levels.get(variant.pk)
        found.append(
            Row(
                variant=variant,
                options=", ".join(in_language(chosen.choice, "label", language) for chosen in variant.chosen.all()),
                amount=offer.amount if offer else None,
                list_amount=sources.get(variant.pk, (None, None))[0],
                compare_at=offer.compare_at if offer else None,
                since=offer.since if offer else None,
                next_price=coming.get(variant.pk),
                on_hand=level["on_hand"] if level else 0,
                reserved=level["reserved"] if level else 0,
            )
        )
    return found


def history(product: Product) -> list[dict[str, Any]]:
    """Who changed a price or the stock of this product, and when; the newest first."""
    language = get_language() or "en"
    prices = Price.objects.filter(variant__product=product).order_by("-id")
    movements = StockMovement.objects.filter(variant__product=product).select_related("variant", "actor", "order")
    told = [
        {
            "at": price.created_at,
            "sku": price.variant.sku,
            "what": f"{price.get_source_display()}: {price.price_list}"
            if price.price_list
            else price.get_source_display(),
            "value": money.formatted(price.amount, price.currency, language),
            "starts_at": price.starts_at,
            "note": price.note,
            "actor": price.actor,
        }
        for price in prices.select_related("variant", "actor", "price_list")[:HISTORY_LENGTH]
    ]
    told += [
        {
            "at": movement.created_at,
            "sku": movement.variant.sku,
            "what": movement.get_kind_display(),
            "value": f"{movement.quantity:+d}",
            "starts_at": None,
            "note": movement.reason or (movement.order.number if movement.order else ""),
            "actor": movement.actor,
        }
        for movement in movements.order_by("-id")[:HISTORY_LENGTH]
    ]
    return sorted(told, key=lambda row: row["at"], reverse=True)[:HISTORY_LENGTH]


def last_price_change(product: Product) -> list[Price]:
    """The public price rows that were entered together, last of all, and hold now; what "undo" takes back."""
    public = Price.objects.filter(variant__product=product, price_list=None)
    last = public.filter(starts_at__lte=timezone.now()).order_by("-id").first()
    if last is None or last.note == "undo":
        return []
    together = public.filter(starts_at=last.starts_at, source=last.source, note=last.note, actor=last.actor)
    # The first price of a variant has nothing before it to come back to.
    return [
        price
        for price in together.select_related("variant").order_by("pk")
        if public.filter(variant=price.variant, starts_at__lt=price.starts_at).exists()
    ]
