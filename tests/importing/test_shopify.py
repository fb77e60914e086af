"""Rule: the file that Shopify exports becomes products with options, prices and pages, with all its peculiarities."""

import pytest

from content.models import ProductPage
from shop import catalog, listing, pricing
from shop.models import Attribute, Brand, Product, StockLevel, Variant
from tests import factories as make

from .conftest import bring, said, shopify_csv, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_network")]

CUP = {
    "Handle": "blue-cup",
    "Title": "Blue cup",
    "Body (HTML)": "<p>A <strong>blue</strong> cup.</p><script>alert(1)</script>",
    "Vendor": "Clay & Co",
    "Type": "Tableware",
    "Tags": "cup, blue",
    "Published": "true",
    "Option1 Name": "Title",
    "Option1 Value": "Default Title",
    "Variant SKU": "",
    "Variant Grams": "250",
    "Variant Inventory Qty": "7",
    "Variant Price": "9.99",
    "Variant Compare At Price": "",
    "Variant Barcode": "'4601234567890",
    "Image Src": "",
    "Image Position": "",
    "Image Alt Text": "",
    "Gift Card": "false",
    "Variant Weight Unit": "kg",
    "Status": "active",
}
SHIRT = CUP | {
    "Handle": "shirt",
    "Title": "Shirt",
    "Option1 Name": "Size",
    "Option1 Value": "S",
    "Option2 Name": "Color",
    "Option2 Value": "Red",
    "Option3 Name": "Fit",
    "Option3 Value": "Slim",
    "Variant Compare At Price": "15",
}


def row(handle, **cells):
    return {"Handle": handle, **{name.replace("_", " "): cell for name, cell in cells.items()}}


def test_a_single_product_has_no_options_and_a_made_sku(home):
    report = bring(shopify_csv(CUP))
    assert (report.format, report.created, report.problems) == ("shopify", 1, [])
    variant = Variant.objects.get()
    assert (variant.sku, variant.barcode, variant.mass_grams) == ("BLUE-CUP", "4601234567890", 250)
    assert variant.chosen.count() == 0
    detail = listing.detail("blue-cup", "en")
    assert (detail["price"]["amount"], detail["availability"]["available"]) == (999, 7)
    assert detail["category"]["name"] == "Tableware"
    assert Brand.objects.get(slug="clay-co").name_en == "Clay & Co"
    page = ProductPage.objects.get()
    assert page.body[0].value.source == "<p>A <b>blue</b> cup.</p>"


def test_rows_of_one_handle_are_variants_with_up_to_three_options(home):
    report = bring(
        shopify_csv(
            SHIRT,
            row("shirt", Option1_Value="M", Option2_Value="Red", Option3_Value="Slim", Variant_Price="12"),
            row("shirt", Option1_Value="M", Option2_Value="Синий", Option3_Value="Slim", Variant_Price="13"),
        )
    )
    assert (report.created, report.problems) == (1, [])
    assert list(Variant.objects.order_by("position").values_list("sku", flat=True)) == [
        "SHIRT-S-RED-SLIM",
        "SHIRT-M-RED-SLIM",
        "SHIRT-M-SINIY-SLIM",
    ]
    options = listing.detail("shirt", "en")["variants"][2]["options"]
    assert [(one["code"], one["value"]) for one in options] == [("size", "M"), ("colour", "Синий"), ("fit", "Slim")]
    assert catalog.differences() == []


def test_an_american_color_is_the_colour_that_is_there(home):
    make.make_attribute(code="colour", choices=["red"])
    bring(shopify_csv(SHIRT))
    assert Attribute.objects.filter(code__startswith="colo").count() == 1
    assert listing.detail("shirt", "en")["variants"][0]["options"][1]["choice"] == "red"


def test_an_option_named_like_a_number_attribute_gets_an_attribute_of_its_own(home):
    make.make_attribute(code="size", kind=Attribute.Kind.NUMBER)
    bring(shopify_csv(SHIRT))
    assert [row.choice.attribute.code for row in Variant.objects.get().chosen.all()] == ["size-option", "colour", "fit"]


