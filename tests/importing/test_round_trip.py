"""Rule: an export that is imported again changes nothing, and whoever opens it is safe from formulas."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.importing import export
from content.models import ProductPage
from shop import catalog, models, pricing
from shop.models import Choice, Price, Product, Variant
from tests import factories as make

from .conftest import KETTLE, OURS, as_csv, bring, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(home):
    """Products made by hand and by file, with everything that a cell could get wrong."""
    category = make.make_category(slug="kitchen", name="Kitchen")
    twin = make.make_brand(name="twin")
    twin.name_en = "Orvelo"
    twin.save()
    make.make_attribute(code="memory", choices=["16", "256"], category=category)
    # A label that is another choice's code.
    Choice.objects.filter(value="16").update(label_en="256", label_ru="256")
    make.make_attribute(code="ports", choices=["usb", "hdmi"], category=category)
    radio = make.make_product(
        slug="radio",
        category=category,
        brand=twin,
        variants=[
            {"sku": "=R-1", "price": 199_050, "options": {"memory": "16", "colour": "red"}},
            {"sku": "R-2", "price": None, "stock_count": 0, "options": {"memory": "256", "colour": "red"}},
        ],
    )
    ports = make.make_attribute(code="ports")
    for value in ("usb", "hdmi"):
        radio.values.create(attribute=ports, choice=ports.choices.get(value=value))
    radio.values.create(attribute=make.make_attribute(code="mass", kind="number"), thousandths=-6_300)
    radio.values.create(attribute=make.make_attribute(code="wifi", kind="boolean"), boolean=False)
    radio.values.create(attribute=make.make_attribute(code="chip", kind="text"), text_en="M 1", text_ru="М 1")
    image = make.make_image()
    image.contextual_alt_text, image.decorative = "A radio, from the front; red", False
    page = make.make_product_page(
        product=radio,
        title="+Radio\u00a0“One”",
        summary="-5 °C is no problem.\r\nIt plays.",
        body=[
            ("heading", "Why < this"),
            ("paragraph", '<p>One &amp; <b>two</b>\u00a0three <a href="https://e.com/?a=1&amp;b=2">there</a></p>'),
            ("paragraph", "<ul><li>a</li><li>b</li></ul>"),
        ],
        pictures=[("picture", {"image": image, "role": "side"})],
    )
    other = make.make_product_page(
        product=radio,
        language="ru",
        title="Радио",
        body=[("callout", {"tone": "tip", "title": "", "text": "<p>x</p>"})],
    )
    other.title = "Радио, черновик"
    other.save_revision()
    draft = make.make_product(slug="draft", category=category)
    make.make_product_page(product=draft, title="Draft", is_live=False).save_revision()
    make.make_product(slug="wordless", category=category)
    variant = Variant.objects.get(sku="=R-1")
    pricing.change_prices(changes=[(variant, 149_000)], source=Price.Source.CAMPAIGN)
    bring(as_csv([*OURS, "was_price"], [*KETTLE, "3490"]))
    return page


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_imported_again_changes_nothing(goods, tmp_path, ending):
    path = tmp_path / f"goods.{ending}"
    assert export.write(path) == 5
    before = written()
    report = bring(path.read_bytes(), path.name)
    assert (report.problems, report.updated, report.created, report.unchanged) == ([], 0, 0, 4)
    assert written() == before
    assert catalog.differences() == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_builds_the_same_goods_in_an_empty_shop(home, tmp_path, ending):
    bring(
        as_csv(
            [*OURS, "was_price", "option.colour", "attr.power", "attr.chip", "body_en", "name_ru"],
            [*KETTLE, "3490", "red", "2200", "M1 | M2", "<h2>Care</h2><p>Descale.</p>", "Чайник"],
            ["kettle", "", "", "", "K-2", "3090", "0", "", "blue", "", "", "", ""],
        )
    )
    first, second = tmp_path / f"first.{ending}", tmp_path / f"second.{ending}"
    export.write(first)
    _empty_the_shop()
    assert bring(first.read_bytes()).created == 1
    export.write(second)
    header, rows = _cells(first)
    assert (header, rows) == _cells(second)
    assert len(rows) == 2


def _empty_the_shop():
    ProductPage.objects.all().delete()
    for model in (
        models.VariantOption,
        models.AttributeValue,
        models.StockMovement,
        models.StockLevel,
        models.Price,
        models.CatalogEntry,
        models.Variant,
        models.Product,
        models.Choice,
        models.CategoryAttribute,
        models.Attribute,
    ):
        model.objects.all().delete()


def _cells(path):
    if path.suffix == ".xlsx":
        rows = [list(row) for row in openpyxl.load_workbook(path).active.values]
    else:
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    return rows[0], rows[1:]


def test_no_cell_of_an_export_is_a_formula(goods, tmp_path):
    export.write(tmp_path / "goods.csv")
    _header, rows = _cells(tmp_path / "goods.csv")
    cells = [cell for row in rows for cell in row]
    assert {"'=R-1", "'+Radio\u00a0“One”", "'-5 °C is no problem.\nIt plays."} <= {
        cell.replace("\r\n", "\n") for cell in cells
    }
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t")]
    export.write(tmp_path / "goods.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "goods.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None} <= {
        "s",
        "n",
    }


def test_a_price_without_a_reduction_has_no_old_price(goods, tmp_path):
    export.write(tmp_path / "goods.csv")
    header, rows = _cells(tmp_path / "goods.csv")
    found = {row[header.index("sku")]: (row[header.index("price")], row[header.index("was_price")]) for row in rows}
    assert found["K-1"] == ("2990", "3490")
    assert found["'=R-1"] == ("1490", "1990.5")
    assert found["R-2"] == ("", "")


def test_exporting_takes_the_same_number_of_queries_for_one_variant_and_for_eleven(home):
    product = make.make_product(slug="radio")
    with CaptureQueriesContext(connection) as few:
        export.rows()
    for _ in range(10):
        make.make_variant(product=product)
    with CaptureQueriesContext(connection) as many:
        export.rows()
    assert len(few) == len(many)
    assert Product.objects.count() == 1
