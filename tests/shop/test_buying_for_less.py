"""Carts and orders with promotions, vouchers, gifts and gift cards: what is shown is what is charged and written."""

import pytest

from shop import books, carts, checkout, gift_cards, orders, stock
from shop.errors import CartFull, GiftCardUnknown, NotFound, PriceChanged, PromotionUsedUp, VoucherUnknown
from shop.models import Cart, Order, Payment, Promotion, Redemption, StockLevel
from tests.factories import make_product, make_promotion, make_user, make_voucher
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db

Kind = Promotion.Kind


@pytest.fixture(autouse=True)
def phone():
    make_courier(price=39_000)
    return make_product(sku="PH-1", price=100_000, stock_count=10, is_presented=True)


def shown(cart):
    return carts.represent(cart, "en")


def issued(amount, **more):
    return gift_cards.issue(amount=amount, currency="RUB", reference=f"sale:{amount}", **more)


def test_a_promotion_is_in_the_cart_the_order_and_the_books():
    promotion = make_promotion(name="Ten off", basis_points=1_000)
    cart = fill_cart("PH-1", quantity=2)

    assert shown(cart)["total"]["amount"] == 180_000 + 39_000
    order = place(cart)

    line = order.lines.get()
    assert (order.subtotal, order.discount, order.delivery_price, order.total) == (200_000, 20_000, 39_000, 219_000)
    assert (line.line_total, line.discount, line.tax) == (200_000, 20_000, 32_459)
    assert line.discounts == [{"promotion": promotion.public_id, "name": "Ten off", "voucher": None, "amount": 20_000}]
    promotion.refresh_from_db()
    assert (promotion.used, promotion.spent) == (1, 20_000)
    assert books.violations() == []


def test_a_voucher_counts_from_when_it_is_put_in_until_it_is_taken_out():
    make_voucher(code="SPRING", promotion=make_promotion(needs_voucher=True, kind=Kind.AMOUNT, amount=30_000))
    cart = fill_cart("PH-1")

    carts.add_voucher(cart=cart, code=" spring ")
    carts.add_voucher(cart=cart, code="SPRING")

    assert [(one["code"], one["amount"]["amount"], one["problem"]) for one in shown(cart)["vouchers"]] == [
        ("SPRING", 30_000, None)
    ]
    assert shown(cart)["total"]["amount"] == 109_000
    carts.remove_voucher(cart=cart, code="spring")
    assert shown(cart)["total"]["amount"] == 139_000
    with pytest.raises(NotFound):
        carts.remove_voucher(cart=cart, code="SPRING")


def test_a_voucher_that_takes_nothing_off_stays_and_says_why():
    promotion = make_promotion(needs_voucher=True, minimum_goods=150_000)
    make_voucher(code="BIG", promotion=promotion)
    cart = fill_cart("PH-1")
    carts.add_voucher(cart=cart, code="BIG")

    assert shown(cart)["vouchers"][0]["problem"]["code"] == "minimum_goods_not_reached"
    assert shown(cart)["total"]["amount"] == 139_000
    carts.set_quantity(cart=cart, line_id=cart.lines.get().public_id, quantity=2)
    assert shown(cart)["vouchers"][0]["problem"] is None
    assert shown(cart)["total"]["amount"] == 219_000


def test_a_discount_that_ends_before_the_order_is_not_charged_silently():
    promotion = make_promotion(basis_points=1_000)
    cart = fill_cart("PH-1")
    total = carts.priced(cart).quote.total
    Promotion.objects.filter(pk=promotion.pk).update(is_active=False)

    with pytest.raises(PriceChanged):
        checkout.place_order(cart=cart, method="on_receipt", expected_total=total, placed_by="key-1")
    assert not Order.objects.exists()


def test_lines_that_leave_take_their_minimum_with_them():
    make_promotion(minimum_goods=200_000)
    cart = fill_cart("PH-1", quantity=2)
    assert shown(cart)["quote"]["discounts"]["amount"] == 20_000

    carts.set_quantity(cart=cart, line_id=cart.lines.get().public_id, quantity=1)

    assert shown(cart)["quote"]["discounts"]["amount"] == 0


