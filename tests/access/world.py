"""One customer with everything that can belong to a customer, marked by words that nobody else may ever read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.test import Client

from shop import carts, gift_cards, orders, returns, waiting, withdrawals
from shop.models import Order, Payment, StockRequest
from tests.access.routes import Route
from tests.factories import make_home, make_product, make_user, make_voucher
from tests.shop.ordering import ADDRESS, fill_cart, make_courier, place
from tests.shop_admin.staff import signed_in, staff_in, staff_with

# In the name, the address and the cart of the customer; whoever else gets one of them has been told too much.
SECRETS = ("Zyxwv Quuxbury", "quuxbury@example.com", "+79175550199", "77 Quuxbury Street")
# What the photo of his return shows.
PICTURE = b"\xff\xd8\xff Zyxwv Quuxbury's kitchen"
ROLES = ("Merchandisers", "Order managers", "Analysts", "Owner")


@dataclass(frozen=True)
class Caller:
    """Somebody at the door: a browser, and the person behind it if there is one."""

    name: str
    client: Client
    user: Any = None
    headers: Mapping[str, str] | None = None


class World:
    """The customer's things, and all who might be curious about them."""

    def __init__(self) -> None:
        make_courier()
        make_home()
        self.product = make_product(sku="PH-1", slug="phone", stock_count=50, is_presented=True)
        self.customer = make_user(email=SECRETS[1], name=SECRETS[0])
        make_voucher(code="SPRING")
        self.card, code = gift_cards.issue(amount=1_000, currency="RUB", recipient=SECRETS[1], reference="sale:1")
        self.cart = self._cart()
        carts.add_voucher(cart=self.cart, code="SPRING")
        carts.add_gift_card(cart=self.cart, code=code)
        # The customer has one open cart; the order comes from an earlier one.
        self.order = self._order()
        self.payment = Payment.objects.filter(order=self.order).get()
        line = self.order.lines.get().pk
        self.ret = returns.request_return(
            order=self.order,
            lines={line: (1, "faulty")},
            comment=f"Fetch it at {SECRETS[3]}",
            photos=[PICTURE],
            reference="return:1",
        )
        self.photo = self.ret.photos.get()
        self.withdrawal = withdrawals.withdraw(
            order=self.order,
            lines={line: 1},
            name=SECRETS[0],
            email=SECRETS[1],
            language="en",
            reference="withdrawal:1",
        )
        gone = make_product(sku="PH-0", stock_count=0, is_presented=True).variants.get()
        waiting.ask(variant=gone, email=SECRETS[1], language="en", customer=self.customer)
        self.place_in_queue = StockRequest.objects.get()
        self.values = list(self._values())

    def _cart(self, customer: Any = None) -> Any:
        cart = fill_cart("PH-1", customer=customer or self.customer, quantity=2)
        carts.set_contact(cart=cart, name=SECRETS[0], email=SECRETS[1], phone=SECRETS[2])
        carts.set_delivery(cart=cart, option="courier", address={**ADDRESS, "line1": SECRETS[3]})
        return cart

    def _order(self) -> Order:
        from shop.models import Cart

        Cart.objects.filter(pk=self.cart.pk).update(customer=None)
        order = place(self._cart(), method="sandbox", key="first", customer=self.customer)
        Cart.objects.filter(pk=self.cart.pk).update(customer=self.customer)
        for status in (Order.Status.PACKED, Order.Status.SHIPPED, Order.Status.COMPLETED):
            orders.move(order, status)
        return order

    def _values(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What the parameters of an address stand for, by the beginning of the address."""
        yield r"api/v1/products/", {"product": "phone"}
        yield (
            r"api/v1/carts/",
            {
                "cart": self.cart.public_id,
                "line": self.cart.lines.get().public_id,
                "code": "SPRING",
                "card": self.card.public_id,
            },
        )
        yield (
            r"api/v1/orders/",
            {
                "order": self.order.public_id,
                "ret": self.ret.public_id,
                "photo": self.photo.pk,
                "withdrawal": self.withdrawal.public_id,
            },
        )
        yield r"api/v1/stock-requests/", {"stock_request": self.place_in_queue.public_id}
        yield r"payments/", {"method": "sandbox", "payment_id": self.payment.public_id}
        yield r"en/account/orders/", {"order_id": self.order.public_id}
        yield r"en/cart/", {"line_id": self.cart.lines.get().public_id}
        yield (
            r"en/(orders|withdraw)/",
            {
                "key": self.order.public_id,
                "return_id": self.ret.public_id,
                "number": self.photo.pk,
                "withdrawal_id": self.withdrawal.public_id,
            },
        )
        yield r"admin/\^shop/products/export", {"ending": "csv"}
        yield r"admin/users/", {"pk": self.customer.pk}

    def address(self, route: Route) -> str:
        """The address of the customer's own thing where there is one, else of the first row of its kind."""
        for pattern, values in self.values:
            if re.match(pattern, route.written):
                return route.address(values)
        return route.address(self._first_row(route))

    def _first_row(self, route: Route) -> dict[str, Any]:
        from tests.access.policies import Staff, policy_of

        policy = policy_of(route.written)
        if not isinstance(policy, Staff) or policy == Staff():
            return {}
        app, right = policy.rights[0].split(".")
        model = apps.get_model(app, right.split("_", 1)[1])
        row = model.objects.order_by("pk").first() if model._meta.managed else None
        return dict.fromkeys(("pk", "instance_pk"), row.pk) if row else {}

    def strangers(self) -> list[Caller]:
        """Everybody to whom the customer's things are nothing."""
        other = make_user()
        return [
            Caller("anonymous", Client(raise_request_exception=False)),
            self._guest(),
            Caller("another customer", self._browser(signed_in(other)), other),
        ]

    def staff(self) -> list[Caller]:
        """Each role, and somebody who may enter the admin and nothing more."""
        people = [(role, staff_in(role)) for role in ROLES] + [("staff without rights", staff_with())]
        return [Caller(name, self._browser(signed_in(user)), user) for name, user in people]

    def owner(self) -> Caller:
        return Caller("the owner", self._browser(signed_in(self.customer)), self.customer)

    def _guest(self) -> Caller:
        """A guest with a cart and an order of his own, and the token of that order."""
        client = Client(raise_request_exception=False)
        client.post("/en/cart/add/", {"sku": "PH-1"}, headers={"Origin": "http://testserver"})
        order = place(fill_cart("PH-1"), method="sandbox", key="guest")
        Order.objects.filter(pk=order.pk).update(token_hash=orders.hashed("guests-own-token"))
        return Caller("a guest", client, headers={"Order-Token": "guests-own-token"})

    @staticmethod
    def _browser(client: Client) -> Client:
        client.raise_request_exception = False
        return client
