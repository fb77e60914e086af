"""The checkout in a browser: double clicks, Back, two tabs, other people's cookies and forms of other sites."""

import re

import pytest
from django.core import signing
from django.test import Client

from shop import books, carts, gift_cards, orders, payments, pricing
from shop.models import Cart, DeliveryMethod, Order, Payment, Reservation
from shop.views.checkout import DONE, done_url
from tests.factories import make_product, make_user
from tests.shop.ordering import CONTACT, fill_cart, make_courier, place

pytestmark = pytest.mark.django_db

OURS = "http://testserver"
REVIEW = "/en/checkout/review/"


@pytest.fixture(autouse=True)
def goods(db):
    make_courier(price=29_000)
    make_product(sku="PH-1", price=7_499_000, stock_count=5, is_presented=True)
    make_product(sku="PH-2", price=7_499_000, stock_count=5, is_presented=True)


def post(browser, path, data=None, origin=OURS):
    return browser.post(path, data or {}, HTTP_ORIGIN=origin)


def fill(browser, sku="PH-1"):
    """Go through the steps up to the check."""
    assert post(browser, "/en/cart/add/", {"sku": sku}).status_code == 302
    post(browser, "/en/checkout/contact/", {**CONTACT, "phone": "8 917 555-01-23"})
    post(browser, "/en/checkout/delivery/", {"option": "courier", "city": "Kazan", "line1": "1 Bauman St"})
    answer = post(browser, "/en/checkout/payment/", {"method": "on_receipt"})
    assert answer["Location"] == REVIEW


def form(browser):
    """The hidden fields of the check."""
    page = browser.get(REVIEW).content.decode()
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def ordered(answer):
    """The order whose confirmation the answer leads to."""
    return signing.loads(answer["Location"].split("/")[-2], salt=DONE)


@pytest.fixture
def browser():
    browser = Client()
    fill(browser)
    return browser


def test_the_button_places_the_order_that_is_shown(browser):
    seen = form(browser)

    answer = post(browser, REVIEW, seen)

    order = Order.objects.get()
    assert ordered(answer) == order.public_id
    assert (order.total, seen["expected_total"]) == (7_528_000, "7528000")
    page = browser.get(answer["Location"])
    assert order.number in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert browser.cookies["cart"].value == ""


def test_a_double_click_ends_on_the_same_confirmation(browser):
    seen = form(browser)
    cookie = browser.cookies["cart"].value

    first = post(browser, REVIEW, seen)
    browser.cookies["cart"] = cookie  # the second click left before the first was answered
    second = post(browser, REVIEW, seen)

    assert ordered(first) == ordered(second) == Order.objects.get().public_id
    assert (Order.objects.count(), Payment.objects.count()) == (1, 1)


def test_a_customers_double_click_ends_on_the_same_confirmation():
    browser = Client()
    browser.force_login(make_user())
    fill(browser)
    seen = form(browser)

    answers = [ordered(post(browser, REVIEW, seen)) for _ in range(2)]

    assert answers == [Order.objects.get().public_id] * 2


def test_back_and_the_button_again_make_no_second_order(browser):
    seen = form(browser)
    post(browser, REVIEW, seen)

    answer = post(browser, REVIEW, seen)

    assert answer.status_code == 302
    assert browser.get(REVIEW)["Location"] == "/en/cart/"
    assert Order.objects.count() == 1


def test_somebody_elses_key_shows_nothing_of_his_order(browser):
    seen = form(browser)
    post(browser, REVIEW, seen)
    other = Client()
    fill(other)
    other.get(REVIEW)

    place(Cart.objects.get(state="open"), key="another")
    answer = post(other, REVIEW, seen)

    assert answer["Location"] == "/en/cart/"


@pytest.mark.parametrize("total", ["0", "1", "7499000", "7528001", "-1", "1e9", "", "9" * 5000])
def test_a_tampered_total_orders_nothing(browser, total):
    answer = post(browser, REVIEW, {**form(browser), "expected_total": total})

    assert answer.status_code in (200, 302)
    assert not Order.objects.exists()
    assert Cart.objects.get().state == Cart.State.OPEN


def test_prices_in_the_form_are_ignored(browser):
    post(browser, REVIEW, {**form(browser), "total": "1", "unit_price": "1", "currency": "VND", "delivery_price": "0"})

    assert (Order.objects.get().total, Order.objects.get().currency) == (7_528_000, "RUB")


def test_a_price_that_changes_before_the_button_is_shown_first(browser):
    seen = form(browser)
    pricing.change_prices(changes=[(Cart.objects.get().lines.get().variant, 7_599_000)])

    answer = post(browser, REVIEW, seen)

    assert answer["Location"] == "/en/cart/"
    assert not Order.objects.exists()


def test_other_goods_of_the_same_price_are_shown_before_they_are_ordered(browser):
    """Two tabs: what was confirmed in one is not what the other has put into the cart."""
    seen = form(browser)
    line = Cart.objects.get().lines.get()
    post(browser, "/en/cart/add/", {"sku": "PH-2"})
    post(browser, f"/en/cart/lines/{line.public_id}/remove/")

    answer = post(browser, REVIEW, seen)

    assert answer["Location"] == REVIEW
    assert not Order.objects.exists()
    post(browser, REVIEW, form(browser))
    assert [line.sku for line in Order.objects.get().lines.all()] == ["PH-2"]


def test_another_address_is_shown_before_anything_is_sent_there(browser):
    seen = form(browser)
    post(browser, "/en/checkout/delivery/", {"option": "courier", "city": "Omsk", "line1": "9 Lenin St"})

    answer = post(browser, REVIEW, seen)

    assert answer["Location"] == REVIEW
    assert not Order.objects.exists()


