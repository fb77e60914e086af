"""Rule: a row of our own format becomes a product that is sold and shown, and the same file again changes nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from content.models import CategoryPage, ProductPage
from shop import catalog, listing, pricing, stock
from shop.models import AttributeValue, CatalogEntry, Price, Product, StockLevel, StockMovement, Variant
from tests import factories as make

from .conftest import KETTLE, OURS, as_csv, bring, said, written

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_product_with_a_published_page(home):
    report = bring(as_csv(OURS, KETTLE))
    assert (report.created, report.refused, report.problems) == (1, 0, [])
    page = ProductPage.objects.get(product__slug="kettle")
    assert (page.title, page.live, page.url_path) == ("Kettle", True, "/store-en/kitchen/kettle/")
    detail = listing.detail("kettle", "en")
    assert (detail["name"], detail["price"]["amount"], detail["availability"]["available"]) == ("Kettle", 299_000, 5)
    assert detail["brand"]["name"] == "Orvelo"
    assert catalog.differences() == []


def test_a_second_run_writes_nothing_at_all(home):
    header = [*OURS, "was_price", "option.colour", "attr.power", "attr.material", "body_en", "name_ru", "published_ru"]
    rows = [
        [*KETTLE, "3490", "red", "2200", "steel | glass", "<p>Boils</p>", "Чайник", "no"],
        ["kettle", "", "", "", "K-2", "3090", "0", "", "blue", "", "", "", "", ""],
    ]
    assert bring(as_csv(header, *rows)).created == 1
    before = written()
    report = bring(as_csv(header, *rows))
    assert (report.created, report.updated, report.unchanged, report.refused) == (0, 0, 1, 0)
    assert written() == before


def test_a_dry_run_says_what_would_happen_and_changes_nothing(home):
    before = written()
    report = bring(as_csv(OURS, KETTLE, ["pan", "Kitchen", "Orvelo", "Pan", "P-1", "990", "1"]), is_dry_run=True)
    assert report.created == 2
    assert written() == before
    assert not Product.objects.exists()
    assert not CategoryPage.objects.exists()


def test_prices_and_stock_change_by_new_rows_with_a_reason(home):
    bring(as_csv(OURS, KETTLE))
    report = bring(as_csv(["sku", "price", "stock"], ["K-1", "2 790,50", "3"]), name="june.csv")
    assert report.updated == 1
    assert list(Price.objects.order_by("pk").values_list("amount", "note")) == [
        (299_000, "import goods.csv"),
        (279_050, "import june.csv"),
    ]
    last = StockMovement.objects.order_by("-pk").first()
    assert (last.kind, last.on_hand_change, last.reason) == ("corrected", -2, "import june.csv")
    assert StockLevel.objects.get().on_hand == 3


def test_an_old_price_is_the_list_price_and_the_price_a_campaign(home):
    header = [*OURS, "was_price"]
    bring(as_csv(header, [*KETTLE, "3490"]))
    variant = Variant.objects.get()
    assert pricing.list_and_campaign([variant.pk]) == {variant.pk: (349_000, 299_000)}
    # Nobody could ever have paid the old price here, so nothing is struck through.
    assert listing.detail("kettle", "en")["compare_at_price"] is None
    bring(as_csv(header, [*KETTLE[:5], "2790", "5", "3490"]))
    assert pricing.list_and_campaign([variant.pk]) == {variant.pk: (349_000, 279_000)}


def test_a_file_without_the_old_price_ends_the_campaign(home):
    bring(as_csv([*OURS, "was_price"], [*KETTLE, "3490"]))
    assert bring(as_csv(OURS, KETTLE)).updated == 1
    variant = Variant.objects.get()
    assert pricing.list_and_campaign([variant.pk]) == {variant.pk: (299_000, None)}
    assert pricing.prices_at([variant.pk])[variant.pk].amount == 299_000
    before = written()
    assert bring(as_csv(OURS, KETTLE)).unchanged == 1
    assert written() == before


def test_a_price_that_begins_tomorrow_is_left_alone(home):
    bring(as_csv(OURS, KETTLE))
    tomorrow = timezone.now() + timedelta(days=1)
    pricing.change_prices(changes=[(Variant.objects.get(), 199_000)], starts_at=tomorrow)
    assert bring(as_csv(OURS, KETTLE)).unchanged == 1


def test_goods_that_are_promised_are_not_counted_away(home):
    bring(as_csv(OURS, KETTLE))
    StockLevel.objects.update(reserved=4)
    before = written()
    report = bring(as_csv(["sku", "price", "stock"], ["K-1", "1", "2"]))
    assert said(report) == [(2, "stock", "Only 1 free pieces of K-1 are there; the rest is promised to shoppers.")]
    assert written() == before


def test_new_words_become_a_published_revision(home):
    bring(as_csv(OURS, KETTLE))
    page = ProductPage.objects.get()
    revisions = page.revisions.count()
    assert bring(as_csv(["sku", "name_en", "summary_en"], ["K-1", "Fast kettle", "Boils."])).updated == 1
    page.refresh_from_db()
    assert (page.title, page.summary, page.slug) == ("Fast kettle", "Boils.", "kettle")
    assert page.revisions.count() == revisions + 1
    assert listing.detail("kettle", "en")["name"] == "Fast kettle"


def test_an_empty_cell_leaves_what_is_there(home):
    bring(as_csv([*OURS, "summary_en", "attr.power"], [*KETTLE, "Boils.", "2200"]))
    header = [*OURS, "summary_en", "attr.power"]
    assert bring(as_csv(header, ["kettle", "", "", "", "K-1", "", "", "", ""])).unchanged == 1
    assert ProductPage.objects.get().summary == "Boils."


def test_pages_of_both_languages_are_translations_of_each_other(home):
    bring(as_csv([*OURS, "name_ru"], [*KETTLE, "Чайник"]))
    english, russian = ProductPage.objects.order_by("locale__language_code")
    assert english.translation_key == russian.translation_key
    assert english.get_parent().translation_key == russian.get_parent().translation_key
    assert listing.detail("kettle", "ru")["name"] == "Чайник"


def test_published_no_makes_a_draft_and_takes_a_live_page_down(home):
    header = [*OURS, "published_en"]
    bring(as_csv(header, [*KETTLE, "no"]))
    assert ProductPage.objects.get().live is False
    assert bring(as_csv(header, [*KETTLE, "no"])).unchanged == 1
    assert bring(as_csv(header, [*KETTLE, "yes"])).updated == 1
    assert listing.detail("kettle", "en") is not None
    assert bring(as_csv(header, [*KETTLE, "no"])).updated == 1
    assert listing.detail("kettle", "en") is None
    assert bring(as_csv(header, [*KETTLE, "no"])).unchanged == 1


def test_work_of_an_editor_is_not_published_by_a_file(home):
    bring(as_csv(OURS, KETTLE))
    page = ProductPage.objects.get()
    page.title = "Half-written"
    page.save_revision()
    report = bring(as_csv(["sku", "name_en", "price"], ["K-1", "From the file", "1990"]))
    assert [note.sentence for note in report.notices] == [
        "The page has changes that are not published yet; its words were left as they are."
    ]
    page.refresh_from_db()
    assert (page.title, page.get_latest_revision_as_object().title) == ("Kettle", "Half-written")
    assert pricing.prices_at([Variant.objects.get().pk])[Variant.objects.get().pk].amount == 199_000


def test_blocks_that_a_file_cannot_hold_stay(home):
    bring(as_csv(OURS, KETTLE))
    page = ProductPage.objects.get()
    page.body = [("callout", {"tone": "tip", "title": "", "text": "<p>Descale it.</p>"})]
    make.publish(page)
    report = bring(as_csv(["sku", "body_en"], ["K-1", "<p>New</p>"]))
    assert report.unchanged == 1
    assert [note.column for note in report.notices] == ["body_en"]
    assert ProductPage.objects.get().body[0].block_type == "callout"


def test_a_new_category_takes_the_pages_along(home):
    bring(as_csv(OURS, KETTLE))
    old = ProductPage.objects.get().pk
    assert bring(as_csv(["sku", "category"], ["K-1", "Tea"])).updated == 1
    page = ProductPage.objects.get()
    assert (page.pk, page.url_path) == (old, "/store-en/tea/kettle/")
    assert listing.detail("kettle", "en")["category"]["name"] == "Tea"
    assert catalog.differences() == []


def test_names_of_categories_and_brands_are_found_in_either_language_and_any_case(home):
    category = make.make_category(slug="kitchen", name="Kitchen")
    brand = make.make_brand(name="Orvelo")
    bring(as_csv(OURS, ["kettle", "KITCHEN (рус.)", "orvelo", *KETTLE[3:]]))
    product = Product.objects.get()
    assert (product.category, product.brand) == (category, brand)


def test_cyrillic_names_get_latin_addresses(home):
    header = ["category", "brand", "name_ru", "sku", "price"]
    bring(
        as_csv(
            header, ["Чайники", "Ромашка", "Чайник «Утро»", "К-1", "100"], ["Чайники", "Заря", "Кофейник", "К-2", "1"]
        )
    )
    assert sorted(Product.objects.values_list("slug", "brand__slug")) == [
        ("chaynik-utro", "romashka"),
        ("kofeynik", "zarya"),
    ]
    assert ProductPage.objects.first().locale.language_code == "ru"


def test_attributes_are_made_of_the_kind_that_their_values_have(home):
    header = [*OURS, "attr.power", "attr.wireless", "attr.material", "attr.Note"]
    bring(
        as_csv(
            header,
            [*KETTLE, "2200.5", "yes", "steel | glass", "x" * 120],
            ["pan", "Kitchen", "Orvelo", "Pan", "P-1", "990", "1", "10", "no", "steel", ""],
        )
    )
    kettle = Product.objects.get(slug="kettle")
    found = {
        (
            value.attribute.code,
            value.attribute.kind,
            value.thousandths,
            value.boolean,
            value.choice and value.choice.value,
        )
        for value in AttributeValue.objects.filter(product=kettle).select_related("attribute", "choice")
    }
    assert found == {
        ("power", "number", 2_200_500, None, None),
        ("wireless", "boolean", None, True, None),
        ("material", "choice", None, None, "steel"),
        ("material", "choice", None, None, "glass"),
        ("note", "text", None, None, None),
    }
    assert catalog.differences() == []


def test_a_variant_of_a_known_product_is_added_beside_the_others(home):
    bring(as_csv([*OURS, "option.colour"], [*KETTLE, "red"]))
    report = bring(as_csv(["product", "sku", "price", "option.colour"], ["kettle", "K-9", "3190", "blue"]))
    assert report.updated == 1
    detail = listing.detail("kettle", "en")
    assert [(one["sku"], one["options"][0]["value"]) for one in detail["variants"]] == [("K-1", "red"), ("K-9", "blue")]


def test_a_home_page_that_is_missing_is_named(db):
    Page.objects.filter(depth__gt=1).delete()
    report = bring(as_csv(OURS, KETTLE))
    assert said(report) == [
        (2, "name_en", "There is no home page in this language yet (English): make one in Pages first.")
    ]
    assert not Product.objects.exists()


def test_pages_are_served_with_what_the_file_says(home, client):
    bring(as_csv([*OURS, "body_en"], [*KETTLE, "<h2>Care</h2><p>Descale it<script>alert(1)</script>.</p>"]))
    page = client.get(ProductPage.objects.get().get_url()).content.decode()
    assert "Descale it." in page
    assert "alert(1)" not in page


def test_stock_sold_since_the_file_was_written_is_told_by_the_ledger(home):
    bring(as_csv(OURS, KETTLE))
    stock.correct(sku="K-1", change=-1, reason="broken")
    assert bring(as_csv(OURS, KETTLE)).updated == 1
    assert stock.sums_of_movements() == {Variant.objects.get().pk: 5}


def test_entries_of_the_catalogue_are_there_once(home):
    bring(as_csv([*OURS, "name_ru"], [*KETTLE, "Чайник"]))
    assert sorted(CatalogEntry.objects.values_list("language", flat=True)) == ["en", "ru"]