def test_a_compare_at_price_is_the_list_price_of_a_campaign(home):
    bring(shopify_csv(SHIRT))
    variant = Variant.objects.get()
    assert pricing.list_and_campaign([variant.pk]) == {variant.pk: (1_500, 999)}


def test_a_compare_at_price_that_is_not_higher_is_left_out_with_a_notice(home):
    report = bring(shopify_csv(CUP | {"Variant Compare At Price": "9.99"}))
    assert "The old price is not higher than the price and was left out." in [n.sentence for n in report.notices]
    variant = Variant.objects.get()
    assert pricing.list_and_campaign([variant.pk]) == {variant.pk: (999, None)}


def test_negative_stock_is_none_with_a_notice(home):
    report = bring(shopify_csv(CUP | {"Variant Inventory Qty": "-3"}))
    notices = [(note.row, note.column, note.sentence) for note in report.notices if note.row]
    assert notices == [(2, "Variant Inventory Qty", "A stock of -3 was taken as 0.")]
    assert not StockLevel.objects.filter(on_hand__gt=0).exists()


@pytest.mark.parametrize("cells", [{"Published": "false"}, {"Status": "draft"}, {"Status": "Archived"}])
def test_what_is_not_published_there_is_a_draft_here(home, cells):
    bring(shopify_csv(CUP | cells))
    assert ProductPage.objects.get().live is False
    assert listing.detail("blue-cup", "en") is None


def test_goods_without_maker_and_type_go_to_a_brand_and_a_category_for_such(home):
    bring(shopify_csv(CUP | {"Vendor": "", "Type": ""}))
    product = Product.objects.get()
    assert (product.brand.slug, product.category.slug) == ("no-brand", "other")


def test_an_editor_who_has_sorted_them_is_not_overruled(home):
    bring(shopify_csv(CUP | {"Vendor": "", "Type": ""}))
    Product.objects.update(category=make.make_category(slug="cups"))
    bring(shopify_csv(CUP | {"Vendor": "", "Type": ""}))
    assert Product.objects.get().category.slug == "cups"


def test_the_last_step_of_the_taxonomy_stands_for_a_missing_type(home):
    bring(shopify_csv(CUP | {"Type": "", "Product Category": "Home & Garden > Kitchen > Cups"}))
    assert Product.objects.get().category.name_en == "Cups"


def test_a_gift_card_is_refused_and_the_rest_goes_on(home):
    gift = CUP | {"Handle": "gift", "Gift Card": "true"}
    report = bring(shopify_csv(gift, CUP))
    assert said(report) == [(2, "Gift Card", "Gift cards are not goods; this store cannot sell them.")]
    assert list(Product.objects.values_list("slug", flat=True)) == ["blue-cup"]


def test_a_short_plain_description_stands_under_the_title(home):
    bring(shopify_csv(CUP | {"Body (HTML)": "<p>Salt &amp; pepper.</p>"}))
    page = ProductPage.objects.get()
    assert (page.summary, len(page.body)) == ("Salt & pepper.", 0)


def test_words_for_search_engines_come_along(home):
    bring(shopify_csv(CUP | {"SEO Title": "Cup | Shop", "SEO Description": "Buy a cup."}))
    page = ProductPage.objects.get()
    assert (page.seo_title, page.search_description, page.summary) == ("Cup | Shop", "Buy a cup.", "Buy a cup.")


def test_columns_without_a_place_are_named_once(home):
    (notice,) = bring(shopify_csv(CUP)).notices
    assert notice.sentence == "The store has no place for these columns: Tags, Variant Weight Unit."


