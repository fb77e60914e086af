"""Carts over HTTP: filled, changed by one device at a time, quoted, never another person's."""

import pytest
from django.utils import timezone

from shop import gift_cards, pricing, stock
from shop.models import Cart, CartLine, Reservation
from tests.api.conftest import CONTACT, PICKUP
from tests.factories import make_product, make_user, make_voucher


def test_a_new_cart_is_empty_and_costs_nothing(api):
    answer = api.send("POST", "carts/", {})

    assert answer.status_code == 201
    cart = answer.json()
    assert answer["Location"] == f"/api/v1/carts/{cart['id']}/"
    assert set(cart) >= {
        "id", "lines", "vouchers", "contact", "delivery", "quote", "total", "problems", "expires_at",
    }  # fmt: skip
    assert (cart["lines"], cart["total"]["amount"]) == ([], 0)
    assert api.get_json(f"carts/{cart['id']}/") == cart


def test_a_cart_may_be_opened_without_any_body(api):
    assert api.send("POST", "carts/").status_code == 201


WHOLE = {
    "lines": [{"sku": "PH-1", "quantity": 1}, {"sku": "PH-1", "quantity": 2}],
    "contact": CONTACT,
    "delivery": PICKUP,
}


def test_a_cart_is_opened_ready_to_order(api, phone, pickup):
    opened = api.send("POST", "carts/", WHOLE)

    cart = opened.json()
    assert opened.status_code == 201
    assert [(line["sku"], line["quantity"]) for line in cart["lines"]] == [("PH-1", 3)]
    assert (cart["contact"], cart["delivery"]["pickup_point"], cart["problems"]) == (CONTACT, "kazan-1", [])
    assert (cart["total"]["amount"], Reservation.objects.get().quantity) == (3 * 7_499_000, 3)
    assert (api.get_json(f"carts/{cart['id']}/"), api.etag(f"carts/{cart['id']}/")) == (cart, opened["ETag"])
    placed = api.send(
        "POST",
        "orders/",
        {"cart": cart["id"], "payment": {"method": "on_receipt"}, "expected_total": cart["total"]["amount"]},
        Idempotency_Key="one",
    )
    assert (placed.status_code, placed.json()["status"]) == (201, "confirmed")


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"lines": [{"sku": "PH-1", "quantity": 1}, {"sku": "NO-SUCH", "quantity": 1}]}, "unknown_sku", 400),
        ({"lines": [{"sku": "PH-1", "quantity": 900}]}, "out_of_stock", 409),
        ({"delivery": {"option": "balloon"}}, "delivery_unavailable", 409),
        ({"lines": [{"sku": "PH-1", "quantity": 1}] * 101}, "invalid", 400),
        ({"lines": "PH-1"}, "invalid", 400),
    ],
)
def test_a_cart_that_cannot_be_made_ready_is_not_opened(api, phone, pickup, change, code, status):
    answer = api.send("POST", "carts/", WHOLE | change)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (Cart.objects.count(), CartLine.objects.count(), Reservation.objects.count()) == (0, 0, 0)


def test_what_a_customer_sends_along_goes_into_the_open_cart(api, phone, pickup):
    mine = api.signed_in(make_user())
    first = mine.open_cart()["id"]
    mine.add(first, "PH-1")

    again = mine.send("POST", "carts/", {"lines": [{"sku": "PH-1", "quantity": 2}]}).json()

    assert (again["id"], [line["quantity"] for line in again["lines"]]) == (first, [3])


def test_adding_the_same_sku_again_adds_to_its_line(api, phone):
    cart = api.open_cart()["id"]

    api.add(cart, "PH-1", 2)
    answer = api.add(cart, "PH-1", 3).json()

    (line,) = answer["lines"]
    assert (line["sku"], line["quantity"]) == ("PH-1", 5)
    assert line["line_total"]["amount"] == answer["total"]["amount"] == 5 * 7_499_000
    assert set(line) >= {"id", "sku", "name", "quantity", "unit_price", "discounts", "line_total", "availability"}


@pytest.mark.parametrize(
    "quantity",
    [0, -1, 1000, 10**20, 9e30, 1.5, 1.0, "1", "١", True, None, [], {}],
)
def test_a_quantity_is_a_whole_number_from_1_to_999(api, phone, quantity):
    cart = api.open_cart()["id"]
    line = api.add(cart, "PH-1").json()["lines"][0]["id"]
    tag = api.etag(f"carts/{cart}/")

    added = api.send("POST", f"carts/{cart}/lines/", {"sku": "PH-1", "quantity": quantity})
    changed = api.send("PATCH", f"carts/{cart}/lines/{line}/", {"quantity": quantity}, If_Match=tag)

    for answer in (added, changed):
        assert answer.status_code == 400
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/quantity"]
    assert CartLine.objects.get().quantity == 1


