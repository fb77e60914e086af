"""The price for this person, on this date, in this market: counted as at the checkout, and told in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_datetime
from django.utils import timezone
from django.utils.translation import get_language, gettext

from shop import markets, money, pricing, quotes, taxes
from shop.ancestry import with_ancestors
from shop.carts.basket import entries_of
from shop.errors import InvalidQuantity, UnknownSku
from shop.models import Market, Order, Variant
from shop.promotions import redemptions, rules, vouchers

LARGEST_QUANTITY = 999
NO_DELIVERY = quotes.DeliveryCharge(price=0, rule="delivery_not_chosen", tax_basis_points=0)


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """What somebody would pay at an instant, and how that comes about; ``unsold`` are SKUs without a price for him."""

    buyer: markets.Buyer
    at: datetime
    quote: quotes.Quote
    offers: Mapping[str, pricing.Offer]
    unsold: Sequence[str]
    unknown_vouchers: Sequence[str]
    sentences: Sequence[str]


def explain_price(
    *,
    quantities: Mapping[str, int],
    customer: Any = None,
    market: Market | None = None,
    at: datetime | None = None,
    voucher_codes: Sequence[str] = (),
    is_first_order: bool | None = None,
    delivery: quotes.DeliveryCharge = NO_DELIVERY,
) -> WhatIf:
    """What these pieces of each SKU would cost; without a customer, for a guest who has never ordered.

    Prices, promotions and taxes are those of the instant; what is left of a promotion's limits is what is left now.
    The words are in the language of whoever reads.  Raises UnknownSku or InvalidQuantity.  Changes nothing.
    """
    at = at or timezone.now()
    if not all(1 <= quantity <= LARGEST_QUANTITY for quantity in quantities.values()):
        raise InvalidQuantity
    found = {variant.sku: variant for variant in Variant.objects.filter(sku__in=quantities).select_related("product")}
    for sku in quantities:
        if sku not in found:
            raise UnknownSku(sku)
    # In the order in which they were asked about.
    variants = {sku: found[sku] for sku in quantities}
    buyer = markets.buyer(customer=customer, market=market)
    by_variant = pricing.prices_at([variant.pk for variant in variants.values()], at, buyer.terms.currency, buyer=buyer)
    offers = {
        sku: by_variant[variant.pk]
        for sku, variant in variants.items()
        if variant.is_active and variant.pk in by_variant
    }
    codes = [vouchers.normalised(code) for code in voucher_codes]
    in_force = rules.active(
        at=at,
        buyer=buyer,
        voucher_codes=codes,
        is_first_order=_is_first_order(customer, at) if is_first_order is None else is_first_order,
        customer_key=redemptions.customer_key(customer, "") if customer is not None else "",
    )
    quote = quotes.quote(
        _lines(quantities, variants, offers, buyer, at),
        delivery=delivery,
        rules=in_force,
        prices_include_tax=buyer.terms.prices_include_tax,
        currency=buyer.terms.currency,
    )
    known = {rule.voucher for rule in in_force}
    unsold = [sku for sku in variants if sku not in offers]
    unknown = [code for code in codes if code not in known]
    return WhatIf(
        buyer=buyer,
        at=at,
        quote=quote,
        offers=offers,
        unsold=unsold,
        unknown_vouchers=unknown,
        sentences=_sentences(quote, _names(variants, quote), offers, unsold, unknown),
    )


def _lines(
    quantities: Mapping[str, int],
    variants: Mapping[str, Variant],
    offers: Mapping[str, pricing.Offer],
    buyer: markets.Buyer,
    at: datetime,
) -> list[quotes.QuoteLine]:
    rates = taxes.rates(buyer.terms.country, at)
    return [
        quotes.QuoteLine(
            sku=sku,
            quantity=quantities[sku],
            unit_price=offer.amount,
            tax_basis_points=rates.of(variants[sku].product.tax_class_id),
            product=variants[sku].product_id,
            categories=with_ancestors(variants[sku].product.category_id),
            brand=variants[sku].product.brand_id,
            is_reduced=offer.compare_at is not None,
            price_list=offer.price_list,
        )
        for sku, offer in offers.items()
    ]


def _is_first_order(customer: Any, at: datetime) -> bool:
    if customer is None:
        return True
    placed = Order.objects.filter(customer=customer, created_at__lt=at).exclude(status=Order.Status.CANCELLED)
    return not placed.exists()


def _names(variants: Mapping[str, Variant], quote: quotes.Quote) -> dict[str, str]:
    """What goods and gifts are called in the reader's language, as far as the catalogue shows them."""
    gifts = [gift.sku for gift in quote.gifts if gift.sku not in variants]
    more = {variant.sku: variant for variant in Variant.objects.filter(sku__in=gifts)} if gifts else {}
    every = {**variants, **more}
    entries = entries_of([variant.product_id for variant in every.values()], get_language() or "")
    return {
        sku: next((one["name"] for one in entry.detail["variants"] if one["sku"] == sku), entry.name)
        for sku, variant in every.items()
        if (entry := entries.get(variant.product_id)) is not None
    }


def _sentences(
    quote: quotes.Quote,
    names: Mapping[str, str],
    offers: Mapping[str, pricing.Offer],
    unsold: Sequence[str],
    unknown_vouchers: Sequence[str],
) -> list[str]:
    """Where each price comes from, then how they add up, then what did not count."""
    language = get_language() or ""
    told = [_since(names.get(sku, sku), offer, quote.currency, language) for sku, offer in offers.items()]
    told += quotes.explain(quote.trace, quote.currency, language, names)
    told += [
        gettext("%(goods)s is not on sale for this buyer then.") % {"goods": names.get(sku, sku)} for sku in unsold
    ]
    return told + [gettext("There is no voucher %(code)s.") % {"code": code} for code in unknown_vouchers]


def _since(goods: str, offer: pricing.Offer, currency: str, language: str) -> str:
    words = {
        "goods": goods,
        "price": money.formatted(offer.amount, currency, language),
        "since": format_datetime(timezone.localtime(offer.since), "d MMM y, H:mm", locale=language or "en"),
    }
    if offer.compare_at is None:
        return gettext("%(goods)s costs %(price)s since %(since)s.") % words
    words["lowest"] = money.formatted(offer.compare_at, currency, language)
    return (
        gettext("%(goods)s costs %(price)s since %(since)s; the lowest price of the 30 days before was %(lowest)s.")
        % words
    )
