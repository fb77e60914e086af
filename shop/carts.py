"""Carts: add, change, remove, merge; and how a cart looks with the quote of this moment.

A cart reserves nothing.  Each line remembers the price its shopper has seen; a different price now is a problem that
the shopper accepts before ordering.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from shop import cards, delivery, money, pricing, stock
from shop.changes import log
from shop.errors import CartFull, CartNotOpen, InvalidQuantity, NotFound, OutOfStock, UnknownSku, VariantUnavailable
from shop.models import Cart, CartLine, CatalogEntry, Variant
from shop.retry import retried

MOST_LINES = 100
LARGEST_QUANTITY = 999


def open_cart(*, customer: Any = None, language: str, channel: str = "web") -> Cart:
    """A new empty cart; for a customer, the one that is open already."""
    if customer is None:
        return _new_cart(None, language, channel)
    if existing := of_customer(customer):
        return existing
    with transaction.atomic():
        # Two devices at once would otherwise get a cart each, and one of them would not be seen again.
        list(get_user_model().objects.select_for_update(no_key=True).filter(pk=customer.pk).values_list("pk"))
        return of_customer(customer) or _new_cart(customer, language, channel)


def of_customer(customer: Any) -> Cart | None:
    """The customer's open cart, if there is one."""
    mine = Cart.objects.filter(customer=customer, state=Cart.State.OPEN, expires_at__gt=timezone.now())
    return mine.order_by("-pk").first()


def find(cart_id: str, customer: Any = None) -> Cart:
    """The cart with that id.  Raises NotFound if there is none, it is over, or it belongs to somebody else."""
    cart = Cart.objects.filter(public_id=cart_id).exclude(state=Cart.State.MERGED).first()
    if cart is None or (cart.customer_id is not None and (customer is None or cart.customer_id != customer.pk)):
        raise NotFound
    if cart.state == Cart.State.OPEN and cart.expires_at <= timezone.now():
        raise NotFound
    return cart


@retried
@transaction.atomic
def add(*, cart: Cart, sku: str, quantity: int = 1, placement: dict[str, Any] | None = None) -> CartLine:
    """Put pieces of a SKU into a cart, on top of those already there.

    Raises OutOfStock if the line would ask for more than can be promised now.
    """
    _check_quantity(quantity)
    _open(cart)
    variant = Variant.objects.filter(sku=sku).select_related("product").first()
    if variant is None:
        raise UnknownSku(sku)
    offer = _offer(variant)
    line = cart.lines.filter(variant=variant).first()
    wanted = quantity + (line.quantity if line else 0)
    _check_quantity(wanted)
    _check_stock(cart, variant, wanted)
    if line:
        CartLine.objects.filter(pk=line.pk).update(quantity=wanted, price_seen=offer.amount)
    else:
        if cart.lines.count() >= MOST_LINES:
            raise CartFull
        line = CartLine.objects.create(
            cart=cart, variant=variant, quantity=wanted, price_seen=offer.amount, placement=placement
        )
    _touch(cart)
    return line


@retried
@transaction.atomic
def set_quantity(*, cart: Cart, line_id: str, quantity: int) -> None:
    """Ask for another number of pieces.  Raises NotFound, InvalidQuantity or OutOfStock; the line then stays."""
    _check_quantity(quantity)
    _open(cart)
    line = _line(cart, line_id)
    if quantity > line.quantity:
        _check_stock(cart, line.variant, quantity)
    CartLine.objects.filter(pk=line.pk).update(quantity=quantity)
    stock.trim_hold(cart=cart, quantities=_quantities(cart))
    _touch(cart)


@retried
@transaction.atomic
def remove(*, cart: Cart, line_id: str) -> CartLine:
    """Take a line out; the line as it was, so that it can be brought back."""
    _open(cart)
    line = _line(cart, line_id)
    CartLine.objects.filter(pk=line.pk).delete()
    stock.trim_hold(cart=cart, quantities=_quantities(cart))
    _touch(cart)
    return line


@retried
@transaction.atomic
def clear(*, cart: Cart) -> None:
    """Take all lines out and give back what was held."""
    _open(cart)
    cart.lines.all().delete()
    stock.release_hold(cart=cart)
    _touch(cart)


@retried
@transaction.atomic
def accept_prices(*, cart: Cart) -> None:
    """The shopper has seen what each line costs now and how many are left, and agrees."""
    _open(cart)
    now = priced(cart)
    for line in now.lines:
        if line.offer is None or line.available < 1:
            CartLine.objects.filter(pk=line.row.pk).delete()
        else:
            quantity = min(line.row.quantity, line.available)
            CartLine.objects.filter(pk=line.row.pk).update(price_seen=line.offer.amount, quantity=quantity)
    stock.trim_hold(cart=cart, quantities=_quantities(cart))
    _touch(cart)


