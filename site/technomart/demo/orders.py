"""A plan of the last months' orders: the same for the same day, with a shop's rhythm of weeks and hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from technomart.demo.places import CITIES, POINTS
from technomart.demo.specs import ProductSpec, VariantSpec

SEED = 1809
ORDERS_A_DAY = 8.0
# In a hundred days the shop sells a third more.
GROWTH = 1.33
# Monday to Sunday.
WEEKDAYS = (0.95, 0.9, 0.92, 1.0, 1.15, 1.2, 0.88)
HOURS = (1, 1, 0, 0, 0, 0, 1, 2, 4, 6, 8, 9, 10, 10, 9, 9, 9, 10, 12, 14, 15, 13, 8, 3)
CHANNELS = (("web", 0.71), ("app", 0.25), ("staff", 0.04))
CANCELLED, RETURNED, UNPAID = 0.03, 0.04, 0.1
FIRST_NAMES = (("Anna", "Анна"), ("Boris", "Борис"), ("Vera", "Вера"), ("Gleb", "Глеб"), ("Daria", "Дарья"),
               ("Egor", "Егор"), ("Zoya", "Зоя"), ("Ivan", "Иван"), ("Kira", "Кира"), ("Lev", "Лев"))  # fmt: skip
LAST_NAMES = (("Kovalenko", "Коваленко"), ("Chernykh", "Черных"), ("Sedykh", "Седых"), ("Rein", "Рейн"),
              ("Stern", "Штерн"), ("Melnik", "Мельник"), ("Dolgikh", "Долгих"), ("Grinko", "Гринько"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrderSpec:
    """An order before it is rows; ``fate`` says how far it has come, ``delivery`` is what a cart would keep."""

    days_ago: int
    minute_of_day: int
    language: str
    channel: str
    lines: tuple[tuple[str, int], ...]
    delivery: dict[str, Any]
    method: str
    fate: str
    name: str
    email: str
    phone: str


def orders(*, today: date, specs: Sequence[ProductSpec], days: int) -> list[OrderSpec]:
    """The orders of the last days, oldest first; popular and cheap things sell more often."""
    shelf = [(spec, variant) for spec in specs[:400] for variant in spec.variants]
    weights = [_appeal(spec, variant) for spec, variant in shelf]
    return [
        _order(days_ago, number, shelf, weights)
        for days_ago in range(days, -1, -1)
        for number in range(_count(today - timedelta(days=days_ago), days_ago, days))
    ]


def _count(day: date, days_ago: int, days: int) -> int:
    chance = Random(f"{SEED}:{days_ago}")
    expected = ORDERS_A_DAY * WEEKDAYS[day.weekday()] * (1 + (GROWTH - 1) * (days - days_ago) / days)
    return max(1, round(expected * chance.uniform(0.75, 1.25)))


def _appeal(spec: ProductSpec, variant: VariantSpec) -> float:
    return spec.popularity / (1 + variant.price / 3_000_000) / len(spec.variants)


def _order(
    days_ago: int, number: int, shelf: Sequence[tuple[ProductSpec, VariantSpec]], weights: Sequence[float]
) -> OrderSpec:
    chance = Random(f"{SEED}:{days_ago}:{number}")
    language = "ru" if chance.random() < 0.8 else "en"
    wanted: dict[str, int] = {}
    for _, variant in chance.choices(shelf, weights, k=chance.choices((1, 2, 3), (70, 22, 8))[0]):
        wanted[variant.sku] = chance.choices((1, 2), (92, 8))[0]
    method = "sandbox" if chance.random() < 0.6 else "on_receipt"
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    return OrderSpec(
        days_ago=days_ago,
        minute_of_day=chance.choices(range(24), HOURS)[0] * 60 + chance.randrange(60),
        language=language,
        channel=chance.choices(*zip(*CHANNELS, strict=True))[0],
        lines=tuple(sorted(wanted.items())),
        delivery=_delivery(chance),
        method=method,
        fate=_fate(days_ago, method, chance),
        name=f"{first[language == 'ru']} {last[language == 'ru']}",
        email=f"{first[0]}.{last[0]}{chance.randrange(100)}@example.com".lower(),
        phone=f"+7917555{chance.randrange(10_000):04d}",
    )


def _fate(days_ago: int, method: str, chance: Random) -> str:
    """Old orders have ended; those of the last days are still on their way."""
    luck = chance.random()
    if days_ago > 12:
        return "cancelled" if luck < CANCELLED else "returned" if luck < CANCELLED + RETURNED else "completed"
    if days_ago > 4:
        return "cancelled" if luck < CANCELLED else "completed"
    if days_ago > 1:
        return "shipped"
    if days_ago == 1:
        return "packed" if luck < 0.5 else "ready"
    return "awaiting_payment" if method == "sandbox" and luck < UNPAID else "confirmed"


def _delivery(chance: Random) -> dict[str, Any]:
    if chance.random() < 0.55:
        return {"option": "pickup", "pickup_point": chance.choice(POINTS).code}
    _, _, city, postcode = chance.choice(CITIES)
    house, flat = chance.randint(1, 90), chance.randint(1, 200)
    address = {"country": "RU", "city": city, "postcode": f"{postcode}{chance.randint(10, 99)}",
               "line1": f"Центральная улица, {house}, кв. {flat}", "line2": ""}  # fmt: skip
    return {"option": "courier", "address": address}
