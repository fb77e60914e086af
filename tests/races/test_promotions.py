"""Promotions, vouchers and gift cards under fire: whoever comes at once, no limit is passed and no money is made."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from shop import books, carts, checkout, gift_cards, orders, payments
from shop.errors import Refusal
from shop.models import DeliveryMethod, GiftCard, Order, Payment, Redemption
from shop.payments import Outcome
from shop.promotions import redemptions
from shop.retry import retried
from tests.factories import make_order, make_product, make_promotion, make_voucher
from tests.races.buyers import ADDRESS, CONTACT, at_once

pytestmark = pytest.mark.django_db(transaction=True)

# One mailbox, as somebody types it who wants a discount twenty times.
SPELLINGS = (
    "anna.petrova@gmail.com",
    "annapetrova@gmail.com",
    "Anna.Petrova+{n}@gmail.com",
    "a.nna.petrova@googlemail.com",
)


@dataclass
class Applied:
    promotion_id: int
    amount: int = 1_000
    voucher: str | None = None
    name: str = "Promotion"


def redeem(order, *applied, email="anna@example.com"):
    """As an order is placed: in one transaction, which is tried again where the database could not let it through."""

    @retried
    @transaction.atomic
    def place():
        redemptions.redeem(order=order, applied=applied, customer_key=redemptions.customer_key(None, email))
        return "placed"

    try:
        return place()
    except Refusal as refusal:
        return refusal.code


def spend(card, order, amount):
    try:
        gift_cards.spend(card_id=card.pk, amount=amount, order=order, reference=order.public_id)
    except Refusal as refusal:
        return refusal.code
    return "paid"


def counters(*rows):
    for row in rows:
        row.refresh_from_db()
    return tuple(row.used for row in rows)


def used():
    return Redemption.objects.filter(state="used").count()


def test_twenty_carts_use_the_last_voucher_once():
    voucher = make_voucher()
    orders = [make_order() for _ in range(20)]
    wanted = Applied(voucher.promotion_id, voucher=voucher.code)

    results = at_once([lambda o=order: redeem(o, wanted, email=f"{o.pk}@example.com") for order in orders])

    assert results == {"placed": 1, "promotion_used_up": 19}
    assert (counters(voucher, voucher.promotion), used()) == ((1, 1), 1)


def test_twenty_carts_of_one_customer_use_a_promotion_once_however_the_address_is_spelt():
    promotion = make_promotion(most_uses_per_customer=1)
    orders = [make_order() for _ in range(20)]

    results = at_once([
        lambda n=n, o=order: redeem(o, Applied(promotion.pk), email=SPELLINGS[n % 4].format(n=n))
        for n, order in enumerate(orders)
    ])  # fmt: skip

    assert results == {"placed": 1, "promotion_used_up": 19}
    assert (counters(promotion), used()) == ((1,), 1)


def test_a_budget_is_never_exceeded():
    promotion = make_promotion(budget=7_500)
    orders = [make_order() for _ in range(20)]

    results = at_once([lambda o=order: redeem(o, Applied(promotion.pk)) for order in orders])

    assert results == {"placed": 7, "promotion_used_up": 13}
    promotion.refresh_from_db()
    assert (promotion.used, promotion.spent) == (7, 7_000)
    assert Redemption.objects.aggregate(sum=Sum("amount"))["sum"] == 7_000


def test_promotions_in_opposite_order_never_wait_for_each_other():
    first, second = make_promotion(most_uses=20), make_promotion(most_uses=20)
    orders = [make_order() for _ in range(20)]
    both = [Applied(first.pk), Applied(second.pk)]

    results = at_once([lambda n=n, o=order: redeem(o, *both[:: 1 if n % 2 else -1]) for n, order in enumerate(orders)])

    assert results == {"placed": 20}
    assert counters(first, second) == (20, 20)


def test_uses_are_given_back_and_taken_at_the_same_time():
    promotion = make_promotion(most_uses_per_customer=5)
    before = [make_order() for _ in range(5)]
    for order in before:
        redeem(order, Applied(promotion.pk))

    results = at_once(
        [lambda o=order: redemptions.give_back(order=o) for order in before * 2]
        + [lambda: redeem(make_order(), Applied(promotion.pk))] * 10
    )

    assert results[None] == 10
    assert set(results) <= {None, "placed", "promotion_used_up"}
    assert counters(promotion) == (results["placed"],) == (used(),)
    slots = Redemption.objects.filter(state="used").values_list("slot", flat=True)
    assert set(slots) <= {1, 2, 3, 4, 5}


def test_ten_cancellations_give_a_use_and_a_cards_money_back_once():
    voucher = make_voucher()
    card, _ = gift_cards.issue(amount=500_000, currency="RUB", reference="test")
    order = make_order()
    redeem(order, Applied(voucher.promotion_id, voucher=voucher.code))
    spend(card, order, 300_000)

    def cancel():
        redemptions.give_back(order=order)
        gift_cards.give_back(card_id=card.pk, amount=300_000, order=order, reference=f"cancel:{order.public_id}")

    assert at_once([cancel] * 10) == {None: 10}
    assert (counters(voucher, voucher.promotion), used()) == ((0, 0), 0)
    card.refresh_from_db()
    assert card.balance == card.entries.aggregate(sum=Sum("amount"))["sum"] == 500_000


def test_a_gift_card_of_5000_spent_twenty_times_at_once_pays_once():
    card, _ = gift_cards.issue(amount=500_000, currency="RUB", reference="test")
    orders = [make_order() for _ in range(20)]

    results = at_once([lambda o=order: spend(card, o, 500_000) for order in orders])

    assert results == {"paid": 1, "gift_card_empty": 19}
    assert GiftCard.objects.get().balance == 0
    assert list(card.entries.values_list("kind", "amount")) == [("spent", -500_000), ("issued", 500_000)]


def test_one_payment_with_a_gift_card_repeated_twenty_times_pays_once():
    card, _ = gift_cards.issue(amount=500_000, currency="RUB", reference="test")
    order = make_order()

    assert at_once([lambda: spend(card, order, 100_000)] * 20) == {"paid": 20}
    assert GiftCard.objects.get().balance == 400_000


# Through the checkout


@pytest.fixture
def store(transactional_db):
    DeliveryMethod.objects.create(code="courier", kind="courier", name_en="Courier", name_ru="Курьер")
    make_product(sku="PH-1", price=500_000, stock_count=100, is_presented=True)


def fill(*codes, email="anna@example.com"):
    """A cart with one piece and these codes, ready to be ordered; and its total."""
    cart = carts.open_cart(language="en")
    carts.add(cart=cart, sku="PH-1")
    carts.set_contact(cart=cart, **CONTACT | {"email": email})
    carts.set_delivery(cart=cart, option="courier", address=ADDRESS)
    for code in codes:
        carts.add_code(cart=cart, code=code)
    return cart, carts.priced(cart).quote.total


def place(cart, total, key):
    try:
        checkout.place_order(cart=cart, method="on_receipt", expected_total=total, placed_by=key)
    except Refusal as refusal:
        return refusal.code
    return "sold"


def all_place(filled):
    """Order all of these carts at once; how many were sold, and why the others were not."""
    results = at_once(
        [lambda n=n, c=cart, t=total: place(c, t, f"buyer:{n}") for n, (cart, total) in enumerate(filled)]
    )
    # Who comes too late is told so, or sees the new total first.
    assert set(results) <= {"sold", "promotion_used_up", "price_changed"}
    assert books.violations() == []
    return results["sold"]


@pytest.mark.usefixtures("store")
def test_twenty_checkouts_use_the_last_voucher_once():
    voucher = make_voucher()
    filled = [fill(voucher.code, email=f"buyer{n}@example.com") for n in range(20)]

    assert all_place(filled) == 1
    assert (counters(voucher, voucher.promotion), used()) == ((1, 1), 1)
    assert Order.objects.get().discount == 50_000


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("limit", [{"most_uses_per_customer": 1}, {"first_order_only": True}])
def test_twenty_checkouts_of_one_customer_use_a_promotion_once(limit):
    promotion = make_promotion(needs_voucher=True, **limit)
    voucher = make_voucher(promotion=promotion, most_uses=None)
    filled = [fill(voucher.code, email=SPELLINGS[n % 4].format(n=n)) for n in range(20)]

    assert all_place(filled) == 1
    assert (counters(promotion), used()) == ((1,), 1)


@pytest.mark.usefixtures("store")
def test_twenty_checkouts_never_exceed_a_budget():
    promotion = make_promotion(budget=170_000)
    filled = [fill(email=f"buyer{n}@example.com") for n in range(20)]

    assert all_place(filled) == 3
    promotion.refresh_from_db()
    # The fourth would get what is left of the budget, which is another total than it was shown.
    assert (promotion.used, promotion.spent) == (3, 150_000)


@pytest.mark.usefixtures("store")
def test_a_gift_card_spent_in_twenty_checkouts_pays_for_one_order():
    card, code = gift_cards.issue(amount=500_000, currency="RUB", reference="test")
    filled = [fill(code, email=f"buyer{n}@example.com") for n in range(20)]

    results = at_once(
        [lambda n=n, c=cart, t=total: place(c, t, f"buyer:{n}") for n, (cart, total) in enumerate(filled)]
    )

    # Whoever comes too late has the rest to pay, or is told so first.
    assert set(results) <= {"sold", "gift_card_empty", "price_changed"}
    card.refresh_from_db()
    assert card.balance == 0
    assert Order.objects.filter(paid_at__isnull=False).count() == 1
    assert books.violations() == []


@pytest.mark.usefixtures("store")
def test_ten_cancellations_of_an_order_give_everything_back_once():
    voucher = make_voucher()
    card, code = gift_cards.issue(amount=500_000, currency="RUB", reference="test")
    cart, total = fill(voucher.code, code)
    assert place(cart, total, "buyer") == "sold"
    order = Order.objects.get()

    def cancel():
        try:
            orders.cancel(order)
        except Refusal as refusal:
            return refusal.code
        return "cancelled"

    assert at_once([cancel] * 10) == {"cancelled": 1, "illegal_transition": 9}
    card.refresh_from_db()
    assert card.balance == 500_000
    assert (counters(voucher, voucher.promotion), used()) == ((0, 0), 0)
    assert books.violations() == []


@pytest.mark.usefixtures("store")
def test_late_money_of_two_orders_brings_one_back_if_their_card_pays_for_one():
    card, code = gift_cards.issue(amount=200_000, currency="RUB", reference="test")
    for number in range(2):
        cart, total = fill(code, email=f"buyer{number}@example.com")
        checkout.place_order(
            cart=cart,
            method="sandbox",
            parameters={"outcome": "requires_action"},
            expected_total=total,
            placed_by=f"buyer:{number}",
        )
        Order.objects.update(payment_due_at=timezone.now() - timedelta(seconds=1))
        assert checkout.expire_unpaid() == 1
    late = list(Payment.objects.filter(method="sandbox"))
    came = [Outcome(status=Payment.Status.PAID, captured=one.amount, reference=f"bank-{one.pk}") for one in late]

    at_once([lambda p=p, o=o: payments.record(p, o) for p, o in zip(late, came, strict=True)] * 4)
    payments.settle()

    card.refresh_from_db()
    assert card.balance == 0
    statuses = Order.objects.order_by("status").values_list("status", flat=True)
    assert list(statuses) == [Order.Status.CANCELLED, Order.Status.CONFIRMED]
    assert books.violations() == []
