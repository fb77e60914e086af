"""Draft orders in the admin: begun for a customer, filled part by part, sent and withdrawn by those who may."""

import re

import pytest
from django.core import mail

from shop import books, drafts
from shop.models import Cart, Order
from tests import factories as make
from tests.shop_admin.orders import make_delivery
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db
LIST = "/admin/shop/drafts/"


@pytest.fixture
def manager():
    return signed_in(staff_in("Order managers"))


@pytest.fixture
def phone():
    make_delivery()
    return make.make_product(sku="PH-1", price=100_000, stock_count=5, is_presented=True)


def begun(client, **fields) -> Cart:
    client.post(f"{LIST}begin/", {"language": "en", "email": "anna@example.com", **fields})
    return Cart.objects.exclude(prepared_by=None).get()


def do(client, cart: Cart, form: str, **fields) -> str:
    answer = client.post(f"{LIST}inspect/{cart.pk}/", {"form": form, **fields}, follow=True)
    assert answer.status_code == 200
    cart.refresh_from_db()
    return answer.content.decode().replace("\u00a0", " ")


def fill(client, cart: Cart) -> None:
    do(client, cart, "add", sku="PH-1", quantity="2")
    do(client, cart, "contact", name="Anna Orlova", email="anna@example.com", phone="8 916 123-45-67")
    do(client, cart, "delivery", option="courier", city="Moscow", line1="Tverskaya 1", postcode="125009")


def test_a_draft_is_begun_for_a_customer_who_was_found(manager):
    anna = make.make_user(email="anna@example.com", name="Anna Orlova")

    found = manager.get(f"{LIST}begin/", {"q": "orlo"})
    cart = begun(manager, customer=anna.pk, email="")

    assert [person.email for person in found.context["found"]] == ["anna@example.com"]
    assert (cart.customer, cart.contact["name"]) == (anna, "Anna Orlova")


def test_an_address_with_an_account_is_its_customer(manager):
    anna = make.make_user(email="anna@example.com")

    assert begun(manager, email="Anna@Example.com").customer == anna


def test_a_draft_needs_somebody(manager):
    answer = manager.post(f"{LIST}begin/", {"language": "en"})

    assert "Choose a customer" in answer.content.decode()
    assert not Cart.objects.exists()


def test_a_draft_is_filled_sent_and_paid(manager, phone, client):
    cart = begun(manager)
    fill(manager, cart)
    assert "2 390 ₽" in do(manager, cart, "note", note="Called at noon")

    said = do(manager, cart, "send")

    (letter,) = mail.outbox
    address = re.search(r"/en/pay/\S+", letter.body)[0]
    assert letter.to == ["anna@example.com"]
    assert address in said
    assert drafts.state(cart) == drafts.State.SENT
    page = client.get(address)
    fields = {name: page.context["review"][name].value() for name in ("expected_total", "version", "key")}
    client.post(address, {**fields, "method": "on_receipt"})
    order = Order.objects.get()
    assert order.total == 239_000
    assert order.number in manager.get(LIST).content.decode()
    assert order.number in manager.get(f"{LIST}inspect/{cart.pk}/").content.decode()
    assert books.violations() == []


def test_a_sent_draft_is_not_changed_before_its_link_is_withdrawn(manager, phone):
    cart = begun(manager)
    fill(manager, cart)
    do(manager, cart, "send")

    assert "Withdraw it before" in do(manager, cart, "add", sku="PH-1", quantity="1")
    assert cart.lines.get().quantity == 2
    do(manager, cart, "withdraw")
    do(manager, cart, "add", sku="PH-1", quantity="1")
    assert cart.lines.get().quantity == 3


def test_lines_are_changed_and_taken_out(manager, phone):
    cart = begun(manager)
    do(manager, cart, "add", sku="PH-1", quantity="2")
    line = cart.lines.get().public_id

    do(manager, cart, "quantity", line=line, quantity="4")
    assert cart.lines.get().quantity == 4
    do(manager, cart, "quantity", line=line, quantity="0")
    assert not cart.lines.exists()


@pytest.mark.parametrize(
    ("form", "fields", "words"),
    [
        ("add", {"sku": "NONE", "quantity": "1"}, "We do not sell"),
        ("add", {"sku": "PH-1", "quantity": "9"}, "5"),
        ("code", {"code": "NOPE"}, "voucher"),
        ("contact", {"name": "Anna", "email": "x", "phone": "1"}, "e-mail"),
        ("send", {}, "The cart is empty"),
    ],
)
def test_what_is_not_possible_is_told(manager, phone, form, fields, words):
    cart = begun(manager)

    assert words in do(manager, cart, form, **fields)
    assert not cart.lines.exists()


def test_a_letter_that_cannot_be_sent_leaves_the_link_to_staff(manager, phone, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    cart = begun(manager)
    fill(manager, cart)

    said = do(manager, cart, "send")

    assert "Send the link yourself" in said
    assert "/en/pay/" in said


def test_the_list_is_filtered_by_state_and_its_queries_do_not_grow(manager, phone, django_assert_max_num_queries):
    cart = begun(manager)
    fill(manager, cart)
    manager.get(LIST)
    with django_assert_max_num_queries(60) as one:
        manager.get(LIST)
    for _ in range(4):
        drafts.begin(actor=make.make_staff(), email="b@example.com", language="en")
    with django_assert_max_num_queries(len(one)):
        manager.get(LIST)
    drafts.send(cart=cart)

    found = {
        how_far: len(manager.get(LIST, {"how_far": how_far}).context["object_list"]) for how_far in drafts.State.values
    }

    assert found == {"prepared": 4, "sent": 1, "over": 0, "ordered": 0}


def test_carts_of_shoppers_are_no_drafts(manager):
    cart = Cart.objects.create(language="en", currency="RUB", expires_at="2030-01-01T00:00:00Z")

    assert manager.get(f"{LIST}inspect/{cart.pk}/").status_code == 404


def test_who_may_only_look_changes_nothing(manager, phone):
    cart = begun(manager)
    looking = signed_in(staff_with("view_cart"))

    assert looking.get(LIST).status_code == 200
    assert "not change" in do(looking, cart, "add", sku="PH-1", quantity="1")
    assert looking.get(f"{LIST}begin/").status_code in (302, 403)
    assert not cart.lines.exists()
    nobody = signed_in(staff_with())
    assert nobody.get(f"{LIST}inspect/{cart.pk}/").status_code in (302, 403)
