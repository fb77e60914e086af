"""J-E7: an order comes in, is packed, noted, refunded in part and sent, and its customer watches it happen."""

import re
import uuid
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, expect
from wagtail.log_actions import registry
from wagtail.users.models import UserProfile

from shop import books, carts, checkout
from shop.models import Order, Refund, Variant
from shop.money import formatted
from technomart.accounts.models import User
from tests import factories
from tests.journeys.visitors import Visitor

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
PRICE = 250_000
TRACKING = "https://post.example.com/RU123456789"
ADDRESS = {"country": "RU", "city": "Москва", "postcode": "125009", "line1": "Тверская, 1", "line2": ""}


@pytest.mark.parametrize(("language", "width"), [("en", 1366), ("ru", 390)])
def test_an_order_manager_brings_an_order_through_its_day(visit, browser, store, language, width):
    manager = make_person(is_staff=True, language=language)
    customer = make_person()
    office = visit(language=language, storage_state=signed_in(browser, store, manager, "/admin/", "**/admin/"))
    office.page.goto("/admin/shop/orders/")
    expect(office.page.locator("[data-live-state]")).to_be_visible()

    order = place_an_order(customer, language)

    # It comes into the open list by itself.
    office.page.get_by_role("link", name=order.number).click()
    door = f"/{language}/accounts/login/"
    shopper = visit(
        language=language, width=width, storage_state=signed_in(browser, store, customer, door, "**/account/")
    )
    shopper.go(f"account/orders/{order.public_id}/")
    expect(shopper.page.locator("[data-live-order-status]")).to_have_text(shopper.words("confirmed"))

    pack(office)
    expect(shopper.page.locator("[data-live-order-status]")).to_have_text(shopper.words("packed"))
    send_one_of_two(office, order)
    expect(shopper.page.locator("[data-live-order-status]")).to_have_text(shopper.words("partly on the way"))
    expect(shopper.page.locator(f"[data-parcels] a[href='{TRACKING}']")).to_be_visible()
    assert shopper.has_no_sideways_scroll()

    note(office, "Call before five")
    give_back_a_part(office, order, language)
    back = shopper.page.locator("[data-refunds]")
    expect(back).to_contain_text(formatted(10_000, "RUB", language))
    expect(back).to_contain_text(shopper.words("done"))
    assert shopper.page.get_by_text("Call before five").count() == 0

    print_the_slip(office)
    send_the_rest(office)
    expect(shopper.page.locator("[data-live-order-status]")).to_have_text(shopper.words("on the way"))
    for _ in range(2):
        office.page.locator("form[action*='/deliver/'] button").first.click()
    expect(shopper.page.locator("[data-live-order-status]")).to_have_text(shopper.words("completed"))

    order.refresh_from_db()
    assert (order.status, order.shipments.count()) == (Order.Status.COMPLETED, 2)
    assert Refund.objects.get(order=order).amount == 10_000
    log = registry.get_logs_for_instance(order).order_by("timestamp")
    assert [(entry.action, entry.user) for entry in log] == [
        (action, manager)
        for action in (
            "shop.order_moved",
            "shop.order_shipped",
            "shop.order_noted",
            "shop.order_refunded",
            "shop.order_shipped",
            "shop.order_delivered",
            "shop.order_delivered",
        )
    ]
    assert books.violations() == []


def make_person(*, is_staff: bool = False, language: str = "en") -> Any:
    """A customer, or somebody of the office who may handle orders and give money back."""
    email = f"{'office' if is_staff else 'anna'}-{uuid.uuid4().hex[:8]}@example.com"
    person = User.objects.create_user(email, name="Anna Petrova", phone="+79175550123", is_staff=is_staff)
    # As the open store keeps passwords; tests have a quicker way of their own.
    person.password = PBKDF2PasswordHasher().encode(PASSWORD, salt="journey")
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if is_staff:
        person.groups.add(Group.objects.get(name="Order managers"))
        UserProfile.objects.create(user=person, preferred_language=language)
    return person


def place_an_order(customer: Any, language: str) -> Order:
    """Two pieces of one product, paid by card, brought home."""
    product = factories.make_product(price=PRICE, stock_count=2, is_presented=True)
    variant: Variant = product.variants.get()
    cart = carts.open_cart(customer=customer, language=language)
    carts.add(cart=cart, sku=variant.sku, quantity=2)
    carts.set_contact(cart=cart, name=customer.name, email=customer.email, phone=customer.phone)
    ways = checkout.delivery_options(cart=cart, language=language, country="RU", city="Москва", postcode="125009")
    courier = next(way for way in ways if not way["pickup_points"])
    carts.set_delivery(cart=cart, option=courier["id"], address=ADDRESS)
    placed = checkout.place_order(
        cart=cart,
        method="sandbox",
        parameters={"outcome": "paid"},
        expected_total=carts.priced(cart).quote.total,
        placed_by=uuid.uuid4().hex,
        customer=customer,
    )
    return placed.order


def signed_in(browser: Browser, store: str, person: Any, door: str, inside: str) -> Any:
    """What a person's browser keeps after signing in at that door."""
    context = browser.new_context(base_url=store)
    page = context.new_page()
    page.goto(door)
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(inside)
    state = context.storage_state()
    context.close()
    return state


def pack(office: Visitor) -> None:
    office.page.locator("#step-note").fill("two boxes")
    office.page.locator("button[name=to][value=packed]").click()
    office.see("two boxes")


def send_one_of_two(office: Visitor, order: Order) -> None:
    page = office.page
    page.locator(f"#parcel-line_{order.lines.get().pk}").fill("1")
    page.locator("#parcel-carrier").fill("Post")
    page.locator("#parcel-tracking_number").fill("RU123456789")
    page.locator("#parcel-tracking_url").fill(TRACKING)
    office.press("Send these pieces")
    expect(page.locator(".shop-parcel")).to_have_count(1)


def send_the_rest(office: Visitor) -> None:
    office.press("Send these pieces")
    expect(office.page.locator(".shop-parcel")).to_have_count(2)


def note(office: Visitor, text: str) -> None:
    office.page.locator("#staff-note").fill(text)
    office.press("Keep the note")
    expect(office.page.locator(".shop-timeline__note")).to_contain_text(text)


def give_back_a_part(office: Visitor, order: Order, language: str) -> None:
    """One kopeck more than was paid is refused with what is possible; then a hundred roubles as goodwill."""
    page = office.page
    office.press("Give money back")
    page.locator("#id_goodwill").fill(f"{order.total // 100},{order.total % 100 + 1:02d}")
    page.locator("#id_reason").fill("late")
    # The way that leads here is called the same in Russian.
    decide = page.get_by_role("button", name=office.words("Give the money back"))
    decide.click()
    possible = formatted(order.total, "RUB", language)
    refusal = office.words("At most %(amount)s can be given back.", amount=possible)
    expect(page.locator(".error-message[role=alert]")).to_have_text(re.compile(re.escape(refusal)))
    assert not Refund.objects.filter(order=order).exists()
    page.locator("#id_goodwill").fill("100")
    decide.click()
    expect(page.locator("#order-refunds + .shop-facts")).to_contain_text(formatted(10_000, "RUB", language))


def print_the_slip(office: Visitor) -> None:
    slip = office.page.locator(".shop-papers a[href*='slip']").get_attribute("href")
    answer = office.page.request.get(slip)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
