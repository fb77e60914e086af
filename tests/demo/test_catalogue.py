"""The demo shop's products obey the rules that the store relies on."""

import hashlib
import subprocess
import sys
import time
from pathlib import Path

import pytest

from technomart.demo import catalogue
from technomart.demo.attributes import ATTRIBUTE_BY_CODE
from technomart.demo.catalogue import ATTRIBUTES, BRANDS, CATEGORIES, products, scaled
from technomart.demo.categories import CATEGORY_BY_SLUG

SITE = Path(catalogue.__file__).parents[2]
ALL = products()


def tagged(tag):
    return [product for product in ALL if tag in product.tags]


def test_the_shop_has_all_its_categories_products_and_variants():
    assert len(CATEGORIES) == 12
    assert len(BRANDS) == 13
    assert len(ALL) == 122
    assert sum(len(product.variants) for product in ALL) == 350
    assert {product.category for product in ALL} == {category.slug for category in CATEGORIES}


def test_two_processes_make_the_same_bytes():
    script = "import hashlib; from technomart.demo.catalogue import products; import sys; " \
        "sys.stdout.write(hashlib.sha256(repr([(p.slug, sorted(p.tags), p.variants, p.summary_ru, p.attributes, " \
        "p.rating, p.benefits_en) for p in products()]).encode()).hexdigest())"  # fmt: skip
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=SITE,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(SITE)},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1
    assert len(digests.pop()) == hashlib.sha256().digest_size * 2


def test_ten_thousand_products_are_made_in_five_seconds_and_never_repeat():
    started = time.process_time()
    many = list(scaled(10_000))
    took = time.process_time() - started

    assert took < 5
    assert many[: len(ALL)] == list(ALL)
    assert len({product.slug for product in many}) == 10_000
    assert len({product.name_en for product in many}) == 10_000
    assert len({product.name_ru for product in many}) == 10_000
    variants = [variant for product in many for variant in product.variants]
    assert len({variant.sku for variant in variants}) == len(variants)
    assert len({variant.barcode for variant in variants}) == len(variants)


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda category: category.slug)
def test_a_category_has_twelve_to_sixteen_attributes_and_three_facets_on_its_card(category):
    codes = [use.code for use in category.attributes]
    on_card = [use for use in category.attributes if use.on_card]

    assert 12 <= len(codes) <= 16
    assert len(set(codes)) == len(codes)
    assert len(on_card) == 3
    assert all(use.is_facet for use in on_card)
    assert all(code in ATTRIBUTE_BY_CODE for code in codes)
    assert set(category.axes) <= set(codes)


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda category: category.slug)
def test_a_category_has_three_brands(category):
    assert len({product.brand for product in ALL if product.category == category.slug}) >= 3


def test_every_product_has_the_three_values_of_its_card():
    missing = [
        (product.slug, use.code)
        for product in scaled(400)
        for use in CATEGORY_BY_SLUG[product.category].attributes
        if use.on_card and use.code not in product.attributes and use.code not in product.variants[0].options
    ]

    assert missing == []


def test_values_have_the_type_of_their_attribute():
    kinds = {"number": "Decimal", "choice": "str", "boolean": "bool", "text": "str"}
    for product in scaled(400):
        own = {use.code for use in CATEGORY_BY_SLUG[product.category].attributes}
        for code, value in product.attributes.items():
            assert code in own
            assert type(value).__name__ == kinds[ATTRIBUTE_BY_CODE[code].kind], (product.slug, code)
            if ATTRIBUTE_BY_CODE[code].kind == "choice":
                assert ATTRIBUTE_BY_CODE[code].choice(value).value == value


def test_variants_differ_by_known_choices_of_the_axes():
    for product in ALL:
        options = [tuple(variant.options.items()) for variant in product.variants]
        assert len(set(options)) == len(options), product.slug
        for variant in product.variants:
            assert set(variant.options) <= set(CATEGORY_BY_SLUG[product.category].axes)
            for code, value in variant.options.items():
                assert ATTRIBUTE_BY_CODE[code].choice(value)


def test_prices_are_kopecks_that_end_in_990_roubles():
    for product in scaled(600):
        for variant in product.variants:
            for price in (variant.price, variant.was_price, variant.price_tomorrow):
                assert price is None or (price > 0 and price % 100_000 == 99_000), variant.sku
            assert variant.was_price is None or variant.was_price > variant.price


def test_barcodes_are_in_store_numbers_with_a_right_check_digit():
    for product in ALL:
        for variant in product.variants:
            digits = [int(digit) for digit in variant.barcode]
            assert len(digits) == 13
            assert digits[0] == 2
            assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_more_storage_costs_more():
    [ultra] = tagged("forty-variants")
    price = {variant.options["memory"]: variant.price for variant in ultra.variants}

    assert price["128"] < price["256"] < price["512"] < price["1024"]


def test_an_older_model_costs_less_than_its_successor():
    by_slug = {product.slug: product for product in ALL}
    for old, new in (("phone-orvelo-mistra-8", "phone-orvelo-mistra-9"), ("tv-lumarra-okno-6", "tv-lumarra-okno-7")):
        assert min(v.price for v in by_slug[old].variants) < min(v.price for v in by_slug[new].variants)
        assert by_slug[old].released_days_ago > by_slug[new].released_days_ago


def test_a_phone_with_forty_variants_and_one_with_a_single_one():
    assert [len(product.variants) for product in tagged("forty-variants")] == [40]
    assert [len(product.variants) for product in tagged("one-variant")] == [1]


def test_the_longest_name_has_148_characters_and_all_others_at_most_110():
    [long] = tagged("long-name")

    assert (len(long.name_en), len(long.name_ru)) == (148, 148)
    assert max(len(name) for p in ALL if p is not long for name in (p.name_en, p.name_ru)) <= 110


def test_one_name_belongs_to_two_brands():
    assert sorted((product.brand, product.model) for product in tagged("same-name")) == [
        ("bregova", "Vela"),
        ("nimbry", "Vela"),
    ]


def test_edge_cases_of_stock_price_and_reviews():
    [gone] = tagged("sold-out")
    [partly] = tagged("sold-out-colour")
    [unsaid] = tagged("not-specified")

    assert {variant.stock for variant in gone.variants} == {0}
    assert {variant.options["colour"] for variant in partly.variants if variant.stock == 0} == {"rain"}
    assert "charging_w" not in unsaid.attributes
    assert all(v.price_days == 0 and v.was_price for p in tagged("price-drop-today") for v in p.variants)
    assert all(v.price_tomorrow < v.price for p in tagged("price-change-tomorrow") for v in p.variants)
    assert [product.rating.count for product in tagged("many-reviews")] == [412]
    assert {product.rating.count for product in tagged("no-reviews")} == {0}
    for tag in ("missing-en", "page-draft", "page-scheduled", "page-unpublished"):
        assert len(tagged(tag)) == 1, tag


def test_every_drone_is_lighter_than_250_grams():
    assert all(product.attributes["mass"] < 250 for product in scaled(1000) if "drone" in product.slug)


def test_codes_and_slugs_are_given_once():
    for slugs in ([b.slug for b in BRANDS], [c.slug for c in CATEGORIES], [a.code for a in ATTRIBUTES]):
        assert len(set(slugs)) == len(slugs)
