"""Several warehouses: an order is served from where its goods are, and the ledger knows each place by itself."""

import pytest

from shop import stock
from shop.books import stock as stock_books
from shop.errors import NotOnShelf, OutOfStock, StockBelowZero
from shop.models import Reservation, StockLevel, StockMovement
from tests.factories import make_product, make_warehouse
from tests.shop.ordering import fill_cart, make_courier, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_places(db):
    make_courier()
    make_warehouse(code="main", position=0)
    make_warehouse(code="north", position=1)
    make_warehouse(code="shop", position=2, ships_parcels=False)


def goods(sku="PH-1", **counts):
    """A product with so many pieces in each warehouse."""
    product = make_product(sku=sku, stock_count=0, is_presented=True)
    for code, count in counts.items():
        stock.receive(quantities={sku: count}, reference=f"note:{sku}:{code}", warehouse=make_warehouse(code=code))
    return product.variants.get()


def promised(sku="PH-1"):
    rows = Reservation.objects.filter(state__in=Reservation.LIVE, variant__sku=sku)
    return dict(rows.values_list("warehouse__code", "quantity"))


def levels(sku="PH-1"):
    rows = StockLevel.objects.filter(variant__sku=sku)
    return {level.warehouse.code: (level.on_hand, level.reserved) for level in rows}


@pytest.mark.parametrize(
    ("counts", "quantity", "expected"),
    [
        ({"main": 5, "north": 5}, 3, {"main": 3}),
        ({"main": 2, "north": 5}, 3, {"north": 3}),
        ({"main": 2, "north": 2}, 3, {"main": 2, "north": 1}),
        ({"main": 0, "north": 3}, 3, {"north": 3}),
        ({"main": 1, "north": 3, "shop": 9}, 4, {"main": 1, "north": 3}),
    ],
)
def test_a_line_comes_from_the_first_place_that_has_it_whole_else_from_several(counts, quantity, expected):
    goods(**counts)

    place(fill_cart("PH-1", quantity=quantity))

    assert promised() == expected
    assert stock_books.violations() == []


def test_a_shelf_that_sends_no_parcels_serves_only_its_own_counter():
    variant, shop = goods(main=1, shop=5), make_warehouse(code="shop")
    cart = fill_cart("PH-1")

    assert stock.available([variant.pk], warehouse=shop) == {variant.pk: 5}
    assert stock.available([variant.pk], is_sent=True) == {variant.pk: 0}
    assert stock.available([variant.pk], is_sent=True, cart=cart) == {variant.pk: 1}
    with pytest.raises(OutOfStock):
        stock.hold(cart=cart, quantities={"PH-1": 2}, until=cart.expires_at)
    stock.hold(cart=cart, quantities={"PH-1": 2}, until=cart.expires_at, warehouse=shop)
    assert promised() == {"shop": 2}
    assert levels() == {"main": (1, 0), "shop": (5, 2)}


def test_a_warehouse_out_of_use_sells_nothing():
    variant = goods(main=5, north=1)
    place_ = make_warehouse(code="main")
    place_.is_active = False
    place_.save()

    assert stock.available([variant.pk]) == {variant.pk: 1}
    place(fill_cart("PH-1"))
    assert promised() == {"north": 1}


def test_every_place_has_its_own_ledger():
    goods(main=2, north=2)
    order = place(fill_cart("PH-1", quantity=3))

    stock.ship(order=order, reference="parcel:1")

    entries = StockMovement.objects.filter(order=order).order_by("pk")
    assert list(entries.values_list("kind", "warehouse__code", "quantity", "on_hand_change")) == [
        ("allocated", "main", -2, 0),
        ("allocated", "north", -1, 0),
        ("shipped", "main", 0, -2),
        ("shipped", "north", 0, -1),
    ]
    assert levels() == {"main": (0, 0), "north": (1, 0)}


