"""J-S6: a customer signs in by code and returns one of two products; the office takes it back and pays."""

import io
import re
import uuid
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from PIL import Image
from playwright.sync_api import expect

from shop import books, carts, checkout, orders
from shop.models import Order, Refund, Return, ReturnPhoto, StockMovement, Variant
from shop.money import formatted
from technomart.accounts.models import User
from tests.journeys.visitors import Visitor

pytestmark = pytest.mark.browser

PRODUCTS = 2
ADDRESS = {"country": "RU", "city": "Москва", "postcode": "125009", "line1": "Тверская, 1", "line2": ""}


@pytest.mark.parametrize(("language", "width", "has_script"), [("en", 1366, True), ("ru", 390, False)])
def test_one_of_two_products_goes_back(visit, mailbox, staff_cookies, language, width, has_script):
    customer = make_customer()
    order = delivered_order(customer, language)
    line = order.lines.order_by("pk").first()
    shopper = visit(language=language, width=width, has_script=has_script)

    sign_in_by_code(shopper, mailbox, customer.email)
    ret = ask_for_return(shopper, order, line)
    about = shopper.words("We have got your request: return {return_number}").format(return_number=ret.number)
    mailbox.wait_for(customer.email, about=about)

    owner = visit(storage_state=staff_cookies)
    take_back_and_pay(owner, ret, line)

    shopper.go("account/returns/")
    row = shopper.page.locator("li", has_text=ret.number)
    expect(row).to_contain_text(shopper.words("money returned"))
    amount = formatted(line.line_total, "RUB", language)
    about = shopper.words("Order {order_number}: {amount} go back to you")
    letter = mailbox.wait_for(customer.email, about=about.format(order_number=order.number, amount=amount))
    assert amount in letter.get_body(("plain",)).get_content()
    back = StockMovement.objects.filter(order=order, kind=StockMovement.Kind.RETURNED)
    assert [(row.variant.sku, row.quantity) for row in back] == [(line.sku, 1)]
    assert Refund.objects.get(order=order).amount == line.line_total
    order.refresh_from_db()
    assert order.status == Order.Status.COMPLETED
    assert books.violations() == []


def make_customer() -> Any:
    email = f"anna-{uuid.uuid4().hex[:8]}@example.com"
    customer = User.objects.create_user(email, "correct horse battery", name="Anna Petrova", phone="+79175550123")
    EmailAddress.objects.create(user=customer, email=email, verified=True, primary=True)
    return customer


def delivered_order(customer: Any, language: str) -> Order:
    """One piece each of two products, paid and brought home."""
    cart = carts.open_cart(customer=customer, language=language)
    shelf = Variant.objects.filter(is_active=True, levels__on_hand__gte=10, levels__warehouse__ships_parcels=True)
    for sku in shelf.order_by("pk").values_list("sku", flat=True).distinct()[:PRODUCTS]:
        carts.add(cart=cart, sku=sku)
    carts.set_contact(cart=cart, name=customer.name, email=customer.email, phone=customer.phone)
    courier = next(
        way
        for way in checkout.delivery_options(
            cart=cart, language=language, country="RU", city="Москва", postcode="125009"
        )
        if not way["pickup_points"]
    )
    carts.set_delivery(cart=cart, option=courier["id"], address=ADDRESS)
    placed = checkout.place_order(
        cart=cart,
        method="sandbox",
        parameters={"outcome": "paid"},
        expected_total=carts.priced(cart).quote.total,
        placed_by=uuid.uuid4().hex,
        customer=customer,
    )
    for status in (Order.Status.PACKED, Order.Status.SHIPPED, Order.Status.COMPLETED):
        orders.move(placed.order, status)
    return placed.order


def sign_in_by_code(shopper: Visitor, mailbox: Any, email: str) -> None:
    page = shopper.page
    shopper.go("accounts/login/code/")
    page.locator("input[name=email]").fill(email)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url("**/code/confirm/")
    letter = mailbox.wait_for(email, about=shopper.words("Sign-In Code"))
    lines = letter.get_body(("plain",)).get_content().split()
    code = next(line for line in lines if re.fullmatch(r"[A-Z0-9]{3,}(-[A-Z0-9]+)*", line))
    page.locator("input[name=code]").fill(code)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url("**/account/")


def ask_for_return(shopper: Visitor, order: Order, line: Any) -> Return:
    """The order's page → what and why → photo, sum and day → the status in the list."""
    page = shopper.page
    page.get_by_role("link", name=order.number).click()
    shopper.press("Return goods")
    page.locator(f"#id_quantity_{line.pk}").select_option("1")
    page.locator(f"#id_reason_{line.pk}").select_option("unwanted")
    page.locator("#id_comment").fill("Too large for my pocket")
    assert shopper.has_no_sideways_scroll()
    page.locator("button[value=check]").click()
    expect(page.locator("[data-return-amount]")).to_have_text(formatted(line.line_total, "RUB", shopper.language))
    shopper.see(re.compile(r"202\d"))
    page.locator("#id_photos").set_input_files({"name": "photo.png", "mimeType": "image/png", "buffer": picture()})
    assert shopper.has_no_sideways_scroll()
    page.locator("button[value=send]").click()
    page.wait_for_url("**/returns/ret_*/")
    ret = Return.objects.get(order=order)
    shopper.see(ret.number)
    expect(page.locator("img[src*='/photos/']")).to_have_count(1)
    assert page.evaluate("document.querySelector(\"img[src*='/photos/']\").naturalWidth") > 0
    assert shopper.has_no_sideways_scroll()
    assert bytes(ReturnPhoto.objects.get(belongs_to=ret).picture)[:3] == b"\xff\xd8\xff"
    shopper.go("account/returns/")
    expect(page.locator("li", has_text=ret.number)).to_contain_text(shopper.words("requested"))
    return ret


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (1200, 900), "red").save(stream, "PNG")
    return stream.getvalue()


def take_back_and_pay(owner: Visitor, ret: Return, line: Any) -> None:
    page = owner.page
    page.goto("/admin/shop/returns/")
    page.get_by_role("link", name=ret.number).first.click()
    expect(page.locator("img[src*='/photos/']")).to_have_count(1)
    page.locator("#answer").fill("Bring it to Tverskaya")
    page.locator("button[value=approve]").click()
    page.locator(f"#id_restock_{line.pk}").fill("1")
    page.locator("button[value=receive]").click()
    page.locator("button[value=refund]").click()
    expect(page.locator(".shop-order__head")).to_contain_text("money returned")
