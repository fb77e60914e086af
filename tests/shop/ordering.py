"""A shopper's way to an order in a few calls, for tests that begin where the cart is full or the order is placed."""

from typing import Any

from shop import carts, checkout
from shop.models import Cart, DeliveryMethod, Order, PickupPoint

CONTACT = {"name": "Anna Petrova", "email": "anna@example.com", "phone": "+79175550123"}
ADDRESS = {"city": "Kazan", "line1": "1 Bauman St"}


def make_courier(*, price: int = 0, **fields: Any) -> DeliveryMethod:
    return DeliveryMethod.objects.create(
        code="courier", kind="courier", name_en="Courier", name_ru="Курьер", price=price, **fields
    )


def make_point(**fields: Any) -> PickupPoint:
    words = {
        "code": "kazan-1",
        "name_en": "Bauman",
        "name_ru": "Баумана",
        "city_en": "Kazan",
        "city_ru": "Казань",
        "address_en": "1 Bauman St",
        "address_ru": "ул. Баумана, 1",
        "postcode": "420111",
    }
    return PickupPoint.objects.create(**words | fields)


def fill_cart(*skus: str, customer: Any = None, **quantities: int) -> Cart:
    """A cart with one piece of each, ready to be ordered by courier; it holds its goods."""
    cart = carts.open_cart(customer=customer, language="en")
    for sku in skus:
        carts.add(cart=cart, sku=sku, quantity=quantities.get("quantity", 1))
    carts.set_contact(cart=cart, **CONTACT)
    carts.set_delivery(cart=cart, option="courier", address=ADDRESS)
    return cart


def place(cart: Cart, *, method: str = "on_receipt", outcome: str = "", key: str = "key-1", **more: Any) -> Order:
    placed = checkout.place_order(
        cart=cart,
        method=method,
        expected_total=carts.priced(cart).quote.total,
        placed_by=key,
        parameters={"outcome": outcome} if outcome else None,
        **more,
    )
    return placed.order
