"""Draft orders: prepared by staff at the customer's prices, held and paid by a link, which ends."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from shop import books, carts, checkout, drafts, gift_cards, orders, pricing, stock
from shop.errors import CartNotOpen, ContactIncomplete, DeliveryIncomplete, EmptyCart, NotFound, OutOfStock
from shop.models import Cart, CustomerGroup, Order, Payment, Price, PriceList, Reservation
from tests.factories import make_product, make_staff, make_user
from tests.shop.ordering import ADDRESS, CONTACT, fill_cart, make_courier

pytestmark = pytest.mark.django_db
State = drafts.State


@pytest.fixture
def phone():
    make_courier(price=39_000)
    return make_product(sku="PH-1", price=100_000, stock_count=5, is_presented=True).variants.get()


def prepared(*, customer=None, quantity: int = 1, **more) -> Cart:
    cart = drafts.begin(actor=make_staff(), customer=customer, email=CONTACT["email"], language="en", **more)
    carts.add(cart=cart, sku="PH-1", quantity=quantity)
    carts.set_contact(cart=cart, **CONTACT)
    carts.set_delivery(cart=cart, option="courier", address=ADDRESS)
    return cart


def free(variant) -> int:
    return stock.available([variant.pk])[variant.pk]


def order_form(page) -> dict:
    names = ("expected_total", "expected_payable", "version", "key")
    return {name: page.context["review"][name].value() for name in names}


def test_a_draft_becomes_its_customer_s_order_by_the_link(phone, client):
    customer = make_user()
    cart = prepared(customer=customer, quantity=2)
    token = drafts.send(cart=cart)
    address = f"/en/pay/{token}/"

    page = client.get(address)
    answer = client.post(address, {**order_form(page), "method": "on_receipt"})

    order = Order.objects.get()
    assert "/checkout/done/" in answer["Location"]
    assert (order.customer, order.total, order.channel) == (customer, 2 * 100_000 + 39_000, "staff")
    assert order.contact == CONTACT
    cart.refresh_from_db()
    assert drafts.state(cart) == State.ORDERED
    assert client.get(address)["Location"].startswith("/en/checkout/done/")
    assert books.violations() == []


def test_a_second_click_makes_one_order(phone, client):
    address = f"/en/pay/{drafts.send(cart=prepared())}/"
    fields = {**order_form(client.get(address)), "method": "sandbox"}

    for _ in range(2):
        client.post(address, fields)

    assert Order.objects.count() == 1
    assert Payment.objects.count() == 1


def test_the_customer_s_group_has_its_prices(phone):
    customer = make_user()
    group = CustomerGroup.objects.create(code="wholesale", name_en="Wholesale", name_ru="Опт")
    group.members.add(customer)
    wholesale = PriceList.objects.create(code="wholesale", name="Wholesale", group=group, currency="RUB")
    pricing.change_prices(changes=[(phone, 80_000)], source=Price.Source.LIST, price_list=wholesale)

    cart = prepared(customer=customer)

    assert carts.priced(cart).quote.subtotal == 80_000
    assert carts.priced(prepared()).quote.subtotal == 100_000


def test_goods_wait_from_sending_until_the_link_is_over(phone):
    cart = prepared(quantity=3)
    Reservation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    stock.expire_holds()
    assert free(phone) == 5

    drafts.send(cart=cart)

    hold = Reservation.objects.get(state=Reservation.State.HELD)
    assert free(phone) == 2
    assert abs(hold.expires_at - timezone.now() - timedelta(days=3)) < timedelta(minutes=1)
    assert hold.expires_at == Cart.objects.get(pk=cart.pk).expires_at


def test_an_expired_link_opens_nothing_and_may_be_sent_again(phone, client):
    cart = prepared()
    first = drafts.send(cart=cart)
    Cart.objects.filter(pk=cart.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    cart.refresh_from_db()

    assert drafts.state(cart) == State.OVER
    assert client.get(f"/en/pay/{first}/").status_code == 404
    second = drafts.send(cart=cart)
    assert client.get(f"/en/pay/{first}/").status_code == 404
    assert client.get(f"/en/pay/{second}/").status_code == 200


def test_a_withdrawn_link_opens_nothing_and_frees_the_goods(phone, client):
    cart = prepared(quantity=3)
    token = drafts.send(cart=cart)

    for _ in range(2):
        drafts.withdraw_link(cart=cart)

    assert free(phone) == 5
    assert client.get(f"/en/pay/{token}/").status_code == 404
    assert drafts.state(Cart.objects.get(pk=cart.pk)) == State.PREPARED


def test_what_was_sent_is_not_changed(phone):
    cart = prepared()
    drafts.check_open(cart)
    drafts.send(cart=cart)

    with pytest.raises(drafts.DraftSent):
        drafts.check_open(cart)


def test_what_was_paid_is_not_withdrawn(phone):
    cart = prepared()
    drafts.send(cart=cart)
    total = carts.priced(cart).quote.total
    drafts.pay(cart=cart, method="on_receipt", expected_total=total, seen_version=cart.version, placed_by="key-1")

    with pytest.raises(CartNotOpen):
        drafts.withdraw_link(cart=cart)


def test_only_a_whole_draft_is_sent(phone):
    cart = drafts.begin(actor=make_staff(), email=CONTACT["email"], language="en")
    with pytest.raises(EmptyCart):
        drafts.send(cart=cart)
    carts.add(cart=cart, sku="PH-1", quantity=2)
    with pytest.raises(ContactIncomplete):
        drafts.send(cart=cart)
    carts.set_contact(cart=cart, **CONTACT)
    with pytest.raises(DeliveryIncomplete):
        drafts.send(cart=cart)
    carts.set_delivery(cart=cart, option="courier", address=ADDRESS)
    Reservation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    fill_cart("PH-1", quantity=4)
    with pytest.raises(OutOfStock):
        drafts.send(cart=cart)
    assert Cart.objects.get(pk=cart.pk).pay_token_hash == ""


def test_a_price_that_changes_meanwhile_is_shown_before_it_is_paid(phone, client):
    address = f"/en/pay/{drafts.send(cart=prepared())}/"
    fields = {**order_form(client.get(address)), "method": "on_receipt"}
    pricing.change_prices(changes=[(phone, 120_000)], source=Price.Source.LIST)

    assert client.post(address, fields)["Location"] == address
    assert not Order.objects.exists()
    client.post(address, {**order_form(client.get(address)), "method": "on_receipt"})
    assert Order.objects.get().subtotal == 120_000


def test_a_gift_card_that_was_spent_meanwhile_leaves_no_more_to_pay_than_was_shown(phone, client):
    card, code = gift_cards.issue(amount=30_000, currency="RUB", reference="gift-1")
    cart = prepared()
    carts.add_gift_card(cart=cart, code=code)
    address = f"/en/pay/{drafts.send(cart=cart)}/"
    fields = {**order_form(client.get(address)), "method": "on_receipt"}
    gift_cards.correct(card_id=card.pk, change=-30_000, reason="spent elsewhere")

    assert client.post(address, fields)["Location"] == address
    assert not Order.objects.exists()
    client.post(address, {**order_form(client.get(address)), "method": "on_receipt"})
    assert Order.objects.get().payments.get().amount == 139_000


def test_a_draft_is_not_the_customer_s_own_cart(phone):
    customer = make_user()
    draft = prepared(customer=customer)

    assert carts.of_customer(customer) is None
    assert carts.open_cart(customer=customer, language="en").pk != draft.pk


@pytest.mark.parametrize("token", ["x", "0" * 43, "x" * 500])
def test_a_link_that_never_was_opens_nothing(phone, client, token):
    drafts.send(cart=prepared())

    assert client.get(f"/en/pay/{token}/").status_code == 404
    assert client.post(f"/en/pay/{token}/", {"key": str(uuid.uuid4())}).status_code == 404
    with pytest.raises(NotFound):
        drafts.find(token)


def test_the_token_is_kept_hashed_alone(phone):
    cart = prepared()
    token = drafts.send(cart=cart)

    assert Cart.objects.get(pk=cart.pk).pay_token_hash == orders.hashed(token)


def test_without_a_way_of_payment_the_page_asks_for_one(phone, client):
    address = f"/en/pay/{drafts.send(cart=prepared())}/"

    answer = client.post(address, order_form(client.get(address)))

    assert answer.status_code == 422
    assert "Choose how to pay" in answer.content.decode()


# The link alone opens it


def test_the_id_of_a_draft_s_cart_opens_nothing(phone):
    customer = make_user()
    for cart in (prepared(), prepared(customer=customer)):
        drafts.send(cart=cart)
        for caller in (None, customer):
            with pytest.raises(NotFound):
                carts.find(cart.public_id, caller)
    assert carts.of_customer(customer) is None


def test_a_draft_stays_one_when_the_account_that_made_it_is_gone(phone):
    cart = prepared(customer=make_user())
    cart.prepared_by.delete()
    cart.refresh_from_db()

    assert (cart.prepared_by, carts.of_customer(cart.customer)) == (None, None)
    with pytest.raises(NotFound):
        carts.find(cart.public_id, cart.customer)


def end(cart: Cart) -> None:
    Cart.objects.filter(pk=cart.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("how", [end, lambda cart: drafts.withdraw_link(cart=cart)])
def test_a_draft_is_not_placed_once_its_link_is_over(phone, how):
    cart = prepared()
    drafts.send(cart=cart)
    total = carts.priced(cart).quote.total
    how(cart)

    with pytest.raises(checkout.DraftOver):
        checkout.place_order(cart=cart, method="on_receipt", expected_total=total, placed_by="key-1")

    assert not Order.objects.exists()


def test_the_first_answer_may_be_asked_for_again_after_the_deadline(phone):
    cart = prepared()
    drafts.send(cart=cart)
    total = carts.priced(cart).quote.total
    paid = [{"cart": cart, "method": "on_receipt", "expected_total": total, "placed_by": "key-1"}] * 2

    first = checkout.place_order(**paid[0])
    end(cart)

    assert checkout.place_order(**paid[1]).order == first.order
