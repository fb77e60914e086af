"""A price list as staff see it: goods with the public price and their own, what is planned, who changed what."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop import effective, money, pricing
from shop.amounts import AmountField
from shop.models import Presentation, Price, PriceList, Variant

HISTORY_LENGTH = 50
# A file with more lines than this is an import.
MOST_LINES = 5_000
# SKU, then an amount, with a tab, a semicolon or spaces between them.
LINE = re.compile(r"(?P<sku>[^\s;]+)[\s;]+(?P<amount>.+)")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One variant in a price list; amounts in minor units of the list's currency."""

    variant: Variant
    name: str
    public: int | None
    own: int | None
    campaign: int | None
    planned: Price | None


def goods(price_list: PriceList, *, query: str = "", only_priced: bool = False) -> QuerySet[Variant]:
    """The variants that a price can be given to, by SKU or by words of their name."""
    variants = Variant.objects.filter(is_active=True, product__is_active=True).order_by("sku")
    if query:
        named = Presentation.objects.filter(product=OuterRef("product"), name__icontains=query)
        variants = variants.filter(Q(sku__icontains=query) | Q(barcode=query) | Exists(named))
    if only_priced:
        its = Price.objects.filter(price_list=price_list, variant=OuterRef("pk"))
        variants = variants.filter(Exists(its.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))))
    here = Presentation.objects.filter(language=get_language() or "en").only("product", "name")
    return variants.select_related("product").prefetch_related(
        Prefetch("product__presentations", here, to_attr="shown_here")
    )


def rows(price_list: PriceList, variants: Sequence[Variant]) -> list[Row]:
    """What these cost in the list and for everybody; three queries for any number of them."""
    now, ids = timezone.now(), [variant.pk for variant in variants]
    public = pricing.list_and_campaign(ids, now) if price_list.currency == money.currency() else {}
    own = pricing.list_and_campaign(ids, now, price_list=price_list)
    planned: dict[int, Price] = {}
    for price in Price.objects.filter(price_list=price_list, variant__in=ids, starts_at__gt=now).order_by("-starts_at"):
        planned[price.variant_id] = price
    return [
        Row(
            variant=variant,
            name=_name(variant),
            public=public.get(variant.pk, (None, None))[0],
            own=own.get(variant.pk, (None, None))[0],
            campaign=own.get(variant.pk, (None, None))[1],
            planned=planned.get(variant.pk),
        )
        for variant in variants
    ]


def _name(variant: Any) -> str:
    shown = variant.product.shown_here
    return shown[0].name if shown else variant.product.slug


def history(price_list: PriceList) -> list[Price]:
    """The latest rows, the newest first."""
    rows = Price.objects.filter(price_list=price_list).select_related("variant", "actor")
    return list(rows.order_by("-pk")[:HISTORY_LENGTH])


def takeable_back(rows: Iterable[Price], at: datetime | None = None) -> set[int]:
    """Which of these rows can be undone: what holds now or has not begun; the older ones are history."""
    at = at or timezone.now()
    rows = list(rows)
    latest: dict[tuple[int, str], list[Price]] = {}
    for row in rows:
        if row.starts_at <= at:
            latest.setdefault((row.variant_id, row.source), []).append(row)
    holding = {row.pk for its in latest.values() if (row := effective.holding(its, at)) is not None}
    return holding | {row.pk for row in rows if row.starts_at > at}


def read_pasted(text: str, price_list: PriceList) -> list[tuple[Variant, int]]:
    """Lines such as "SKU-1 74 990,50" as changes of prices.

    Raises ValidationError with one sentence for each line that says nothing.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise ValidationError(_("At most %(most)d lines at a time."), params={"most": MOST_LINES})
    field = AmountField(required=True)
    field.currency = price_list.currency
    amounts: dict[str, int] = {}
    wrong: list[ValidationError] = []
    for number, line in enumerate(lines, start=1):
        if (found := LINE.fullmatch(line.strip())) is None:
            wrong.append(_mistake(number, _("Write a SKU and an amount.")))
            continue
        try:
            amount = field.clean(found["amount"])
        except ValidationError as error:
            wrong.append(_mistake(number, " ".join(error.messages)))
            continue
        if amounts.setdefault(found["sku"], amount) != amount:
            wrong.append(_mistake(number, _("%(sku)s has another price above.") % {"sku": found["sku"]}))
    variants = _by_sku(amounts)
    for sku in amounts:
        if sku not in variants:
            wrong.append(ValidationError(_("Nothing has the SKU %(sku)s."), params={"sku": sku}))
    if wrong:
        raise ValidationError(wrong[:HISTORY_LENGTH])
    return [(variants[sku], amount) for sku, amount in amounts.items()]


def _mistake(line: int, why: str) -> ValidationError:
    return ValidationError(_("Line %(line)d: %(why)s"), params={"line": line, "why": why})


def _by_sku(skus: Iterable[str]) -> Mapping[str, Variant]:
    return {variant.sku: variant for variant in Variant.objects.filter(sku__in=list(skus)).select_related("product")}
