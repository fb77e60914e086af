"""What the price of a cart follows from, read at one instant: its goods with their prices and stock, and promotions."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from shop import markets, pricing, stock
from shop.models import BundlePart, Cart, CartLine, CatalogEntry, Order
from shop.promotions import redemptions, rules
from shop.short_memory import remembered_briefly


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """A line with what it costs and how many are free now; without an offer it cannot be bought any more."""

    row: CartLine
    entry: CatalogEntry | None
    offer: pricing.Offer | None
    stock: stock.Availability

    @property
    def available(self) -> int:
        return self.stock.available

    @property
    def is_sellable(self) -> bool:
        return self.offer is not None and self.entry is not None

    @property
    def problem(self) -> str | None:
        """The code of what stands between this line and an order."""
        if not self.is_sellable:
            return "unavailable"
        if self.available < self.row.quantity:
            return "out_of_stock"
        if self.offer is not None and self.offer.amount != self.row.price_seen:
            return "price_changed"
        return None


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What was read of a cart; it holds while the cart is locked, or for as long as one answer takes."""

    at: datetime
    buyer: markets.Buyer
    lines: Sequence[PricedLine]
    candidates: Sequence[rules.Candidate]
    # Of the goods and of the gifts, by the key of their variant.
    offers: Mapping[int, pricing.Offer]
    free: Mapping[int, stock.Availability]
    # Pieces of each variant that the bundles in the cart take along, by its key; known where gifts are given.
    in_bundles: Mapping[int, int]
    # Codes in the cart, in the order they were put in.
    voucher_codes: Sequence[str]
    # Who the limits for one customer count.
    customer_key: str


def read(cart: Cart, rows: Sequence[CartLine] | None = None) -> Basket:
    """Read what a cart's price follows from; ``rows`` are its lines, if they are known, or as they are going to be."""
    at = timezone.now()
    buyer = markets.buyer(customer=cart.customer, market=cart.market)
    key = redemptions.customer_key(cart.customer, (cart.contact or {}).get("email", ""))
    codes = list(cart.vouchers.values_list("voucher__code", flat=True)) if cart.has_codes else []
    if rows is None:
        rows = rows_of(cart)
    candidates = []
    # Nothing is given for nothing; only a voucher still says why.
    if rows or codes:
        candidates = rules.candidates(
            at=at,
            buyer=buyer,
            voucher_codes=codes,
            is_first_order=lambda: _is_first_order(cart, key),
            customer_key=key,
        )
    variant_ids = {row.variant_id for row in rows} | {one.gift.pk for one in candidates if one.gift}
    offers = pricing.prices_at(variant_ids, at, buyer=buyer) if variant_ids else {}
    free = stock.availability(variant_ids, cart=cart)
    entries = entries_of([row.variant.product_id for row in rows], cart.language)
    lines = [
        PricedLine(
            row=row,
            entry=entries.get(row.variant.product_id),
            offer=offers.get(row.variant_id) if row.variant.is_active else None,
            stock=free[row.variant_id],
        )
        for row in rows
    ]
    return Basket(
        at=at,
        buyer=buyer,
        lines=lines,
        candidates=candidates,
        offers=offers,
        free=free,
        in_bundles=_in_bundles(rows) if any(one.gift for one in candidates) else {},
        voucher_codes=codes,
        customer_key=key,
    )


def rows_of(cart: Cart) -> list[CartLine]:
    """The lines with their goods."""
    return list(cart.lines.select_related("variant__product"))


def _in_bundles(rows: Sequence[CartLine]) -> Mapping[int, int]:
    taken: Counter[int] = Counter()
    for row in rows:
        for part, each in _parts_of_bundles().get(row.variant_id, {}).items():
            taken[part] += each * row.quantity
    return taken


@remembered_briefly(BundlePart)
def _parts_of_bundles() -> Mapping[int, Mapping[int, int]]:
    """For each bundle the pieces of its parts, all by their keys."""
    parts: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for bundle, part, quantity in BundlePart.objects.values_list("bundle", "part", "quantity"):
        parts[bundle][part] = quantity
    return dict(parts)


def _is_first_order(cart: Cart, key: str) -> bool:
    """Whether this shopper has ordered nothing yet; a guest is known by the address."""
    mine = Q(customer_key=key) if cart.customer_id is None else Q(customer_key=key) | Q(customer=cart.customer_id)
    return not Order.objects.exclude(status=Order.Status.CANCELLED).filter(mine).exists()


def entries_of(product_ids: Sequence[int], language: str) -> dict[int, CatalogEntry]:
    """The catalogue's rows of these products: in that language, else in any, so that no line loses its name."""
    if not product_ids:
        return {}
    found = {row.product_id: row for row in CatalogEntry.objects.filter(product__in=product_ids, language=language)}
    if missing := set(product_ids) - set(found):
        found |= {row.product_id: row for row in CatalogEntry.objects.filter(product__in=missing)}
    return found