@pytest.mark.parametrize(
    ("sku", "quantity", "code", "status"),
    [("NOTHING", 1, "unknown_sku", 400), ("PH-1", 11, "out_of_stock", 409), ("HIDDEN", 1, "unavailable", 409)],
)
def test_what_cannot_be_bought_is_not_added(api, phone, sku, quantity, code, status):
    make_product(sku="HIDDEN")
    cart = api.open_cart()["id"]

    answer = api.send("POST", f"carts/{cart}/lines/", {"sku": sku, "quantity": quantity})

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["sku"] == sku
    assert CartLine.objects.count() == 0


def test_where_a_product_was_seen_stays_with_its_line(api, phone):
    cart = api.open_cart()["id"]
    placement = {"page": "page_1", "block": "body/3", "list": "phones", "position": 4}

    api.send("POST", f"carts/{cart}/lines/", {"sku": "PH-1", "quantity": 1, "placement": placement})

    assert CartLine.objects.get().placement == placement


CHANGES = [
    ("PATCH", "", {"contact": CONTACT}),
    ("DELETE", "", None),
    ("PATCH", "lines/{line}/", {"quantity": 2}),
    ("DELETE", "lines/{line}/", None),
]


@pytest.mark.parametrize(("method", "address", "body"), CHANGES)
def test_a_change_without_if_match_is_428_and_changes_nothing(api, phone, method, address, body):
    cart = api.open_cart()["id"]
    before = api.add(cart, "PH-1").json()

    answer = api.send(method, f"carts/{cart}/{address.format(line=before['lines'][0]['id'])}", body)

    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")
    assert api.get_json(f"carts/{cart}/") == before


@pytest.mark.parametrize(("method", "address", "body"), CHANGES)
def test_a_change_of_what_has_changed_is_412_with_the_cart_as_it_is(api, phone, method, address, body):
    cart = api.open_cart()["id"]
    first = api.add(cart, "PH-1")
    address = f"carts/{cart}/{address.format(line=first.json()['lines'][0]['id'])}"
    now = api.add(cart, "PH-1")

    answer = api.send(method, address, body, If_Match=first["ETag"])

    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
    assert answer.json()["current"] == now.json()
    assert answer["ETag"] == now["ETag"]
    retried = api.send(method, address, body, If_Match=answer["ETag"])
    assert retried.status_code == 200


def test_a_price_that_moves_stands_in_the_way_of_no_change(api, phone):
    cart = api.open_cart()["id"]
    tag = api.add(cart, "PH-1")["ETag"]
    pricing.change_prices(changes=[(phone.variants.get(), 7_000_000)])

    answer = api.send("PATCH", f"carts/{cart}/", {"contact": CONTACT}, If_Match=tag)

    assert answer.status_code == 200
    assert [problem["code"] for problem in answer.json()["problems"]] == ["price_changed"]
    # The bytes are others, and so is the tag that says whether a client has them.
    assert answer["ETag"] != tag


def test_a_tag_of_another_cart_matches_nothing(api, phone):
    mine, other = api.open_cart()["id"], api.open_cart()["id"]
    tag = api.etag(f"carts/{other}/")

    assert api.send("PATCH", f"carts/{mine}/", {"contact": CONTACT}, If_Match=tag).status_code == 412


def test_weak_tags_do_not_match_and_a_star_matches_whatever_is_there(api, phone):
    cart = api.open_cart()["id"]
    tag = api.add(cart, "PH-1")["ETag"]
    address = f"carts/{cart}/"

    assert api.send("PATCH", address, {"contact": CONTACT}, If_Match=f"W/{tag}").status_code == 412
    assert api.send("PATCH", address, {"contact": CONTACT}, If_Match="nonsense").status_code == 412
    assert api.send("PATCH", address, {"contact": CONTACT}, If_Match=f'"x", {tag}').status_code == 200
    assert api.send("PATCH", address, {"contact": CONTACT}, If_Match="*").status_code == 200


def test_adding_takes_if_match_when_given(api, phone):
    cart = api.open_cart()["id"]
    stale = api.etag(f"carts/{cart}/")
    api.add(cart, "PH-1")

    answer = api.send("POST", f"carts/{cart}/lines/", {"sku": "PH-1", "quantity": 1}, If_Match=stale)

    assert answer.status_code == 412
    assert CartLine.objects.get().quantity == 1


def test_the_tag_of_an_answer_to_a_change_is_that_of_the_cart(api, phone):
    cart = api.open_cart()["id"]

    assert api.add(cart, "PH-1")["ETag"] == api.etag(f"carts/{cart}/")


