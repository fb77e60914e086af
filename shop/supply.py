"""What a supplier's list brings into the assortment: names that may be new, products, variants, values.

Names are found before they are made, in either language and in any case, so that a list read twice makes nothing twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from anyascii import anyascii
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from shop import pricing, stock
from shop.models import (
    Attribute,
    AttributeValue,
    Brand,
    Category,
    CategoryAttribute,
    Choice,
    Product,
    Variant,
    VariantOption,
)

Kind = Attribute.Kind
LONGEST_SLUG = 50


def latin(text: str, longest: int = LONGEST_SLUG) -> str:
    """Words as a part of an address: Latin letters, digits and hyphens; empty if nothing of them can be written so."""
    return slugify(anyascii(text))[:longest].strip("-_")


@dataclass(frozen=True, kw_only=True)
class Supplied:
    """A variant to be added; the amount in minor units, tax included."""

    sku: str
    amount: int
    on_hand: int = 0
    barcode: str = ""
    mass_grams: int | None = None
    choices: Sequence[Choice] = ()


@dataclass
class Vocabulary:
    """All brands, categories, attributes and choices by their names; load it anew after a rollback."""

    brands: dict[str, Brand] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    choices: dict[int, dict[str, Choice]] = field(default_factory=dict)
    uses: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def loaded(cls) -> "Vocabulary":
        words = cls()
        words.renew()
        return words

    def renew(self) -> None:
        """Forget everything and read it again."""
        for known in (self.brands, self.categories, self.attributes, self.choices):
            known.clear()
        for brand in Brand.objects.order_by("pk"):
            self._learn(self.brands, brand, brand.slug, brand.name_en, brand.name_ru)
        for category in Category.objects.order_by("pk"):
            self._learn(self.categories, category, category.slug, category.name_en, category.name_ru)
        for attribute in Attribute.objects.order_by("pk"):
            self._learn(self.attributes, attribute, attribute.code, attribute.name_en, attribute.name_ru)
        for choice in Choice.objects.select_related("attribute").order_by("pk"):
            of_attribute = self.choices.setdefault(choice.attribute_id, {})
            self._learn(of_attribute, choice, choice.value, choice.label_en, choice.label_ru)
        self.uses = set(CategoryAttribute.objects.values_list("category", "attribute"))

    @staticmethod
    def _learn(known: dict[str, Any], row: Any, code: str, *names: str) -> None:
        """A code leads to its row always; a name to the first row that bears it, unless it is another's code."""
        known[f"code:{code.casefold()}"] = row
        for name in names:
            known.setdefault(f"name:{name.casefold()}", row)

    @staticmethod
    def _find(known: Mapping[str, Any], words: str) -> Any:
        return known.get(f"code:{words.casefold()}") or known.get(f"name:{words.casefold()}")

    def name_of(self, row: Brand | Category) -> str:
        """What to write so that this row is found again: its name, or its code if another row bears the name."""
        known: Mapping[str, Any] = self.brands if isinstance(row, Brand) else self.categories
        return row.name_en if self._find(known, row.name_en) == row else row.slug

    def label_of(self, choice: Choice) -> str:
        """The same for a choice of an attribute."""
        found = self._find(self.choices.get(choice.attribute_id, {}), choice.label_en)
        return choice.label_en if found == choice and "|" not in choice.label_en else choice.value

    def brand(self, name: str) -> Brand:
        """The brand of that name, made if there is none; named the same in all languages until somebody changes it."""
        if (found := self._find(self.brands, name)) is not None:
            return found
        brand = Brand.objects.create(slug=_free(name, "brand", self.brands), name_en=name, name_ru=name)
        self._learn(self.brands, brand, brand.slug, name)
        return brand

    def category(self, name: str) -> Category:
        """The category of that name, made if there is none, after all others."""
        if (found := self._find(self.categories, name)) is not None:
            return found
        slug = _free(name, "category", self.categories)
        position = max((row.position for row in self.categories.values()), default=-1) + 1
        category = Category.objects.create(slug=slug, name_en=name, name_ru=name, position=position)
        self._learn(self.categories, category, slug, name)
        return category

    def attribute(self, name: str) -> Attribute | None:
        return self._find(self.attributes, name)

    def new_attribute(self, name: str, kind: str) -> Attribute:
        attribute = Attribute.objects.create(
            code=_free(name, "attribute", self.attributes), kind=kind, name_en=_spelt(name), name_ru=_spelt(name)
        )
        self._learn(self.attributes, attribute, attribute.code, name)
        return attribute

    def axis(self, name: str) -> Attribute:
        """The attribute that variants are told apart by; one of another kind and the same name cannot serve."""
        found = self.attribute(name)
        if found is not None and found.kind != Kind.CHOICE:
            name = f"{name} (option)"
            found = self.attribute(name)
        return found or self.new_attribute(name, Kind.CHOICE)

    def choice(self, attribute: Attribute, label: str) -> Choice:
        """The choice with that label, made if there is none, after all others."""
        known = self.choices.setdefault(attribute.pk, {})
        if (found := self._find(known, label)) is not None:
            return found
        position = max((row.position for row in known.values()), default=-1) + 1
        choice = Choice.objects.create(
            attribute=attribute, value=_free(label, "choice", known), label_en=label, label_ru=label, position=position
        )
        self._learn(known, choice, choice.value, label)
        return choice

    def use(self, category: Category, attribute: Attribute, *, is_facet: bool) -> bool:
        """See that products of the category tell this attribute; true if they did not."""
        if (category.pk, attribute.pk) in self.uses:
            return False
        position = sum(1 for category_id, _ in self.uses if category_id == category.pk)
        CategoryAttribute.objects.create(category=category, attribute=attribute, is_facet=is_facet, position=position)
        self.uses.add((category.pk, attribute.pk))
        return True


