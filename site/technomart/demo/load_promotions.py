"""Puts the demo shop's promotions, their codes and one gift card into the database."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from shop import gift_cards, money, pricing, stock
from shop.models import Category, Promotion, Variant, Voucher
from technomart.demo.promotions import GIFT_CARD_AMOUNT, GIFT_CARD_CODE, PROMOTIONS, PromotionSpec

# So many are kept for those who buy it.
ENOUGH = 5


@transaction.atomic
def load_promotions() -> list[str]:
    """Make them; gives back what can be typed at the checkout, in words."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    for spec in PROMOTIONS:
        _load(spec, midnight)
    _card, code = gift_cards.issue(
        amount=GIFT_CARD_AMOUNT, currency=money.currency(), note="Demo", reference="demo", code=GIFT_CARD_CODE
    )
    codes = [f"Voucher {spec.voucher}: {spec.name_en}" for spec in PROMOTIONS if spec.voucher]
    return [*codes, f"Gift card {code}: {money.formatted(GIFT_CARD_AMOUNT, money.currency(), 'en')}"]


def _load(spec: PromotionSpec, midnight: datetime) -> None:
    gift = _gift(spec.gift_from) if spec.gift_from else None
    if spec.gift_from and gift is None:
        return
    promotion = Promotion.objects.create(
        name_en=spec.name_en,
        name_ru=spec.name_ru,
        kind=spec.kind,
        currency=money.currency(),
        starts_at=midnight + spec.begins,
        ends_at=midnight + spec.ends if spec.ends else None,
        needs_voucher=bool(spec.voucher),
        gift=gift,
        **spec.fields,
    )
    promotion.categories.set(Category.objects.filter(slug__in=spec.categories))
    if spec.voucher:
        Voucher.objects.create(code=spec.voucher, promotion=promotion, most_uses=spec.voucher_uses)


def _gift(category: str) -> Variant | None:
    """The cheapest of which there are enough; a small demo may have none."""
    variants = {
        variant.pk: variant
        for variant in Variant.objects.filter(is_active=True, product__is_active=True, product__category__slug=category)
    }
    offers, free = pricing.prices_at(variants), stock.available(variants)
    enough = [pk for pk in variants if pk in offers and free[pk] > ENOUGH]
    cheapest = min(enough, key=lambda pk: (offers[pk].amount, variants[pk].sku), default=None)
    return variants[cheapest] if cheapest is not None else None