def test_choosing_the_delivery_holds_the_goods_and_adds_its_price(api, phone, pickup):
    cart = api.ready_cart("PH-1", 2)

    assert cart["contact"] == CONTACT
    assert cart["delivery"]["pickup_point"] == "kazan-1"
    assert stock.available([phone.variants.get().pk]) == {phone.variants.get().pk: 8}
    address = {"country": "RU", "city": "Kazan", "postcode": "420111", "line1": "1 Bauman St"}
    answer = api.send(
        "PATCH", f"carts/{cart['id']}/", {"delivery": {"option": "courier", "address": address}}, If_Match="*"
    ).json()
    assert answer["quote"]["delivery"]["amount"] == 39_000
    assert answer["total"]["amount"] == 2 * 7_499_000 + 39_000
    assert answer["contact"] == CONTACT


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"contact": {"name": "Anna"}}, ["/contact/email", "/contact/phone"]),
        ({"contact": {**CONTACT, "email": "anna"}}, ["/contact/email"]),
        ({"contact": {**CONTACT, "phone": "call me"}}, ["/contact/phone"]),
        ({"contact": {**CONTACT, "name": "  "}}, ["/contact/name"]),
        ({"contact": {**CONTACT, "name": "a" * 151}}, ["/contact/name"]),
        ({"contact": "Anna"}, ["/contact"]),
        ({"contact": None}, ["/contact"]),
        ({"delivery": {"option": "pickup", "place": "x"}}, ["/delivery/place"]),
        ({"delivery": {}, "total": 1}, ["/delivery/option", "/total"]),
        ({"state": "ordered", "customer": 1}, ["/customer", "/state"]),
    ],
)
def test_what_is_said_about_delivery_is_checked_as_a_whole(api, phone, pickup, body, pointers):
    cart = api.open_cart()["id"]

    answer = api.send("PATCH", f"carts/{cart}/", body, If_Match="*")

    assert answer.status_code == 400
    assert sorted(error["pointer"] for error in answer.json()["errors"]) == pointers
    assert Cart.objects.get().contact is None


@pytest.mark.parametrize(
    ("delivery", "code"),
    [
        ({"option": "drone"}, "delivery_unavailable"),
        ({"option": "pickup"}, "delivery_incomplete"),
        ({"option": "pickup", "pickup_point": "moon-1"}, "delivery_unavailable"),
        ({"option": "courier"}, "delivery_incomplete"),
    ],
)
def test_a_delivery_that_is_not_on_offer_is_refused_and_the_contact_with_it(api, phone, pickup, delivery, code):
    cart = api.open_cart()["id"]
    api.add(cart, "PH-1")

    answer = api.send("PATCH", f"carts/{cart}/", {"contact": CONTACT, "delivery": delivery}, If_Match="*")

    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert Cart.objects.get().contact is None
    assert not Reservation.objects.exists()


def test_a_telephone_number_is_kept_in_one_spelling(api, phone):
    cart = api.open_cart()["id"]
    contact = {**CONTACT, "phone": "8 (917) 555-01-23"}

    answer = api.send("PATCH", f"carts/{cart}/", {"contact": contact}, If_Match="*")

    assert answer.json()["contact"]["phone"] == "+79175550123"


def test_deleting_empties_the_cart_and_gives_back_what_was_held(api, phone, pickup):
    cart = api.ready_cart("PH-1", 2)

    answer = api.send("DELETE", f"carts/{cart['id']}/", If_Match="*").json()

    assert answer["lines"] == []
    assert stock.available([phone.variants.get().pk]) == {phone.variants.get().pk: 10}


def test_delivery_options_name_price_date_and_points(api, phone, pickup):
    cart = api.open_cart()["id"]

    options = api.get_json(f"carts/{cart}/delivery-options/?country=RU&city=Kazan&postcode=420111")["results"]

    assert [(option["id"], option["kind"], option["price"]["amount"]) for option in options] == [
        ("pickup", "pickup", 0),
        ("courier", "courier", 39_000),
    ]
    assert {"id", "name", "address", "ready_at"} <= set(options[0]["pickup_points"][0])
    assert api.get_json(f"carts/{cart}/delivery-options/?country=DE")["results"] == []


def test_a_voucher_is_put_in_and_taken_out(api, phone):
    make_voucher(code="SPRING")
    cart = api.open_cart()["id"]
    api.add(cart, "PH-1")

    added = api.send("POST", f"carts/{cart}/vouchers/", {"code": "spring"})

    assert (added.status_code, added.json()["total"]["amount"]) == (200, 6_749_100)
    assert [(one["code"], one["amount"]["amount"]) for one in added.json()["vouchers"]] == [("SPRING", 749_900)]
    assert [one["name"] for one in added.json()["lines"][0]["discounts"]] == [added.json()["vouchers"][0]["name"]]
    assert api.send("DELETE", f"carts/{cart}/vouchers/SPRING/").status_code == 428
    removed = api.send("DELETE", f"carts/{cart}/vouchers/SPRING/", If_Match=added["ETag"])
    assert (removed.status_code, removed.json()["vouchers"]) == (200, [])
    again = api.send("DELETE", f"carts/{cart}/vouchers/SPRING/", If_Match=removed["ETag"])
    assert (again.status_code, again.json()["code"]) == (404, "not_found")


