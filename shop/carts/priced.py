"""What a cart costs at this moment: prices of its shopper, promotions, taxes, delivery, gift cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shop import delivery, markets, quotes, stock, taxes
from shop.ancestry import with_ancestors
from shop.models import Cart, CatalogEntry, GiftCard, Variant
from shop.promotions import rules

from .basket import Basket, PricedLine, entries_of, read

NO_DELIVERY = quotes.DeliveryCharge(price=0, rule="delivery_not_chosen", tax_basis_points=0)


@dataclass(frozen=True, kw_only=True)
class PricedGift:
    """A gift that a promotion adds."""

    variant: Variant
    entry: CatalogEntry | None
    line: quotes.GiftLine


@dataclass(frozen=True, kw_only=True)
class PricedCart:
    """A cart at this moment: its lines and what they cost together."""

    cart: Cart
    buyer: markets.Buyer
    lines: Sequence[PricedLine]
    gifts: Sequence[PricedGift]
    quote: quotes.Quote
    delivery: delivery.Chosen | None
    # Codes in the cart, in the order they were put in.
    voucher_codes: Sequence[str] = ()
    # What each gift card pays, in the order they were put in; minor units.
    gift_cards: Sequence[tuple[GiftCard, int]] = ()
    # What each SKU is taxed with, gifts among them; basis points.
    tax_rates: Mapping[str, int]
    # Who the limits for one customer count.
    customer_key: str = ""

    @property
    def payable(self) -> int:
        """What is left to pay after the gift cards."""
        return self.quote.total - sum(amount for _, amount in self.gift_cards)

    @property
    def quantities(self) -> dict[str, int]:
        """What has to be there: pieces of each SKU, gifts among them."""
        wanted = {line.row.variant.sku: line.row.quantity for line in self.lines}
        for gift in self.gifts:
            wanted[gift.line.sku] = wanted.get(gift.line.sku, 0) + gift.line.quantity
        return wanted


def priced(cart: Cart, basket: Basket | None = None) -> PricedCart:
    """What a cart costs now, or by what was read of it; lines that cannot be bought any more count nothing."""
    basket = basket or read(cart)
    at, lines, candidates = basket.at, basket.lines, basket.candidates
    terms = basket.buyer.terms
    # Where the goods go says how they are taxed; what bringing them costs depends on what they cost.
    country = ((cart.delivery or {}).get("address") or {}).get("country") or terms.country
    rates = taxes.rates(country, at, terms=terms)
    asked = _asked(lines, rates, needs_categories=bool(candidates))
    at_home = rates if country == terms.country else taxes.rates(terms.country, at, terms=terms)
    in_force = rules.as_rules(candidates, basket.offers, _free_gifts(cart, basket, None), at_home)

    def quoted(charge: quotes.DeliveryCharge) -> quotes.Quote:
        return quotes.quote(
            asked,
            delivery=charge,
            rules=in_force,
            prices_include_tax=terms.prices_include_tax,
            currency=cart.currency,
        )

    quote, chosen = quoted(NO_DELIVERY), None
    if cart.delivery:
        parcel = _parcel(cart, lines, quote)
        chosen = delivery.chosen(cart.delivery, parcel=parcel, terms=terms)
    if chosen and chosen.country != country:
        rates = taxes.rates(chosen.country, at, terms=terms)
        asked = _asked(lines, rates, needs_categories=bool(candidates))
    # Nothing in the cart, nothing to bring.
    if chosen and asked:
        in_force = rules.as_rules(candidates, basket.offers, _free_gifts(cart, basket, chosen), at_home)
        amount, rule, tax_class_id = chosen.charge()
        quote = quoted(
            quotes.DeliveryCharge(
                price=amount,
                rule=rule,
                tax_basis_points=rates.of(tax_class_id),
                method=chosen.method.code,
            )
        )
    return PricedCart(
        cart=cart,
        buyer=basket.buyer,
        lines=lines,
        gifts=_gifts(quote, cart.language),
        quote=quote,
        delivery=chosen,
        voucher_codes=basket.voucher_codes,
        gift_cards=_gift_cards(cart, quote.total, at),
        tax_rates={gift.sku: gift.tax_basis_points for gift in quote.gifts}
        | {line.sku: line.tax_basis_points for line in asked},
        customer_key=basket.customer_key,
    )


def _free_gifts(cart: Cart, basket: Basket, chosen: delivery.Chosen | None) -> dict[int, stock.Availability]:
    """How many of each gift are left beside the bundles, and can come the way that was chosen, if one was.

    A gift lies where the goods come from, or it is none.
    """
    gifts = [one.gift.pk for one in basket.candidates if one.gift]
    free = {pk: basket.free[pk] for pk in gifts}
    if chosen is not None and chosen.warehouse is not None and gifts:
        free = stock.availability(gifts, cart=cart, warehouse=chosen.warehouse)
    elif chosen is not None:
        free = {pk: replace(one, available=one.sendable) for pk, one in free.items()}
    return {pk: replace(one, available=one.available - basket.in_bundles.get(pk, 0)) for pk, one in free.items()}


def parcel_of(cart: Cart, basket: Basket | None = None) -> delivery.Parcel:
    """The goods of a cart as a carrier sees them; their value after promotions."""
    now = priced(cart, basket)
    return _parcel(cart, now.lines, now.quote)


def _parcel(cart: Cart, lines: Sequence[PricedLine], quote: quotes.Quote) -> delivery.Parcel:
    lines = [line for line in lines if line.is_sellable]
    to_come = [line.stock for line in lines if line.row.quantity > line.stock.sendable_on_shelf]
    return delivery.parcel(
        lines=[(line.row.variant, line.row.quantity) for line in lines],
        goods=quote.subtotal - quote.discount,
        currency=cart.currency,
        cart=cart,
        expected_on=max((one.expected_on for one in to_come if one.expected_on), default=None),
        unsendable=[line.row.variant.sku for line in lines if line.row.quantity > line.stock.sendable],
    )


def _asked(lines: Sequence[PricedLine], rates: taxes.Rates, *, needs_categories: bool) -> list[quotes.QuoteLine]:
    asked = []
    for line in lines:
        if not line.is_sellable or line.offer is None:
            continue
        product = line.row.variant.product
        asked.append(
            quotes.QuoteLine(
                sku=line.row.variant.sku,
                quantity=line.row.quantity,
                unit_price=line.offer.amount,
                tax_basis_points=rates.of(product.tax_class_id),
                product=product.pk,
                categories=with_ancestors(product.category_id) if needs_categories else frozenset(),
                brand=product.brand_id,
                is_reduced=line.offer.compare_at is not None,
                price_list=line.offer.price_list,
            )
        )
    return asked


def _gifts(quote: quotes.Quote, language: str) -> list[PricedGift]:
    if not quote.gifts:
        return []
    variants = {
        v.sku: v for v in Variant.objects.filter(sku__in=[g.sku for g in quote.gifts]).select_related("product")
    }
    entries = entries_of([variant.product_id for variant in variants.values()], language)
    return [
        PricedGift(variant=variants[gift.sku], entry=entries.get(variants[gift.sku].product_id), line=gift)
        for gift in quote.gifts
    ]


def _gift_cards(cart: Cart, total: int, at: datetime) -> list[tuple[GiftCard, int]]:
    """What each card pays of the total, one after another."""
    paying, left = [], total
    for row in cart.gift_cards.select_related("card") if cart.has_codes else ():
        card = row.card
        is_over = card.expires_at is not None and card.expires_at <= at
        usable = card.balance if card.is_active and not is_over else 0
        amount = min(usable, left)
        left -= amount
        paying.append((card, amount))
    return paying