def test_a_gift_is_shown_ordered_and_taken_from_the_shelf():
    case = make_product(sku="CASE-1", price=5_000, stock_count=1, is_presented=True).variants.get()
    make_promotion(kind=Kind.GIFT, gift=case)
    cart = fill_cart("PH-1")

    assert [(gift["sku"], gift["quantity"]) for gift in shown(cart)["gifts"]] == [("CASE-1", 1)]
    order = place(cart)

    gift = order.lines.get(sku="CASE-1")
    assert (gift.quantity, gift.gift_quantity, gift.line_total, gift.discount, gift.tax) == (1, 1, 5_000, 5_000, 0)
    assert order.total == 139_000
    assert stock.available([case.pk]) == {case.pk: 0}
    assert books.violations() == []


def test_an_order_keeps_the_names_that_its_shopper_reads():
    make_promotion(name="Autumn", name_ru="Осень")
    cart = fill_cart("PH-1")
    Cart.objects.update(language="ru")
    cart.refresh_from_db()

    order = place(cart)

    assert [one["name"] for one in order.lines.get().discounts] == ["Осень"]


def test_a_gift_that_is_gone_is_left_out():
    case = make_product(sku="CASE-1", price=5_000, stock_count=1, is_presented=True).variants.get()
    make_promotion(kind=Kind.GIFT, gift=case)
    StockLevel.objects.filter(variant=case).update(reserved=1)

    assert shown(fill_cart("PH-1"))["gifts"] == []


def test_a_bought_piece_and_a_given_one_of_the_same_kind_are_one_line():
    phone = make_product(sku="PH-2", price=10_000, stock_count=5, is_presented=True).variants.get()
    make_promotion(kind=Kind.GIFT, gift=phone)
    cart = fill_cart("PH-2")

    assert [(line["quantity"], line["line_total"]["amount"]) for line in shown(cart)["lines"]] == [(1, 10_000)]
    line = place(cart).lines.get()

    assert (line.quantity, line.gift_quantity, line.line_total, line.discount) == (2, 1, 20_000, 10_000)
    assert books.violations() == []


def test_the_last_use_of_a_promotion_goes_to_one_order():
    make_promotion(most_uses=1)
    first, second = fill_cart("PH-1"), fill_cart("PH-1")
    total = carts.priced(second).quote.total

    place(first)

    with pytest.raises(PriceChanged):
        checkout.place_order(cart=second, method="on_receipt", expected_total=total, placed_by="key-2")
    assert Redemption.objects.count() == 1


def test_what_is_used_up_between_look_and_write_is_refused_and_nothing_is_changed(monkeypatch):
    promotion = make_promotion(most_uses=1)
    cart = fill_cart("PH-1")
    total = carts.priced(cart).quote.total
    allocate = stock.allocate

    def used_up_meanwhile(**arguments):
        Promotion.objects.filter(pk=promotion.pk).update(used=1)
        allocate(**arguments)

    monkeypatch.setattr(stock, "allocate", used_up_meanwhile)
    with pytest.raises(PromotionUsedUp):
        checkout.place_order(cart=cart, method="on_receipt", expected_total=total, placed_by="key-1")

    promotion.refresh_from_db()
    assert (Order.objects.count(), promotion.used, promotion.spent) == (0, 0, 0)
    assert books.violations() == []


def test_a_cancelled_order_gives_its_uses_back_once():
    promotion = make_promotion(most_uses=1)
    order = place(fill_cart("PH-1"))

    orders.cancel(order)

    promotion.refresh_from_db()
    assert (promotion.used, promotion.spent) == (0, 0)
    assert place(fill_cart("PH-1"), key="key-2").discount == 10_000
    assert books.violations() == []


def test_a_first_order_promotion_knows_guests_by_their_address():
    make_promotion(first_order_only=True)
    assert place(fill_cart("PH-1")).discount == 10_000
    assert place(fill_cart("PH-1"), key="key-2").discount == 0


def test_a_gift_card_pays_a_part_and_the_provider_the_rest():
    card, code = issued(50_000)
    cart = fill_cart("PH-1")
    carts.add_gift_card(cart=cart, code=code)

    assert (shown(cart)["total"]["amount"], shown(cart)["payable"]["amount"]) == (139_000, 89_000)
    order = place(cart, method="sandbox")

    assert [(p.method, p.amount, p.captured) for p in order.payments.all()] == [
        ("gift_card", 50_000, 50_000),
        ("sandbox", 89_000, 89_000),
    ]
    card.refresh_from_db()
    assert card.balance == 0
    assert (order.status, order.paid_at is not None) == (Order.Status.CONFIRMED, True)
    assert books.violations() == []


