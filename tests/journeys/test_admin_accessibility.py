"""Screens of the shop's staff: nothing for axe to complain about, no sideways scroll on a phone, rows with names."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from shop.models import Order, Promotion, Variant
from technomart.demo.loader import DEMO_LOGINS
from tests.journeys.test_accessibility import Inspector, payment_page

pytestmark = pytest.mark.browser

# One of each kind: a page with forms and tables, a form, a list, a form beside its preview.
SCREENS = (
    "orders/inspect/{order}/",
    "stock/inspect/{variant}/",
    "promotions/edit/{promotion}/",
    "pickup-points/",
    "letters/order_placed/ru/",
)


def test_every_kind_of_screen_for_staff_is_accessible(visit, staff_cookies):
    # Of the two languages the one with the longer words.
    language = "ru"
    profile = UserProfile.get_for_user(get_user_model().objects.get(email=DEMO_LOGINS[0][1]))
    profile.preferred_language = language
    profile.save()
    payment_page(Variant.objects.get(sku="PH-0002-256-FOG"), language)
    keys = {
        "order": Order.objects.latest("pk").pk,
        "promotion": Promotion.objects.latest("pk").pk,
        "variant": Variant.objects.latest("pk").pk,
    }
    staff = visit(language=language, storage_state=staff_cookies)
    inspector = Inspector(staff)
    for screen in SCREENS:
        staff.page.goto(f"/admin/shop/{screen.format(**keys)}")
        inspector.inspect()

    profile.preferred_language = ""
    profile.save()
    assert inspector.findings == []


def test_on_a_phone_each_row_of_a_list_is_a_card_with_the_names_of_its_columns(visit, staff_cookies):
    staff = visit(width=390, storage_state=staff_cookies)
    staff.page.goto("/admin/shop/stock/")

    cell = staff.page.locator("#listing-results tbody tr").first.locator("td[data-label=Available]")

    assert staff.page.locator("#listing-results thead").is_hidden()
    box = cell.bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= 390
    assert '"Available"' in cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    # The list is drawn anew when it is searched.
    staff.page.locator("main input[name=q]").fill("PH-")
    staff.page.wait_for_url("**q=PH-**")
    staff.page.locator("#listing-results td[data-label=Available]").first.wait_for()
