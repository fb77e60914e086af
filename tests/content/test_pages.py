"""What visitors get: pages of each kind, in both languages, with a fixed number of queries."""

import json
import re

import pytest

from content import product_view
from content.models import StoreSettings
from shop import catalog, pricing
from tests import factories as make

pytestmark = pytest.mark.django_db


def open_page(client, url: str):
    answer = client.get(url)
    assert answer.status_code == 200, answer.content[:500]
    return answer


def structured(text: str) -> list[dict]:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])["@graph"]


def test_a_product_page_shows_words_from_the_page_and_prices_from_the_shop(client):
    product = make.make_product(slug="orvelo-9", sku="OR-9", price=7_499_000)
    make.make_product_page(product=product, title="Orvelo 9", summary="A small phone.")

    text = open_page(client, "/en/smartphones/orvelo-9/").content.decode()

    for words in ("Orvelo 9", "A small phone.", "74\u00a0990\u00a0₽", "OR-9"):
        assert words in text


def test_a_price_changed_in_the_shop_is_on_the_page_at_once(client):
    product = make.make_product(slug="orvelo-9")
    make.make_product_page(product=product)
    open_page(client, "/en/smartphones/orvelo-9/")

    pricing.change_prices(changes=[(product.variants.get(), 6_999_000)])

    assert "69\u00a0990\u00a0₽" in open_page(client, "/en/smartphones/orvelo-9/").content.decode()


def test_the_address_names_the_variant_that_is_shown(client):
    variants = [
        {"sku": "OR-128", "price": 100_00, "options": {"memory": "128"}},
        {"sku": "OR-256", "price": 200_00, "options": {"memory": "256"}},
    ]
    make.make_product_page(product=make.make_product(slug="orvelo-9", variants=variants))

    assert open_page(client, "/en/smartphones/orvelo-9/").context["variant"]["sku"] == "OR-128"
    assert open_page(client, "/en/smartphones/orvelo-9/?variant=OR-256").context["variant"]["sku"] == "OR-256"
    assert open_page(client, "/en/smartphones/orvelo-9/?variant=none").context["variant"]["sku"] == "OR-128"


def test_both_languages_of_a_page_lead_to_each_other(client):
    product = make.make_product(slug="orvelo-9")
    make.make_product_page(product=product, language="en")
    make.make_product_page(product=product, language="ru", title="Орвело 9")

    answer = open_page(client, "/ru/smartphones/orvelo-9/")

    assert answer.context["alternates"] == {"en": "/en/smartphones/orvelo-9/", "ru": "/ru/smartphones/orvelo-9/"}
    assert 'hreflang="en" href="http://testserver/en/smartphones/orvelo-9/"' in answer.content.decode()


def test_search_engines_are_told_each_variant_with_its_offer(client):
    make.make_product_page(
        product=make.make_product(slug="orvelo-9", sku="OR-9", price=7_499_050), title="A </script> 9"
    )

    group, trail = structured(open_page(client, "/en/smartphones/orvelo-9/").content.decode())

    assert (group["@type"], group["name"]) == ("ProductGroup", "A </script> 9")
    assert group["hasVariant"][0]["offers"] == {
        "@type": "Offer",
        "url": "http://localhost:8000/en/smartphones/orvelo-9/?variant=OR-9",
        "price": "74990.50",
        "priceCurrency": "RUB",
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            "price": "74990.50",
            "priceCurrency": "RUB",
            "valueAddedTaxIncluded": True,
        },
        "availability": "https://schema.org/InStock",
    }
    assert [place["name"] for place in trail["itemListElement"]] == ["Technomart", "Smartphones", "A </script> 9"]


def test_a_product_off_sale_answers_gone_and_shows_another_one(client):
    product = make.make_product(slug="orvelo-9")
    make.make_product_page(product=product, title="Orvelo 9")
    make.make_product_page(product=make.make_product(slug="orvelo-10"), title="Orvelo 10")
    product.is_active = False
    product.save()
    catalog.refresh([product.pk])

    answer = client.get("/en/smartphones/orvelo-9/")

    assert answer.status_code == 410
    assert "Orvelo 10" in answer.content.decode()