def test_a_voucher_that_is_none_changes_nothing(api, phone):
    make_voucher(code="OVER", ends_at=timezone.now())
    make_voucher(code="GONE", used=1)
    cart = api.open_cart()["id"]
    before = api.get_json(f"carts/{cart}/")

    codes = [
        api.send("POST", f"carts/{cart}/vouchers/", {"code": code}).json()["code"] for code in ("X", "OVER", "GONE")
    ]

    assert codes == ["voucher_unknown", "voucher_expired", "voucher_used_up"]
    assert api.get_json(f"carts/{cart}/") == before


def test_a_gift_card_says_what_is_left_to_pay(api, phone):
    _, code = gift_cards.issue(amount=1_000_000, currency="RUB", reference="sale:1")
    cart = api.open_cart()["id"]
    api.add(cart, "PH-1")

    added = api.send("POST", f"carts/{cart}/gift-cards/", {"code": code})

    content = added.json()
    assert added.status_code == 200
    assert (content["total"]["amount"], content["payable"]["amount"]) == (7_499_000, 6_499_000)
    assert [(one["last_letters"], one["amount"]["amount"]) for one in content["gift_cards"]] == [(code[-4:], 1_000_000)]
    assert code not in added.content.decode()
    card = content["gift_cards"][0]["id"]
    removed = api.send("DELETE", f"carts/{cart}/gift-cards/{card}/", If_Match=added["ETag"])
    assert (removed.status_code, removed.json()["payable"]["amount"]) == (200, 7_499_000)
    wrong = api.send("POST", f"carts/{cart}/gift-cards/", {"code": "NO-SUCH-CARD"})
    assert wrong.json()["code"] == "gift_card_unknown"


@pytest.mark.parametrize("kind", ["vouchers", "gift-cards"])
def test_codes_cannot_be_guessed_in_bulk(api, phone, kind, settings):
    settings.SHOP = {**settings.SHOP, "RATE_LIMITS": True}
    cart = api.open_cart()["id"]
    answers = [api.send("POST", f"carts/{cart}/{kind}/", {"code": f"TRY{n}"}).status_code for n in range(12)]
    assert (answers[:10].count(429), answers[10:]) == (0, [429, 429])


def test_a_customers_cart_is_his_alone(api, app, stranger, phone):
    cart = app.open_cart()["id"]
    line = app.add(cart, "PH-1").json()["lines"][0]["id"]
    before = app.get_json(f"carts/{cart}/")

    for caller in (api, stranger):
        for method, address, body in [
            ("GET", f"carts/{cart}/", None),
            ("PATCH", f"carts/{cart}/", {"contact": CONTACT}),
            ("DELETE", f"carts/{cart}/", None),
            ("POST", f"carts/{cart}/lines/", {"sku": "PH-1", "quantity": 1}),
            ("PATCH", f"carts/{cart}/lines/{line}/", {"quantity": 2}),
            ("DELETE", f"carts/{cart}/lines/{line}/", None),
            ("POST", f"carts/{cart}/vouchers/", {"code": "SALE"}),
            ("DELETE", f"carts/{cart}/vouchers/SALE/", None),
            ("GET", f"carts/{cart}/delivery-options/", None),
        ]:
            answer = caller.send(method, address, body, If_Match="*")
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, address)
    assert app.get_json(f"carts/{cart}/") == before


def test_a_line_of_another_cart_is_not_found(api, phone):
    mine, other = api.open_cart()["id"], api.open_cart()["id"]
    line = api.add(other, "PH-1").json()["lines"][0]["id"]

    answer = api.send("PATCH", f"carts/{mine}/lines/{line}/", {"quantity": 2}, If_Match="*")

    assert answer.status_code == 404
    assert CartLine.objects.get().quantity == 1


def test_a_private_answer_is_never_kept(api, app, phone):
    for caller in (api, app):
        answer = caller.send("GET", f"carts/{caller.open_cart()['id']}/")
        assert answer["Cache-Control"] == "private, no-store"
        assert not answer.cookies


@pytest.mark.parametrize("case", ["few lines", "many lines"])
def test_reading_a_cart_costs_the_same_for_one_line_and_for_twenty(api, phone, case, django_assert_max_num_queries):
    cart = api.open_cart()["id"]
    api.add(cart, "PH-1")
    for number in range(0 if case == "few lines" else 20):
        make_product(sku=f"SKU-{number}", is_presented=True)
        api.add(cart, f"SKU-{number}")

    with django_assert_max_num_queries(15):
        api.get_json(f"carts/{cart}/")
