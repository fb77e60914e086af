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


# Several places


@pytest.fixture
def merchandiser():
    return signed_in(staff_in("Merchandisers"))


def places(variant) -> dict[str, int]:
    return dict(variant.levels.values_list("warehouse__code", "on_hand"))


def test_goods_are_received_corrected_and_brought_where_staff_say(manager):
    variant = make.make_product(sku="OR-9", stock_count=4).variants.get()
    north = make.make_warehouse(code="north", position=2)
    main = make.make_warehouse(code="main")

    manager.post(inspect(variant), received("5", **{"receive-warehouse": north.pk}))
    manager.post(inspect(variant), corrected("-1", **{"correct-warehouse": north.pk}))
    form = {
        "form": "transfer",
        "transfer-quantity": "2",
        "transfer-source": main.pk,
        "transfer-target": north.pk,
        "transfer-key": str(uuid.uuid4()),
    }
    for _ in range(2):
        manager.post(inspect(variant), form)

    assert places(variant) == {"main": 2, "north": 6}
    shown = page(manager.get(inspect(variant)))
    assert "Stock by warehouse" in shown
    assert "North" in shown


def test_goods_are_not_brought_to_where_they_are(manager):
    variant = make.make_product(stock_count=4).variants.get()
    main = make.make_warehouse(code="main")
    make.make_warehouse(code="north")
    form = {"form": "transfer", "transfer-quantity": "2", "transfer-key": str(uuid.uuid4())}

    response = manager.post(inspect(variant), form | {"transfer-source": main.pk, "transfer-target": main.pk})

    assert "Choose two different warehouses." in page(response)
    assert places(variant) == {"main": 4}


def test_the_list_shows_the_numbers_of_one_place(manager):
    variant = make.make_product(sku="OR-9", stock_count=4).variants.get()
    make.make_product(sku="XX-1", stock_count=1)
    north = make.make_warehouse(code="north", position=2)
    stock.receive(quantities={"OR-9": 3}, reference="note:2", warehouse=north)

    row = manager.get(LIST).context["object_list"][0]
    there = manager.get(LIST, {"warehouse": "north"}).context["object_list"]

    assert (row.sku, row.on_hand) == ("OR-9", 7)
    assert [(one.pk, one.on_hand) for one in there] == [(variant.pk, 3)]


# What is sold unseen, in bundles, or runs low


def unseen(kind="preorder", cap="5", **more):
    return {"form": "unseen", "unseen-kind": kind, "unseen-cap": cap, "unseen-is_active": "on", **more}


def test_a_pre_order_is_offered_with_its_day_and_ended(merchandiser):
    variant = make.make_product(sku="OR-9", stock_count=0, is_presented=True).variants.get()

    merchandiser.post(inspect(variant), unseen(**{"unseen-available_on": "2027-03-01"}))
    assert stock.available([variant.pk]) == {variant.pk: 5}
    assert "Pre-order" in page(merchandiser.get(inspect(variant)))
    assert skus(merchandiser, sale="unseen") == ["OR-9"]

    merchandiser.post(inspect(variant), {"form": "unseen", "unseen-kind": "preorder", "unseen-cap": "5"})
    assert stock.available([variant.pk]) == {variant.pk: 0}


def test_a_bundle_is_made_of_lines_with_sku_and_pieces(merchandiser):
    make.make_product(sku="CASE 1", stock_count=4)
    make.make_product(sku="PHONE", stock_count=9)
    bundle = make.make_product(sku="SET", stock_count=0).variants.get()

    merchandiser.post(inspect(bundle), {"form": "parts", "parts-parts": "CASE 1 2\r\n\r\nPHONE 1\r\n"})

    assert stock.parts_of(["SET"]) == {"SET": {"CASE 1": 2, "PHONE": 1}}
    assert stock.available([bundle.pk]) == {bundle.pk: 2}
    shown = page(merchandiser.get(inspect(bundle)))
    assert "A bundle: it is sold from the stock of its parts." in shown
    assert skus(merchandiser, sale="bundle") == ["SET"]


@pytest.mark.parametrize("lines", ["NO-SUCH 1", "PHONE 0", "PHONE x", "PHONE 1\nPHONE 2", "SET 1", "PHONE 1000"])
def test_a_bundle_of_anything_else_is_refused_in_words(merchandiser, lines):
    make.make_product(sku="PHONE", stock_count=9)
    bundle = make.make_product(sku="SET", stock_count=0).variants.get()

    response = merchandiser.post(inspect(bundle), {"form": "parts", "parts-parts": lines})

    assert response.context["parts_form"].errors
    assert not bundle.parts.exists()


def test_order_managers_move_goods_but_do_not_say_how_they_are_sold(manager):
    variant = make.make_product(sku="OR-9", stock_count=1).variants.get()

    assert 'value="unseen"' not in page(manager.get(inspect(variant)))
    manager.post(inspect(variant), unseen())

    assert stock.available([variant.pk]) == {variant.pk: 1}


def test_what_runs_low_is_counted_on_the_first_page_and_listed(merchandiser):
    variant = make.make_product(sku="OR-9", stock_count=20).variants.get()
    assert "0 variants run low" in page(merchandiser.get("/admin/"))

    merchandiser.post(inspect(variant), {"form": "threshold", "threshold-low_stock_at": "20"})

    assert "1 variant runs low" in page(merchandiser.get("/admin/"))
    listed = merchandiser.get("/admin/shop/low-stock/").context["object_list"]
    assert [(row.variant.sku, row.available, row.threshold) for row in listed] == [("OR-9", 20, 20)]
    merchandiser.post(inspect(variant), {"form": "threshold", "threshold-low_stock_at": ""})
    assert not merchandiser.get("/admin/shop/low-stock/").context["object_list"]
    assert len(merchandiser.get("/admin/shop/low-stock/", {"state": "closed"}).context["object_list"]) == 1


def test_who_waits_is_listed_in_the_order_of_asking(manager):
    from shop import waiting

    variant = make.make_product(sku="OR-9", stock_count=0, is_presented=True).variants.get()
    for name in ("ann", "bob"):
        waiting.ask(variant=variant, email=f"{name}@example.com", language="en")

    listed = manager.get("/admin/shop/waiting/").context["object_list"]

    assert [row.email for row in listed] == ["ann@example.com", "bob@example.com"]


def test_a_warehouse_out_of_use_takes_its_goods_off_sale():
    owner = signed_in(make.make_staff())
    variant = make.make_product(sku="OR-9", stock_count=3, is_presented=True).variants.get()
    main = make.make_warehouse(code="main")
    form = {"name_en": "Main", "name_ru": "Основной", "code": "main", "country": "ru", "position": "0"}

    owner.post(f"/admin/shop/warehouses/edit/{main.pk}/", form | {"ships_parcels": "on"})

    main.refresh_from_db()
    assert (main.is_active, main.country, main.name_en) == (False, "RU", "Main")
    assert variant.product.entries.filter(is_available=True).count() == 0
    assert owner.post("/admin/shop/warehouses/new/", form | {"code": "two", "country": "R1"}).status_code == 200
