"""Orders in the admin: found, shown, moved along their transitions, and changed in no other way."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.utils import timezone
from wagtail.log_actions import registry

from shop import orders
from shop.changes import log
from shop.models import Cart, Order, StockLevel
from tests import factories as make
from tests.shop_admin.orders import make_order
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

LIST = "/admin/shop/orders/"
Status = Order.Status


@pytest.fixture
def manager():
    return signed_in(staff_in("Order managers"))


def inspect(order: Order) -> str:
    return f"{LIST}inspect/{order.pk}/"


def move(order: Order) -> str:
    return f"{LIST}move/{order.pk}/"


def page(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def numbers(client, **query) -> list[str]:
    return sorted(order.number for order in client.get(LIST, query).context["object_list"])


def test_the_list_says_who_ordered_for_how_much_and_how_it_is_paid(manager):
    order = make_order(price=1_220_000, name="Anna Orlova", method="sandbox")

    found = page(manager.get(LIST))

    for words in (order.number, "Anna Orlova", "12 590 ₽", "confirmed", "paid"):
        assert words in found


@pytest.mark.parametrize(
    "words",
    ["+7 (916) 123-45-67", "8 916 123-45-67", "89161234567", "4567", "anna@", "ANNA@EXAMPLE.COM", "Orlova"],
)
def test_an_order_is_found_by_phone_mail_and_name(manager, words):
    order = make_order(phone="+79161234567", email="anna@example.com", name="Anna Orlova")
    make_order(phone="+79990000000", email="boris@example.com", name="Boris Lis")

    assert numbers(manager, q=words) == [order.number]


def test_an_order_is_found_by_its_number(manager):
    orders_made = [make_order() for _ in range(2)]

    assert numbers(manager, q=orders_made[0].number.lower()) == [orders_made[0].number]


@pytest.mark.parametrize("words", ['"', "%", "' OR 1=1 --", "\\", "_", "\u202e"])
def test_odd_searches_find_nothing_and_break_nothing(manager, words):
    make_order()

    assert numbers(manager, q=words) == []


def test_the_list_is_filtered_by_status_channel_and_day(manager):
    moscow = ZoneInfo("Europe/Moscow")
    web = make_order(placed_at=datetime(2026, 3, 10, 23, 59, tzinfo=moscow))
    app = make_order(channel="app", placed_at=datetime(2026, 3, 11, 0, 1, tzinfo=moscow))
    orders.move(app, Status.PACKED)

    assert numbers(manager, status=["packed"]) == [app.number]
    assert numbers(manager, status=["packed", "confirmed"]) == sorted([web.number, app.number])
    assert numbers(manager, channel="web") == [web.number]
    assert numbers(manager, channel="app") == [app.number]
    assert numbers(manager, created_at_from="2026-03-11") == [app.number]
    assert numbers(manager, created_at_to="2026-03-10") == [web.number]


def test_orders_that_staff_prepared_are_found_by_their_channel_and_called_so(manager):
    make_order()
    drafted = make_order()
    Order.objects.filter(pk=drafted.pk).update(channel=Cart.DRAFT)

    assert numbers(manager, channel=Cart.DRAFT) == [drafted.number]
    assert "prepared by staff" in page(manager.get(inspect(drafted)))
    rows = list(csv.DictReader(io.StringIO(exported(manager, "csv").decode("utf-8-sig"))))
    assert sorted(row["Channel"] for row in rows) == ["prepared by staff", "site"]


def test_the_list_takes_the_same_number_of_queries_for_one_order_and_for_fifty(manager, django_assert_max_num_queries):
    product = make.make_product(stock_count=100, is_presented=True)
    manager.get(LIST)
    counts = []
    for count in (1, 49):
        for _ in range(count):
            make_order(product=product)
        # On PostgreSQL the first reader after a change gives it its number.
        log.latest()
        with django_assert_max_num_queries(14) as seen:
            assert len(manager.get(LIST).context["object_list"]) >= count
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_order_shows_everything_that_was_agreed_and_happened(manager):
    order = make_order(price=1_220_000, quantity=2, method="sandbox")
    orders.move(order, Status.PACKED, note="two boxes")
    orders.move(order, Status.SHIPPED)

    shown = page(manager.get(inspect(order)))

    line = order.lines.get()
    for words in (
        line.sku,
        "12 200 ₽",
        "24 400 ₽",
        "390 ₽",
        "24 790 ₽",
        "+79161234567",
        "anna@example.com",
        "125009, Moscow, Tverskaya 1",
        "Test card",
        "two boxes",
        "taken by an order",
        '<td class="shop-number">-2</td>',
    ):
        assert words in shown


@pytest.mark.parametrize("status", list(Status))
def test_an_order_offers_exactly_the_steps_that_are_allowed(manager, status):
    order = make_order()
    Order.objects.filter(pk=order.pk).update(status=status)

    shown = page(manager.get(inspect(order)))

    assert {to for to in Status if f'name="to" value="{to}"' in shown} == set(orders.ALLOWED[status]) - set(
        orders.DERIVED
    )


def test_a_step_is_taken_with_its_note_by_whoever_pressed_the_button(manager):
    order = make_order()

    response = manager.post(move(order), {"to": "packed", "note": "fragile"}, follow=True)

    order.refresh_from_db()
    event = order.events.last()
    assert order.status == Status.PACKED
    assert (event.status, event.note, event.actor.groups.get().name) == ("packed", "fragile", "Order managers")
    assert f"Order {order.number}: packed." in page(response)
    logged = registry.get_logs_for_instance(order).get()
    assert (logged.action, logged.data, logged.user) == (
        "shop.order_moved",
        {"to": "packed", "note": "fragile"},
        event.actor,
    )


def test_a_step_that_is_not_allowed_is_refused_in_words(manager):
    order = make_order()

    response = manager.post(move(order), {"to": "completed"}, follow=True)

    order.refresh_from_db()
    assert order.status == Status.CONFIRMED
    assert order.events.count() == 1
    assert "An order that is “confirmed” cannot become “completed”." in page(response)
    assert not registry.get_logs_for_instance(order).exists()


def test_a_step_that_a_colleague_has_taken_already_is_refused(manager):
    order = make_order()
    orders.move(order, Status.PACKED)

    response = manager.post(move(order), {"to": "packed"}, follow=True)

    assert order.events.count() == 2
    assert "cannot become" in page(response)


@pytest.mark.parametrize("to", ["", "sold", "CONFIRMED", "packed\x01"])
def test_an_unknown_step_changes_nothing(manager, to):
    order = make_order()

    response = manager.post(move(order), {"to": to}, follow=True)

    assert response.status_code == 200
    assert order.events.count() == 1


def test_a_note_that_is_too_long_is_refused_and_nothing_moves(manager):
    order = make_order()

    response = manager.post(move(order), {"to": "packed", "note": "x" * 501}, follow=True)

    assert "at most 500 characters" in page(response)
    assert order.events.count() == 1


def test_cancelling_is_asked_about_first_and_gives_the_goods_back(manager):
    order = make_order(quantity=2)
    level = StockLevel.objects.get(variant=order.lines.get().variant)

    asked = manager.post(move(order), {"to": "cancelled", "note": "by phone"})

    order.refresh_from_db()
    assert order.status == Status.CONFIRMED
    assert "A cancelled order cannot be opened again." in page(asked)
    assert 'value="by phone"' in page(asked)

    manager.post(move(order), {"to": "cancelled", "note": "by phone", "is_sure": "1"})

    order.refresh_from_db()
    level.refresh_from_db()
    assert (order.status, order.events.last().note) == (Status.CANCELLED, "by phone")
    assert (level.on_hand, level.reserved) == (2, 0)


def test_an_order_has_no_address_at_which_it_could_be_edited_deleted_or_added():
    owner = signed_in(make.make_staff())
    order = make_order()

    for address in ("new/", f"edit/{order.pk}/", f"delete/{order.pk}/", f"copy/{order.pk}/", f"usage/{order.pk}/"):
        assert owner.get(f"{LIST}{address}").status_code == 404
    assert owner.get(move(order)).status_code == 405
    shown = page(owner.get(inspect(order))) + page(owner.get(LIST))
    assert "/delete/" not in shown
    assert "/edit/" not in shown.replace("/admin/pages/", "")


def test_who_may_only_look_sees_no_buttons_and_moves_nothing():
    viewer = signed_in(staff_with("view_order"))
    order = make_order()

    assert 'name="to"' not in page(viewer.get(inspect(order)))
    assert viewer.post(move(order), {"to": "packed"}).url == "/admin/"
    assert order.events.count() == 1


def exported(client, kind: str) -> bytes:
    response = client.get(LIST, {"export": kind})
    return b"".join(response.streaming_content)


def test_a_csv_has_the_filtered_orders_and_no_formula(manager):
    make_order(name='=HYPERLINK("http://example.com")', email="@sum@example.com", placed_at=timezone.now())
    make_order(name="-1+1", channel="app", placed_at=timezone.now() - timedelta(days=1))

    data = exported(manager, "csv")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))

    assert data.startswith(b"\xef\xbb\xbf")
    assert [row["Customer"] for row in rows] == ['\'=HYPERLINK("http://example.com")', "'-1+1"]
    assert rows[0]["E-mail"] == "'@sum@example.com"
    assert rows[0]["Phone"] == "+79161234567"
    assert (rows[0]["Total"], rows[0]["Goods"], rows[0]["Delivery"]) == ("12590.0", "12200.0", "390.0")
    response = manager.get(LIST, {"export": "csv", "channel": "app"})
    assert b"".join(response.streaming_content).count(b"\r\n") == 2


def test_a_workbook_has_words_and_no_formula(manager):
    placed = datetime(2026, 3, 10, 23, 59, tzinfo=ZoneInfo("Europe/Moscow"))
    make_order(name="=1+1", placed_at=placed)

    sheet = openpyxl.load_workbook(io.BytesIO(exported(manager, "xlsx"))).active
    headings, row = sheet.iter_rows()

    cells = {heading.value: cell for heading, cell in zip(headings, row, strict=True)}
    assert (cells["Customer"].value, cells["Customer"].data_type) == ("'=1+1", "s")
    assert cells["Placed"].value == datetime(2026, 3, 10, 23, 59)
    assert cells["Total"].value == 12590


def test_news_count_what_came_after_the_list_was_drawn(manager):
    before = log.latest()
    assert manager.get(f"{LIST}news/", {"after": before}).json() == {"sequence": before, "placed": 0, "changed": 0}

    order = make_order()
    orders.move(order, Status.PACKED)
    told = manager.get(f"{LIST}news/", {"after": before}).json()

    assert (told["placed"], told["changed"]) == (1, 1)
    assert f'data-after="{told["sequence"]}"' in page(manager.get(LIST))
    assert order.number in page(manager.get(f"{LIST}results/"))


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "１"])
def test_news_answer_any_question(manager, after):
    assert manager.get(f"{LIST}news/", {"after": after}).status_code == 200
