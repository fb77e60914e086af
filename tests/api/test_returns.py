"""Returns over HTTP: asked for once, by their owner alone, with photos that are pictures."""

import io

import pytest
from PIL import Image

from shop import books, orders
from shop.models import Order, Return, ReturnPhoto

Status = Order.Status


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "red").save(stream, form)
    return stream.getvalue()


@pytest.fixture
def order(api, phone, pickup) -> dict:
    """A guest's order of two phones that he has at home."""
    placed = api.order(api.ready_cart("PH-1", 2), method="sandbox").json()
    for status in (Status.PACKED, Status.READY, Status.COMPLETED):
        orders.move(Order.objects.get(), status)
    api.token = {"Order-Token": placed["order_token"]}
    return placed


def body(quantity: int = 1, sku: str = "PH-1", **more) -> dict:
    return {"lines": [{"sku": sku, "quantity": quantity, "reason": "faulty"}], **more}


def ask(api, order, key: str = "key-1", **changes):
    return api.send("POST", f"orders/{order['id']}/returns/", body(**changes), Idempotency_Key=key)


def test_a_guest_returns_one_of_two_phones(api, order):
    answer = ask(api, order, comment="A line on the screen")

    assert answer.status_code == 201
    ret = answer.json()
    assert (ret["state"], ret["kind"], ret["comment"]) == ("requested", "return", "A line on the screen")
    assert ret["expected_refund"]["amount"] == 7_499_000
    assert [(line["sku"], line["quantity"], line["reason"]) for line in ret["lines"]] == [("PH-1", 1, "faulty")]
    listed = api.get_json(f"orders/{order['id']}/returns/")
    assert listed == {"results": [ret], "returnable": [{"sku": "PH-1", "quantity": 1}]}
    assert api.get_json(f"orders/{order['id']}/returns/{ret['id']}/") == ret
    assert books.violations() == []


def test_a_repeat_makes_no_second_return(api, order):
    first = ask(api, order)

    again = ask(api, order)

    assert (again.status_code, again["Idempotent-Replayed"], again.json()) == (201, "true", first.json())
    assert Return.objects.count() == 1


@pytest.mark.parametrize(
    ("case", "changes", "key", "code", "status"),
    [
        ("more than were bought", {"quantity": 3}, "key-1", "not_returnable", 409),
        ("another product", {"sku": "TV-1"}, "key-1", "not_returnable", 409),
        ("no key", {}, "", "idempotency_key_missing", 400),
        ("an unknown field", {"photos": []}, "key-1", "invalid", 400),
    ],
)
def test_what_cannot_be_returned_is_refused(api, order, case, changes, key, code, status):
    answer = ask(api, order, key=key, **changes)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Return.objects.exists()


def test_a_sku_stands_once_and_has_a_reason(api, order):
    line = body()["lines"][0]
    for lines in ([line, line], [{**line, "reason": "because"}], []):
        answer = api.send("POST", f"orders/{order['id']}/returns/", {"lines": lines}, Idempotency_Key="key-1")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_return_is_called_off_before_the_goods_have_arrived(api, order):
    ret = ask(api, order).json()
    address = f"orders/{order['id']}/returns/{ret['id']}/call-off/"

    first, second = (api.send("POST", address, {}) for _ in range(2))

    assert (first.status_code, first.json()["state"], first.json()["expected_refund"]) == (200, "withdrawn", None)
    assert (second.status_code, second.json()["code"]) == (409, "return_moved_on")