@retried
@transaction.atomic
def set_contact(*, cart: Cart, name: str, email: str, phone: str) -> None:
    """Say who buys; the phone number in E.164."""
    _open(cart)
    _touch(cart, contact={"name": name, "email": email, "phone": phone})


@retried
@transaction.atomic
def set_delivery(
    *, cart: Cart, option: str, pickup_point: str | None = None, address: dict[str, str] | None = None
) -> None:
    """Say how and where to, and hold the goods from now on, for as long as settings allow.

    Raises DeliveryUnavailable or DeliveryIncomplete; OutOfStock if the goods are gone meanwhile.
    """
    _open(cart)
    chosen = delivery.choose(option=option, pickup_point=pickup_point, address=address)
    hold(cart)
    _touch(cart, delivery=chosen)


@retried
@transaction.atomic
def hold(cart: Cart) -> None:
    """Hold a cart's goods, or go on holding them.  Raises OutOfStock with the product's name, or CartNotOpen."""
    _open(cart)
    until = timezone.now() + settings.SHOP["RESERVATION_LIFETIME"]
    try:
        stock.hold(cart=cart, quantities=_quantities(cart), until=until)
    except OutOfStock as refusal:
        raise OutOfStock(refusal.sku, refusal.available, name_of(refusal.sku, cart.language)) from None


@retried
@transaction.atomic
def merge(*, guest: Cart, into: Cart) -> None:
    """Add a guest's lines to the customer's cart; of goods in both, the larger quantity stays.

    Nothing happens if one of them has become an order meanwhile.
    """
    locked = {cart.pk: cart for cart in _locked(guest, into)}
    if len(locked) < 2 or any(cart.state != Cart.State.OPEN for cart in locked.values()):
        return
    if locked[guest.pk].customer_id is not None:
        return
    stock.release_hold(cart=guest)
    theirs = {line.variant_id: line for line in into.lines.all()}
    for line in guest.lines.all():
        if existing := theirs.get(line.variant_id):
            CartLine.objects.filter(pk=existing.pk).update(quantity=max(existing.quantity, line.quantity))
        elif len(theirs) < MOST_LINES:
            theirs[line.variant_id] = line
            CartLine.objects.filter(pk=line.pk).update(cart=into)
    Cart.objects.filter(pk=guest.pk).update(state=Cart.State.MERGED)
    into.version = locked[into.pk].version
    _touch(into, contact=locked[into.pk].contact or guest.contact)


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """A line with what it costs and how many are free now; without an offer it cannot be bought any more."""

    row: CartLine
    entry: CatalogEntry | None
    offer: pricing.Offer | None
    available: int

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
class PricedCart:
    """A cart at this moment: its lines and what they cost together."""

    cart: Cart
    lines: Sequence[PricedLine]
    quote: pricing.Quote
    delivery: delivery.Chosen | None


def priced(cart: Cart) -> PricedCart:
    """What a cart costs now; lines that cannot be bought any more count nothing."""
    rows = list(cart.lines.select_related("variant__product"))
    variant_ids = [row.variant_id for row in rows]
    offers = pricing.prices_at(variant_ids)
    free = stock.available(variant_ids, cart=cart)
    entries = _entries([row.variant.product_id for row in rows], cart.language)
    lines = [
        PricedLine(
            row=row,
            entry=entries.get(row.variant.product_id),
            offer=offers.get(row.variant_id) if row.variant.is_active else None,
            available=free[row.variant_id],
        )
        for row in rows
    ]
    asked = [
        pricing.QuoteLine(sku=line.row.variant.sku, quantity=line.row.quantity, unit_price=line.offer.amount)
        for line in lines
        if line.is_sellable and line.offer is not None
    ]
    goods = sum(line.unit_price * line.quantity for line in asked)
    chosen = delivery.chosen(cart.delivery)
    # Nothing in the cart, nothing to bring.
    price, rule = chosen.price(goods) if chosen and asked else (0, "delivery_not_chosen")
    quote = pricing.quote(
        asked,
        delivery_price=price,
        delivery_rule=rule,
        tax_basis_points=settings.SHOP["TAX_BASIS_POINTS"],
        currency=cart.currency,
    )
    return PricedCart(cart=cart, lines=lines, quote=quote, delivery=chosen)


