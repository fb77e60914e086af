"""What is taken from a shelf for what is sold: a bundle needs its parts, everything else itself."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from shop.errors import UnknownSku
from shop.models import BundlePart, Variant


class Piece(NamedTuple):
    """A variant that lies on shelves, as far as stock needs to know it."""

    pk: int
    sku: str
    product_id: int

    @classmethod
    def of(cls, variant: Variant) -> "Piece":
        return cls(variant.pk, variant.sku, variant.product_id)


@dataclass(kw_only=True)
class Need:
    """So many pieces, and the sold variant that is refused if they are not there."""

    piece: Piece
    quantity: int
    sold: Piece


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What is asked for, looked up once: ``needs`` by the part's SKU, ``parts`` of one piece by what is sold."""

    needs: dict[str, Need]
    parts: dict[str, dict[str, int]]


def needs(quantities: Mapping[str, int]) -> dict[str, Need]:
    """What has to be taken for these SKUs, by the part's SKU and in its order; lines that need the same part add up.

    One query.  Raises UnknownSku.
    """
    return goods(quantities).needs


def goods(quantities: Mapping[str, int]) -> Goods:
    """The same, with what each SKU consists of."""
    rows = list(
        Variant.objects.filter(sku__in=list(quantities)).values_list(
            "pk", "sku", "product_id", "parts__quantity", "parts__part", "parts__part__sku", "parts__part__product"
        )
    )
    known = {row[1] for row in rows}
    for sku in sorted(quantities):
        if sku not in known:
            raise UnknownSku(sku)
    found: dict[str, Need] = {}
    parts: dict[str, dict[str, int]] = {}
    for pk, sku, product_id, each, *part in rows:
        sold = Piece(pk, sku, product_id)
        piece = Piece(*part) if each else sold
        wanted = quantities[sku] * (each or 1)
        parts.setdefault(sku, {})[piece.sku] = each or 1
        if piece.sku in found:
            found[piece.sku].quantity += wanted
        else:
            found[piece.sku] = Need(piece=piece, quantity=wanted, sold=sold)
    return Goods(
        needs={sku: found[sku] for sku in sorted(found) if found[sku].quantity},
        parts={sku: dict(sorted(of_one.items())) for sku, of_one in parts.items()},
    )


def parts_of(skus: Iterable[str]) -> dict[str, dict[str, int]]:
    """What leaves the house for one piece of each SKU: {sku: {part's SKU: pieces}}."""
    skus = list(skus)
    parts: dict[str, dict[str, int]] = {}
    rows = BundlePart.objects.filter(bundle__sku__in=skus).order_by("part__sku")
    for bundle, part, quantity in rows.values_list("bundle__sku", "part__sku", "quantity"):
        parts.setdefault(bundle, {})[part] = quantity
    return {sku: parts.get(sku) or {sku: 1} for sku in skus}


def expand(quantities: Mapping[str, int]) -> dict[str, int]:
    """The same goods as parts: {part's SKU: pieces}."""
    parts = parts_of(quantities)
    added: Counter[str] = Counter()
    for sku, quantity in quantities.items():
        for part, each in parts[sku].items():
            added[part] += quantity * each
    return dict(added)
