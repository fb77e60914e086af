"""What a process remembers for a moment: it spares queries, sees its own changes at once and others' soon."""

import time

import pytest
from django.utils import timezone

from shop import ancestry, markets, taxes
from shop.models import Category, Market, Promotion
from shop.promotions import rules
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def memory(settings, monkeypatch):
    """A memory of ten seconds, on a clock that only the test moves."""
    clock = [time.monotonic()]
    monkeypatch.setattr("shop.short_memory.time.monotonic", lambda: clock[0])
    settings.SHOP = settings.SHOP | {"TERMS_MEMORY": 10.0}
    return clock


def of_everybody() -> list[str]:
    found = rules.candidates(at=timezone.now(), buyer=markets.buyer(), is_first_order=False)
    return [one.promotion.name_en for one in found]


def test_what_is_remembered_costs_no_query(django_assert_num_queries):
    make.make_market(code="ru", currency="RUB", is_default=True)
    make.make_promotion(name="Autumn")
    read = (markets.default, ancestry.parents, lambda: taxes.rates("RU"), of_everybody)
    first = [one() for one in read]

    with django_assert_num_queries(0):
        again = [one() for one in read]

    assert again == first
    assert first[3] == ["Autumn"]


def test_a_change_made_here_is_seen_at_once():
    market = make.make_market(code="ru", currency="RUB", is_default=True, name_en="Russia")
    group, promotion = make.make_group(), make.make_promotion(name="Autumn")
    assert (markets.default().name_en, of_everybody()) == ("Russia", ["Autumn"])

    market.name_en = "Home"
    market.save()
    promotion.groups.add(group)

    assert (markets.default().name_en, of_everybody()) == ("Home", [])


def test_a_change_made_elsewhere_is_seen_when_the_moment_is_over(memory):
    make.make_market(code="ru", currency="RUB", is_default=True, name_en="Russia")
    parent, child = make.make_category(slug="gadgets"), make.make_category(slug="smartphones")
    assert (markets.default().name_en, ancestry.parents()[child.pk]) == ("Russia", None)

    Market.objects.update(name_en="Home")
    Category.objects.filter(pk=child.pk).update(parent=parent)
    before = (markets.default().name_en, ancestry.parents()[child.pk])
    memory[0] += 10

    assert before == ("Russia", None)
    assert (markets.default().name_en, ancestry.with_ancestors(child.pk)) == ("Home", {child.pk, parent.pk})


def test_how_much_of_a_promotion_is_left_is_never_remembered():
    make.make_promotion(name="First hundred", most_uses=100)
    make.make_promotion(name="As long as the money lasts", budget=10_000)
    assert len(of_everybody()) == 2

    # As an order does that another process places.
    Promotion.objects.update(used=100, spent=10_000)

    assert of_everybody() == []