def test_a_way_of_delivery_that_is_gone_is_chosen_again(browser):
    seen = form(browser)
    DeliveryMethod.objects.update(is_active=False)

    refused = post(browser, REVIEW, seen)
    shown = browser.get(REVIEW)

    assert refused["Location"] == shown["Location"] == "/en/checkout/delivery/"
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "path", ["/en/checkout/contact/", "/en/checkout/delivery/", "/en/checkout/payment/", "/en/checkout/review/"]
)
def test_a_step_of_a_cart_that_was_ordered_meanwhile_leads_to_the_cart(browser, path, monkeypatch):
    """The other tab's button was pressed between our look and our write."""
    from shop.views import checkout as pages

    seen = {
        **form(browser),
        **CONTACT,
        "option": "courier",
        "city": "Kazan",
        "line1": "1 Bauman St",
        "method": "on_receipt",
        "key": "7d0cbd5c-5f9b-4d8c-9b3c-1f6a3e0f2b11",
    }
    find = pages.find_cart

    def find_then_order(request):
        cart = find(request)
        if cart is not None and cart.state == Cart.State.OPEN:
            place(Cart.objects.get(pk=cart.pk))
        return cart

    monkeypatch.setattr(pages, "find_cart", find_then_order)

    assert post(browser, path, seen).status_code == 302
    assert Order.objects.count() == 1
    assert not Reservation.objects.filter(state="held").exists()
    assert books.violations() == []


def test_the_check_that_is_opened_while_the_order_is_placed_holds_nothing(browser, monkeypatch):
    from shop.views import checkout as pages

    find = pages.find_cart

    def find_then_order(request):
        cart = find(request)
        place(Cart.objects.get(pk=cart.pk))
        return cart

    monkeypatch.setattr(pages, "find_cart", find_then_order)

    assert browser.get(REVIEW)["Location"] == "/en/cart/"
    assert books.violations() == []
    assert not Reservation.objects.filter(state="held").exists()


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example", "", "https://testserver"]
)
def test_forms_of_other_sites_change_no_cart(origin):
    browser = Client()

    answers = [
        post(browser, path, {"sku": "PH-1"}, origin=origin)
        for path in ("/en/cart/add/", "/en/cart/restore/", "/en/cart/accept/", "/en/cart/lines/line_1/remove/")
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert not Cart.objects.exists()


def test_forms_of_the_checkout_carry_a_token(browser):
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = browser.cookies

    assert post(careful, REVIEW, form(browser)).status_code == 403
    assert not Order.objects.exists()


def test_a_cart_cookie_that_is_not_signed_opens_nothing(browser):
    thief = Client()
    thief.cookies["cart"] = Cart.objects.get().public_id

    assert thief.get(REVIEW)["Location"] == "/en/cart/"
    assert "Kazan" not in thief.get("/en/cart/").content.decode()


def test_a_customers_cart_is_not_opened_by_a_cookie():
    customer = make_user()
    mine = carts.open_cart(customer=customer, language="en")
    carts.add(cart=mine, sku="PH-1")
    thief = Client()
    fill(thief, "PH-2")
    Cart.objects.filter(customer=None).update(customer=customer)  # the guest's cart became a customer's

    assert thief.get(REVIEW)["Location"] == "/en/cart/"


def test_another_customer_finds_no_order_of_mine_and_cancels_none():
    mine, other = make_user(), make_user()
    browser = Client()
    browser.force_login(mine)
    fill(browser)
    post(browser, REVIEW, form(browser))
    order = Order.objects.get()
    stranger = Client()
    stranger.force_login(other)

    assert stranger.get(f"/en/account/orders/{order.public_id}/").status_code == 404
    assert post(stranger, f"/en/account/orders/{order.public_id}/cancel/").status_code == 404
    assert order.number not in stranger.get("/en/account/").content.decode()
    assert browser.get(f"/en/account/orders/{order.public_id}/").status_code == 200
    order.refresh_from_db()
    assert order.status == Order.Status.CONFIRMED


def test_a_confirmation_opens_only_by_its_signed_address(browser):
    post(browser, REVIEW, form(browser))
    order = Order.objects.get()

    for token in (order.public_id, order.number, done_url(order).split("/")[-2][:-1] + "x"):
        assert browser.get(f"/en/checkout/done/{token}/").status_code == 404


def test_the_confirmation_says_what_became_of_the_money(browser):
    post(browser, "/en/checkout/payment/", {"method": "sandbox"})
    post(browser, REVIEW, form(browser))
    order = Order.objects.get()
    address = done_url(order)
    orders.cancel(order)

    between = browser.get(address).content.decode()
    payments.settle()
    after = browser.get(address).content.decode()

    assert "Nothing was charged" not in between + after
    assert "We return 75\u00a0280\u00a0₽" in between
    assert "We have returned 75\u00a0280\u00a0₽" in after


def test_the_confirmation_asks_for_what_a_gift_card_has_left_to_pay(client):
    _, code = gift_cards.issue(amount=1_528_000, currency="RUB", reference="gift-1")
    cart = fill_cart("PH-1")
    carts.add_gift_card(cart=cart, code=code)
    order = place(cart, method="sandbox", outcome="requires_action")

    page = client.get(done_url(order)).content.decode()

    assert "Pay 60\u00a0000\u00a0₽" in page
    assert "Pay 75\u00a0280\u00a0₽" not in page