def test_a_gift_card_that_was_spent_elsewhere_is_not_made_up_for_silently():
    card, code = issued(50_000)
    cart = fill_cart("PH-1")
    carts.add_gift_card(cart=cart, code=code)
    now = carts.priced(cart)
    gift_cards.correct(card_id=card.pk, change=-50_000, reason="lost")

    with pytest.raises(PriceChanged):
        checkout.place_order(
            cart=cart,
            method="on_receipt",
            expected_total=now.quote.total,
            expected_payable=now.payable,
            placed_by="key-1",
        )
    assert not Order.objects.exists()


def test_a_gift_card_that_pays_everything_asks_no_provider():
    card, code = issued(500_000)
    cart = fill_cart("PH-1")
    carts.add_gift_card(cart=cart, code=code)

    order = place(cart, method="sandbox")

    card.refresh_from_db()
    assert card.balance == 361_000
    assert [p.method for p in order.payments.all()] == ["gift_card"]
    assert (order.status, order.paid_at is not None) == (Order.Status.CONFIRMED, True)
    assert books.violations() == []


def test_a_declined_payment_gives_the_gift_card_its_money_back(django_capture_on_commit_callbacks):
    card, code = issued(50_000)
    cart = fill_cart("PH-1")
    carts.add_gift_card(cart=cart, code=code)

    with django_capture_on_commit_callbacks(execute=True):
        order = place(cart, method="sandbox", outcome="declined")

    card.refresh_from_db()
    assert (order.status, card.balance) == (Order.Status.CANCELLED, 50_000)
    assert [(entry.kind, entry.amount) for entry in card.entries.order_by("pk")] == [
        ("issued", 50_000),
        ("spent", -50_000),
        ("returned", 50_000),
    ]
    assert books.violations() == []


def test_an_order_that_costs_nothing_is_paid():
    make_promotion(basis_points=10_000)
    make_promotion(kind=Kind.FREE_DELIVERY)

    order = place(fill_cart("PH-1"), method="sandbox")

    assert (order.total, order.status, order.payments.count()) == (0, Order.Status.CONFIRMED, 0)
    assert books.violations() == []


def test_one_field_takes_vouchers_and_gift_cards():
    make_voucher(code="SPRING")
    _, code = issued(1_000)
    cart = fill_cart("PH-1")

    carts.add_code(cart=cart, code="SPRING")
    carts.add_code(cart=cart, code=code.lower())

    assert [one["code"] for one in shown(cart)["vouchers"]] == ["SPRING"]
    assert [one["amount"]["amount"] for one in shown(cart)["gift_cards"]] == [1_000]
    with pytest.raises(VoucherUnknown):
        carts.add_code(cart=cart, code="NO-SUCH-CODE")


def test_a_gift_card_of_another_currency_is_unknown_here():
    _, code = gift_cards.issue(amount=1_000, currency="EUR", reference="sale:1")
    with pytest.raises(GiftCardUnknown):
        carts.add_gift_card(cart=fill_cart("PH-1"), code=code)


def test_a_cart_takes_so_many_codes_and_no_more():
    promotion = make_promotion(needs_voucher=True)
    cart = fill_cart("PH-1")
    for number in range(10):
        make_voucher(code=f"CODE-{number}X".replace("-", ""), promotion=promotion)
        carts.add_voucher(cart=cart, code=f"CODE{number}X")
    make_voucher(code="ELEVEN", promotion=promotion)
    with pytest.raises(CartFull):
        carts.add_voucher(cart=cart, code="ELEVEN")


def test_codes_of_a_guest_come_along_when_he_signs_in():
    make_voucher(code="SPRING")
    guest = fill_cart("PH-1")
    carts.add_voucher(cart=guest, code="SPRING")
    customer = make_user()
    own = carts.open_cart(customer=customer, language="en")

    carts.merge(guest=guest, into=own)

    assert [one["code"] for one in shown(own)["vouchers"]] == ["SPRING"]


def test_a_payment_of_the_rest_that_fails_to_answer_is_settled_later():
    _, code = issued(50_000)
    cart = fill_cart("PH-1")
    carts.add_gift_card(cart=cart, code=code)

    order = place(cart, method="sandbox", outcome="requires_action")

    assert order.status == Order.Status.AWAITING_PAYMENT
    assert [(p.method, p.status) for p in order.payments.all()] == [
        ("gift_card", Payment.Status.PAID),
        ("sandbox", Payment.Status.REQUIRES_ACTION),
    ]
    assert books.violations() == []
