"""Delta sync: a copy that is kept by it equals the shop, whatever happens meanwhile."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop import catalog, pricing, stock
from shop.models import Change, Price, Product
from tests.api.test_products import besides_the_log
from tests.factories import make_category, make_product, present


def follow(api, address, copy):
    """Read pages until one says where to go on; the copy is changed in place."""
    while True:
        page = api.get_json(address)
        assert ("next" in page) != ("since" in page)
        for resource in page["results"]:
            key = (resource["type"], resource["id"])
            if resource.get("deleted"):
                assert set(resource) == {"id", "type", "deleted"}
                copy.pop(key, None)
            else:
                copy[key] = resource
        if "since" in page:
            return page["since"]
        address = page["next"]


def whole(api, query=""):
    copy = {}
    since = follow(api, f"sync/?limit=3{query}", copy)
    return copy, since


def test_the_first_reading_is_everything_and_what_follows_is_what_changed(api, phone):
    other = make_product(slug="other", is_presented=True)
    copy, since = whole(api)
    assert {key for key in copy if key[0] == "product"} == {
        ("product", phone.public_id), ("product", other.public_id),
    }  # fmt: skip
    assert copy["product", phone.public_id]["variants"][0]["sku"] == "PH-1"
    assert ("category", phone.category.public_id) in copy

    pricing.change_prices(changes=[(phone.variants.get(), 6_999_000)], source=Price.Source.LIST)
    catalog.withdraw(source=f"test:{other.pk}:en")
    page = api.get_json(f"sync/?since={since}")

    assert [(one["id"], one.get("deleted", False)) for one in page["results"]] == [
        (phone.public_id, False), (other.public_id, True),
    ]  # fmt: skip
    assert page["results"][0]["price"]["amount"] == 6_999_000


def test_a_copy_is_of_one_language(api):
    product = make_product(slug="only-russian")
    present(product, languages=["ru"])

    assert ("product", product.public_id) not in whole(api)[0]
    assert ("product", product.public_id) in whole(api, "&lang=ru")[0]


def test_without_changes_the_answer_is_at_most_300_bytes_and_stays_the_same(api, phone):
    _, since = whole(api)

    answer = api.send("GET", f"sync/?since={since}")

    assert len(answer.content) <= 300
    assert answer.json() == {"results": [], "since": since}
    assert api.send("GET", f"sync/?since={since}", If_None_Match=answer["ETag"]).status_code == 304


def test_types_choose_what_is_copied(api, phone):
    copy, since = whole(api, "&types=category")
    assert {kind for kind, _ in copy} == {"category"}

    stock.correct(sku="PH-1", change=-1, reason="broken", actor=None)

    assert api.get_json(f"sync/?since={since}&types=category")["results"] == []
    assert len(api.get_json(f"sync/?since={since}&types=product")["results"]) == 1
    assert api.send("GET", "sync/?types=cart").status_code == 400


def test_a_private_change_is_nobody_elses(api, phone):
    _, since = whole(api)
    cart = api.open_cart()["id"]

    api.add(cart, "PH-1")

    assert api.get_json(f"sync/?since={since}")["results"] == []


def test_what_changes_between_two_pages_of_the_first_reading_is_not_missed(api):
    products = [make_product(slug=f"p{number}", is_presented=True) for number in range(6)]
    first = api.get_json("sync/?limit=2")
    copy = {("product", one["id"]): one for one in first["results"]}

    pricing.change_prices(changes=[(products[0].variants.get(), 1_00)], source=Price.Source.LIST)
    catalog.withdraw(source=f"test:{products[1].pk}:en")
    new = make_product(slug="new", is_presented=True)
    since = follow(api, first["next"], copy)
    follow(api, f"sync/?since={since}", copy)

    fresh, _ = whole(api)
    assert copy == fresh
    assert ("product", new.public_id) in copy


def test_after_any_edits_the_copy_equals_a_fresh_one(api):
    chance = random.Random(7)
    products = [make_product(slug=f"p{number}", sku=f"SKU-{number}", is_presented=True) for number in range(6)]
    copy, since = whole(api)

    for _ in range(4):
        for _ in range(6):
            product = chance.choice(products)
            edit = chance.choice(["price", "stock", "words", "withdraw", "new", "category"])
            if edit == "price":
                amount = chance.randint(1_00, 9_000_000)
                pricing.change_prices(changes=[(product.variants.get(), amount)], source=Price.Source.LIST)
            elif edit == "stock":
                stock.correct(sku=product.variants.get().sku, change=1, reason="found", actor=None)
            elif edit == "words":
                present(product, name=f"name {chance.random()}")
            elif edit == "withdraw":
                catalog.withdraw(source=f"test:{product.pk}:en")
            elif edit == "new":
                products.append(make_product(is_presented=True))
            else:
                category = make_category(slug=f"c{chance.randint(1, 3)}")
                catalog.present_category(
                    category_id=category.public_id, language="en", name="C", url="/en/c/", source=f"c:{category.pk}"
                )
        since = follow(api, f"sync/?since={since}&limit=2", copy)

    assert copy == whole(api)[0]


def test_a_token_older_than_thirty_days_is_410_and_the_way_is_to_start_again(api, phone):
    _, since = whole(api)
    stock.correct(sku="PH-1", change=-1, reason="broken", actor=None)
    Change.objects.update(created_at=timezone.now() - timedelta(days=31))

    answer = api.send("GET", f"sync/?since={since}")

    assert (answer.status_code, answer.json()["code"]) == (410, "resync_required")
    assert len(whole(api)[0]) > 0


@pytest.mark.parametrize("since", ["x", "A" * 200, "AAAA", "%D0%B6", "..", "a b"])
def test_a_token_that_is_not_ours_is_410_too(api, phone, since):
    assert api.send("GET", f"sync/?since={since}").status_code == 410


def test_as_many_queries_for_one_product_as_for_many(api, phone):
    def queries(address):
        with CaptureQueriesContext(connection) as caught:
            api.get_json(address)
        return len(besides_the_log(caught))

    _, since = whole(api)
    of_one = queries("sync/?limit=100")
    for _ in range(8):
        make_product(is_presented=True)

    assert queries("sync/?limit=100") == of_one
    assert queries(f"sync/?since={since}&limit=100") == 1
    assert Product.objects.count() == 9
