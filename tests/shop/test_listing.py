"""Lists: facets count what a click would give, and paging shows each card once whatever changes meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop import listing, pricing, remembered, stock
from shop.models import Attribute, CatalogEntry, Product
from tests.factories import make_attribute, make_brand, make_category, make_product

pytestmark = pytest.mark.django_db

FILTERS = listing.Filters(language="en")


@pytest.fixture
def phones(db):
    """Two makers, two amounts of memory; one is sold out."""
    category = make_category(slug="phones")
    make_attribute(code="memory", choices=["128", "256"], category=category)
    for slug, brand, memory, price, count in [
        ("a1", "Orvelo", "128", 10_000, 5),
        ("a2", "Orvelo", "256", 20_000, 5),
        ("b1", "Lumen", "128", 30_000, 5),
        ("b2", "Lumen", "256", 40_000, 0),
    ]:
        variant = {"price": price, "stock_count": count, "options": {"memory": memory}}
        make_product(slug=slug, category=category, brand=make_brand(name=brand), variants=[variant], is_presented=True)
    return listing.Filters(language="en", category="phones")


def slugs(filters, **more):
    return sorted(card["slug"] for card in listing.page(filters, **more).cards)


def counts(filters):
    return {
        facet["code"]: {value["value"]: value["count"] for value in facet["values"]}
        for facet in listing.facets(filters)
        if "values" in facet
    }


def test_values_of_a_filter_mean_or_and_filters_mean_and(phones):
    def narrowed(**changes):
        return slugs(listing.replace(phones, **changes))

    assert narrowed(brands=("orvelo", "lumen")) == ["a1", "a2", "b1", "b2"]
    assert narrowed(attributes={"memory": ("128", "256")}) == ["a1", "a2", "b1", "b2"]
    assert narrowed(brands=("orvelo",), attributes={"memory": ("128",)}) == ["a1"]
    assert narrowed(brands=("lumen",), in_stock=True) == ["b1"]
    assert narrowed(price_min=20_000, price_max=30_000) == ["a2", "b1"]
    assert narrowed(price_min=30_000, price_max=20_000) == []
    assert narrowed(attributes={"memory": ("none",)}) == []
    assert narrowed(attributes={"unknown": ("128",)}) == []


def test_a_facet_counts_without_its_own_filter_and_with_all_others(phones):
    filters = listing.replace(phones, brands=("orvelo",), attributes={"memory": ("256",)})

    assert counts(filters) == {
        "brand": {"orvelo": 1, "lumen": 1},
        "attr.memory": {"128": 1, "256": 1},
        "in_stock": {"true": 1},
    }
    price = next(facet for facet in listing.facets(filters) if facet["code"] == "price")
    assert (price["min"], price["max"]) == (20_000, 20_000)


def test_each_count_is_what_a_click_gives(phones):
    chosen = listing.replace(phones, brands=("lumen",), in_stock=True)

    for code, values in counts(chosen).items():
        for value, count in values.items():
            if code == "brand":
                clicked = listing.replace(chosen, brands=(value,))
            elif code == "in_stock":
                clicked = listing.replace(chosen, in_stock=True)
            else:
                clicked = listing.replace(chosen, attributes={code.removeprefix("attr."): (value,)})
            assert len(slugs(clicked)) == count


def test_a_product_is_found_by_the_price_of_any_of_its_variants():
    make_product(slug="two", variants=[{"price": 100}, {"price": 300}], is_presented=True)

    for least, most, expected in [(100, 100, ["two"]), (300, 300, ["two"]), (301, None, []), (None, 99, [])]:
        assert slugs(listing.Filters(language="en", price_min=least, price_max=most)) == expected


def test_the_cheapest_variant_is_found_by_its_price_though_it_is_sold_out():
    make_product(slug="two", variants=[{"price": 100, "stock_count": 0}, {"price": 300}], is_presented=True)

    assert slugs(listing.Filters(language="en", price_max=300)) == ["two"]
    assert listing.page(FILTERS).cards[0]["price"]["amount"] == 300


def test_numbers_are_filtered_by_value_and_by_range():
    category = make_category(slug="screens")
    diagonal = make_attribute(code="diagonal", kind=Attribute.Kind.NUMBER, category=category)
    for slug, thousandths in [("small", 6_100), ("middle", 6_300), ("large", 6_700)]:
        product = make_product(slug=slug, category=category)
        product.values.create(attribute=diagonal, thousandths=thousandths)
        from tests.factories import present

        present(product)

    def by(*values):
        return slugs(listing.Filters(language="en", category="screens", attributes={"diagonal": values}))

    assert by("6.3") == by("6,3") == by("6.300") == ["middle"]
    assert by("6.2..6.7") == ["large", "middle"]
    assert by("..6.1", "6.7..") == ["large", "small"]
    assert by("6.7..6.2") == by("9" * 30) == by("6.3001") == by("-6.3") == []


ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(1, 3)), min_size=1, max_size=9)


def walk(ordering, limit, meddle=lambda page_number: None):
    """All cards from the first page to the last."""
    seen, after = [], None
    for number in range(100):
        page = listing.page(FILTERS, ordering=ordering, limit=limit, after=after)
        seen += [card["slug"] for card in page.cards]
        after = page.after
        if after is None:
            return seen
        meddle(number)
    raise AssertionError("endless")


@pytest.mark.parametrize("ordering", ["popular", "price", "-price", "rating", "newest", "discount"])
@given(rows=ROWS, limit=st.integers(1, 4))
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_walking_the_pages_shows_each_card_once_however_many_tie(ordering, rows, limit):
    CatalogEntry.objects.all().delete()
    Product.objects.update(is_active=False)
    # Nothing in the log says so.
    remembered.forget()
    now = timezone.now()
    for popularity, age, price in rows:
        # A slug's order is not the key's: only one of them may decide between ties.
        make_product(
            slug=f"p-{hash((popularity, age, price)) % 97}-{Product.objects.count()}",
            popularity=popularity,
            released_at=now - timedelta(days=age),
            price=price,
            stock_count=0,
            is_presented=True,
        )

    seen = walk(ordering, limit)

    assert len(seen) == len(set(seen)) == len(rows)
    assert seen == walk(ordering, 100)
    # And back again, from the last page to the first.
    page, backwards = listing.page(FILTERS, ordering=ordering, limit=100), []
    before = (listing.ORDERINGS[ordering][0], None)
    last = CatalogEntry.objects.get(language="en", product__slug=page.cards[-1]["slug"])
    before = (getattr(last, before[0]), last.product_id)
    while before is not None:
        earlier = listing.page(FILTERS, ordering=ordering, limit=limit, before=before)
        backwards = [card["slug"] for card in earlier.cards] + backwards
        before = earlier.before
    assert backwards == seen[:-1]


@pytest.mark.parametrize("ordering", ["popular", "price", "-price", "newest"])
def test_what_disappears_or_is_added_meanwhile_loses_and_doubles_no_other_card(ordering):
    products = [make_product(slug=f"p-{n}", price=100 + n % 3, popularity=n % 2, is_presented=True) for n in range(10)]

    def meddle(page_number):
        if page_number == 0:
            first = listing.page(FILTERS, ordering=ordering, limit=3).cards
            # The card that the key names is gone, and one that was shown moves.
            CatalogEntry.objects.filter(product__slug=first[-1]["slug"]).delete()
            make_product(slug="new", price=1, popularity=9, is_presented=True)
            stock.correct(sku=products[0].variants.get().sku, change=-10, reason="lost")

    seen = walk(ordering, 3, meddle)

    assert len(seen) == len(set(seen))
    assert {f"p-{n}" for n in range(10)} <= set(seen)


def test_a_price_that_changes_moves_its_card_and_no_other():
    for n in range(8):
        make_product(slug=f"p-{n}", price=100 + n, is_presented=True)

    def meddle(page_number):
        if page_number == 0:
            pricing.change_prices(changes=[(Product.objects.get(slug="p-7").variants.get(), 103)])

    assert walk("price", 3, meddle) == ["p-0", "p-1", "p-2", "p-3", "p-7", "p-4", "p-5", "p-6"]


def test_the_ends_of_a_list_have_no_neighbours():
    for n in range(4):
        make_product(slug=f"p-{n}", is_presented=True)

    first = listing.page(FILTERS, limit=2)
    second = listing.page(FILTERS, limit=2, after=first.after)
    back = listing.page(FILTERS, limit=2, before=second.before)

    assert (first.before, second.after) == (None, None)
    assert (back.cards, back.before, back.after) == (first.cards, None, first.after)
    assert listing.page(FILTERS, limit=4).after is None
    assert listing.page(FILTERS, limit=2, offset=100).cards == []