def test_the_columns_of_newer_exports_are_known(home):
    report = bring(
        shopify_csv(
            {
                "Title": "Cup",
                "URL handle": "cup",
                "Description": "<p>Cup</p>",
                "Vendor": "Clay",
                "Type": "Tableware",
                "Status": "Active",
                "SKU": "C-1",
                "Option1 name": "Size",
                "Option1 value": "L",
                "Price": "5.00",
                "Compare-at price": "6.00",
                "Inventory quantity": "2",
                "Weight value (grams)": "0",
            }
        )
    )
    assert (report.format, report.created, report.problems, report.notices) == ("shopify", 1, [], [])
    assert Variant.objects.get().mass_grams is None


def test_words_go_to_the_language_that_was_asked_for(home):
    bring(shopify_csv(CUP | {"Title": "Синяя кружка"}), language="ru")
    assert list(ProductPage.objects.values_list("locale__language_code", "title")) == [("ru", "Синяя кружка")]


def test_pictures_that_stay_away_are_told_and_harm_nothing(home):
    address = "https://pictures.example/cup.jpg"
    report = bring(shopify_csv(CUP | {"Image Src": address}))
    assert report.created == 1
    assert (2, "Image Src", f"The picture {address} was left out: no network") in [
        (note.row, note.column, note.sentence) for note in report.notices
    ]


def test_the_same_file_twice_changes_nothing(home):
    rows = [
        CUP
        | {"Image Src": "https://pictures.example/cup.jpg", "Vendor": "", "Type": "", "Variant Inventory Qty": "-1"},
        SHIRT
        | {"SEO Description": "A shirt.", "Body (HTML)": "<h1>Shirt</h1><table><tr><td>a</td><td>b</td></tr></table>x"},
        row("shirt", Option1_Value="M", Option2_Value="Синий", Option3_Value="Slim", Variant_Price="13"),
        row("shirt", Image_Src="https://pictures.example/2.jpg", Image_Position="2"),
        CUP | {"Handle": "draft", "Published": "false", "Variant SKU": "D-1"},
    ]
    assert bring(shopify_csv(*rows)).created == 3
    before = written()
    report = bring(shopify_csv(*rows))
    assert (report.created, report.updated, report.unchanged, report.refused) == (0, 0, 3, 0)
    assert written() == before


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"Title": ""}, "Title", "The title is missing."),
        ({"Handle": ""}, "Handle", "The handle is missing, so nobody can tell which product this row belongs to."),
        ({"Handle": "?!"}, "Handle", "The handle is missing, so nobody can tell which product this row belongs to."),
        ({"Variant Price": ""}, "Variant Price", "The price is missing."),
        ({"Variant Price": "free"}, "Variant Price", "“free” is not a number."),
        ({"Variant Price": "-1"}, "Variant Price", "A price cannot be negative."),
        ({"Variant Inventory Qty": "1.5"}, "Variant Inventory Qty", "Enter a whole number."),
        ({"Published": "maybe"}, "Published", "Enter “yes” or “no”."),
    ],
)
def test_a_broken_row_is_named_and_other_products_go_on(home, cells, column, sentence):
    other = CUP | {"Handle": "other", "Variant SKU": "O-1"}
    report = bring(shopify_csv(CUP | cells, other))
    assert said(report) == [(2, column, sentence)]
    assert (report.created, report.refused) == (1, 1)
    assert list(Product.objects.values_list("slug", flat=True)) == ["other"]


def test_one_broken_variant_keeps_its_whole_product_out(home):
    report = bring(shopify_csv(SHIRT, row("shirt", Option1_Value="M", Option2_Value="Red", Option3_Value="Slim")))
    assert said(report) == [(3, "Variant Price", "The price is missing.")]
    assert not Product.objects.exists()


def test_two_variants_with_the_same_options_are_refused(home):
    twin = row(
        "shirt", Option1_Value="s", Option2_Value="RED", Option3_Value="Slim", Variant_Price="1", Variant_SKU="X"
    )
    report = bring(shopify_csv(SHIRT, twin))
    assert said(report) == [(3, "Option1 Value", "This variant has the same options as row 2.")]