def test_photos_are_made_anew_and_counted(api, order):
    ret = ask(api, order).json()
    address = f"orders/{order['id']}/returns/{ret['id']}/photos/"

    forms = [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
    sent = [api.send("POST", address, raw=picture(form), Content_Type=kind) for form, kind in forms]
    again = api.send("POST", address, raw=picture(), Content_Type="image/jpeg")

    assert [answer.status_code for answer in (*sent, again)] == [201] * 4
    assert len(again.json()["photos"]) <= 3
    assert all(bytes(photo.picture).startswith(b"\xff\xd8\xff") for photo in ReturnPhoto.objects.all())
    for width in (70, 80, 90, 100, 110):
        last = api.send("POST", address, raw=picture(size=(width, 40)), Content_Type="image/jpeg")
    assert (last.status_code, last.json()["code"]) == (409, "too_many_photos")
    assert ReturnPhoto.objects.count() == 5


def with_photo(api, order) -> dict:
    ret = ask(api, order).json()
    address = f"orders/{order['id']}/returns/{ret['id']}/photos/"
    return api.send("POST", address, raw=picture(), Content_Type="image/jpeg").json()


def test_a_photo_is_read_back_by_its_address(api, order):
    ret = with_photo(api, order)
    (photo,) = ret["photos"]

    answer = api.send("GET", photo["url"], Accept="image/*")

    assert photo["url"] == f"/api/v1/orders/{order['id']}/returns/{ret['id']}/photos/{photo['id']}/"
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.content == bytes(ReturnPhoto.objects.get().picture)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert api.get_json(f"orders/{order['id']}/returns/{ret['id']}/")["photos"] == ret["photos"]
    assert api.get_json(f"orders/{order['id']}/returns/")["results"] == [ret]
    assert api.send("GET", photo["url"], If_None_Match=answer["ETag"]).status_code == 304


def test_nobody_else_sees_a_photo(api, order, stranger):
    photo = with_photo(api, order)["photos"][0]["url"]
    api.token = {}
    for caller, headers in ((api, {}), (api, {"Order-Token": "x" * 43}), (stranger, {})):
        caller.token = caller.token | headers
        answer = caller.send("GET", photo)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_photo_is_found_under_its_own_return_alone(api, order):
    ret = with_photo(api, order)
    other = ask(api, order, "key-2").json()
    number = ret["photos"][0]["id"]

    for missing in (f"{other['id']}/photos/{number}", f"{ret['id']}/photos/{number + 1}"):
        assert api.send("GET", f"orders/{order['id']}/returns/{missing}/").status_code == 404


@pytest.mark.parametrize(
    ("case", "content", "kind", "code", "status"),
    [
        ("nothing", b"", "image/jpeg", "photo_unreadable", 400),
        ("words", b"not a photo", "image/png", "photo_unreadable", 400),
        ("half a photo", picture()[:200], "image/jpeg", "photo_unreadable", 400),
        ("a script that looks like one", b"<svg onload='alert(1)'/>", "image/png", "photo_unreadable", 400),
        ("another format", b"{}", "application/json", "unsupported_media_type", 415),
        ("too many bytes", b"\xff" * (8 * 1024 * 1024 + 1), "image/jpeg", "photo_too_large", 413),
    ],
)
def test_what_is_no_photo_is_refused(api, order, case, content, kind, code, status):
    ret = ask(api, order).json()

    answer = api.send("POST", f"orders/{order['id']}/returns/{ret['id']}/photos/", raw=content, Content_Type=kind)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not ReturnPhoto.objects.exists()


def test_nobody_else_finds_an_order_s_returns(api, order, stranger):
    ret = ask(api, order).json()
    api.token = {}
    other = {"Order-Token": "x" * 43}
    for caller, headers in ((api, {}), (api, other), (stranger, {})):
        caller.token = caller.token | headers
        for method, address, content in (
            ("GET", "", None),
            ("POST", "", body()),
            ("GET", f"{ret['id']}/", None),
            ("POST", f"{ret['id']}/call-off/", {}),
        ):
            answer = caller.send(method, f"orders/{order['id']}/returns/{address}", content, Idempotency_Key="key-2")
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert Return.objects.get().state == "requested"


def test_a_return_is_found_under_its_own_order_alone(app, customer, phone, pickup):
    own = app.order(app.ready_cart("PH-1")).json()
    other = app.order(app.ready_cart("PH-1"), key="key-2").json()
    found = Order.objects.get(public_id=own["id"])
    ret = Return.objects.create(order=found, reference="test")

    assert app.send("GET", f"orders/{own['id']}/returns/{ret.public_id}/").status_code == 200
    assert app.send("GET", f"orders/{other['id']}/returns/{ret.public_id}/").status_code == 404


def test_returns_are_listed_with_the_same_queries_for_one_and_for_ten(api, order, django_assert_max_num_queries):
    found = Order.objects.get()
    line = found.lines.get()

    def add(count: int) -> None:
        for _ in range(count):
            ret = Return.objects.create(order=found, reference=f"test:{Return.objects.count()}", state="rejected")
            ret.lines.create(order_line=line, quantity=1, reason="late")

    add(1)
    with django_assert_max_num_queries(60) as one:
        api.get_json(f"orders/{order['id']}/returns/")
    add(9)
    with django_assert_max_num_queries(len(one)):
        api.get_json(f"orders/{order['id']}/returns/")
