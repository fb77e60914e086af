"""What a process holds in memory tells the same as the database, whatever is asked and whatever has changed."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from shop import catalog, pricing, stock
from shop.filtering import ORDERINGS, Filters
from shop.models import Attribute, CatalogEntry
from shop.queried import QueriedList
from shop.vocabulary import attributes, subtree
from shop.windowed import WindowedList
from tests.factories import make_attribute, make_brand, make_category, make_product, present

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def products(db):
    """A hundred products in a category and one below it, with a choice, a number and a yes."""
    chance = random.Random(7)
    above = make_category(slug="phones")
    below = make_category(slug="small-phones", parent=above)
    make_attribute(code="memory", choices=["128", "256"], category=above)
    screen = make_attribute(code="screen", kind=Attribute.Kind.NUMBER, category=above)
    radio = make_attribute(code="radio", kind=Attribute.Kind.BOOLEAN, category=above)
    made = []
    for number in range(100):
        product = make_product(
            slug=f"p-{number}",
            category=chance.choice([above, above, below]),
            brand=make_brand(name=chance.choice(["Orvelo", "Lumen", "Zenit"])),
            popularity=chance.randrange(5),
            released_at=NOW - timedelta(days=chance.randrange(400)),
            variants=[
                {
                    "price": 1_000 * chance.randrange(1, 9),
                    "stock_count": chance.randrange(3),
                    "options": {"memory": chance.choice(["128", "256"])},
                }
                for _ in range(chance.randrange(1, 3))
            ],
        )
        product.values.create(attribute=screen, thousandths=chance.randrange(6_000, 6_005))
        if chance.random() < 0.5:
            product.values.create(attribute=radio, boolean=True)
        present(product, languages=["en"] if chance.random() < 0.9 else ["ru"])
        made.append(product)
    return made


def told(kind, filters):
    """All that a list can say."""
    found = kind(filters, subtree(filters.category) if filters.category else None)
    said = {
        "total": found.total(),
        "price": found.price_bounds(),
        "available": found.available(),
        "brands": found.brands(),
        "values": filters.category and found.values({pk: code for code, pk in attributes().items()}),
    }
    for column, descending in [order for name, order in ORDERINGS.items() if name != "relevance"]:
        ways = {"descending": descending, "after": None, "before": None, "offset": 0, "most": 1_000}
        keys = found.keys(column, **ways)
        middle = keys[len(keys) // 2] if keys else None
        said[column, descending] = [
            keys,
            found.keys(column, **ways | {"offset": 3, "most": 5}),
            found.keys(column, **ways | {"after": middle, "most": 5}),
            found.keys(column, **ways | {"before": middle, "most": 5}),
        ]
    return said


FILTERS = [
    {},
    {"category": "small-phones"},
    {"category": "none"},
    {"category": None},
    {"category": None, "price_min": 2_000, "price_max": 5_000, "in_stock": True, "brands": ("orvelo",)},
    {"language": "ru"},
    {"brands": ("orvelo", "lumen", "none")},
    {"price_min": 3_000},
    {"price_max": 3_000},
    {"price_min": 2_000, "price_max": 5_000, "in_stock": True},
    {"in_stock": True, "brands": ("zenit",)},
    {"attributes": {"memory": ("128",)}},
    {"attributes": {"memory": ("128", "none"), "screen": ("6.001", "6.003..")}, "brands": ("orvelo",)},
    {"attributes": {"screen": ("..6.002", "6.004"), "radio": ("yes",)}, "price_min": 1_001},
    {"attributes": {"screen": ("nonsense..more",), "memory": ()}},
    {"attributes": {"unknown": ("1",)}},
]


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_memory_says_what_the_database_says(products, asked):
    filters = Filters(**{"language": "en", "category": "phones", **asked})

    assert told(WindowedList, filters) == told(QueriedList, filters)


def test_memory_follows_every_change(products):
    lists = [
        Filters(language="en", category="phones", attributes={"memory": ("128",)}, price_min=2_000),
        Filters(language="en", price_min=2_000),
    ]
    for filters in lists:
        told(WindowedList, filters)
    variants = [product.variants.first() for product in products]

    def still_true():
        for filters in lists:
            assert told(WindowedList, filters) == told(QueriedList, filters)

    pricing.change_prices(changes=[(variants[0], 500), (variants[1], 7_777)])
    still_true()
    stock.receive(quantities={variant.sku: 5 for variant in variants[:30]}, reference="delivery:window")
    still_true()
    catalog.withdraw(source=products[2].presentations.get().source)
    still_true()
    products[3].is_active = False
    products[3].category = make_category(slug="small-phones")
    products[3].save()
    products[4].category = make_category(slug="elsewhere")
    products[4].save()
    catalog.refresh([products[3].pk, products[4].pk])
    still_true()
    make_product(slug="new", category=make_category(slug="phones"), is_presented=True)
    still_true()
    assert CatalogEntry.objects.filter(language="en", category__slug="elsewhere").exists()
