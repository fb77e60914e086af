"""Stock in the admin: what is low is found, what is received and corrected becomes a movement."""

import uuid

import pytest

from shop import stock
from shop.models import Change, StockLevel, StockMovement
from tests import factories as make
from tests.shop_admin.orders import make_order
from tests.shop_admin.staff import signed_in, staff_in, staff_with

pytestmark = pytest.mark.django_db

LIST = "/admin/shop/stock/"


@pytest.fixture
def manager():
    return signed_in(staff_in("Order managers"))


def inspect(variant) -> str:
    return f"{LIST}inspect/{variant.pk}/"


def page(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def skus(client, **query) -> list[str]:
    return [variant.sku for variant in client.get(LIST, query).context["object_list"]]


def received(quantity="5", reference="DN-17", **more):
    return {"form": "receive", "receive-quantity": quantity, "receive-reference": reference, **more}


def corrected(change="-2", reason="broken", key=None, **more):
    key = key or str(uuid.uuid4())
    return {"form": "correct", "correct-change": change, "correct-reason": reason, "correct-key": key, **more}


def test_the_list_shows_what_is_there_promised_and_free(manager):
    product = make.make_product(sku="OR-9", stock_count=10, is_presented=True)
    make_order(product=product, quantity=3)

    row = manager.get(LIST).context["object_list"][0]

    assert (row.sku, row.on_hand, row.reserved, row.available) == ("OR-9", 10, 3, 7)
    assert f"{product.slug} en" in page(manager.get(LIST))


def test_a_variant_that_was_never_received_is_in_the_list_and_can_be(manager):
    variant = make.make_product(sku="NEW-1", stock_count=0).variants.get()
    assert skus(manager) == ["NEW-1"]

    manager.post(inspect(variant), received("7"))

    assert StockLevel.objects.get(variant=variant).on_hand == 7


def test_low_and_sold_out_are_found(manager):
    for sku, count in (("A-0", 0), ("B-5", 5), ("C-6", 6)):
        make.make_product(sku=sku, stock_count=count)

    assert skus(manager, state="none") == ["A-0"]
    assert skus(manager, state="low") == ["B-5"]
    assert skus(manager, state="some") == ["B-5", "C-6"]


def test_stock_is_found_by_sku_barcode_and_name(manager):
    variant = make.make_product(sku="OR-9", is_presented=True, slug="orvelo-nine").variants.get()
    variant.barcode = "4006381333931"
    variant.save()
    make.make_product(sku="XX-1", is_presented=True)

    for words in ("or-9", "4006381333931", "orvelo-nine"):
        assert skus(manager, q=words) == ["OR-9"]


def test_the_list_takes_the_same_number_of_queries_for_one_variant_and_for_fifty(
    manager, django_assert_max_num_queries
):
    manager.get(LIST)
    counts = []
    for count in (1, 49):
        for _ in range(count):
            make.make_product(is_presented=True)
        with django_assert_max_num_queries(16) as seen:
            manager.get(LIST)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_goods_that_arrive_become_a_movement_of_whoever_received_them(manager):
    variant = make.make_product(sku="OR-9", stock_count=1).variants.get()

    response = manager.post(inspect(variant), received("5", "DN-17", **{"receive-reason": "truck"}), follow=True)

    movement = variant.movements.first()
    assert (movement.kind, movement.quantity, movement.on_hand_change) == ("received", 5, 5)
    assert (movement.reference, movement.reason) == ("DN-17", "truck")
    assert movement.actor.groups.get().name == "Order managers"
    assert StockLevel.objects.get(variant=variant).on_hand == 6
    assert "OR-9: goods received." in page(response)


def test_a_delivery_note_is_booked_once(manager):
    variant = make.make_product(stock_count=1).variants.get()
    manager.post(inspect(variant), received("5", "DN-17"))

    again = manager.post(inspect(variant), received("5", "DN-17"))

    assert "This movement has been recorded before." in page(again)
    assert StockLevel.objects.get(variant=variant).on_hand == 6


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "100001", "x", "", "9" * 40])
def test_odd_quantities_are_refused_beside_their_field(manager, quantity):
    variant = make.make_product(stock_count=1).variants.get()

    response = manager.post(inspect(variant), received(quantity))

    assert response.context["receive_form"].errors["quantity"]
    assert variant.movements.count() == 1


