"""Six cities with three pick-up points each; the streets are common names, the shops invented."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class PointSpec:
    code: str
    name_en: str
    name_ru: str
    city_en: str
    city_ru: str
    address_en: str
    address_ru: str
    postcode: str
    opens_hour: int
    closes_hour: int
    preparation_hours: int


@dataclass(frozen=True, slots=True)
class ZoneSpec:
    code: str
    name_en: str
    name_ru: str
    postcodes: tuple[str, ...]


FIELDS = tuple(field.name for field in fields(PointSpec))

CITIES = (
    ("moscow", "Moscow", "Москва", "1010"),
    ("petersburg", "Saint Petersburg", "Санкт-Петербург", "1910"),
    ("kazan", "Kazan", "Казань", "4201"),
    ("yekaterinburg", "Yekaterinburg", "Екатеринбург", "6200"),
    ("novosibirsk", "Novosibirsk", "Новосибирск", "6300"),
    ("samara", "Samara", "Самара", "4430"),
)
ZONES = (
    ZoneSpec("moscow", "Moscow", "Москва", ("101000-129999",)),
    ZoneSpec("petersburg", "Saint Petersburg", "Санкт-Петербург", ("190000-199999",)),
)
CLOSED_ON_SUNDAYS = "-garden"
# Shops that hand out what lies there, at once; the others are brought it from the warehouse.
WITH_SHELVES = ("moscow-centre", "petersburg-centre")
# name, street, opening and closing hour, hours of preparation
SHOPS = (
    ("centre", "Technomart Centre", "Техномарт Центр", "Central Street", "Центральная улица", 9, 22, 2),
    ("garden", "Technomart Garden", "Техномарт Сад", "Garden Street", "Садовая улица", 10, 21, 3),
    ("station", "Technomart Station", "Техномарт Вокзал", "Station Square", "Вокзальная площадь", 8, 23, 2),
)


def _points() -> tuple[PointSpec, ...]:
    made = []
    for number, (city, city_en, city_ru, postcode) in enumerate(CITIES):
        for place, (shop, name_en, name_ru, street_en, street_ru, opens, closes, hours) in enumerate(SHOPS):
            house = 3 + 7 * number + 11 * place
            made.append(
                PointSpec(
                    code=f"{city}-{shop}",
                    name_en=name_en,
                    name_ru=name_ru,
                    city_en=city_en,
                    city_ru=city_ru,
                    address_en=f"{city_en}, {street_en}, {house}",
                    address_ru=f"{city_ru}, {street_ru}, {house}",
                    postcode=f"{postcode}{10 + place}",
                    opens_hour=opens,
                    closes_hour=closes,
                    preparation_hours=hours,
                )
            )
    return tuple(made)


POINTS = _points()
