"""Rule: a broken row is refused by line and column in plain words; its product stays out whole, all others go on."""

import pytest

from content.importing.files import FileUnreadable
from shop.models import Product
from tests import factories as make

from .conftest import KETTLE, OURS, as_csv, bring, said, written

pytestmark = pytest.mark.django_db

PAN = ["pan", "Kitchen", "Orvelo", "Pan", "P-1", "990", "1"]


def kettle(**cells):
    """The kettle's row with other cells, and columns beyond the usual ones."""
    header = [*OURS, *(name for name in cells if name not in OURS)]
    values = dict(zip(OURS, KETTLE, strict=True)) | cells
    return header, [values[name] for name in header]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"price": "cheap"}, "price", "“cheap” is not a number."),
        ({"price": "-5"}, "price", "A price cannot be negative."),
        ({"price": "9.999"}, "price", "A price has at most 2 decimals."),
        ({"price": "9,999"}, "price", "A price has at most 2 decimals."),
        ({"price": "1e5"}, "price", "“1e5” is not a number."),
        ({"price": "NaN"}, "price", "“NaN” is not a number."),
        ({"price": "Infinity"}, "price", "“Infinity” is not a number."),
        ({"price": "10000000000"}, "price", "This price is too large."),
        ({"price": "9" * 60}, "price", f"“{'9' * 40}…” is not a number."),
        ({"price": ""}, "price", "The price is missing; a new variant needs one."),
        ({"was_price": "2990"}, "was_price", "The old price has to be higher than the price."),
        ({"stock": "1.5"}, "stock", "Enter a whole number."),
        ({"stock": "-1"}, "stock", "This number cannot be negative."),
        ({"stock": "99999999999999999999"}, "stock", "This number is too large."),
        ({"sku": ""}, "sku", "The SKU is missing."),
        ({"sku": "x" * 81}, "sku", "This is longer than 80 characters."),
        ({"name_en": ""}, "name_en", "The name is missing; a new product needs one in at least one language."),
        ({"name_en": "x" * 256}, "name_en", "This is longer than 255 characters."),
        ({"name_en": "Ket\0tle"}, "name_en", "This has a character that cannot be read; type it again."),
        ({"body_en": "x" * 10_000_000}, "body_en", "This is longer than 100000 characters."),
        ({"category": ""}, "category", "The category is missing; a new product needs one."),
        ({"brand": ""}, "brand", "The brand is missing; a new product needs one."),
        ({"barcode": "12345678901234567"}, "barcode", "A barcode has at most 14 digits or letters."),
        ({"mass_grams": "heavy"}, "mass_grams", "“heavy” is not a number."),
        ({"published_en": "perhaps"}, "published_en", "Enter “yes” or “no”."),
        ({"images": "photo.jpg"}, "images", "Write whole addresses of pictures, beginning with “https://”."),
        ({"summary_ru": "Кипятит."}, "name_ru", "The name is missing, so no page can be made."),
        ({"option.colour": "x" * 81}, "option.colour", "This is longer than 80 characters."),
    ],
)
def test_a_broken_cell_is_named_and_other_products_go_on(home, cells, column, sentence):
    header, row = kettle(**cells)
    pan = [*PAN, *[""] * (len(header) - len(PAN))]
    report = bring(as_csv(header, row, pan))
    assert said(report) == [(2, column, sentence)]
    assert (report.created, report.refused) == (1, 1)
    assert list(Product.objects.values_list("slug", flat=True)) == ["pan"]


def test_a_number_attribute_takes_numbers_only(home):
    make.make_attribute(code="power", kind="number")
    header, row = kettle(**{"attr.power": "strong"})
    assert said(bring(as_csv(header, row))) == [(2, "attr.power", "“strong” is not a number with at most 3 decimals.")]
    assert not Product.objects.exists()


def test_one_broken_variant_keeps_its_whole_product_out(home):
    second = ["kettle", "", "", "", "K-2", "x", "5"]
    report = bring(as_csv(OURS, KETTLE, second, PAN))
    assert said(report) == [(3, "price", "“x” is not a number.")]
    assert list(Product.objects.values_list("slug", flat=True)) == ["pan"]


def test_all_problems_of_a_product_are_told_at_once(home):
    header, row = kettle(price="x", stock="-1", published_en="?")
    assert [problem[1] for problem in said(bring(as_csv(header, row)))] == ["published_en", "price", "stock"]


def test_an_sku_twice_in_the_file_is_refused_the_second_time(home):
    report = bring(as_csv(OURS, KETTLE, [*PAN[:4], "K-1", *PAN[5:]]))
    assert said(report) == [(3, "sku", "This SKU stands in row 2 already.")]
    assert list(Product.objects.values_list("slug", flat=True)) == ["kettle"]


def test_an_sku_of_another_product_is_refused(home):
    bring(as_csv(OURS, KETTLE))
    before = written()
    report = bring(as_csv(OURS, [*PAN[:4], "K-1", *PAN[5:]]))
    assert said(report) == [(2, "sku", "The SKU “K-1” belongs to another product, “kettle”.")]
    assert written() == before


def test_rows_that_contradict_each_other_are_refused(home):
    report = bring(as_csv(OURS, KETTLE, ["kettle", "Tea", "", "", "K-2", "1", "1"]))
    assert said(report) == [(3, "category", "This differs from row 2, which is about the same product.")]


def test_two_variants_with_the_same_options_are_refused(home):
    header = [*OURS, "option.colour"]
    report = bring(as_csv(header, [*KETTLE, "Red"], ["kettle", "", "", "", "K-2", "1", "1", "red"]))
    assert said(report) == [(3, "option.colour", "This variant has the same options as row 2.")]


def test_a_row_of_no_product_is_refused(home):
    report = bring(as_csv(["sku", "price"], ["UNKNOWN", "5"]))
    assert said(report) == [
        (2, "product", "This row belongs to no product: fill in “product”, a name, or an SKU that the shop knows.")
    ]


def test_a_row_with_too_many_cells_is_refused(home):
    report = bring(as_csv(OURS, [*KETTLE, "what is this"], PAN))
    assert said(report) == [(2, "", "This row has more cells than the header has names.")]
    assert list(Product.objects.values_list("slug", flat=True)) == ["pan"]


def test_an_unknown_column_stops_everything_and_says_which_was_meant(home):
    with pytest.raises(FileUnreadable) as refused:
        bring(as_csv([*OURS[:-1], "stok"], KETTLE))
    assert str(refused.value) == "The column “stok” is not known. Is it “stock”?"
    assert not Product.objects.exists()


def test_a_table_of_something_else_is_refused(home):
    with pytest.raises(FileUnreadable, match="The first row has to name the columns"):
        bring(as_csv(["invoice", "sum"], ["1", "2"]))


def test_nothing_is_left_of_a_product_that_fails_halfway(home):
    """The Russian page fails after the English one, rows and prices were written."""
    before = written()
    report = bring(as_csv([*OURS, "summary_ru"], [*KETTLE, "Кипятит."]))
    assert report.refused == 1
    assert written() == before
    assert not Product.objects.exists()
    # The names made for it are gone, too, and the next product makes them anew.
    assert bring(as_csv([*OURS, "summary_ru"], [*KETTLE, "Кипятит."], [*PAN, ""])).created == 1
