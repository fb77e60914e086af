"""Attributes of a product as a cell writes them, and cells as attributes are written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from content.importing.cells import NO, YES, parsed_number
from content.importing.drafts import ProductDraft, Refused
from content.importing.technomart import ATTRIBUTE, LONGEST_LABEL, languages
from shop import catalog, supply
from shop.models import Attribute, AttributeValue, Category, Product
from shop.supply import Vocabulary

Kind = Attribute.Kind
# What parts several choices of one attribute.
SEPARATOR = "|"
LONGEST_TEXT = 200
LARGEST = 10**12
# 1 and 0 are numbers before they are yes and no.
WORDS = (YES | NO) - {"1", "0"}


def kinds(drafts: Iterable[ProductDraft]) -> dict[str, str]:
    """What kind of attribute each column would be if it is new, judged by all its values together."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        for name, value in draft.attributes.items():
            values[name].append(value)
    return {name: _kind(of_name) for name, of_name in values.items()}


def _kind(values: Sequence[str]) -> str:
    if all(parsed_number(value) is not None for value in values):
        return Kind.NUMBER
    if all(value.casefold() in WORDS for value in values):
        return Kind.BOOLEAN
    if all(len(value) <= LONGEST_LABEL for value in values):
        return Kind.CHOICE
    return Kind.TEXT


def write(product: Product, draft: ProductDraft, vocabulary: Vocabulary, new_kinds: Mapping[str, str]) -> bool:
    """Set what the file says of the product's attributes; true if anything is different now."""
    changed = []
    texts: defaultdict[Attribute, dict[str, str]] = defaultdict(dict)
    for name, text in draft.attributes.items():
        attribute, language = _attribute(name, vocabulary)
        if attribute is None:
            attribute = vocabulary.new_attribute(name, new_kinds[name])
        if attribute.kind == Kind.TEXT:
            texts[attribute] |= _texts(draft, name, text, language)
        elif supply.set_values(product, attribute, _values(draft, name, attribute, text, vocabulary)):
            changed.append(attribute)
    for attribute, words in texts.items():
        if supply.set_values(product, attribute, [_joined(product, attribute, words)]):
            changed.append(attribute)
    tell(product.category, changed, vocabulary)
    return bool(changed)


def tell(category: Category, attributes: Iterable[Attribute], vocabulary: Vocabulary) -> None:
    """See that the category's products are described, and can be filtered, by these attributes."""
    added = [vocabulary.use(category, one, is_facet=one.kind != Kind.TEXT) for one in attributes]
    if any(added):
        # Its other products say "not specified" now.
        catalog.refresh_where(Q(category=category))


def _attribute(name: str, vocabulary: Vocabulary) -> tuple[Attribute | None, str | None]:
    """The attribute that a column is about, and the language of its texts if the column names one."""
    base, _dot, language = name.rpartition(".")
    if language in languages() and (found := vocabulary.attribute(base)) is not None and found.kind == Kind.TEXT:
        return found, language
    return vocabulary.attribute(name), None


def _refuse(draft: ProductDraft, name: str, sentence: str) -> Refused:
    return Refused(draft.note(f"{ATTRIBUTE}{name}", sentence))


def _values(
    draft: ProductDraft, name: str, attribute: Attribute, text: str, vocabulary: Vocabulary
) -> list[dict[str, Any]]:
    if attribute.kind == Kind.NUMBER:
        number = parsed_number(text)
        if number is None or abs(number) > LARGEST or (number * 1000) % 1:
            raise _refuse(draft, name, _("“%(text)s” is not a number with at most 3 decimals.") % {"text": text[:40]})
        return [{"thousandths": int(number * 1000)}]
    if attribute.kind == Kind.BOOLEAN:
        if text.casefold() not in YES | NO:
            raise _refuse(draft, name, _("Enter “yes” or “no”."))
        return [{"boolean": text.casefold() in YES}]
    labels = [label.strip() for label in text.split(SEPARATOR) if label.strip()]
    if any(len(label) > LONGEST_LABEL for label in labels):
        raise _refuse(draft, name, _("This is longer than %(count)d characters.") % {"count": LONGEST_LABEL})
    return [{"choice": choice} for choice in dict.fromkeys(vocabulary.choice(attribute, label) for label in labels)]


def _texts(draft: ProductDraft, name: str, text: str, language: str | None) -> dict[str, str]:
    if len(text) > LONGEST_TEXT:
        raise _refuse(draft, name, _("This is longer than %(count)d characters.") % {"count": LONGEST_TEXT})
    return dict.fromkeys([language] if language else languages(), text)


def _joined(product: Product, attribute: Attribute, words: Mapping[str, str]) -> dict[str, str]:
    """The texts of the file, and in other languages those that are there."""
    before = AttributeValue.objects.filter(product=product, attribute=attribute).first()
    return {
        f"text_{language}": words.get(language, getattr(before, f"text_{language}", "")) for language in languages()
    }


def cells(values: Iterable[AttributeValue], vocabulary: Vocabulary) -> dict[str, str]:
    """A product's attributes as columns with cells, such that ``write`` finds nothing to change."""
    found: dict[str, str] = {}
    for value in values:
        code = value.attribute.code
        if value.attribute.kind == Kind.NUMBER:
            found[code] = plain_number(Decimal(value.thousandths or 0) / 1000)
        elif value.attribute.kind == Kind.BOOLEAN:
            found[code] = "yes" if value.boolean else "no"
        elif value.attribute.kind == Kind.CHOICE and value.choice is not None:
            label = vocabulary.label_of(value.choice)
            found[code] = f"{found[code]} {SEPARATOR} {label}" if code in found else label
        elif value.attribute.kind == Kind.TEXT:
            found |= {f"{code}.{language}": getattr(value, f"text_{language}") for language in languages()}
    return found


def plain_number(number: Decimal) -> str:
    """A number without a tail of zeros and without an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
