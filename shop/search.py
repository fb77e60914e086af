"""Finding products by words: stems in a table, so that every database finds the same.

A query means AND; its last word may be unfinished.  A SKU finds exactly its product, before all others.
"""

import re
from functools import lru_cache

import snowballstemmer
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from shop.models import CatalogEntry, SearchWord

WEIGHTS = {"sku": 100, "name": 10, "brand": 6, "category": 5, "option": 3, "attribute": 2}
LONGEST_QUERY = 200
MOST_TERMS = 8
WORD = re.compile(r"[0-9a-zа-яё]+")
STEMMERS = {"en": "english", "ru": "russian"}
# The same keys on an English and a Russian keyboard: "ghbynth" is "принтер" typed with the wrong layout.
KEYS_EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
KEYS_RU = "йцукенгшщзхъфывапролджэячсмитьбю"
TO_RUSSIAN = str.maketrans(KEYS_EN, KEYS_RU)
TO_ENGLISH = str.maketrans(KEYS_RU, KEYS_EN)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word by its script: Russian letters by Russian rules, all others by English ones."""
    language = "russian" if re.search("[а-яё]", word) else "english"
    return snowballstemmer.stemmer(language).stemWord(folded_letters(word))[:60]


def folded_letters(word: str) -> str:
    """Most people type "е" for "ё"."""
    return word.replace("ё", "е")


def terms(text: str) -> list[str]:
    """The words of a text, folded; figures and letters part: "256gb" is "256" and "gb"."""
    folded = text.casefold()[: LONGEST_QUERY * 50]
    return [part for word in WORD.findall(folded) for part in re.findall(r"[0-9]+|[^0-9]+", word)]


def words(entry: CatalogEntry) -> list[SearchWord]:
    """The rows by which an entry is found."""
    card, detail = entry.card, entry.detail
    weighed: dict[str, int] = {}

    def weigh(text: str, weight: int) -> None:
        for term in terms(text):
            stemmed = stem(term)
            weighed[stemmed] = max(weighed.get(stemmed, 0), weight)

    for group in detail["attributes"]:
        for attribute in group["attributes"]:
            if not re.search(r"\d", attribute["value"]):
                weigh(attribute["value"], WEIGHTS["attribute"])
    for variant in detail["variants"]:
        for option in variant["options"]:
            weigh(option["value"], WEIGHTS["option"])
    weigh(card["category"]["name"], WEIGHTS["category"])
    weigh(card["brand"]["name"] + " " + card["brand"]["slug"], WEIGHTS["brand"])
    weigh(card["name"], WEIGHTS["name"])
    for variant in detail["variants"]:
        weighed[sku_word(variant["sku"])] = WEIGHTS["sku"]
    return [SearchWord(entry=entry, language=entry.language, word=word, weight=w) for word, w in weighed.items()]


def sku_word(sku: str) -> str:
    """A SKU as one word, whatever its case and hyphens."""
    return "sku:" + "".join(WORD.findall(sku.casefold()))[:56]


def found(query: str, language: str) -> QuerySet[CatalogEntry]:
    """The entries that match every term, with ``relevance``; none for a query without letters or figures."""
    entries = CatalogEntry.objects.filter(language=language)
    wanted = terms(query[:LONGEST_QUERY])[:MOST_TERMS]
    if not wanted:
        return entries.annotate(relevance=Value(0)).none()
    whole = Q(word=sku_word(query[:LONGEST_QUERY]))
    conditions = [Q(word=stem(term)) | whole for term in wanted]
    # The last word may be unfinished.
    begun = folded_letters(wanted[-1])
    if len(begun) >= 2:
        # SKUs are found whole only: their rows all begin with the same letters.
        conditions[-1] |= Q(word__gte=begun, word__lt=begun + "\uffff", weight__lt=WEIGHTS["sku"])
    rows = SearchWord.objects.filter(language=language)
    for condition in conditions:
        entries = entries.filter(pk__in=rows.filter(condition).values("entry"))
    matching = rows.filter(entry=OuterRef("pk")).filter(_any(conditions)).values("entry")
    best = matching.annotate(best=Max("weight") * 1000 + Sum("weight")).values("best")
    return entries.annotate(relevance=Coalesce(Subquery(best), 0))


def _any(conditions: list[Q]) -> Q:
    result = Q()
    for condition in conditions:
        result |= condition
    return result


def other_layout(query: str) -> str | None:
    """What was meant if the keyboard stood on the other layout; None where that changes nothing."""
    folded = query.casefold()
    meant = folded.translate(TO_ENGLISH if re.search("[а-яё]", folded) else TO_RUSSIAN)
    return meant if meant != folded else None
