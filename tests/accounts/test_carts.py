"""What a guest has chosen is in the customer's cart after signing in; nobody else's cart ever is."""

import pytest
from django.core import signing
from django.test import Client

from shop import carts
from shop.models import Cart
from tests.accounts.people import PASSWORD, customer
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def choose(client, sku, quantity=1):
    response = client.post("/en/cart/add/", {"sku": sku, "quantity": quantity}, HTTP_ORIGIN="http://testserver")
    assert response.status_code == 302


def sign_in(client):
    return client.post("/en/accounts/login/", {"login": "anna@example.com", "password": PASSWORD})


def lines_of(user):
    cart = Cart.objects.get(customer=user, state=Cart.State.OPEN)
    return sorted(cart.lines.values_list("variant__sku", "quantity"))


@pytest.fixture
def goods():
    for sku in ("A", "B"):
        make_product(sku=sku, is_presented=True)


def test_a_guests_choice_becomes_the_customers(client, goods):
    user = customer()
    choose(client, "A", 2)
    response = sign_in(client)
    assert lines_of(user) == [("A", 2)]
    assert response.cookies["cart_count"].value == "2"


def test_the_larger_quantity_stays_and_other_goods_are_added(client, goods):
    user = customer()
    mine = carts.open_cart(customer=user, language="en")
    carts.add(cart=mine, sku="A", quantity=3)
    choose(client, "A", 2)
    choose(client, "B", 1)
    sign_in(client)
    assert lines_of(user) == [("A", 3), ("B", 1)]
    assert Cart.objects.filter(state=Cart.State.OPEN).count() == 1


def test_signing_in_twice_adds_nothing_twice(client, goods):
    user = customer()
    choose(client, "A", 2)
    sign_in(client)
    client.post("/en/accounts/logout/")
    sign_in(client)
    assert lines_of(user) == [("A", 2)]


def test_a_guest_without_a_choice_leaves_no_cart_behind(client):
    customer()
    sign_in(client)
    assert not Cart.objects.exists()


def test_an_invented_cart_is_ignored(client, goods):
    user = customer()
    choose(Client(), "A", 2)
    somebodys = Cart.objects.get()
    client.cookies["cart"] = somebodys.public_id
    client.post(
        f"/en/accounts/login/?cart={somebodys.public_id}",
        {"login": user.email, "password": PASSWORD, "cart": somebodys.public_id, "cart_id": somebodys.public_id},
    )
    assert "_auth_user_id" in client.session
    assert not Cart.objects.filter(customer=user).exists()
    somebodys.refresh_from_db()
    assert somebodys.state == Cart.State.OPEN


def test_another_customers_cart_is_never_taken(client, goods):
    other = customer("other@example.com")
    theirs = carts.open_cart(customer=other, language="en")
    carts.add(cart=theirs, sku="A", quantity=2)
    user = customer()
    client.cookies["cart"] = signing.get_cookie_signer(salt="cart").sign(theirs.public_id)
    sign_in(client)
    assert not Cart.objects.filter(customer=user).exists()
    assert lines_of(other) == [("A", 2)]


def test_after_signing_out_nothing_shows_how_full_the_cart_is(client, goods):
    customer()
    choose(client, "A", 2)
    sign_in(client)
    assert client.cookies["cart_count"].value == "2"
    client.post("/en/accounts/logout/")
    assert client.cookies["cart_count"].value == ""