def test_a_category_page_lists_its_products(client):
    make.make_product_page(product=make.make_product(slug="orvelo-9"), title="Orvelo 9")
    make.make_product_page(
        product=make.make_product(slug="tv", category=make.make_category(slug="tv")), title="Zenit TV"
    )

    answer = open_page(client, "/en/smartphones/")

    assert [card["name"] for card in answer.context["listing"]["cards"]] == ["Orvelo 9"]


def test_the_home_page_shows_departments_with_counts_shelves_and_guides(client):
    home = make.make_home(hero_title="A week of phones")
    make.make_product_page(product=make.make_product(slug="orvelo-9"), title="Orvelo 9")
    make.make_guide(title="How to choose a phone")
    home.shelves = [
        ("product_shelf", {"title": "New", "products": [], "category": None, "ordering": "newest", "count": 4})
    ]
    make.publish(home)

    context = open_page(client, "/en/").context

    assert context["hero"]["title"] == "A week of phones"
    assert [(tile["name"], tile["count"]) for tile in context["tiles"]] == [("Smartphones", 1)]
    assert [(shelf["title"], [card["name"] for card in shelf["cards"]]) for shelf in context["shelves"]] == [
        ("New", ["Orvelo 9"])
    ]
    assert [guide["title"] for guide in context["guides"]] == ["How to choose a phone"]


def test_a_guide_lists_its_headings_and_shows_products_with_their_prices(client):
    product = make.make_product(slug="orvelo-9", price=7_499_000)
    make.make_product_page(product=product, title="Orvelo 9")
    body = [
        ("heading", "The battery first"),
        ("paragraph", "<p>It ages.</p>"),
        ("pick", {"product": product, "title": "The best", "reason": "<p>It lasts.</p>"}),
    ]
    guide = make.make_guide(title="How to choose", slug="choose", author="A. Writer", body=body)

    answer = open_page(client, "/en/guides/choose/")

    text = answer.content.decode()
    assert answer.context["contents"] == [{"id": guide.body[0].id, "title": "The battery first"}]
    assert f'id="{guide.body[0].id}"' in text
    for words in ("It ages.", "The best", "74\u00a0990\u00a0₽", "A. Writer"):
        assert words in text
    assert "How to choose" in open_page(client, "/en/guides/").content.decode()


def test_a_product_off_sale_disappears_from_articles(client):
    product = make.make_product(slug="orvelo-9", is_active=False)
    make.make_guide(slug="choose", body=[("product_shelf", {"title": "Ours", "products": [product], "count": 4})])

    assert "orvelo-9" not in open_page(client, "/en/guides/choose/").content.decode()


def test_every_page_shows_departments_languages_seller_and_footer(client):
    make.make_home(language="en")
    make.make_home(language="ru")
    make.make_category_page(category=make.make_category(slug="tv"), title="TV sets")
    delivery = make.make_static_page(title="Delivery")
    make.make_static_page(title="Доставка", language="ru", translation_key=delivery.translation_key, slug="dostavka")
    about = StoreSettings.load()
    about.seller_en = "Technomart LLC\n1 Main street"
    about.footer = [("column", {"title_en": "Help", "title_ru": "Помощь", "pages": [delivery]})]
    about.save()

    english, russian = (open_page(client, f"/{code}/").context["store"] for code in ("en", "ru"))

    assert english["departments"] == [{"name": "TV sets", "url": "/en/tv/", "slug": "tv"}]
    assert english["seller"] == ["Technomart LLC", "1 Main street"]
    assert english["footer"] == [{"title": "Help", "links": [{"label": "Delivery", "url": "/en/delivery/"}]}]
    assert russian["footer"] == [{"title": "Помощь", "links": [{"label": "Доставка", "url": "/ru/dostavka/"}]}]
    assert [(one["code"], one["url"], one["current"]) for one in russian["languages"]] == [
        ("en", "/en/", False),
        ("ru", "/ru/", True),
    ]


