"""The shop window of examples/flask sells over the API alone, against the store as production runs it."""

import importlib
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop import stock
from shop.models import DeliveryMethod, Order, PickupPoint
from tests.changes.processes import LiveProcess
from tests.factories import make_attribute, make_category, make_product

pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "flask"


@pytest.fixture
def goods():
    DeliveryMethod.objects.create(code="pickup", kind="pickup", name_en="Pick-up", name_ru="Самовывоз")
    PickupPoint.objects.create(
        code="kazan-1",
        name_en="Bauman",
        name_ru="Баумана",
        city_en="Kazan",
        city_ru="Казань",
        address_en="1 Bauman St",
        address_ru="ул. Баумана, 1",
        postcode="420111",
    )
    phones = make_category()
    make_attribute(code="colour", choices=["red", "blue"], category=phones)
    for name, colour in [("phone-one", "red"), ("phone-two", "blue")]:
        described = {"sku": name.upper(), "options": {"colour": colour}}
        make_product(slug=name, category=phones, variants=[described], is_presented=True)


@pytest.fixture
def window(goods, monkeypatch) -> Iterator:
    """A visitor of the shop window, whose store is a process of its own."""
    process = LiveProcess(is_whole=True)
    try:
        process.wait_until_ready()
        monkeypatch.setenv("STORE", f"http://127.0.0.1:{process.port}")
        monkeypatch.syspath_prepend(str(EXAMPLE))
        for name in ("api", "app"):
            sys.modules.pop(name, None)
        yield importlib.import_module("app").app.test_client()
    finally:
        process.stop()
        for name in ("api", "app"):
            sys.modules.pop(name, None)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1].replace("&#34;", '"')


def test_the_window_shows_filters_sells_and_follows_the_stock(window):
    listed = window.get("/").text
    assert "2 products" in listed
    assert "Phone" in listed or "phone-one en" in listed
    filtered = window.get("/?category=smartphones&attr.colour=red").text
    assert "1 products" in filtered
    assert "phone-two" not in filtered
    address = re.search(r'href="(/product/prd_\w+)"', filtered)[1]
    page = window.get(address).text
    assert "PHONE-ONE" in page

    window.post("/cart", data={"sku": "PHONE-ONE", "quantity": "2"})
    cart = window.get("/cart").text
    line = re.search(r'action="/cart/(line_\w+)"', cart)[1]
    window.post(f"/cart/{line}", data={"quantity": "3", "tag": hidden(cart, "tag")})
    stale = window.post(f"/cart/{line}", data={"quantity": "9", "tag": hidden(cart, "tag")}, follow_redirects=True)
    assert "changed in the meantime" in stale.text
    assert "3 ×" in stale.text

    checkout = window.get("/checkout").text
    contact = {"name": "Anna", "email": "anna@example.com", "phone": "8 917 555-01-23"}
    window.post("/checkout", data={**contact, "place": "pickup kazan-1", "tag": hidden(checkout, "tag")})
    pay = window.get("/pay").text
    form = {name: hidden(pay, name) for name in ("cart", "total", "key")} | {"outcome": "paid"}
    first = window.post("/pay", data=form)
    again = window.post("/pay", data=form)

    assert first.location == again.location
    ordered = window.get(first.location).text
    order = Order.objects.get()
    assert order.number in ordered
    assert order.paid_at is not None
    assert [(row.sku, row.quantity) for row in order.lines.all()] == [("PHONE-ONE", 3)]


def test_stock_changes_reach_the_window_as_they_happen(window):
    address = re.search(r"/product/(prd_\w+)", window.get("/?q=PHONE-ONE").text)[1]
    heard: list[str] = []
    is_open, is_heard = threading.Event(), threading.Event()

    def listen():
        for part in window.get(f"/live/{address}", buffered=False).response:
            heard.append(part.decode())
            is_open.set()
            if "stock_changed" in "".join(heard):
                is_heard.set()
                return

    threading.Thread(target=listen, daemon=True).start()
    assert is_open.wait(20)
    stock.correct(sku="PHONE-ONE", change=-4, reason="broken", actor=None)

    assert is_heard.wait(20)
    assert '"available":6' in "".join(heard)


def test_the_example_is_small_and_knows_nothing_but_the_api():
    sources = {file.name: file.read_text() for file in EXAMPLE.glob("*.py")}

    assert sum(len(text.splitlines()) for text in sources.values()) < 400
    assert not re.search(r"^(from|import) (django|shop|content|technomart)", "\n".join(sources.values()), re.MULTILINE)
