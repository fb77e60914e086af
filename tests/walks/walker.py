"""A shop that anything may happen to: one deed a method, as chance picks them, each allowed to be refused."""

import itertools
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from django.utils import timezone

from shop import carts, checkout, edits, gift_cards, orders, payments, refunds, returns, shipments, stock, withdrawals
from shop.errors import Refusal
from shop.models import Cart, Order, Payment, Promotion, Reservation, Return, Shipment
from shop.models.returns import ReturnLine
from shop.payments import sandbox
from tests.factories import make_backorder, make_bundle, make_product, make_promotion, make_voucher, make_warehouse
from tests.shop.ordering import ADDRESS, make_courier

Row = TypeVar("Row")
OUTCOMES = ("paid", "declined", "requires_action", "pending_then_paid", "paid_twice", "timeout")
FAULTS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"authorise_only": True},
    {"amount": -1},
    {"currency": "EUR"},
    {"refund": "failed"},
    {"refund": "pending"},
)
PEOPLE = ("anna@example.com", "a.n.n.a@example.com", "boris@example.com")


class Walker:
    """The shop, its shoppers, its staff, its bank and its clock."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.done = 0
        make_courier(price=39_000)
        shelf = make_warehouse(code="second", position=1)
        self.skus = ("A", "B", "P", "AB")
        make_product(sku="A", price=3_333, stock_count=9, is_presented=True)
        make_product(sku="B", price=10_001, stock_count=5, is_presented=True)
        make_product(sku="P", price=50_000, stock_count=0, is_presented=True)
        stock.receive(quantities={"A": 3, "B": 1}, reference="second", warehouse=shelf)
        make_bundle(sku="AB", parts={"A": 1, "B": 1}, price=12_000, is_presented=True)
        make_backorder(sku="P", cap=3)
        make_promotion(basis_points=3_333, most_uses=3)
        make_promotion(kind=Promotion.Kind.CHEAPEST_FREE, buy_quantity=3, budget=8_000)
        make_voucher(code="ONCE", promotion=make_promotion(needs_voucher=True, kind="amount", amount=2_500))
        own = make_promotion(needs_voucher=True, basis_points=500, most_uses_per_customer=1, is_exclusive=True)
        make_voucher(code="EACH", promotion=own, most_uses=None)
        self.codes: list[str] = ["ONCE", "EACH", "NONE"]
        for amount in (1_000, 40_000):
            self.codes.append(gift_cards.issue(amount=amount, currency="RUB", reference=f"sale:{amount}")[1])
        for number in range(3):
            self.come_in(number, number)
            self.come_and_buy(44 + 37 * number, number)
        for chance in range(3):
            self.pack(chance)
            self.ship(chance, 0)
            self.deliver(chance)

    # Chance

    def one(self, rows: Sequence[Row], chance: int) -> Row | None:
        return rows[chance % len(rows)] if rows else None

    def cart(self, chance: int) -> Cart | None:
        return self.one(list(Cart.objects.filter(state=Cart.State.OPEN).order_by("pk")), chance)

    def order(self, chance: int) -> Order | None:
        return self.one(list(Order.objects.order_by("pk")), chance)

    def name(self, kind: str) -> str:
        return f"{kind}:{next(self.numbers)}"

    def tried(self, deed: Callable[[], Any]) -> Any:
        """What the shop says no to is a good answer; anything else that is raised is a fault."""
        self.done += 1
        try:
            return deed()
        except (Refusal, sandbox.Crash):
            return None

    # Shoppers

    def come_in(self, chance: int, quantity: int) -> None:
        """A shopper who knows what to buy, and stands at the last step of the checkout."""
        cart = carts.open_cart(language="en")
        self.tried(lambda: carts.add(cart=cart, sku=self.skus[chance % 4], quantity=1 + quantity % 2))
        self._go_to_checkout(cart, chance)

    def come_and_buy(self, chance: int, quantity: int) -> None:
        self.come_in(chance, quantity)
        self._buy(Cart.objects.order_by("-pk")[0], chance)

    def add(self, chance: int, quantity: int) -> None:
        if cart := self.cart(chance):
            self.tried(lambda: carts.add(cart=cart, sku=self.skus[chance % 4], quantity=quantity))

    def change_line(self, chance: int, quantity: int) -> None:
        cart = self.cart(chance)
        line = cart.lines.order_by("pk").first() if cart else None
        if cart and line and quantity:
            self.tried(lambda: carts.set_quantity(cart=cart, line_id=line.public_id, quantity=quantity))
        elif cart and line:
            self.tried(lambda: carts.remove(cart=cart, line_id=line.public_id))

    def add_code(self, chance: int) -> None:
        if cart := self.cart(chance):
            self.tried(lambda: carts.add_code(cart=cart, code=self.codes[chance % len(self.codes)]))

    def go_to_checkout(self, chance: int) -> None:
        if cart := self.cart(chance):
            self._go_to_checkout(cart, chance)

    def _go_to_checkout(self, cart: Cart, chance: int) -> None:
        email = PEOPLE[chance % len(PEOPLE)]
        self.tried(lambda: carts.set_contact(cart=cart, name="Anna", email=email, phone="+79175550123"))
        self.tried(lambda: carts.set_delivery(cart=cart, option="courier", address=ADDRESS))

    def buy(self, chance: int) -> None:
        if cart := self.cart(chance):
            self._buy(cart, chance)

    def _buy(self, cart: Cart, chance: int) -> None:
        method = ("on_receipt", "sandbox", "sandbox", "bank_transfer")[chance // 11 % 4]
        played = {"outcome": OUTCOMES[chance // 5 % 6], "faults": FAULTS[chance // 3 % 7]}
        total, key = carts.priced(cart).quote.total, self.name("order")
        for _ in range(1 + chance % 2):
            self.tried(
                lambda: checkout.place_order(
                    cart=cart, method=method, expected_total=total, placed_by=key, parameters=played
                )
            )

    def cancel(self, chance: int) -> None:
        if order := self.order(chance):
            self.tried(lambda: orders.cancel(order))

    def ask_to_return(self, chance: int, quantity: int) -> None:
        order = self.order(chance)
        line = self.one(list(order.lines.order_by("pk")), chance) if order else None
        if order and line and quantity:
            lines = {line.pk: (quantity, ReturnLine.Reason.UNWANTED)}
            name = self.name("return")
            for _ in range(1 + chance % 2):
                self.tried(lambda: returns.request_return(order=order, lines=lines, reference=name))

    def withdraw(self, chance: int, quantity: int) -> None:
        order = self.order(chance)
        line = self.one(list(order.lines.order_by("pk")), chance) if order else None
        if order and line:
            self.tried(
                lambda: withdrawals.withdraw(
                    order=order,
                    name="Anna",
                    email="anna@example.com",
                    language="en",
                    reference=self.name("withdrawal"),
                    lines={line.pk: quantity} if quantity else None,
                )
            )

    # The bank

    def answer_the_bank(self, chance: int) -> None:
        asked = Payment.objects.filter(status=Payment.Status.REQUIRES_ACTION, method="sandbox").order_by("pk")
        if payment := self.one(list(asked), chance):
            self.tried(lambda: payments.confirm(payment.public_id, approved=chance % 3 != 0))

    def hear_the_bank(self, chance: int) -> None:
        """Messages come twice, late, in the wrong order, about what is over."""
        payment = self.one(list(Payment.objects.filter(method="sandbox").order_by("pk")), chance)
        if payment is None:
            return
        status, captured = (("paid", payment.amount), ("declined", 0), ("cancelled", 0))[chance % 3]
        outcome = payments.Outcome(
            status=status, captured=captured, reference=f"sandbox-{payment.public_id}", currency=payment.currency
        )
        body, headers = sandbox.sent(sandbox.told_of(payment, status, outcome))
        for _ in range(1 + chance % 2):
            self.tried(lambda: payments.receive("sandbox", body, headers))

    def money_on_the_account(self, chance: int) -> None:
        if order := self.order(chance):
            amount = order.total if chance % 3 else max(order.total - 1, 1)
            self.tried(lambda: payments.money_arrived(order, amount, self.name("statement"), None))

    def take_reserved_money(self, chance: int) -> None:
        reserved = Payment.objects.filter(status=Payment.Status.AUTHORISED).order_by("pk")
        if payment := self.one(list(reserved), chance):
            self.tried(lambda: payments.cancel(payment) if chance % 4 == 0 else payments.capture(payment))

    # Staff

    def pack(self, chance: int) -> None:
        if order := self.order(chance):
            self.tried(lambda: orders.move(order, Order.Status.PACKED))

    def ship(self, chance: int, quantity: int) -> None:
        order = self.order(chance)
        line = self.one(list(order.lines.order_by("pk")), chance) if order else None
        if order and line:
            lines, name = ({line.pk: quantity} if quantity else None), self.name("parcel")
            for _ in range(1 + chance % 2):
                self.tried(lambda: shipments.ship(order=order, lines=lines, reference=name))

    def deliver(self, chance: int) -> None:
        if shipment := self.one(list(Shipment.objects.order_by("pk")), chance):
            self.tried(lambda: shipments.deliver(shipment))

    def refund(self, chance: int, quantity: int) -> None:
        order = self.order(chance)
        line = self.one(list(order.lines.order_by("pk")), chance) if order else None
        if order and line:
            name = self.name("refund")
            for _ in range(1 + chance % 2):
                made = self.tried(
                    lambda: refunds.refund(
                        order=order,
                        lines={line.pk: quantity} if quantity else {},
                        other_amount=chance % 5_000 if not quantity else 0,
                        restock=bool(chance % 2),
                        reason="broken",
                        reference=name,
                    )
                )
                if made:
                    self.tried(lambda made=made: payments.carry_out(made))

    def edit(self, chance: int, quantity: int) -> None:
        if order := self.order(chance):
            sku = self.skus[chance % 4]
            now = {line.sku: line.quantity for line in order.lines.all()}
            self.tried(
                lambda: edits.edit(
                    order=order, quantities={**now, sku: quantity}, reason="asked for", reference=self.name("edit")
                )
            )

    def go_on_with_a_return(self, chance: int) -> None:
        ret = self.one(list(Return.objects.order_by("pk")), chance)
        if ret is None:
            return
        restock = {line.pk: chance % (line.quantity + 1) for line in ret.lines.all()}
        steps = (
            lambda: returns.approve(ret=ret),
            lambda: returns.receive(ret=ret, restock=restock),
            lambda: returns.refund(ret=ret),
            lambda: returns.call_off(ret=ret) if chance % 5 == 0 else returns.approve(ret=ret),
        )
        self.tried(steps[(chance // 7) % 4])

    def receive_goods(self, chance: int, quantity: int) -> None:
        if quantity:
            sku = ("A", "B", "P")[chance % 3]
            self.tried(lambda: stock.receive(quantities={sku: quantity}, reference=self.name("delivery")))

    def count_goods(self, chance: int, quantity: int) -> None:
        if change := quantity - 2:
            sku = ("A", "B", "P")[chance % 3]
            self.tried(lambda: stock.correct(sku=sku, change=change, reason="counted"))

    # Time

    def let_time_pass(self, chance: int) -> None:
        """Holds, unpaid orders and payments nobody heard of grow old; then everything that is due is done, twice."""
        past = timezone.now() - timedelta(days=1)
        Reservation.objects.filter(state=Reservation.State.HELD).update(expires_at=past)
        if chance % 2:
            Order.objects.filter(payment_due_at__isnull=False).update(payment_due_at=past)
        Payment.objects.update(created_at=past, asked_at=None)
        for job in (stock.expire_holds, checkout.expire_unpaid, payments.settle) * 2:
            self.tried(job)
