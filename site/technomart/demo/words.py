"""Sentences about a product in English and Russian: figures in each language, tones, names, benefits and contents."""

import re
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Literal

from technomart.demo.attributes import ATTRIBUTE_BY_CODE
from technomart.demo.specs import AttributeValue
from technomart.demo.typography import NBSP, typeset_ru
from technomart.demo.vocabulary import Vocabulary
from technomart.demo.vocabulary.vocabulary import Conditional, amount

Language = Literal["en", "ru"]
LEAST_BENEFITS, MOST_BENEFITS = 4, 6

# The word for a counted thing: English one and many, Russian 1, 2-4 (and any fraction), 5-20.
COUNTED = {
    "diagonal": ("inch", "inches", "дюйм", "дюйма", "дюймов"),
    "battery_hours": ("hour", "hours", "час", "часа", "часов"),
    "battery_days": ("day", "days", "день", "дня", "дней"),
    "ports_count": ("port", "ports", "порт", "порта", "портов"),
    "microphones": ("microphone", "microphones", "микрофон", "микрофона", "микрофонов"),
    "refresh": ("time", "times", "раз", "раза", "раз"),
    "drivers": ("driver", "drivers", "динамик", "динамика", "динамиков"),
}
TONES_EN = (
    "{type} {brand} {model}: {first}, {second} and {third}.",
    "{brand} {model} {is} built around three things: {first}, {second}, {third}.",
    "The {type_low} in one line: {first}, {second}, {third}.",
    "What matters about {brand} {model}: {first}, {second} and {third}.",
    "{brand} {model}, measured and weighed: {first}, {second}, {third}.",
    "{first_up}, {second}, {third} — that is {brand} {model}.",
)
TONES_RU = (
    "{type} {brand} {model}: {first}, {second} и {third}.",
    "{type} {brand} {model} {holds} на трёх вещах: {first}, {second}, {third}.",
    "{type} собран{a} без лишнего: {first}, {second} и {third}.",
    "Главное о модели «{model}»: {first}, {second} и {third}.",
    "Измерили и взвесили: {first}, {second}, {third} — {such} {type_low} {brand} {model}.",
    "{first_up}, {second} и {third} — всё это {type_low} {brand} {model}.",
)
GENDERS = {
    "m": {"a": "", "such": "таков", "holds": "держится"},
    "f": {"a": "а", "such": "такова", "holds": "держится"},
    "n": {"a": "о", "such": "таково", "holds": "держится"},
    "p": {"a": "ы", "such": "таковы", "holds": "держатся"},
}


def plural_ru(number: Decimal | int, one: str, few: str, many: str) -> str:
    """The Russian word after a number: 1 товар, 2 товара, 5 товаров, 11 товаров, 21 товар, 6,3 товара."""
    if number != int(number):
        return few
    last_two = int(number) % 100
    last = last_two % 10
    if 11 <= last_two <= 14 or last == 0 or last >= 5:
        return many
    return one if last == 1 else few


def written(number: Decimal, language: Language) -> str:
    """A number as people write it: 10,500.5 in English, 10 500,5 with no-break spaces in Russian."""
    if language == "en":
        return f"{number:,}"
    text = f"{number:,}" if number >= 10_000 else f"{number}"
    return text.replace(",", NBSP).replace(".", ",")


def raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text with a small first letter, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


