"""Orders as shoppers place them, for tests of what staff see: through cart and checkout, then moved in time."""

from datetime import datetime
from typing import Any

from shop import carts, checkout
from shop.models import DeliveryMethod, Order, PickupPoint, Product
from tests import factories as make

PHONE = "+79161234567"


def make_delivery(*, price: int = 39_000) -> DeliveryMethod:
    """The two ways to get goods: a courier for that price (minor units), and a shop where they are handed out."""
    PickupPoint.objects.get_or_create(
        code="tverskaya",
        defaults={
            "name_en": "Tverskaya",
            "name_ru": "Тверская",
            "city_en": "Moscow",
            "city_ru": "Москва",
            "address_en": "Tverskaya 1",
            "address_ru": "Тверская, 1",
            "postcode": "125009",
        },
    )
    words = {"kind": "pickup", "name_en": "Pick-up", "name_ru": "Самовывоз", "position": 2}
    DeliveryMethod.objects.get_or_create(code="pickup", defaults=words)
    words = {"kind": "courier", "name_en": "Courier", "name_ru": "Курьер", "price": price, "position": 1}
    return DeliveryMethod.objects.get_or_create(code="courier", defaults=words)[0]


def make_order(
    *,
    product: Product | None = None,
    quantity: int = 1,
    price: int = 1_220_000,
    method: str = "on_receipt",
    outcome: str = "",
    placed_at: datetime | None = None,
    name: str = "Anna Orlova",
    email: str = "anna@example.com",
    phone: str = PHONE,
    channel: str = "web",
    customer: Any = None,
) -> Order:
    """An order of one product, brought by courier; on receipt, or by the sandbox with that outcome."""
    make_delivery()
    product = product or make.make_product(price=price, stock_count=quantity, is_presented=True)
    cart = carts.open_cart(customer=customer, language="en", channel=channel)
    carts.add(cart=cart, sku=product.variants.get().sku, quantity=quantity)
    carts.set_contact(cart=cart, name=name, email=email, phone=phone)
    address = {"country": "RU", "city": "Moscow", "postcode": "125009", "line1": "Tverskaya 1", "line2": ""}
    carts.set_delivery(cart=cart, option="courier", address=address)
    total = carts.represent(cart, "en")["quote"]["total"]["amount"]
    placed = checkout.place_order(
        cart=cart,
        method=method,
        expected_total=total,
        placed_by=f"test:{make.number()}",
        customer=customer,
        parameters={"outcome": outcome} if outcome else {},
    )
    if placed_at is not None:
        Order.objects.filter(pk=placed.order.pk).update(created_at=placed_at)
        placed.order.refresh_from_db()
    return placed.order
