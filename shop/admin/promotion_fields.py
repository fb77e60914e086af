"""How promotions are typed: shares in per cent, goods by SKU, steps one in a line."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shop import amounts, money
from shop.amounts import AmountField
from shop.models import Market, Product, Promotion, Variant

MOST_PRODUCTS = 500


class ShareField(forms.DecimalField):
    """A share such as "12,5" per cent; its value is basis points."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal("0.01"), max_value=100, decimal_places=2, localize=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{(Decimal(value) / 100).normalize():f}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").replace("%", "").replace(",", ".").strip())

    def clean(self, value: Any) -> int | None:
        share = super().clean(value)
        return None if share is None else int(share * 100)


class SkusField(forms.CharField):
    """Goods named by SKU, one in a line or with commas between them; its value is a list of variants."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})
        super().__init__(required=False, widget=widget, max_length=50_000, **kwargs)

    def clean(self, value: Any) -> list[Variant]:
        skus = list(dict.fromkeys(re.split(r"[\s,;]+", super().clean(value).strip())))
        skus = [sku for sku in skus if sku]
        if len(skus) > MOST_PRODUCTS:
            raise ValidationError(
                _("Name at most %(most)d goods, or take a category or a brand."), params={"most": MOST_PRODUCTS}
            )
        found = {variant.sku: variant for variant in Variant.objects.filter(sku__in=skus).select_related("product")}
        if missing := [sku for sku in skus if sku not in found]:
            raise ValidationError(_("We do not sell: %(skus)s."), params={"skus": ", ".join(missing[:10])})
        return [found[sku] for sku in skus]


def read_tier(line: str, currency: str) -> dict[str, int]:
    """One step of "spend and save" as it is typed."""
    begins, sign, off = (part.strip() for part in line.partition("="))
    read = AmountField()
    read.currency = currency
    try:
        goods = read.clean(begins) if sign else None
        if off.endswith("%"):
            step = {"from": goods, "basis_points": ShareField().clean(off)}
        else:
            step = {"from": goods, "amount": read.clean(off)}
    except ValidationError:
        step = {}
    if not step or not all(step.values()):
        raise ValidationError(_("“%(line)s” is not a step. Write it like “10 000 = 5 %%”."), params={"line": line})
    return step


def written_tiers(promotion: Promotion) -> str:
    def off(tier: Mapping[str, int]) -> str:
        if "basis_points" in tier:
            return f"{ShareField().prepare_value(tier['basis_points'])} %"
        return amounts.plain(tier["amount"], promotion.currency)

    return "\n".join(f"{amounts.plain(tier['from'], promotion.currency)} = {off(tier)}" for tier in promotion.tiers)


def written_products(products: Iterable[Product]) -> str:
    """Each product by the SKU of its first variant."""
    rows = Variant.objects.filter(product__in=list(products)).order_by("product", "-position", "-pk")
    return "\n".join(sorted(dict(rows.values_list("product", "sku")).values()))


def currencies(*more: str) -> list[tuple[str, str]]:
    """What the store sells in, to choose from."""
    codes = {money.currency(), *more, *Market.objects.filter(is_active=True).values_list("currency", flat=True)}
    return [(code, code) for code in sorted(codes - {""})]
