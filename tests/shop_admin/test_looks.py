"""What the admin's screens show: names in the reader's language, the way back, and what to do when a list is empty."""

import pytest
from django.utils.translation import override
from wagtail.admin.menu import admin_menu
from wagtail.users.models import UserProfile

from shop import amounts
from shop.admin.columns import countries, here
from shop.admin.draft_forms import DraftDeliveryForm
from shop.models import (
    DeliveryMethod,
    DeliveryZone,
    Market,
    PickupPoint,
    StockAlert,
    StockRequest,
    TaxClass,
    TaxRate,
    VoucherSet,
    Warehouse,
)
from tests import factories as make
from tests.shop.ordering import make_point
from tests.shop_admin.orders import make_order
from tests.shop_admin.staff import signed_in, staff_in

pytestmark = pytest.mark.django_db


def owner(language="en"):
    user = staff_in("Owner")
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    return signed_in(user)


def page(response):
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


NAMES = {"code": "one", "name_en": "Name in English", "name_ru": "Имя по-русски"}


@pytest.mark.parametrize(
    ("address", "model", "more"),
    [
        ("delivery", DeliveryMethod, {"kind": "courier", "price": 0}),
        ("delivery-zones", DeliveryZone, {"countries": ["DE"]}),
        ("pickup-points", PickupPoint, {}),
        ("warehouses", Warehouse, {}),
    ],
)
def test_lists_name_their_rows_in_the_readers_language(address, model, more):
    if model is PickupPoint:
        make_point(**NAMES)
    else:
        model.objects.create(**NAMES, **more)

    for language, shown, hidden in (("en", NAMES["name_en"], NAMES["name_ru"]), ("ru", *list(NAMES.values())[:0:-1])):
        found = page(owner(language).get(f"/admin/shop/{address}/"))
        assert shown in found
        assert hidden not in found


@pytest.mark.parametrize(("language", "column"), [("en", "name_en"), ("ru", "name_ru"), ("de", "name_en")])
def test_a_language_that_rows_do_not_have_is_the_stores_first(language, column):
    with override(language):
        assert here("name") == column


def test_countries_have_names():
    with override("ru"):
        assert countries(["DE", "ZZ1"]) == "Германия, ZZ1"
    Market.objects.create(code="eu", name_en="Europe", name_ru="Европа", countries=["DE", "AT"], currency="EUR")
    assert "Germany, Austria" in page(owner().get("/admin/shop/markets/"))


def test_rates_of_taxes_are_written_as_the_reader_writes_them():
    tax_class = TaxClass.objects.create(code="low", name_en="Low", name_ru="Низкая")
    TaxRate.objects.create(tax_class=tax_class, country="FR", basis_points=550, starts_at="2020-01-01T00:00Z")

    assert "France 5.5 %" in page(owner().get("/admin/shop/taxes/"))
    assert "Франция 5,5 %" in page(owner("ru").get("/admin/shop/taxes/"))


@pytest.mark.parametrize(("language", "shown"), [("en", "1349.99"), ("ru", "1349,99")])
def test_amounts_in_forms_have_the_readers_decimal_sign_and_are_understood_again(language, shown):
    field = amounts.AmountField()
    with override(language):
        assert field.prepare_value(134_999) == shown
        assert field.clean(shown) == 134_999
        assert amounts.plain(134_900) == "1349"


def test_what_runs_low_and_what_is_waited_for_is_called_by_its_name():
    product = make.make_product(sku="CUP-1", is_presented=True)
    variant = product.variants.get()
    StockAlert.objects.create(variant=variant, available=1, threshold=5)
    StockRequest.objects.create(variant=variant, email="a@example.com", language="ru")
    name = product.presentations.get(language="en").name

    for address in ("low-stock", "waiting"):
        found = page(owner().get(f"/admin/shop/{address}/"))
        assert f">{name}<" in "".join(line.strip() for line in found.splitlines())
    assert "Russian" in found


def test_a_help_text_with_a_figure_is_in_the_readers_language():
    assert "random letters follow" in page(owner().get("/admin/shop/voucher-sets/new/"))
    assert "random letters follow" not in page(owner("ru").get("/admin/shop/voucher-sets/new/"))


def test_with_no_payment_to_look_at_the_page_says_so():
    found = page(owner().get("/admin/shop/payments/"))

    assert "No payment needs you now." in found
    assert "Refunds that failed" in found
    assert 'class="listing"' not in found


def test_a_refund_of_an_order_without_money_is_no_form():
    order = make_order()

    found = page(owner().get(f"/admin/shop/orders/refund/{order.pk}/"))

    assert "There is no money of this order" in found
    assert 'name="reason"' not in found


@pytest.mark.parametrize("screen", ["orders/refund", "orders/change", "returns/open"])
def test_screens_about_an_order_lead_back_to_it_and_to_the_list(screen):
    order = make_order()

    found = page(owner().get(f"/admin/shop/{screen}/{order.pk}/"))

    breadcrumbs = found[found.index("w-breadcrumbs") : found.index("shop-stock")]
    assert f'href="/admin/shop/orders/inspect/{order.pk}/"' in breadcrumbs
    assert 'href="/admin/shop/orders/"' in breadcrumbs


def test_a_draft_offers_delivery_as_lists_in_the_readers_language_with_each_points_address():
    point = {"id": "p1", "name": "Centre", "address": "Kazan, 17 Central Street"}
    options = [
        {"id": "pickup", "name": "Pick-up", "pickup_points": [point]},
        {"id": "courier", "name": "Courier", "pickup_points": []},
    ]
    with override("ru"):
        form = DraftDeliveryForm(options=options, country="RU")

    assert (form.fields["option"].label, form.fields["pickup_point"].label) == ("Способ", "Пункт выдачи")
    assert '<option value="p1">Centre, Kazan, 17 Central Street</option>' in str(form["pickup_point"])
    chosen = DraftDeliveryForm({"option": "pickup", "pickup_point": "p1"}, options=options, country="RU")
    assert chosen.is_valid()
    assert chosen.choice() == {"option": "pickup", "pickup_point": "p1"}
    assert not DraftDeliveryForm({"option": "pickup", "pickup_point": "p2"}, options=options, country="RU").is_valid()


def test_a_set_of_vouchers_is_asked_about_with_the_way_back():
    made = VoucherSet.objects.create(
        promotion=make.make_promotion(needs_voucher=True), name="Spring", prefix="SPRING", count=0
    )

    found = page(owner().get(f"/admin/shop/voucher-sets/deactivate/{made.pk}/"))

    assert f'href="/admin/shop/voucher-sets/inspect/{made.pk}/"' in found[: found.index("shop-stock")]


def test_the_screen_of_a_variant_brings_the_calendar_of_its_dates():
    variant = make.make_product(sku="CUP-1").variants.get()

    assert "date-time-chooser.js" in page(owner().get(f"/admin/shop/stock/inspect/{variant.pk}/"))


def test_drafts_are_called_drafts():
    assert "Draft orders" in page(owner().get("/admin/shop/drafts/"))


def test_a_long_list_is_counted_in_words_that_fit_any_number():
    make_order()

    assert "In all: 1" in page(owner().get("/admin/shop/orders/"))


def test_the_menu_is_in_the_language_of_whoever_reads_it_next():
    assert "Import and export" in page(owner().get("/admin/"))
    assert "Import and export" not in page(owner("ru").get("/admin/"))


def test_one_menu_is_open_at_a_time():
    names = [item.name for item in admin_menu.registered_menu_items]

    assert not [(one, other) for one in names for other in names if one != other and other.startswith(one)]
