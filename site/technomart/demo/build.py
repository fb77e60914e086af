"""From a model line to a product: numbers by rule, variants with price, stock and barcode, and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product as combinations
from random import Random

from technomart.demo import words
from technomart.demo.brands import BRAND_BY_SLUG
from technomart.demo.categories import CATEGORY_BY_SLUG
from technomart.demo.choices import SWATCHES
from technomart.demo.lines import Line
from technomart.demo.rules import make
from technomart.demo.rules.made import Made
from technomart.demo.specs import AttributeValue, DrawingSpec, ProductSpec, RatingSpec, VariantSpec
from technomart.demo.typography import typeset_ru
from technomart.demo.vocabulary import VOCABULARIES

SEED = 1809
OLDER_COSTS = 0.82
KOPECKS = 100
STEP = 1000 * KOPECKS
MANY_REVIEWS = 412
# What brings the longest name of the shop to 148 characters in both languages.
LONG_TAIL_EN = ", for colour grading, three-dimensional modelling, sound design, live streaming and long journeys"
LONG_TAIL_RU = ", для цветокоррекции, трёхмерных моделей, работы со звуком, прямых эфиров и долгих экспедиций"
DAYS_AT_PRICE = 45

SKU_PREFIX = {
    "smartphones": "PH",
    "tablets": "TB",
    "laptops": "LT",
    "monitors-networks": "MN",
    "tvs-projectors": "TV",
    "headphones": "HP",
    "speakers": "SP",
    "watches": "WT",
    "photo-video": "CM",
    "gaming": "GM",
    "smart-home": "SH",
    "power": "PW",
}
CATEGORY_NUMBER = {slug: position for position, slug in enumerate(SKU_PREFIX, start=1)}

# By how much an option changes the price, for options that are not sizes.
PRICE_FACTORS = {
    "memory": {"32": 0.92, "64": 0.94, "128": 1.0, "256": 1.1, "512": 1.24, "1024": 1.4},
    "ssd": {"256": 0.93, "512": 1.0, "1024": 1.1, "2048": 1.28},
    "capacity": {"512": 1.0, "1024": 1.15, "2048": 1.38},
    "ram": {"8": 0.9, "16": 1.0, "32": 1.15, "64": 1.38},
    "link": {"wifi": 1.0, "5g": 1.14},
    "kit": {"1": 1.0, "2": 1.8, "3": 2.5},
    "strap": {"silicone": 1.0, "textile": 1.04, "leather": 1.1, "steel": 1.18},
    "camera_kit": {"body": 1.0, "lens": 1.22, "two-lenses": 1.45, "standard": 1.0, "travel": 1.24},
    "length": {"0.5": 1.0, "1": 1.0, "2": 1.7, "3": 2.0},
}
MASS_FACTORS = {
    "kit": {"2": 2.0, "3": 3.0},
    "strap": {"steel": 1.7, "leather": 0.95},
    "camera_kit": {"lens": 1.4, "two-lenses": 1.9, "travel": 1.5},
    "length": {"0.5": 0.6, "2": 1.9, "3": 2.8},
}
SIZE_POWER = {"tvs-projectors": 1.5, "monitors-networks": 1.2}
REFERENCE_SIZE = {"tvs-projectors": 55}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a product stands in its category and in the shop; SKUs and barcodes come from it."""

    in_category: int
    in_shop: int


def build(line: Line, place: Place) -> ProductSpec:
    chance = Random(f"{SEED}:{line.form}:{line.brand}:{line.model}:{line.tier}")
    made = make(line)
    attributes = _attributes(line, made)
    vocabulary = VOCABULARIES[line.form]
    brand = BRAND_BY_SLUG[line.brand]
    english, russian = words.Figures(attributes, "en"), words.Figures(attributes, "ru")
    tone, price_class = chance.randrange(len(words.TONES_EN)), line.step // 2
    benefits = words.chosen_benefits(vocabulary, attributes, chance)
    name_en = words.name(vocabulary, brand.name_en, line.model, english)
    name_ru = words.name(vocabulary, brand.name_ru, line.model_ru, russian)
    if "long-name" in line.tags:
        name_en, name_ru = name_en + LONG_TAIL_EN, name_ru + LONG_TAIL_RU
    popularity = chance.randint(40, 700) + 60 * (line.tier in (3, 4)) + 40 * (line.age == 0)
    return ProductSpec(
        slug=_slug(f"{line.form} {line.brand} {line.model}"),
        category=line.category,
        brand=line.brand,
        model=line.model,
        name_en=name_en,
        name_ru=name_ru,
        summary_en=words.summary(vocabulary, brand.name_en, line.model, english, tone=tone, price_class=price_class),
        summary_ru=words.summary(
            vocabulary, brand.name_ru, line.model_ru, russian, tone=tone + place.in_shop, price_class=price_class
        ),
        benefits_en=tuple(words.say(benefit[1], english) for benefit in benefits),
        benefits_ru=tuple(words.say(benefit[2], russian) for benefit in benefits),
        box_en=tuple(pair[0] for pair in vocabulary.box),
        box_ru=tuple(typeset_ru(pair[1]) for pair in vocabulary.box),
        attributes={code: value for code, value in attributes.items() if not _unknown(line, code)},
        variants=tuple(_variants(line, made, place, chance)),
        released_days_ago=chance.randint(400, 700) if line.age else chance.randint(12, 340),
        popularity=popularity,
        rating=_rating(line, popularity, chance),
        drawing=_drawing(line, made, place),
        tags=line.tags,
    )