class Figures(dict[str, str]):
    """A product's attributes as words of one language, worked out when a template asks for them."""

    def __init__(self, attributes: Mapping[str, AttributeValue], language: Language) -> None:
        super().__init__()
        self.attributes, self.language = attributes, language

    def __missing__(self, key: str) -> str:
        self[key] = found = self._figure(key)
        return found

    def _figure(self, key: str) -> str:
        if key in self.attributes:
            return figure(key, self.attributes[key], self.language)
        if key == "cups":
            cups = int(amount(self.attributes, "volume") / Decimal("0.24"))
            return str(cups) if self.language == "en" else f"{cups}{NBSP}{plural_ru(cups, 'чашка', 'чашки', 'чашек')}"
        if key == "charges":
            charges = max(1, int(amount(self.attributes, "capacity_mah") * Decimal("0.65") / 4700))
            words = ("charge" if charges == 1 else "charges", "заряда" if charges == 1 else "зарядов")
            return f"{charges}{NBSP}{words[self.language == 'ru']}"
        if key.endswith("_low"):
            return lowered(self[key.removesuffix("_low")])
        if key.endswith("_n"):
            return written(amount(self.attributes, key.removesuffix("_n")), self.language)
        if key.endswith("_w"):
            return self._counted(key.removesuffix("_w"))
        raise KeyError(key)

    def _counted(self, code: str) -> str:
        number = amount(self.attributes, code)
        one_en, many_en, *forms_ru = COUNTED[code]
        word = (one_en if number == 1 else many_en) if self.language == "en" else plural_ru(number, *forms_ru)
        return f"{written(number, self.language)}{NBSP}{word}"


def figure(code: str, value: AttributeValue, language: Language) -> str:
    """One attribute's value in words: 5,000 mAh, 6.3", OLED."""
    spec = ATTRIBUTE_BY_CODE[code]
    if isinstance(value, Decimal):
        unit = spec.unit_en if language == "en" else spec.unit_ru
        gap = "" if unit in ("", '"') else NBSP
        return f"{written(value, language)}{gap}{unit}"
    if spec.kind == "choice":
        choice = spec.choice(str(value))
        return choice.label_en if language == "en" else choice.label_ru
    return str(value)


def articled(text: str) -> str:
    """English text with "an" before the abbreviations and figures that are spoken with a vowel."""
    return re.sub(r"\b([Aa]) (?=OLED|IPS|LTPO|LDAC|LC3|SSD|8|11\b|18\b)", r"\1n ", text)


def say(template: str, figures: Figures) -> str:
    if figures.language == "ru":
        return typeset_ru(template).format_map(figures)
    return articled(template.format_map(figures))


def name(vocabulary: Vocabulary, brand: str, model: str, figures: Figures) -> str:
    """«Type Brand Model, key variant»."""
    kind, key = (
        (vocabulary.type_en, vocabulary.key[0]) if figures.language == "en" else (vocabulary.type_ru, vocabulary.key[1])
    )
    return f"{kind} {brand} {model}, {say(key, figures)}"


def summary(vocabulary: Vocabulary, brand: str, model: str, figures: Figures, *, tone: int, price_class: int) -> str:
    """Three sentences: what it is, for whom, and for whom it is not."""
    side = 0 if figures.language == "en" else 1
    first, second, third = (say(fact[side], figures) for fact in vocabulary.facts)
    kind = vocabulary.type_ru if side else vocabulary.type_en
    words = {
        "type": kind,
        "type_low": lowered(kind),
        "brand": brand,
        "model": model,
        "first": first,
        "first_up": raised(first),
        "second": second,
        "third": third,
        "is": "are" if vocabulary.plural_en else "is",
        **GENDERS[vocabulary.gender],
    }
    tones = TONES_RU if side else TONES_EN
    template = tones[tone % len(tones)]
    what = (typeset_ru(template) if side else template).format_map(words)
    limit = next((en, ru) for holds, en, ru in vocabulary.limits if holds(figures.attributes))
    return f"{what} {say(vocabulary.whom[price_class][side], figures)} {say(limit[side], figures)}"


def chosen_benefits(
    vocabulary: Vocabulary, attributes: Mapping[str, AttributeValue], chance: Random
) -> tuple[Conditional, ...]:
    """Four to six benefits that are true for these attributes, in the order of the vocabulary."""
    true = [benefit for benefit in vocabulary.benefits if benefit[0](attributes)]
    if len(true) <= LEAST_BENEFITS:
        return tuple(true)
    kept = set(chance.sample(range(len(true)), min(len(true), chance.randint(LEAST_BENEFITS + 1, MOST_BENEFITS))))
    return tuple(benefit for position, benefit in enumerate(true) if position in kept)
