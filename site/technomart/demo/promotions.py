"""The promotions of the demo shop: what runs, what is planned, and two codes to try out."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from shop.models import Promotion

RUB = 100
Kind = Promotion.Kind


@dataclass(frozen=True, kw_only=True)
class PromotionSpec:
    """A promotion; its times are relative to the day on which the demo is made."""

    name_en: str
    name_ru: str
    kind: Kind
    fields: dict[str, Any] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    begins: timedelta = timedelta(days=-3)
    ends: timedelta | None = None
    # A code that opens it, and how many orders may use the code.
    voucher: str = ""
    voucher_uses: int | None = None
    # The gift is a piece of this category, the cheapest of which there are enough.
    gift_from: str = ""


PROMOTIONS = (
    PromotionSpec(
        name_en="Free delivery from 10 000 ₽",
        name_ru="Бесплатная доставка от 10 000 ₽",
        kind=Kind.FREE_DELIVERY,
        fields={"minimum_goods": 10_000 * RUB, "priority": 100},
    ),
    PromotionSpec(
        name_en="Three for the price of two: power and cables",
        name_ru="Три по цене двух: питание и кабели",
        kind=Kind.CHEAPEST_FREE,
        fields={"buy_quantity": 3, "most_per_order": 2},
        categories=("power",),
    ),
    PromotionSpec(
        name_en="Sound week: 10 % off headphones",
        name_ru="Неделя звука: −10 % на наушники",
        kind=Kind.PERCENTAGE,
        fields={"basis_points": 1_000, "excludes_reduced": True, "budget": 300_000 * RUB},
        categories=("headphones",),
        ends=timedelta(days=5),
    ),
    # Meets the sound week: only one of the two counts, whichever saves more.
    PromotionSpec(
        name_en="The second headphones at half price",
        name_ru="Вторые наушники за полцены",
        kind=Kind.BUY_X_GET_Y,
        fields={"buy_quantity": 1, "get_quantity": 1, "basis_points": 5_000, "is_exclusive": True},
        categories=("headphones",),
        ends=timedelta(days=2),
    ),
    PromotionSpec(
        name_en="Smart home: the more, the less",
        name_ru="Умный дом: больше техники — больше скидка",
        kind=Kind.SPEND_AND_SAVE,
        fields={
            "tiers": [
                {"from": 15_000 * RUB, "basis_points": 500},
                {"from": 40_000 * RUB, "basis_points": 1_000},
            ]
        },
        categories=("smart-home",),
    ),
    PromotionSpec(
        name_en="A gift with a laptop",
        name_ru="Подарок к ноутбуку",
        kind=Kind.GIFT,
        fields={"minimum_quantity": 1, "most_uses": 100},
        categories=("laptops",),
        gift_from="power",
    ),
    PromotionSpec(
        name_en="Welcome: 10 % off the first order",
        name_ru="Приветствие: −10 % на первый заказ",
        kind=Kind.PERCENTAGE,
        fields={"basis_points": 1_000, "first_order_only": True, "priority": 10},
        voucher="WELCOME10",
    ),
    PromotionSpec(
        name_en="500 ₽ off from 5 000 ₽",
        name_ru="500 ₽ при заказе от 5 000 ₽",
        kind=Kind.AMOUNT,
        fields={"amount": 500 * RUB, "minimum_goods": 5_000 * RUB, "most_uses_per_customer": 1, "priority": 20},
        voucher="TECHNO500",
        voucher_uses=1_000,
    ),
    PromotionSpec(
        name_en="Three games evenings: 5 % off consoles",
        name_ru="Три игровых вечера: −5 % на приставки",
        kind=Kind.PERCENTAGE,
        fields={"basis_points": 500},
        categories=("gaming",),
        begins=timedelta(days=3),
        ends=timedelta(days=6),
    ),
)

# Cards have codes that nobody guesses; this one is told to everybody who starts the demo.
GIFT_CARD_CODE = "DEMO-GIFT-CARD-5000"
GIFT_CARD_AMOUNT = 5_000 * RUB