def _attributes(line: Line, made: Made) -> dict[str, AttributeValue]:
    """The rule's attributes with the size and the mass, in the order and the choice of the category."""
    width, height, depth = made.size_mm
    known = {
        **made.attributes,
        "width": Decimal(str(width)),
        "height": Decimal(str(height)),
        "depth": Decimal(str(depth)),
        "mass": Decimal(made.mass_grams),
        "mass_kg": Decimal(round(made.mass_grams / 10)) / 100,
    }
    codes = (spec.code for spec in CATEGORY_BY_SLUG[line.category].attributes)
    return {code: known[code] for code in codes if code in known and code not in line.options}


def _unknown(line: Line, code: str) -> bool:
    """One phone's maker does not say how fast it charges."""
    return "not-specified" in line.tags and code in ("charging_w", "processor")


def _variants(line: Line, made: Made, place: Place, chance: Random) -> Iterator[VariantSpec]:
    base = made.base if not line.age else round(make(replace(line, age=0)).base * OLDER_COSTS)
    on_sale = "price-drop-today" in line.tags or line.age > 0 or chance.random() < 0.12
    sold_out_colour = line.options["colour"][1] if "sold-out-colour" in line.tags else None
    axes = [axis for axis in CATEGORY_BY_SLUG[line.category].axes if axis in line.options]
    for position, values in enumerate(combinations(*(line.options[axis] for axis in axes)), start=1):
        options = dict(zip(axes, values, strict=True))
        price = _ending_990(base * _factor(line, options, PRICE_FACTORS, power=SIZE_POWER.get(line.category, 0)))
        stock = _stock(price, chance)
        if "sold-out" in line.tags or (sold_out_colour and options["colour"] == sold_out_colour):
            stock = 0
        mass = made.mass_grams * _factor(line, options, MASS_FACTORS, power=1.75)
        yield VariantSpec(
            sku=_sku(line, place, options),
            options=options,
            price=price,
            was_price=max(_ending_990(price / KOPECKS / OLDER_COSTS), price + STEP) if on_sale else None,
            price_days=0 if "price-drop-today" in line.tags else DAYS_AT_PRICE,
            price_tomorrow=_ending_990(price / KOPECKS * 0.9) if "price-change-tomorrow" in line.tags else None,
            stock=stock,
            barcode=_barcode(CATEGORY_NUMBER[line.category], place.in_category, position),
            mass_grams=round((mass * 1.15 + 60) / 10) * 10,
        )


def _factor(
    line: Line, options: Mapping[str, str], factors: Mapping[str, Mapping[str, float]], *, power: float
) -> float:
    """What all options together multiply by; a screen size counts as its ratio to the usual one, to a power."""
    share = 1.0
    for axis, value in options.items():
        share *= factors.get(axis, {}).get(value, 1.0)
        if axis == "screen_size" and line.form != "projector":
            usual = REFERENCE_SIZE.get(line.category) if factors is PRICE_FACTORS else None
            share *= (float(value) / (usual or float(line.options[axis][0]))) ** power
        elif axis == "case_size":
            share *= 1 + (int(value) - int(line.options[axis][0])) * 0.015
    return share


def _ending_990(roubles: float) -> int:
    """The price in kopecks, rounded to a thousand less ten roubles."""
    return (max(1, round(roubles / 1000)) * 1000 - 10) * KOPECKS


def _stock(price: int, chance: Random) -> int:
    """Cheap things lie in dozens, dear ones in units, and a few are gone."""
    roubles = price // KOPECKS
    most = 90 if roubles < 5_000 else 45 if roubles < 30_000 else 18 if roubles < 100_000 else 7
    return 0 if chance.random() < 0.05 else chance.randint(2, most)


def _sku(line: Line, place: Place, options: Mapping[str, str]) -> str:
    marks = (value.replace(".", "").replace("-", "").upper() for value in options.values())
    return "-".join((SKU_PREFIX[line.category], f"{place.in_category:04d}", *marks))


def _barcode(category: int, product: int, variant: int) -> str:
    """An EAN-13 of the range 2xx, which shops may use inside and which no maker can own."""
    digits = f"2{category:02d}{product:06d}{variant:03d}"
    total = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _rating(line: Line, popularity: int, chance: Random) -> RatingSpec:
    average, count = chance.choice((39, 40, 41, 42, 42, 43, 44, 45, 46)), chance.randint(2, 6) + popularity // 45
    if "many-reviews" in line.tags:
        return RatingSpec(43, MANY_REVIEWS)
    if "no-reviews" in line.tags:
        return RatingSpec(0, 0)
    return RatingSpec(average, count)


def _drawing(line: Line, made: Made, place: Place) -> DrawingSpec:
    colour = line.options.get("colour", ("",))[0]
    return DrawingSpec(line.form, made.size_mm, SWATCHES.get(colour, ""), place.in_shop, made.features)


def _slug(text: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())
