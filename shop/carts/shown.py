"""How a cart looks: its lines, codes, sums and problems as the contract describes them, in one language."""

from typing import Any

from django.utils.translation import gettext, override

from shop import cards, money, quotes
from shop.errors import OutOfStock, VariantUnavailable
from shop.models import Cart, CatalogEntry

from .basket import Basket, PricedLine
from .priced import PricedCart, PricedGift, priced


def represent(cart: Cart, language: str, basket: Basket | None = None) -> dict[str, Any]:
    """A cart as the contract describes it, in that language."""
    now = priced(cart, basket)
    with override(language):
        lines = [_represent_line(line, now, language) for line in now.lines]
        problems = [
            {"code": line["problem"]["code"], "sku": line["sku"], "detail": line["problem"]["detail"]}
            for line in lines
            if line["problem"]
        ]
        return {
            "id": cart.public_id,
            "market": now.buyer.terms.code,
            "lines": lines,
            "gifts": [_represent_gift(gift, now, language) for gift in now.gifts],
            "promotions": _promotions(now, language),
            "vouchers": _vouchers(now, language),
            "gift_cards": [
                {
                    "id": card.public_id,
                    "last_letters": card.last_letters,
                    "amount": money.present(amount, cart.currency, language),
                }
                for card, amount in now.gift_cards
            ],
            "contact": cart.contact,
            "delivery": now.delivery.describe(language) if now.delivery else None,
            "quote": represent_quote(now.quote, language),
            "total": money.present(now.quote.total, cart.currency, language),
            "payable": money.present(now.payable, cart.currency, language),
            "problems": problems,
            "expires_at": cart.expires_at.isoformat().replace("+00:00", "Z"),
        }


def represent_quote(quote: quotes.Quote, language: str) -> dict[str, Any]:
    amounts = {
        "subtotal": quote.subtotal,
        "discounts": quote.discount,
        "delivery": quote.delivery,
        "tax": quote.tax,
        "tax_added": quote.tax_added,
        "total": quote.total,
    }
    shown = {name: money.present(amount, quote.currency, language) for name, amount in amounts.items()}
    return {**shown, "trace": quote.trace}


def name_of(sku: str, language: str) -> str:
    """What a SKU is called on the site, or the SKU itself if it is not shown there."""
    entry = CatalogEntry.objects.filter(product__variants__sku=sku, language=language).first()
    return entry.name if entry else sku


def count(cart: Cart) -> int:
    """How many pieces are in a cart."""
    return sum(cart.lines.values_list("quantity", flat=True))


def _represent_line(line: PricedLine, now: PricedCart, language: str) -> dict[str, Any]:
    row, variant, currency, quote = line.row, line.row.variant, now.cart.currency, now.quote
    shown = _shown_variant(line.entry, variant.sku)
    unit_price = line.offer.amount if line.offer else row.price_seen
    name = shown["name"] if shown else (line.entry.name if line.entry else variant.product.slug)
    total = quote.line_totals.get(variant.sku, 0) - _worth_of_gifts(now, variant.sku)
    discount = quote.line_discounts.get(variant.sku, 0) - _worth_of_gifts(now, variant.sku)
    return {
        "id": row.public_id,
        "sku": variant.sku,
        "product_id": variant.product.public_id,
        "name": name,
        "url": shown["url"] if shown else None,
        "picture": line.entry.card["picture"] if line.entry else None,
        "options": shown["options"] if shown else [],
        "quantity": row.quantity,
        "unit_price": money.present(unit_price, currency, language),
        "discounts": [
            {**one, "amount": money.present(one["amount"], currency, language)}
            for one in quote.discounts_of.get(variant.sku, [])
        ],
        "line_total": money.present(total, currency, language),
        "discounted_total": money.present(total - discount, currency, language),
        "availability": cards.availability(line.stock),
        "problem": _problem(line, name, currency, language),
    }


def _worth_of_gifts(now: PricedCart, sku: str) -> int:
    """What the quote counts for pieces of a SKU that come as a gift, beside those that are paid for."""
    return sum(gift.line.unit_price * gift.line.quantity for gift in now.gifts if gift.line.sku == sku)


def _represent_gift(gift: PricedGift, now: PricedCart, language: str) -> dict[str, Any]:
    shown = _shown_variant(gift.entry, gift.variant.sku)
    return {
        "sku": gift.variant.sku,
        "name": shown["name"] if shown else gift.entry.name if gift.entry else gift.variant.sku,
        "picture": gift.entry.card["picture"] if gift.entry else None,
        "quantity": gift.line.quantity,
        "worth": money.present(gift.line.unit_price * gift.line.quantity, now.cart.currency, language),
    }


def _shown_variant(entry: CatalogEntry | None, sku: str) -> dict[str, Any] | None:
    return next((one for one in entry.detail["variants"] if one["sku"] == sku), None) if entry else None


def _promotions(now: PricedCart, language: str) -> list[dict[str, Any]]:
    """What each promotion takes off, once for the whole cart."""
    return [
        {
            "name": one.name,
            "voucher": one.voucher,
            "amount": money.present(one.amount, now.cart.currency, language),
        }
        for one in now.quote.applied
    ]


def _vouchers(now: PricedCart, language: str) -> list[dict[str, Any]]:
    """Each code in the cart: what it takes off, or why it takes nothing off now."""
    applied = {one.voucher: one for one in now.quote.applied if one.voucher}
    refused = {one.voucher: one for one in now.quote.refused if one.voucher}
    shown = []
    for code in now.voucher_codes:
        amount = applied[code].amount if code in applied else 0
        shown.append(
            {
                "code": code,
                "name": applied[code].name if code in applied else refused[code].name if code in refused else "",
                "amount": money.present(amount, now.cart.currency, language),
                "problem": (
                    {"code": refused[code].code, "detail": refused[code].detail}
                    if code in refused and code not in applied
                    else None
                ),
            }
        )
    return shown


def _problem(line: PricedLine, name: str, currency: str, language: str) -> dict[str, str] | None:
    code = line.problem
    if code is None:
        return None
    if code == "price_changed" and line.offer is not None:
        detail = gettext("The price has changed from %(old)s to %(new)s.") % {
            "old": money.formatted(line.row.price_seen, currency, language),
            "new": money.formatted(line.offer.amount, currency, language),
        }
    elif code == "out_of_stock":
        detail = OutOfStock(line.row.variant.sku, line.available, name).detail
    else:
        detail = VariantUnavailable(line.row.variant.sku, name).detail
    return {"code": code, "detail": detail}
