"""The dashboard's page: who may look, what it says, that it stays true while it is open."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from shop import money, orders
from shop.models import Order
from tests import factories as make
from tests.shop_admin.orders import make_order

pytestmark = pytest.mark.django_db

PAGE = "/admin/dashboards/"
NEWS = "/admin/dashboards/news/"
INSIDE = "access_admin"


def staff_with(*codenames: str):
    user = make.make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=[INSIDE, *codenames]))
    return user


@pytest.fixture
def analyst(client):
    user = make.make_user(is_staff=True)
    user.groups.add(Group.objects.get(name="Analysts"))
    client.force_login(user)
    return client


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\u00a0", " ")


def test_who_is_not_signed_in_is_sent_to_the_sign_in(client):
    for address in (PAGE, NEWS):
        response = client.get(address)
        assert (response.status_code, response.url) == (302, f"/admin/login/?next={address}")


def test_staff_without_the_right_see_neither_page_nor_numbers(client):
    client.force_login(staff_with("view_order"))

    page = client.get(PAGE)

    assert (page.status_code, page.url) == (302, "/admin/")
    assert client.get(NEWS).status_code == 403
    assert PAGE not in client.get("/admin/").content.decode()


def test_the_right_alone_opens_page_and_numbers(client):
    client.force_login(staff_with("view_dashboard"))

    assert client.get(PAGE).status_code == 200
    assert client.get(NEWS).status_code == 200


def test_an_empty_store_is_told_in_words(analyst):
    response = analyst.get(PAGE)

    assert "No orders yet. The first one will show here as soon as it is paid." in text(response)
    assert "Nothing was sold in these days." in text(response)
    assert 'id="sales-figure" type="application/json">null</script>' in response.content.decode()


def test_today_without_orders_names_the_last_one(analyst):
    placed = timezone.localtime().replace(hour=21, minute=47, second=0) - timedelta(days=2)
    make_order(placed_at=placed)

    assert f"No orders yet today. Last order: {orders.in_words(placed, 'en')}." in text(analyst.get(PAGE))


def test_cards_and_table_show_what_was_sold(analyst):
    make_order(price=1_220_000, quantity=2)
    make_order(price=610_000, placed_at=timezone.now() - timedelta(days=3))

    words = text(analyst.get(PAGE))

    assert "Net sales 20 000 ₽ n/a then 0 ₽" in words
    assert "Orders 1 n/a then 0" in words
    assert "Goods sold 2 n/a then 0" in words
    assert "Full days 5 000 ₽ 1 — —" in words


def test_the_table_under_the_figure_has_the_figures_numbers(analyst):
    for days, price in enumerate((100_007, 222_222, 333_333)):
        make_order(price=price, placed_at=timezone.now() - timedelta(days=days))

    page = analyst.get(f"{PAGE}?days=90").content.decode()

    figure = json.loads(re.search(r'<script id="sales-figure"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", page, re.DOTALL)[:-1]
    shown = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[0].strip() for row in rows]
    bars = figure["data"][0]["y"]
    assert len(bars) == 91
    assert shown == [money.formatted(amount, "RUB", "en") for amount in reversed(bars)]
    assert bars[-1] == 100_007 - money.tax_included(100_007, 2200)


def test_the_page_follows_a_payment_without_reload(analyst):
    order = make_order(method="sandbox", outcome="requires_action")
    before = analyst.get(NEWS)
    assert before.json()["said"] == "0\u00a0₽"

    from shop import payments

    payments.confirm(order.payments.get().public_id, approved=True)
    after = analyst.get(NEWS, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert after.json()["said"] == "10\u00a0000\u00a0₽"
    assert after.json()["figure"]["data"][0]["y"][-1] == 1_000_000


def test_numbers_that_did_not_change_are_not_sent_again(analyst, monkeypatch):
    now = timezone.now().replace(second=1)
    monkeypatch.setattr("dashboards.views.timezone.now", lambda: now)
    first = analyst.get(NEWS)

    again = analyst.get(NEWS, headers={"If-None-Match": first["ETag"]})
    other = analyst.get(f"{NEWS}?days=90", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_a_cancelled_order_leaves_the_open_page(analyst):
    order = make_order()
    before = analyst.get(NEWS)

    orders.move(order, Order.Status.CANCELLED)
    after = analyst.get(NEWS, headers={"If-None-Match": before["ETag"]})

    assert (before.json()["said"], after.json()["said"]) == ("10\u00a0000\u00a0₽", "0\u00a0₽")


def test_the_page_takes_the_same_number_of_queries_for_any_number_of_orders(analyst, django_assert_max_num_queries):
    product = make.make_product(stock_count=100, is_presented=True)
    analyst.get(PAGE)
    counts = []
    for number in (1, 30):
        for _ in range(number):
            make_order(product=product)
        with django_assert_max_num_queries(17) as seen:
            analyst.get(PAGE)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_plotly_comes_from_the_store_and_no_policy_allows_eval(analyst):
    response = analyst.get(PAGE)
    page = response.content.decode()

    assert "unsafe-eval" not in response["Content-Security-Policy"]
    assert [source for source in re.findall(r'<script[^>]*src="([^"]+)"', page) if not source.startswith("/")] == []
    assert "plotly/plotly-cartesian.min.js" in page
    assert 'id="plotly.js-style-global" class="no-inline-styles"' in page
    assert "plotly-cartesian" not in analyst.get("/admin/").content.decode()


def test_the_figure_can_be_read_without_seeing_it(analyst):
    make_order(placed_at=timezone.now() - timedelta(days=1))

    page = analyst.get(PAGE).content.decode()

    assert 'role="img" aria-label="Net sales of 30 full days: 10\u00a0000\u00a0₽' in page
    table = page.partition("figures__table")[2].partition("</table>")[0]
    assert (table.count('<th scope="col"'), table.count('<th scope="row"')) == (6, 32)


def test_the_home_page_shows_today_to_whoever_may_see_it(analyst):
    make_order()

    home = text(analyst.get("/admin/"))

    assert "Net sales 10 000 ₽" in home


def test_an_unknown_period_is_no_error(analyst):
    for days in ("31", "x", "-1", "999999999999999999999"):
        assert analyst.get(f"{PAGE}?days={days}").status_code == 200


def test_series_have_the_colours_of_the_store():
    sheet = (settings.ROOT / "static/css/dashboard.css").read_text()
    chart = json.loads((settings.ROOT / "theme/tokens.json").read_text())["chart"]
    light, dark, system = (re.findall(r"--series-\d: (#\w+);", part) for part in re.split(r"\.w-theme-\w+", sheet))

    assert (light, dark, system) == (chart["light"], chart["dark"], chart["dark"])