def _free(name: str, otherwise: str, known: Mapping[str, Any]) -> str:
    """A code for a name that no other row has."""
    wanted = latin(name, LONGEST_SLUG - 5) or otherwise
    number, code = 1, wanted
    while f"code:{code}" in known:
        number += 1
        code = f"{wanted}-{number}"
    return code


def _spelt(name: str) -> str:
    """A code that is used as a name: ``screen_size`` → ``Screen size``."""
    return name if " " in name or not name.islower() else name.replace("_", " ").replace("-", " ").capitalize()


def new_product(*, slug: str, category: Category, brand: Brand) -> Product:
    """A product without variants; it is shown once it has one with a price, and a published page."""
    return Product.objects.create(slug=slug, category=category, brand=brand, released_at=timezone.now())


@transaction.atomic
def add_variants(
    *, product: Product, variants: Iterable[Supplied], note: str = "", actor: Any = None
) -> dict[str, Variant]:
    """Add variants with their first prices and first pieces; the rows by SKU."""
    position = product.variants.count()
    rows = {}
    for place, one in enumerate(variants):
        row = Variant.objects.create(
            product=product, sku=one.sku, barcode=one.barcode, mass_grams=one.mass_grams, position=position + place
        )
        choose(row, one.choices)
        rows[one.sku] = (row, one)
    pricing.change_prices(changes=[(row, one.amount) for row, one in rows.values()], note=note, actor=actor)
    received = {sku: one.on_hand for sku, (_, one) in rows.items() if one.on_hand}
    if received:
        first = min(row.public_id for row, _ in rows.values())
        stock.receive(quantities=received, reference=f"first:{first}", reason=note, actor=actor)
    return {sku: row for sku, (row, _) in rows.items()}


def choose(variant: Variant, choices: Iterable[Choice]) -> bool:
    """Set the variant's choice on each axis that is named; other axes stay.  True if anything is different now."""
    chosen = list(variant.chosen.select_related("choice"))
    positions = {row.choice.attribute_id: row.position for row in chosen}
    here = {row.choice_id for row in chosen}
    wanted = [choice for choice in choices if choice.pk not in here]
    for choice in wanted:
        position = positions.get(choice.attribute_id, len(positions))
        positions[choice.attribute_id] = position
        VariantOption.objects.filter(variant=variant, choice__attribute=choice.attribute_id).delete()
        VariantOption.objects.create(variant=variant, choice=choice, position=position)
    return bool(wanted)


def describe(variant: Variant, *, barcode: str | None, mass_grams: int | None) -> bool:
    """Set what is known of a variant; None leaves it.  True if anything is different now."""
    before = (variant.barcode, variant.mass_grams)
    variant.barcode = variant.barcode if barcode is None else barcode
    variant.mass_grams = variant.mass_grams if mass_grams is None else mass_grams
    if before == (variant.barcode, variant.mass_grams):
        return False
    variant.save(update_fields=["barcode", "mass_grams"])
    return True


def set_place(product: Product, *, category: Category, brand: Brand) -> bool:
    """Set category and brand; true if anything is different now."""
    if (product.category_id, product.brand_id) == (category.pk, brand.pk):
        return False
    product.category, product.brand = category, brand
    product.save(update_fields=["category", "brand"])
    return True


def set_values(product: Product, attribute: Attribute, values: Sequence[Mapping[str, Any]]) -> bool:
    """Set what a product has for one attribute; each value names the columns it fills.  True if it was otherwise."""
    rows = [AttributeValue(product=product, attribute=attribute, **value) for value in values]
    before = AttributeValue.objects.filter(product=product, attribute=attribute)
    if {_content(row) for row in before} == {_content(row) for row in rows}:
        return False
    before.delete()
    AttributeValue.objects.bulk_create(rows)
    return True


def _content(row: AttributeValue) -> tuple[Any, ...]:
    return (row.choice_id, row.thousandths, row.boolean, row.text_en, row.text_ru)
