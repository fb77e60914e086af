"""Puts the demo shop's markets with their taxes, prices and delivery, and its wholesale customers into the database.

What cannot be sent by parcel is sold at home only.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from shop import markets, money
from shop.models import (
    CustomerGroup,
    DeliveryMethod,
    DeliveryZone,
    Market,
    Price,
    PriceList,
    TaxClass,
    TaxRate,
)

BATCH = 1_000
# code, English and Russian name, countries, currency, language, whether prices include tax
MARKETS = (
    ("ru", "Russia", "Россия", ["RU"], "RUB", "ru", True),
    ("eu", "Europe", "Европа", ["DE", "FR", "AT", "NL"], "EUR", "en", True),
    ("us", "USA", "США", ["US"], "USD", "en", False),
)
DEFAULT = "ru"
TAX_CLASSES = (("standard", "Standard", "Обычная ставка"), ("reduced", "Reduced", "Пониженная ставка"))
# class, country, since when, hundredths of a percent
RATES = (
    ("standard", "RU", 2019, 2_000),
    ("standard", "RU", 2026, 2_200),
    ("reduced", "RU", 2004, 1_000),
    ("standard", "DE", 2021, 1_900),
    ("reduced", "DE", 2021, 700),
    ("standard", "FR", 2014, 2_000),
    ("reduced", "FR", 2014, 550),
    ("standard", "AT", 1984, 2_000),
    ("reduced", "AT", 1984, 1_000),
    ("standard", "NL", 2012, 2_100),
    ("reduced", "NL", 2019, 900),
    # A flat example: each state has a rate of its own.
    ("standard", "US", 2020, 800),
    ("reduced", "US", 2020, 0),
)
# market, code, names, price, free from (minor units of its currency), working days
PARCELS = (
    ("eu", "parcel-eu", "Parcel within Europe", "Посылка по\u00a0Европе", 990, 15_000, 4),
    ("us", "parcel-us", "Parcel to the USA", "Посылка в\u00a0США", 1_990, 30_000, 7),
)
WHOLESALE = "wholesale"
WHOLESALE_EMAIL = "wholesale@technomart.example"


def in_euros(kopecks: int) -> int:
    """A price of 74 990 roubles as 749.99 euros."""
    return _up_to_99(kopecks // 100)


def in_dollars(kopecks: int) -> int:
    """The same without tax in dollars: 681.99."""
    return _up_to_99(kopecks // 110)


def in_wholesale(kopecks: int) -> int:
    """A tenth less, in whole tens of roubles."""
    return kopecks * 9 // 10 // 1_000 * 1_000


def _up_to_99(cents: int) -> int:
    return -(-cents // 100) * 100 - 1


@transaction.atomic
def load_markets(product_slugs: Iterable[str]) -> None:
    """Make them, with a price in each list for every price of these products, at the same times."""
    made = {code: _market(position, code, *fields) for position, (code, *fields) in enumerate(MARKETS)}
    _load_taxes()
    _load_delivery(made)
    group = CustomerGroup.objects.create(code=WHOLESALE, name_en="Wholesale", name_ru="Оптовые покупатели")
    group.members.set(get_user_model().objects.filter(email=WHOLESALE_EMAIL))
    lists = (
        (PriceList(code="eu", name="Europe", market=made["eu"], currency="EUR"), in_euros, False),
        (PriceList(code="us", name="USA", market=made["us"], currency="USD"), in_dollars, False),
        (PriceList(code=WHOLESALE, name="Wholesale", group=group, currency=money.currency()), in_wholesale, True),
    )
    public = list(
        Price.objects.filter(price_list=None, variant__product__slug__in=list(product_slugs))
        .order_by("pk")
        .select_related("variant__product")
    )
    for price_list, convert, with_bulky in lists:
        price_list.save()
        _load_prices(price_list, convert, [row for row in public if with_bulky or not _is_bulky(row)])
    for market in made.values():
        markets.tell(market)


def _market(
    position: int, code: str, name_en: str, name_ru: str, countries: list[str], currency: str, language: str, tax: bool
) -> Market:
    return Market.objects.create(
        code=code,
        name_en=name_en,
        name_ru=name_ru,
        countries=countries,
        currency=currency,
        language=language,
        prices_include_tax=tax,
        is_default=code == DEFAULT,
        position=position,
    )


def _load_taxes() -> None:
    classes = {
        code: TaxClass.objects.create(code=code, name_en=name_en, name_ru=name_ru, is_default=code == "standard")
        for code, name_en, name_ru in TAX_CLASSES
    }
    TaxRate.objects.bulk_create(
        TaxRate(
            tax_class=classes[code], country=country, starts_at=datetime(year, 1, 1, tzinfo=UTC), basis_points=points
        )
        for code, country, year, points in RATES
    )


def _load_delivery(made: dict[str, Market]) -> None:
    for position, (market, code, name_en, name_ru, price, free_from, days) in enumerate(PARCELS, start=10):
        zone = DeliveryZone.objects.create(
            code=market, name_en=made[market].name_en, name_ru=made[market].name_ru, countries=made[market].countries
        )
        method = DeliveryMethod.objects.create(
            code=code,
            kind=DeliveryMethod.Kind.COURIER,
            name_en=name_en,
            name_ru=name_ru,
            currency=made[market].currency,
            price=price,
            free_from=free_from,
            working_days=days,
            position=position,
        )
        method.zones.set([zone])


def _is_bulky(row: Price) -> bool:
    return row.variant.product.shipping_class_id is not None


def _load_prices(price_list: PriceList, convert: Callable[[int], int], rows: Iterable[Price]) -> None:
    Price.objects.bulk_create(
        (
            Price(
                variant=row.variant,
                price_list=price_list,
                currency=price_list.currency,
                amount=convert(row.amount),
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                source=row.source,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )
