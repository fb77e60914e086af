"""The shop made larger for load tests: the same lines with new models, for as many products as asked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from technomart.demo.build import Place, build
from technomart.demo.lines import LINES, Line
from technomart.demo.specs import ProductSpec

STARTS = (
    ("Al", "Ал"), ("Bor", "Бор"), ("Vel", "Вел"), ("Gran", "Гран"), ("Dol", "Дол"), ("Zor", "Зор"),
    ("Kal", "Кал"), ("Lar", "Лар"), ("Mel", "Мел"), ("Nor", "Нор"), ("Ost", "Ост"), ("Tir", "Тир"),
)  # fmt: skip
ENDS = (
    ("ana", "ана"), ("eda", "еда"), ("ika", "ика"), ("ona", "она"), ("uma", "ума"), ("enta", "ента"),
    ("is", "ис"), ("on", "он"), ("um", "ум"), ("or", "ор"), ("et", "ет"), ("anto", "анто"),
)  # fmt: skip
ROOTS = tuple((start[0] + end[0], start[1] + end[1]) for end in ENDS for start in STARTS)
FIRST_NUMBER = 10
TIERS = 5


def scaled(products: int) -> Iterator[ProductSpec]:
    """The first `products` products: the shop itself, then new models on the same lines."""
    in_category: Counter[str] = Counter()
    for index in range(products):
        line = LINES[index] if index < len(LINES) else _successor(index)
        in_category[line.category] += 1
        yield build(line, Place(in_category[line.category], index + 1))


def _successor(index: int) -> Line:
    """A later model on an existing line; root and number together never repeat."""
    line = LINES[index % len(LINES)]
    root_en, root_ru = ROOTS[index % len(ROOTS)]
    number = FIRST_NUMBER + index // len(ROOTS)
    tier = 1 + (line.tier + index // len(LINES)) % TIERS
    return replace(line, model=f"{root_en} {number}", model_ru=f"{root_ru} {number}", tier=tier, tags=frozenset())
