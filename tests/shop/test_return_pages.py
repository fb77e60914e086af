"""Returns on the site: chosen, looked over, sent once; seen by their customer and by whoever holds the order's key."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from shop import books, orders, photos, returns
from shop.models import Order, Return
from shop.views.own_order import order_key
from technomart.middleware.bodies import LARGEST, _largest
from tests.factories import make_product, make_user
from tests.shop.ordering import fill_cart, make_courier, place
from tests.shop.test_returns import ask, delivered, line_of, photo

pytestmark = pytest.mark.django_db
State = Return.State


@pytest.fixture
def anna():
    return make_user(email="anna@example.com", name="Anna")


@pytest.fixture
def order(anna) -> Order:
    make_courier(price=39_000)
    make_product(sku="PH-1", price=9_999, stock_count=10, is_presented=True)
    make_product(sku="TV-1", price=50_000, stock_count=10, is_presented=True)
    return delivered("PH-1", "TV-1", customer=anna)


@pytest.fixture
def shopper(anna) -> Client:
    client = Client()
    client.force_login(anna)
    return client


def begin(order: Order, key: str = "") -> str:
    return f"/en/orders/{key or order.public_id}/return/"


def chosen(order: Order, **more) -> dict:
    line = line_of(order).pk
    return {f"quantity_{line}": "1", f"reason_{line}": "faulty", "comment": "Dark", "step": "check", **more}


def words(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def send(client, order: Order, *, files=(), key: str = "", form_key: str = ""):
    fields = chosen(order, step="send", key=form_key or str(uuid.uuid4()))
    return client.post(begin(order, key), {**fields, "photos": list(files)})


def file(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_the_sum_and_the_day_are_shown_before_anything_is_sent(order, shopper):
    page = words(shopper.post(begin(order), chosen(order)))

    last = timezone.localdate() + timedelta(days=10)
    assert "99.99 ₽" in page
    assert f"{last.day} {last:%B} {last.year}" in page
    assert not Return.objects.exists()


def test_a_return_is_sent_with_its_photos_once(order, shopper):
    form_key = str(uuid.uuid4())
    first = send(shopper, order, files=[file(photo()), file(photo("PNG"))], form_key=form_key)
    again = send(shopper, order, files=[file(photo())], form_key=form_key)

    ret = Return.objects.get()
    assert first["Location"] == again["Location"] == f"/en/orders/{order.public_id}/returns/{ret.public_id}/"
    assert (ret.comment, ret.photos.count(), ret.lines.get().reason) == ("Dark", 2, "faulty")
    assert ret.number in words(shopper.get("/en/account/returns/"))
    assert ret.number in words(shopper.get(f"/en/account/orders/{order.public_id}/"))
    assert books.violations() == []


def test_a_guest_returns_with_the_key_of_the_confirmation(order, client):
    Order.objects.update(customer=None)
    key = order_key(order)

    assert "Return goods" in words(client.get(f"/en/checkout/done/{key}/"))
    answer = send(client, order, key=key)

    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"quantity": "0"}, "Choose at least one product"),
        ({"quantity": "2"}, "Select a valid choice"),
        ({"reason": ""}, "Choose why you return it"),
        ({"reason": "because"}, "Select a valid choice"),
    ],
)
def test_mistakes_are_told_beside_what_was_chosen(order, shopper, changes, message):
    line = line_of(order).pk
    fields = chosen(order) | {f"{name}_{line}": value for name, value in changes.items()}

    answer = shopper.post(begin(order), fields)

    assert answer.status_code == 422
    assert message in words(answer)
    assert "Dark" in words(answer)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([b"not a photo"], "This is not a photo"),
        ([b""], "This is not a photo"),
        ([photo(size=(20 + n, 20)) for n in range(6)], "Choose at most 5 photos"),
    ],
)
def test_photos_that_are_none_are_told_and_nothing_is_sent(order, shopper, files, message):
    answer = send(shopper, order, files=[file(content) for content in files])

    assert answer.status_code == 422
    assert message in words(answer)
    assert not Return.objects.exists()


def test_what_cannot_be_returned_says_why(order, shopper, anna):
    waiting = place(fill_cart("PH-1", customer=anna), method="sandbox", outcome="paid", key="key-2", customer=anna)
    late = delivered(days_ago=20, key="key-3", customer=anna)

    assert "not been handed over yet" in words(shopper.get(begin(waiting)))
    assert "within 14 days of delivery" in words(shopper.get(begin(late)))
    assert "Return goods" not in words(shopper.get(f"/en/account/orders/{waiting.public_id}/"))


def test_a_return_is_called_off_by_its_shopper(order, shopper):
    ret = ask(order)
    address = f"/en/orders/{order.public_id}/returns/{ret.public_id}/"

    shopper.post(f"{address}call-off/")
    page = words(shopper.get(address))

    ret.refresh_from_db()
    assert ret.state == State.WITHDRAWN
    assert "call the return off" not in page


def test_the_page_tells_what_the_store_has_answered(order, shopper):
    ret = ask(order)
    returns.reject(ret=ret, answer="It was worn <b>out</b>")

    page = words(shopper.get(f"/en/orders/{order.public_id}/returns/{ret.public_id}/"))

    assert "It was worn &lt;b&gt;out&lt;/b&gt;" in page
    assert f'data-live-order="{order.public_id}"' in page


def test_nobody_else_finds_a_return_or_its_photos(order):
    ret = ask(order, photos=[photos.cleaned(photo())])
    stranger = Client()
    stranger.force_login(make_user())
    own = delivered(key="key-9")
    picture = f"returns/{ret.public_id}/photos/{ret.photos.get().pk}/"
    for client in (Client(), stranger):
        # By id, by a made-up key, and under another order that the caller can open.
        for key in (order.public_id, "ord_22", "made:up:key", order_key(own)):
            for path in (f"returns/{ret.public_id}/", picture):
                assert client.get(f"/en/orders/{key}/{path}").status_code == 404
            assert client.post(f"/en/orders/{key}/returns/{ret.public_id}/call-off/").status_code == 404
        assert client.get(begin(order)).status_code == 404
        assert send(client, order).status_code == 404
    ret.refresh_from_db()
    assert ret.state == State.REQUESTED
    assert Client().get("/en/account/returns/").status_code == 302


def test_a_photo_is_kept_by_no_cache_and_guessed_by_no_browser(order, shopper):
    ret = ask(order, photos=[photos.cleaned(photo())])

    answer = shopper.get(f"/en/orders/{order.public_id}/returns/{ret.public_id}/photos/{ret.photos.get().pk}/")

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_list_of_returns_takes_the_same_queries_for_one_and_for_ten(order, shopper, django_assert_max_num_queries):
    def add() -> None:
        ret = Return.objects.create(order=order, reference=f"test:{Return.objects.count()}", state=State.REJECTED)
        ret.lines.create(order_line=line_of(order), quantity=1)

    add()
    shopper.get("/en/account/returns/")
    with django_assert_max_num_queries(40) as one:
        shopper.get("/en/account/returns/")
    for _ in range(9):
        add()
    with django_assert_max_num_queries(len(one)):
        shopper.get("/en/account/returns/")


@pytest.mark.parametrize(
    ("path", "megabytes"),
    [
        ("/en/orders/ord_22/return/", 41),
        ("/api/v1/orders/ord_22/returns/ret_22/photos/", 9),
        ("/en/orders/ord_22/returns/ret_22/", 1),
        ("/api/v1/orders/ord_22/returns/", 1),
        ("/x/en/orders/ord_22/return/", 1),
    ],
)
def test_only_the_addresses_of_photos_take_more(path, megabytes):
    assert _largest(path) == megabytes * LARGEST


def test_each_step_is_told_on_the_order_s_timeline(order):
    ret = ask(order)
    returns.approve(ret=ret)

    labels = [entry["label"] for entry in orders.represent(order, "en")["timeline"]]

    assert labels[-2:] == [f"Return {ret.number} requested", f"Return {ret.number} approved"]