def test_a_parcel_takes_what_is_asked_for_from_where_it_lies():
    goods(main=2, north=2)
    order = place(fill_cart("PH-1", quantity=3))

    with pytest.raises(NotOnShelf):
        stock.ship(order=order, reference="parcel:1", quantities={"PH-1": 2}, warehouse=make_warehouse(code="north"))
    stock.ship(order=order, reference="parcel:1", quantities={"PH-1": 1}, warehouse=make_warehouse(code="main"))
    stock.ship(order=order, reference="parcel:1", quantities={"PH-1": 1}, warehouse=make_warehouse(code="main"))
    stock.ship(order=order, reference="parcel:2", quantities={"PH-1": 2})

    assert levels() == {"main": (0, 0), "north": (1, 0)}


def test_what_comes_back_lies_where_it_was_put():
    goods(main=3)
    order = place(fill_cart("PH-1", quantity=3))
    stock.ship(order=order, reference="parcel:1")

    for _ in range(2):
        stock.take_back(
            order=order, reference="return:1", quantities={"PH-1": 2}, warehouse=make_warehouse(code="north")
        )

    assert levels() == {"main": (0, 0), "north": (2, 0)}
    assert stock.sums_of_movements() == {order.lines.get().variant_id: 2}


def test_a_part_of_an_order_is_given_back_once_for_its_reference():
    variant = goods(main=2, north=2)
    order = place(fill_cart("PH-1", quantity=4))

    for _ in range(2):
        stock.release_order(order=order, quantities={"PH-1": 3}, reference="edit:1")

    assert sum(promised().values()) == 1
    assert stock.available([variant.pk]) == {variant.pk: 3}


def test_an_order_that_gets_more_keeps_one_promise_for_each_place():
    goods(main=5)
    order = place(fill_cart("PH-1", quantity=2))

    stock.allocate(order=order, cart=None, quantities={"PH-1": 1}, reference="edit:1")
    stock.allocate(order=order, cart=None, quantities={"PH-1": 1})

    assert promised() == {"main": 4}
    assert order.movements.filter(kind="allocated").count() == 3
    assert levels() == {"main": (5, 4)}


def test_goods_are_brought_from_one_place_to_another_by_two_entries():
    variant, main, north = goods(main=5), make_warehouse(code="main"), make_warehouse(code="north")
    place(fill_cart("PH-1", quantity=3))

    with pytest.raises(StockBelowZero):
        stock.transfer(sku="PH-1", quantity=3, source=main, target=north, reference="van:1")
    stock.transfer(sku="PH-1", quantity=2, source=main, target=north, reason="van", reference="van:2")

    moved = StockMovement.objects.filter(reference="van:2").order_by("pk")
    assert list(moved.values_list("warehouse__code", "quantity", "on_hand_change")) == [
        ("main", -2, -2),
        ("north", 2, 2),
    ]
    assert levels() == {"main": (3, 3), "north": (2, 0)}
    assert stock.available([variant.pk]) == {variant.pk: 2}
    assert stock_books.violations() == []


def test_a_count_is_corrected_where_it_was_made():
    goods(main=5, north=1)

    with pytest.raises(StockBelowZero) as refusal:
        stock.correct(sku="PH-1", change=-2, reason="count", warehouse=make_warehouse(code="north"))
    stock.correct(sku="PH-1", change=-2, reason="count", warehouse=make_warehouse(code="main"))

    assert refusal.value.extra["available"] == 1
    assert levels() == {"main": (3, 0), "north": (1, 0)}


def test_the_first_warehouse_is_made_when_it_is_needed():
    from shop.models import Warehouse

    Warehouse.objects.all().delete()
    make_product(sku="PH-1", stock_count=2)

    assert levels() == {"main": (2, 0)}


def test_a_count_of_all_places_takes_what_is_free_from_the_last_one_first():
    variant = goods(main=3, north=2)
    place(fill_cart("PH-1", quantity=3))

    with pytest.raises(StockBelowZero) as refusal:
        stock.count(sku="PH-1", change=-3, reason="count")
    stock.count(sku="PH-1", change=-1, reason="count")
    stock.count(sku="PH-1", change=4, reason="count")

    assert refusal.value.extra["available"] == 2
    assert levels() == {"main": (7, 3), "north": (1, 0)}
    assert stock.sums_of_movements() == {variant.pk: 8}
    assert stock_books.violations() == []
