"""Who asks to be told gets a piece held, in the order of asking; what is not taken goes to the next."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from shop import carts, mail, stock, waiting
from shop.books import stock as stock_books
from shop.errors import NotFound, OfferOver, OutOfStock, VariantUnavailable
from shop.models import Cart, Reservation, StockRequest
from shop.stock.promises import give_back
from tests.factories import make_backorder, make_bundle, make_product, make_product_page, make_warehouse
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def variant(db):
    make_courier()
    return make_product(sku="PH-1", stock_count=0, slug="nova", is_presented=True).variants.get()


def ask(variant, *names):
    for name in names:
        waiting.ask(variant=variant, email=f"{name}@example.com", language="en")


def queue():
    return {one.email.split("@")[0]: one.state for one in StockRequest.objects.order_by("pk")}


def token(name):
    return waiting.token_of(StockRequest.objects.get(email=f"{name}@example.com"))


def receive(count, reference="note:1"):
    stock.receive(quantities={"PH-1": count}, reference=reference)


def over():
    """The time of everything that is held is over."""
    Reservation.objects.filter(state="held").update(expires_at=timezone.now() - timedelta(seconds=1))


def test_the_first_who_asked_get_what_came_and_nobody_else_can_buy_it(variant):
    ask(variant, "ann", "bob", "cid")

    receive(2)

    assert queue() == {"ann": "offered", "bob": "offered", "cid": "waiting"}
    assert stock.available([variant.pk]) == {variant.pk: 0}
    with pytest.raises(OutOfStock):
        fill_cart("PH-1")
    assert stock_books.violations() == []


def test_what_is_left_after_the_queue_is_for_everybody(variant):
    ask(variant, "ann")

    receive(3)

    assert stock.available([variant.pk]) == {variant.pk: 2}


def test_a_piece_is_held_for_half_an_hour(variant, settings):
    ask(variant, "ann")
    receive(1)

    held = Reservation.objects.get(state="held")
    assert timedelta(minutes=29) < held.expires_at - timezone.now() <= settings.SHOP["WAITING_HOLD"]


def test_asking_twice_takes_one_place_and_says_nothing(variant):
    ask(variant, "ann", "ann", "bob")
    waiting.ask(variant=variant, email=" ANN@example.com ", language="ru")

    assert queue() == {"ann": "waiting", "bob": "waiting"}


def test_nobody_waits_for_more_than_twenty_goods():
    for number in range(21):
        ask(make_product(sku=f"X-{number}", stock_count=0, is_presented=True).variants.get(), "ann")

    assert StockRequest.objects.count() == 20


def test_what_is_no_longer_sold_is_not_waited_for(variant):
    variant.is_active = False
    with pytest.raises(VariantUnavailable):
        ask(variant, "ann")


def test_what_is_there_already_is_offered_at_once(variant):
    receive(1)
    ask(variant, "ann")
    assert queue() == {"ann": "offered"}


def test_the_link_puts_the_piece_into_the_cart_and_it_stays_held(variant):
    ask(variant, "ann")
    receive(1)
    cart = carts.open_cart(language="en")

    waiting.take(token=token("ann"), cart=cart)

    assert dict(cart.lines.values_list("variant__sku", "quantity")) == {"PH-1": 1}
    assert dict(cart.reservations.filter(state="held").values_list("variant__sku", "quantity")) == {"PH-1": 1}
    assert queue() == {"ann": "taken"}
    with pytest.raises(OfferOver):
        waiting.take(token=token("ann"), cart=cart)
    carts.set_contact(cart=cart, name="Ann", email="ann@example.com", phone="+79175550123")
    carts.set_delivery(cart=cart, option="courier", address={"city": "Kazan", "line1": "1 Bauman St"})
    assert place(Cart.objects.get(pk=cart.pk)).lines.get().quantity == 1
    assert stock_books.violations() == []


def test_the_link_s_piece_stays_held_if_the_clock_ends_the_cart_s_own_hold_meanwhile(variant, monkeypatch):
    ask(variant, "ann")
    receive(2)
    cart = fill_cart("PH-1")
    own = cart.reservations.get()
    added = waiting._add_to

    def swept_before(same, held):
        assert give_back(own)
        return added(same, held)

    monkeypatch.setattr(waiting, "_add_to", swept_before)
    waiting.take(token=token("ann"), cart=cart)

    assert [(row.quantity, row.state) for row in cart.reservations.order_by("pk")] == [(1, "held"), (1, "released")]
    assert variant.levels.get().reserved == 1
    assert stock_books.violations() == []


def test_the_link_adds_to_what_the_cart_holds_already(variant):
    receive(1)
    cart = fill_cart("PH-1")
    ask(variant, "ann")
    receive(1, "note:2")

    waiting.take(token=token("ann"), cart=cart)

    assert cart.lines.get().quantity == 2
    assert cart.reservations.get(state="held").quantity == 2
    assert stock_books.violations() == []


def test_what_is_not_taken_in_time_goes_to_the_next(variant):
    ask(variant, "ann", "bob")
    receive(1)
    over()

    assert stock.available([variant.pk]) == {variant.pk: 0}
    with pytest.raises(OfferOver):
        waiting.take(token=token("ann"), cart=carts.open_cart(language="en"))
    assert stock.expire_holds() == 1

    assert queue() == {"ann": "expired", "bob": "offered"}
    assert stock.available([variant.pk]) == {variant.pk: 0}
    assert stock_books.violations() == []


def test_a_hold_that_a_shopper_left_behind_goes_to_the_queue_first(variant):
    receive(1)
    fill_cart("PH-1")
    ask(variant, "ann")
    over()

    with pytest.raises(OutOfStock):
        stock.hold(cart=carts.open_cart(language="en"), quantities={"PH-1": 1}, until=timezone.now())
    assert stock.expire_holds() == 1
    assert queue() == {"ann": "offered"}


def test_who_leaves_the_queue_frees_the_piece_for_the_next(variant):
    ask(variant, "ann", "bob")
    receive(1)

    for _ in range(2):
        waiting.cancel(token=token("ann"))

    assert queue() == {"ann": "cancelled", "bob": "offered"}
    assert stock_books.violations() == []


@pytest.mark.parametrize("wrong", ["", "x", "ask_22.abc", "{id}.", "{id}.0000", "{id}"])
def test_a_made_up_link_opens_nothing(variant, wrong):
    ask(variant, "ann")
    receive(1)
    with pytest.raises(NotFound):
        waiting.find(wrong.format(id=StockRequest.objects.get().public_id))


def test_orders_that_were_promised_a_delivery_come_before_the_queue(variant):
    ask(variant, "ann")
    make_backorder(sku="PH-1", cap=1)
    order = place(fill_cart("PH-1"))

    receive(1)

    assert queue() == {"ann": "waiting"}
    assert order.reservations.get(state="allocated").warehouse.code == "main"


def test_a_bundle_is_offered_when_all_its_parts_are_there(variant):
    make_product(sku="CASE", stock_count=0, is_presented=True)
    bundle = make_bundle(sku="SET", parts={"PH-1": 1, "CASE": 2}, is_presented=True)
    ask(bundle, "ann", "bob")

    receive(3)
    stock.receive(quantities={"CASE": 3}, reference="note:2")

    assert queue() == {"ann": "offered", "bob": "waiting"}
    held = Reservation.objects.filter(state="held")
    assert dict(held.values_list("variant__sku", "quantity")) == {"PH-1": 1, "CASE": 2}
    cart = carts.open_cart(language="en")
    waiting.take(token=token("ann"), cart=cart)
    assert stock_books.violations() == []


def test_pieces_of_several_places_are_dealt_out(variant):
    ask(variant, "ann", "bob", "cid")
    north = make_warehouse(code="north", position=5)
    shop = make_warehouse(code="shop", position=6, ships_parcels=False)

    stock.receive(quantities={"PH-1": 1}, reference="note:0", warehouse=shop)
    assert set(queue().values()) == {"waiting"}
    receive(1)
    stock.receive(quantities={"PH-1": 5}, reference="note:2", warehouse=north)

    assert set(queue().values()) == {"offered"}
    assert stock_books.violations() == []


def test_one_letter_with_a_link_goes_to_each_in_his_language(variant, settings):
    ask(variant, "ann")
    waiting.ask(variant=variant, email="bob@example.com", language="ru")
    receive(2)
    outbox.outbox.clear()

    assert mail.send_due() == 2
    assert mail.send_due() == 0

    english, russian = outbox.outbox
    assert (english.to, english.subject) == (["ann@example.com"], "nova en is back")
    assert f"{settings.SITE_URL}/en/stock/offers/{token('ann')}/" in english.body
    assert "/ru/stock/offers/" in russian.body
    assert re.search(r"until \d+ \w+, \d+:\d\d", english.body)


def test_no_letter_is_written_about_an_offer_that_is_over(variant):
    ask(variant, "ann")
    receive(1)
    waiting.cancel(token=token("ann"))
    outbox.outbox.clear()

    mail.send_due()

    assert outbox.outbox == []


# On the site and over the API


def post(client, address, **data):
    return client.post(address, data, headers={"Origin": "http://testserver"})


def test_the_page_of_what_is_sold_out_has_the_form_and_that_of_a_pre_order_its_day(client, variant):
    url = make_product_page(product=variant.product).url

    sold_out = client.get(url).content.decode()
    make_backorder(sku="PH-1", cap=3, available_on=date(2027, 3, 1))
    to_come = client.get(url).content.decode()

    assert "Tell me when it is back" in sold_out
    assert 'action="/en/stock/ask/"' in sold_out
    assert "Expected on 1 March 2027." in to_come
    assert "Pre-order it" in to_come
    assert "/en/stock/ask/" not in to_come


def test_the_form_answers_the_same_whether_one_waits_already(client, variant):
    answers = [post(client, "/en/stock/ask/", sku="PH-1", email="ann@example.com") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    first, second = (answer.content.decode().partition("<main")[2] for answer in answers)
    assert first == second
    assert "a letter goes to ann@example.com" in first
    assert queue() == {"ann": "waiting"}


@pytest.mark.parametrize("email", ["", "ann", "ann@", "a" * 250 + "@example.com"])
def test_the_form_says_what_is_wrong_with_an_address(client, variant, email):
    answer = post(client, "/en/stock/ask/", sku="PH-1", email=email)

    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode()
    assert queue() == {}


def test_the_form_of_another_site_is_refused(client, variant):
    data = {"sku": "PH-1", "email": "ann@example.com"}
    assert client.post("/en/stock/ask/", data, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert post(client, "/en/stock/ask/", sku="NO-SUCH", email="ann@example.com").status_code == 404


def test_opening_the_link_changes_nothing_and_its_button_does(client, variant):
    ask(variant, "ann")
    receive(1)
    link = f"/en/stock/offers/{token('ann')}/"

    assert "One piece is held for you until" in client.get(link).content.decode()
    assert queue() == {"ann": "offered"}
    assert post(client, link, action="take").url == "/en/cart/"

    assert queue() == {"ann": "taken"}
    assert Cart.objects.get().lines.get().variant == variant
    assert client.get(link).status_code == 410
    assert post(client, link, action="take").url == link
    assert client.get("/en/stock/offers/ask_22.made-up/").status_code == 404


def test_the_page_lets_one_leave_the_queue(client, variant):
    ask(variant, "ann")
    receive(1)

    post(client, f"/en/stock/offers/{token('ann')}/", action="leave")

    assert queue() == {"ann": "cancelled"}


def test_the_api_takes_requests_and_tells_nothing(client, variant):
    address = f"/api/v1/products/{variant.product.public_id}/stock-requests/"
    body = {"sku": "PH-1", "email": "ann@example.com"}

    answers = [client.post(address, body, content_type="application/json") for _ in range(2)]

    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, body)] * 2
    assert queue() == {"ann": "waiting"}
    assert client.post(address, body | {"sku": "NO"}, content_type="application/json").json()["code"] == "unknown_sku"
    assert client.post(address, body | {"email": "x"}, content_type="application/json").status_code == 400
