"""The price for this person, date and market, asked in the admin; and an order counted again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import pricing
from shop.models import Order, OrderEvent, Variant
from tests import factories as make
from tests.shop_admin.orders import make_order
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

SCREEN = "/admin/shop/what-if/"


@pytest.fixture
def merchandiser():
    return signed_in(staff_in("Merchandisers"))


@pytest.fixture(autouse=True)
def phone(db):
    return make.make_product(sku="PH-1", price=10_000, is_presented=True)


def ask(client, goods="PH-1", **fields):
    given = {f"ask-{name}": value for name, value in {"goods": goods, **fields}.items()}
    return client.post(SCREEN, {"ask": "1", **given})


def line(answer):
    (only,) = answer.context["answer"]["lines"]
    return only["unit_price"], only["price_list"], only["total"]


def test_a_guest_pays_the_public_price(merchandiser):
    answer = ask(merchandiser, "PH-1 × 3")

    assert line(answer) == ("100\u00a0₽", "", "300\u00a0₽")
    assert answer.context["answer"]["sums"][0] == ("Goods", "300\u00a0₽")
    assert answer.context["answer"]["sentences"]
    assert [step["rule"] for step in answer.context["answer"]["steps"]][0] == "unit_price"
    assert "no-store" in answer["Cache-Control"]


def test_the_person_the_market_and_the_date_are_counted(merchandiser):
    member = make.make_user(email="anna@example.com")
    wholesale = make.make_price_list(code="wholesale", group=make.make_group(members=[member]), prices={"PH-1": 8_000})
    eu = make.make_market()
    make.make_price_list(code="europe", market=eu, prices={"PH-1": 150})
    later = timezone.localtime() + timedelta(days=2)
    pricing.change_prices(changes=[(Variant.objects.get(), 7_000)], price_list=wholesale, starts_at=later)

    assert line(ask(merchandiser, customer="Anna@example.com")) == ("80\u00a0₽", "wholesale", "80\u00a0₽")
    assert line(ask(merchandiser, market=eu.pk)) == ("1.50\u00a0€", "europe", "1.50\u00a0€")
    at = f"{later + timedelta(days=1):%Y-%m-%d %H:%M}"
    assert line(ask(merchandiser, customer="anna@example.com", at=at)) == ("70\u00a0₽", "wholesale", "70\u00a0₽")


def test_a_voucher_and_what_it_says(merchandiser):
    make.make_voucher(code="SPRING")

    answer = ask(merchandiser, vouchers="spring NO-SUCH").context["answer"]

    assert answer["lines"][0]["discount"] == "10\u00a0₽"
    assert any("NOSUCH" in sentence or "NO-SUCH" in sentence for sentence in answer["sentences"])


def test_what_is_not_sold_there_is_named(merchandiser):
    answer = ask(merchandiser, market=make.make_market().pk)

    assert answer.context["answer"]["unsold"] == ["PH-1"]
    assert "not sold" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"goods": "NO-SUCH"}, "goods"),
        ({"goods": ""}, "goods"),
        ({"goods": "PH-1 many pieces"}, "goods"),
        ({"goods": "PH-1 0"}, "goods"),
        ({"customer": "nobody@example.com"}, "customer"),
        ({"market": "999999"}, "market"),
        ({"at": "soon"}, "at"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_words(merchandiser, fields, field):
    answer = ask(merchandiser, **fields)

    assert answer.context["ask"].errors[field]
    assert "answer" not in answer.context


def test_asking_changes_nothing(merchandiser):
    make.make_voucher(code="SPRING", promotion=make.make_promotion(needs_voucher=True, most_uses=1))

    for _ in range(2):
        assert ask(merchandiser, vouchers="SPRING").context["answer"]["lines"][0]["discount"] == "10\u00a0₽"
    assert not Order.objects.exists()
    assert not OrderEvent.objects.exists()


def test_an_order_is_counted_again_by_its_number(phone):
    order = make_order(product=phone)
    manager = signed_in(staff_in("Order managers"))

    found = manager.post(SCREEN, {"replay": "1", "order-number": f" {order.number.lower()} "}).context["replayed"]

    assert found["differences"] == []
    assert found["sentences"]
    assert dict(found["sums"])["Total"]


def test_an_order_that_does_not_add_up_is_shown_up(phone):
    order = make_order(product=phone)
    step = next(step for step in order.trace if step["rule"] == "unit_price")
    step["amount"] += 1
    Order.objects.filter(pk=order.pk).update(trace=order.trace)

    answer = signed_in(staff_in("Owner")).post(SCREEN, {"replay": "1", "order-number": order.number})

    assert answer.context["replayed"]["differences"]
    assert "something else" in answer.content.decode()


def test_an_unknown_number_is_refused_in_words():
    answer = signed_in(staff_in("Owner")).post(SCREEN, {"replay": "1", "order-number": "T-0"})

    assert answer.context["order"].errors["number"]


# Who may ask


@pytest.mark.parametrize("right", ["view_price", "view_order"])
def test_whoever_keeps_prices_or_answers_customers_may_ask(right):
    client = signed_in(staff_with(right))

    assert client.get(SCREEN).status_code == 200
    assert SCREEN in client.get("/admin/").content.decode()


def test_nobody_else_may():
    client = signed_in(staff_with("view_stocklevel"))

    assert client.get(SCREEN).url == "/admin/"
    assert ask(client).url == "/admin/"
    assert SCREEN not in client.get("/admin/").content.decode()


def test_orders_are_for_those_who_may_see_orders(phone):
    order = make_order(product=phone)
    client = signed_in(staff_with("view_price"))

    assert "order-number" not in client.get(SCREEN).content.decode()
    assert client.post(SCREEN, {"replay": "1", "order-number": order.number}).url == "/admin/"
