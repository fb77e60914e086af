"""Pages whose address is remembered: seen by everybody or by nobody, as they are now."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests import factories as make

pytestmark = pytest.mark.django_db

URL = "/en/smartphones/"


@pytest.fixture
def page(db):
    page = make.make_category_page(category=make.make_category(), title="Smartphones")
    for number in range(3):
        make.make_product(slug=f"phone-{number}", is_presented=True)
    assert Client().get(URL).status_code == 200
    return page


def visit(query: str = ""):
    """A look at the page that no answer is prepared for."""
    return Client().get(f"{URL}?{query}")


def readings(caught) -> list[str]:
    """What was asked beside how far the change log reaches, which is known for a second."""
    asked = [query["sql"] for query in caught.captured_queries]
    return [sql for sql in asked if "shop_change" not in sql and "shop_logidentity" not in sql]


def test_another_list_on_a_known_page_asks_only_when_it_can_be_picked_up(page):
    visit("price_min=1")

    with CaptureQueriesContext(connection) as caught:
        answer = visit("price_min=2&ordering=price")

    assert len(answer.context["listing"]["cards"]) == 3
    assert [
        sql for sql in readings(caught) if "market" not in sql and "delivery" not in sql and "pickup" not in sql
    ] == []


def test_a_change_of_words_is_seen_at_once(page):
    page.title = "Telephones"
    make.publish(page)

    assert "<h1>Telephones</h1>" in visit("price_min=1").content.decode()


def test_a_page_taken_off_is_gone_at_once(page):
    page.unpublish()

    assert visit("price_min=1").status_code == 404


def test_a_page_that_was_moved_is_only_where_it_is_now(page):
    page.slug = "telephones"
    make.publish(page)

    assert visit("price_min=1").status_code in (301, 404)
    assert Client().get("/en/telephones/").status_code == 200


def test_a_page_made_private_is_asked_for_a_password_from_everybody(page):
    PageViewRestriction.objects.create(
        page=page,
        restriction_type=PageViewRestriction.PASSWORD,
        password="open sesame",
    )
    for _ in range(2):
        answer = visit("price_min=1")
        assert "phone-0" not in answer.content.decode()
        assert "password" in answer.content.decode().lower()

    PageViewRestriction.objects.get().delete()
    assert visit("price_min=1").context["listing"]["total"] == 3


def test_a_price_changed_in_between_is_on_the_page(page):
    from shop import pricing
    from shop.models import Variant

    visit("price_min=1")
    pricing.change_prices(changes=[(Variant.objects.order_by("pk").first(), 1_234_00)])

    text = visit("price_min=1").content.decode()
    assert "1\u00a0234\u00a0₽" in text
    assert visit("price_max=1234").context["listing"]["total"] == 1


def test_each_language_has_a_page_of_its_own(page):
    make.make_category_page(category=page.category, title="Смартфоны", language="ru")

    assert "<h1>Смартфоны</h1>" in Client().get("/ru/smartphones/?price_min=1").content.decode()
    assert "<h1>Smartphones</h1>" in visit("price_min=1").content.decode()
