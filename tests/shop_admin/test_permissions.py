"""Who may open which screen of the shop, by role and by single rights."""

import pytest

from shop.models import Change
from tests import factories as make
from tests.shop_admin.orders import make_order
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

SCREENS = {
    "/admin/shop/orders/": "order",
    "/admin/shop/stock/": "stocklevel",
    "/admin/shop/low-stock/": "stockalert",
    "/admin/shop/waiting/": "stockrequest",
    "/admin/shop/warehouses/": "warehouse",
    "/admin/shop/categories/": "category",
    "/admin/shop/attributes/": "attribute",
    "/admin/shop/brands/": "brand",
    "/admin/shop/delivery/": "deliverymethod",
    "/admin/shop/pickup-points/": "pickuppoint",
    "/admin/shop/ledgers/movements/": "stockmovement",
    "/admin/shop/ledgers/payments/": "payment",
    "/admin/shop/ledgers/messages/": "paymentmessage",
    "/admin/shop/ledgers/prices/": "price",
    "/admin/shop/ledgers/changes/": "change",
}
ADDING = [name for name in SCREENS if name.split("/")[3] in ("categories", "attributes", "brands", "delivery")]
CATALOGUE = {"/admin/shop/categories/", "/admin/shop/attributes/", "/admin/shop/brands/"}
MONEY = {"/admin/shop/ledgers/payments/", "/admin/shop/ledgers/messages/"}
STOCK = {
    "/admin/shop/stock/",
    "/admin/shop/ledgers/movements/",
    "/admin/shop/low-stock/",
    "/admin/shop/waiting/",
    "/admin/shop/warehouses/",
}
PLACES = {"/admin/shop/delivery/", "/admin/shop/pickup-points/"}
ROLES = {
    "Order managers": {"/admin/shop/orders/"} | STOCK | MONEY | PLACES,
    "Merchandisers": CATALOGUE | STOCK | {"/admin/shop/ledgers/prices/"},
    "Analysts": set(SCREENS),
    "Owner": set(SCREENS),
}


@pytest.mark.parametrize("address", SCREENS)
def test_who_is_not_signed_in_is_sent_to_the_sign_in(client, address):
    response = client.get(address)

    assert (response.status_code, response.url) == (302, f"/admin/login/?next={address}")


@pytest.mark.parametrize("address", SCREENS)
def test_staff_without_the_right_are_sent_back(address):
    others = {f"view_{model}" for model in SCREENS.values()} - {f"view_{SCREENS[address]}"}
    client = signed_in(staff_with(*others))

    response = client.get(address)

    assert (response.status_code, response.url) == (302, "/admin/")
    assert f'"{address}"' not in client.get("/admin/").content.decode()


@pytest.mark.parametrize(("address", "model"), SCREENS.items())
def test_the_right_to_look_opens_the_screen_and_its_menu(address, model):
    client = signed_in(staff_with(f"view_{model}"))

    assert client.get(address).status_code == 200
    assert address in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_screens_and_no_other(role):
    client = signed_in(staff_in(role))

    assert {address for address in SCREENS if client.get(address).status_code == 200} == ROLES[role]


@pytest.mark.parametrize("address", ADDING)
def test_who_may_only_look_cannot_add(address):
    client = signed_in(staff_with(f"view_{SCREENS[address]}"))

    assert client.get(f"{address}new/").url == "/admin/"
    assert client.post(f"{address}new/", {}).url == "/admin/"


def test_news_of_orders_are_for_those_who_may_see_orders():
    assert signed_in(staff_with("view_stocklevel")).get("/admin/shop/orders/news/").status_code == 403
    assert signed_in(staff_with("view_order")).get("/admin/shop/orders/news/").status_code == 200


@pytest.mark.parametrize("address", [address for address in SCREENS if "ledgers" in address])
def test_nobody_writes_into_a_ledger(address):
    make_order(method="sandbox", outcome="paid_twice")
    owner = signed_in(make.make_staff())
    row = owner.get(address).context["object_list"][0]

    assert owner.get(f"{address}inspect/{row.pk}/").status_code == 200
    for action in ("create/", f"edit/{row.pk}/", f"delete/{row.pk}/"):
        assert owner.get(f"{address}{action}").status_code == 404


def test_the_menu_of_the_shop_has_at_most_eight_entries():
    from shop.wagtail_hooks import ShopGroup

    assert len(ShopGroup.items) <= 8


@pytest.mark.parametrize("address", [address for address in SCREENS if "ledgers" in address])
def test_ledgers_take_the_same_number_of_queries_for_any_number_of_rows(address, django_assert_max_num_queries):
    owner = signed_in(staff_in("Owner"))
    product = make.make_product(stock_count=100, is_presented=True)
    make_order(product=product, method="sandbox", outcome="paid_twice")
    owner.get(address)
    counts = []
    for count in (0, 10):
        for _ in range(count):
            make_order(product=product, method="sandbox", outcome="paid_twice")
            make.make_product()
        with django_assert_max_num_queries(30) as seen:
            owner.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert Change.objects.exists()