def represent(cart: Cart, language: str) -> dict[str, Any]:
    """A cart as the contract describes it, in that language."""
    now = priced(cart)
    with override(language):
        lines = [_represent_line(line, cart, now.quote, language) for line in now.lines]
        problems = [
            {"code": line["problem"]["code"], "sku": line["sku"], "detail": line["problem"]["detail"]}
            for line in lines
            if line["problem"]
        ]
        return {
            "id": cart.public_id,
            "lines": lines,
            "vouchers": [],
            "contact": cart.contact,
            "delivery": now.delivery.describe(language) if now.delivery else None,
            "quote": represent_quote(now.quote, language),
            "total": money.present(now.quote.total, cart.currency, language),
            "problems": problems,
            "expires_at": cart.expires_at.isoformat().replace("+00:00", "Z"),
        }


def represent_quote(quote: pricing.Quote, language: str) -> dict[str, Any]:
    amounts = {
        "subtotal": quote.subtotal,
        "discounts": quote.discount,
        "delivery": quote.delivery,
        "tax": quote.tax,
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


def _represent_line(line: PricedLine, cart: Cart, quote: pricing.Quote, language: str) -> dict[str, Any]:
    row, variant = line.row, line.row.variant
    shown = next((v for v in line.entry.detail["variants"] if v["sku"] == variant.sku), None) if line.entry else None
    unit_price = line.offer.amount if line.offer else row.price_seen
    name = shown["name"] if shown else (line.entry.name if line.entry else variant.product.slug)
    return {
        "id": row.public_id,
        "sku": variant.sku,
        "product_id": variant.product.public_id,
        "name": name,
        "url": shown["url"] if shown else None,
        "picture": line.entry.card["picture"] if line.entry else None,
        "options": shown["options"] if shown else [],
        "quantity": row.quantity,
        "unit_price": money.present(unit_price, cart.currency, language),
        "discounts": [],
        "line_total": money.present(quote.line_totals.get(variant.sku, 0), cart.currency, language),
        "availability": cards.availability(line.available),
        "problem": _problem(line, name, cart.currency, language),
    }


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


def _entries(product_ids: Sequence[int], language: str) -> dict[int, CatalogEntry]:
    """The catalogue's rows of these products: in the cart's language, else in any, so that no line loses its name."""
    rows = CatalogEntry.objects.filter(product__in=product_ids)
    found: dict[int, CatalogEntry] = {}
    for row in rows:
        if row.product_id not in found or row.language == language:
            found[row.product_id] = row
    return found


def _new_cart(customer: Any, language: str, channel: str) -> Cart:
    return Cart.objects.create(
        customer=customer,
        language=language,
        channel=channel,
        currency=money.currency(),
        expires_at=timezone.now() + settings.SHOP["CART_LIFETIME"],
    )


def _quantities(cart: Cart) -> dict[str, int]:
    return dict(cart.lines.values_list("variant__sku", "quantity"))


def _locked(*carts: Cart) -> list[Cart]:
    """The rows as they are now, locked in one order for all."""
    return list(Cart.objects.select_for_update().filter(pk__in=[cart.pk for cart in carts]).order_by("pk"))


def _open(cart: Cart) -> None:
    """One request at a time changes a cart.  Raises CartNotOpen if it has become an order meanwhile."""
    fresh = Cart.objects.select_for_update().get(pk=cart.pk)
    if fresh.state != Cart.State.OPEN:
        raise CartNotOpen
    cart.version = fresh.version


def _touch(cart: Cart, **changes: Any) -> None:
    """Change a cart that is locked: count it, keep the cart for another month, and wake its other devices."""
    changes |= {"version": cart.version + 1, "expires_at": timezone.now() + settings.SHOP["CART_LIFETIME"]}
    Cart.objects.filter(pk=cart.pk).update(**changes)
    for name, value in changes.items():
        setattr(cart, name, value)
    log.append(type="cart", object_id=cart.public_id, kind="changed", data={"version": cart.version}, is_public=False)


def _line(cart: Cart, line_id: str) -> CartLine:
    line = cart.lines.filter(public_id=line_id).select_related("variant").first()
    if line is None:
        raise NotFound
    return line


def _offer(variant: Variant) -> pricing.Offer:
    offer = pricing.prices_at([variant.pk]).get(variant.pk)
    is_shown = CatalogEntry.objects.filter(product=variant.product).exists()
    if offer is None or not variant.is_active or not is_shown:
        raise VariantUnavailable(variant.sku)
    return offer


def _check_quantity(quantity: int) -> None:
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= LARGEST_QUANTITY:
        raise InvalidQuantity


def _check_stock(cart: Cart, variant: Variant, wanted: int) -> None:
    free = stock.available([variant.pk], cart=cart)[variant.pk]
    if free < wanted:
        raise OutOfStock(variant.sku, max(free, 0), name_of(variant.sku, cart.language))