@pytest.mark.parametrize("kind", ["product", "category", "home"])
def test_a_page_asks_as_many_queries_for_twenty_products_as_for_one(client, kind, django_assert_max_num_queries):
    def add(number: int):
        variants = [{"options": {"memory": f"{number}-{place}"}} for place in range(8 if number == 19 else 1)]
        make.make_product_page(product=make.make_product(slug=f"phone-{number}", variants=variants))

    url = {"product": "/en/smartphones/phone-{}/", "category": "/en/smartphones/", "home": "/en/"}[kind]
    make.make_attribute(code="memory", choices=["0-0"], category=make.make_category())
    add(0)
    open_page(client, url.format(0))
    with django_assert_max_num_queries(40) as asked:
        open_page(client, url.format(0) + "?ordering=price")
    for_one = len(asked)
    for number in range(1, 20):
        add(number)
    open_page(client, url.format(19))

    with django_assert_max_num_queries(for_one):
        open_page(client, url.format(19) + "?ordering=price")


def test_the_second_visitor_of_a_page_costs_only_the_question_for_the_version(client, django_assert_max_num_queries):
    make.make_product_page(product=make.make_product(slug="orvelo-9"))
    open_page(client, "/en/smartphones/orvelo-9/")

    # On PostgreSQL whether changes wait for their number is asked first.
    with django_assert_max_num_queries(2):
        open_page(client, "/en/smartphones/orvelo-9/")


def variant(sku: str, *, available: int = 5, price: int = 100, **options: str) -> dict:
    return {
        "sku": sku,
        "url": f"/p/?variant={sku}",
        "price": {"amount": price},
        "availability": {"status": "in_stock" if available else "out_of_stock"},
        "options": [
            {"code": code, "label": code, "value": value, "choice": value, "swatch": None}
            for code, value in options.items()
        ],
    }


def test_each_value_of_an_axis_leads_to_the_variant_nearest_to_the_chosen_one():
    variants = [
        variant("128-blue", memory="128", colour="blue"),
        variant("128-red", memory="128", colour="red"),
        variant("256-blue", memory="256", colour="blue", price=150),
        variant("256-red", memory="256", colour="red", available=0, price=150),
    ]

    memory, colour = product_view.option_groups(variants, variants[1])

    assert [(value["label"], value["url"], value["selected"]) for value in memory["values"]] == [
        ("128", "/p/?variant=128-red", True),
        ("256", "/p/?variant=256-red", False),
    ]
    assert [(value["available"], value["price"]) for value in memory["values"]] == [
        (True, {"amount": 100}),
        (False, None),
    ]
    assert [value["url"] for value in colour["values"]] == ["/p/?variant=128-blue", "/p/?variant=128-red"]


def test_a_combination_that_does_not_exist_leads_to_one_that_can_be_bought():
    variants = [
        variant("128-blue", memory="128", colour="blue"),
        variant("256-red", memory="256", colour="red", available=0),
        variant("256-green", memory="256", colour="green", price=150),
    ]

    memory, _colour = product_view.option_groups(variants, variants[0])

    assert [value["url"] for value in memory["values"]] == ["/p/?variant=128-blue", "/p/?variant=256-green"]
    assert memory["values"][1]["price"] == {"amount": 150}


def test_an_axis_with_one_value_is_no_choice():
    variants = [variant("128", memory="128"), variant("256", memory="256")]
    for one in variants:
        one["options"].append({"code": "colour", "label": "colour", "value": "blue", "choice": "blue", "swatch": None})

    assert [group["code"] for group in product_view.option_groups(variants, variants[0])] == ["memory"]
