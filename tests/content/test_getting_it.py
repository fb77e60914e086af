"""What a product page and a card say of the day: what cannot be bought promises none, what is to come says its own."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from shop import stock
from shop.models import DeliveryMethod
from tests import factories as make
from tests.shop.ordering import make_courier, make_point

pytestmark = pytest.mark.django_db

URL = "/en/smartphones/orvelo-9/"


@pytest.fixture(autouse=True)
def ways(db):
    make_courier(price=29_000)
    DeliveryMethod.objects.create(code="pickup", kind="pickup", name_en="Pick-up", name_ru="Самовывоз")


def sell(**counts):
    product = make.make_product(slug="orvelo-9", sku="OR-9", stock_count=counts.get("main", 0))
    make.make_product_page(product=product)
    if counter := counts.get("counter"):
        place = make.make_warehouse(code="shop", position=9, ships_parcels=False)
        stock.receive(quantities={"OR-9": counter}, reference="note:1", warehouse=place)
        make_point(code="own", warehouse=place)
    return product.variants.get()


def promises(client):
    """What the box of the page promises, by its labels."""
    text = client.get(URL).content.decode()
    rows = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text.split('class="promises"')[1].split("</dl>")[0])
    return text, {label: " ".join(value.split()) for label, value in rows}


def on_card(client):
    """The hint below the price, in the list of its category."""
    card = client.get("/en/smartphones/").content.decode().split("<article")[1].split("</article>")[0]
    return re.findall(r'<div class="hint small">(.*?)</div>', card)


def test_what_is_sold_out_promises_no_day_and_offers_a_letter(client):
    sell()
    make_point(code="brought")

    text, said = promises(client)

    assert said == {"Return": "14 days", "Warranty": "from 1 year"}
    assert "Tell me when it is back" in text
    assert "Add to cart" not in text
    assert on_card(client) == []


def test_what_lies_on_a_shelf_says_the_day_of_each_way(client):
    sell(main=3)
    make_point(code="brought")

    text, said = promises(client)

    assert list(said) == ["Courier", "Pick-up", "Return", "Warranty"]
    assert "Tell me when it is back" not in text
    assert [hint.split(":")[0] for hint in on_card(client)] == ["Ready for pick-up"]


@pytest.mark.parametrize("kind", ["preorder", "backorder"])
def test_what_is_to_come_says_its_own_day(client, kind):
    sell()
    make_point(code="brought")
    day = timezone.localdate() + timedelta(days=400)
    make.make_backorder(sku="OR-9", kind=kind, available_on=day)

    text, said = promises(client)

    words = date_format(day, "j F Y")
    assert f"Expected on {words}" in text
    assert on_card(client) == [f"Expected on {words}"]
    # Both ways begin on that day; none of them names one of this week.
    months = {date_format(day + timedelta(days=more), "F") for more in range(15)}
    for way in ("Courier", "Pick-up"):
        assert any(month in said[way] for month in months)
        assert not re.match("Today|Tomorrow", said[way])


def test_what_is_to_come_nobody_knows_when_promises_no_day(client):
    sell()
    make.make_backorder(sku="OR-9", kind="backorder")

    _, said = promises(client)

    assert said["Courier"] == "as soon as it is here, 290 ₽"


def test_what_lies_only_on_a_counter_is_said_to_be_only_for_pick_up(client):
    sell(counter=2)
    make_point(code="brought", name_en="Brought")

    text, said = promises(client)

    assert "Only for pick-up: Bauman, Kazan. It cannot be sent." in text
    assert list(said) == ["Pick-up", "Return", "Warranty"]
    assert "Add to cart" in text


def test_a_bundle_says_what_is_in_it(client):
    phone = make.make_product(slug="orvelo-9", sku="OR-9")
    make.make_product_page(product=phone, title="Orvelo 9")
    make.make_product(slug="hidden", sku="HIDDEN")
    bundle = make.make_bundle(sku="SET-1", slug="set", parts={"OR-9": 2, "HIDDEN": 1})
    make.make_product_page(product=bundle.product, title="Set")

    shown = client.get("/en/smartphones/set/")
    text = shown.content.decode().split('class="contents-of-set"')[1].split("</section>")[0]

    assert [part["url"] for part in shown.context["contents"]] == ["/en/smartphones/orvelo-9/?variant=OR-9"]
    assert "Orvelo 9" in text
    assert "&times;&nbsp;2" in text
    assert "contents-of-set" not in client.get(URL).content.decode()