def test_a_count_is_corrected_with_its_reason(manager):
    variant = make.make_product(stock_count=10).variants.get()

    manager.post(inspect(variant), corrected("-2", "broken"))

    movement = variant.movements.first()
    assert (movement.kind, movement.quantity, movement.reason) == ("corrected", -2, "broken")
    assert StockLevel.objects.get(variant=variant).on_hand == 8


def test_a_second_click_corrects_nothing(manager):
    variant = make.make_product(stock_count=10).variants.get()
    form = corrected("-2")

    manager.post(inspect(variant), form)
    again = manager.post(inspect(variant), form)

    assert "recorded before" in page(again)
    assert StockLevel.objects.get(variant=variant).on_hand == 8


@pytest.mark.parametrize(("change", "reason"), [("0", "count"), ("-2", ""), ("", "count"), ("2.5", "count")])
def test_a_correction_needs_a_change_and_a_reason(manager, change, reason):
    variant = make.make_product(stock_count=10).variants.get()

    response = manager.post(inspect(variant), corrected(change, reason))

    assert response.context["correct_form"].errors
    assert variant.movements.count() == 1


def test_what_shoppers_were_promised_cannot_be_corrected_away(manager):
    product = make.make_product(sku="OR-9", stock_count=3, is_presented=True)
    make_order(product=product, quantity=2)

    response = manager.post(inspect(product.variants.get()), corrected("-2"))

    assert "Only 1 free pieces of OR-9 are there" in page(response)
    assert StockLevel.objects.get().on_hand == 3


def test_who_may_only_look_has_no_forms_and_moves_nothing():
    viewer = signed_in(staff_with("view_stocklevel"))
    variant = make.make_product(stock_count=1).variants.get()

    assert 'name="form"' not in page(viewer.get(inspect(variant)))
    told = viewer.post(inspect(variant), received(), follow=True)

    assert "You may look at stock, but not change it." in page(told)
    assert variant.movements.count() == 1


def test_levels_have_no_address_at_which_they_could_be_edited():
    owner = signed_in(make.make_staff())
    variant = make.make_product().variants.get()

    for address in ("new/", f"edit/{variant.pk}/", f"delete/{variant.pk}/"):
        assert owner.get(f"{LIST}{address}").status_code == 404


def test_the_ledger_of_a_variant_names_its_orders(manager):
    product = make.make_product(stock_count=5, is_presented=True)
    order = make_order(product=product)

    shown = page(manager.get(inspect(product.variants.get())))

    assert f'<a href="/admin/shop/orders/inspect/{order.pk}/">{order.number}</a>' in shown


def test_every_product_whose_stock_changes_says_so_even_if_another_sells_out():
    first = make.make_product(sku="A", stock_count=5, is_presented=True)
    second = make.make_product(sku="B", stock_count=1, is_presented=True)
    before = Change.objects.order_by("-id").first().pk

    stock.receive(quantities={"A": 1}, reference="up")
    for sku in ("A", "B"):
        StockLevel.objects.filter(variant__sku=sku).update(on_hand=0 if sku == "B" else 3)
    from shop import catalog

    catalog.refresh_stock([first.pk, second.pk])

    told = Change.objects.filter(pk__gt=before, kind="stock_changed").values_list("object_id", flat=True)
    assert sorted(told) == sorted([first.public_id, first.public_id, second.public_id])
    assert catalog.differences() == []
    assert StockMovement.objects.filter(reference="up").exists()
